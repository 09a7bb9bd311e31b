//! From a description to rows: every default filled in, every reference followed, every impossible state
//! refused. What comes out can be written into a database as it is.

mod entry;
mod former_path;
mod job;
mod log;
mod people;
mod pipeline;
mod project;

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use chrono::{DateTime, SubsecRound, Utc};
use jobs_api::model::{AgentId, GroupId, JobVariable, ProjectId, ProjectRole, UserId};

pub(crate) use log::Log;

use super::problem::{Problem, Trail};
use crate::clock::Clock;
use crate::store::{
    Account, AgentFor, Environment, Job, Pipeline, Project, ProtectedRef, TokenFor, TokenScope,
};
use jobs_world::format::Description;

/// What a world does not say itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Surroundings<'a> {
    /// Address that links begin with, unless the world names one.
    pub(crate) external_url: &'a str,
    /// Folder that files of logs lie in; none where the world did not come from a file.
    pub(crate) folder: Option<&'a Path>,
}

/// A world without gaps.
#[derive(Debug)]
pub(crate) struct Resolved {
    pub(crate) title: String,
    /// Address that links begin with, where the world names one.
    pub(crate) external_url: Option<String>,
    pub(crate) clock: Clock,
    pub(crate) project_jobs_rate_limit: Option<u32>,
    pub(crate) next_job: u64,
    pub(crate) accounts: Vec<Account>,
    pub(crate) groups: Vec<Group>,
    pub(crate) projects: Vec<Project>,
    /// Paths that projects had before.
    pub(crate) former_paths: Vec<(ProjectId, String)>,
    pub(crate) members: Vec<(ProjectId, UserId, ProjectRole)>,
    pub(crate) protected_refs: Vec<(ProjectId, ProtectedRef)>,
    pub(crate) environments: Vec<(ProjectId, Environment)>,
    pub(crate) pipelines: Vec<Pipeline>,
    pub(crate) jobs: Vec<JobParts>,
    pub(crate) agents: Vec<(AgentId, ProjectId, String)>,
    pub(crate) authorizations: Vec<Authorization>,
    pub(crate) tokens: Vec<Token>,
}

/// A group, with its full path.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) id: GroupId,
    pub(crate) parent: Option<GroupId>,
    pub(crate) full_path: String,
    pub(crate) full_name: String,
    pub(crate) members: Vec<(UserId, ProjectRole)>,
}

/// A job, with what belongs to it.
#[derive(Debug)]
pub(crate) struct JobParts {
    pub(crate) job: Job,
    /// Which of the environments of the world it deploys to.
    pub(crate) environment: Option<usize>,
    pub(crate) artifacts: Vec<jobs_api::model::Artifact>,
    pub(crate) log: Option<Log>,
    pub(crate) variables: Vec<JobVariable>,
}

/// A token, with its name.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) credential: String,
    pub(crate) secret: Option<String>,
    pub(crate) owner: TokenFor,
    pub(crate) scopes: Vec<TokenScope>,
    pub(crate) expires_at: Option<DateTime<Utc>>,
    pub(crate) revoked: bool,
}

/// To whom an agent is given.
#[derive(Clone, Debug)]
pub(crate) struct Authorization {
    pub(crate) agent: AgentId,
    pub(crate) to: AgentFor,
    pub(crate) configuration: serde_json::Map<String, serde_json::Value>,
}

/// Fills every gap of a description.
pub(crate) fn resolve(
    description: &Description,
    surroundings: Surroundings<'_>,
) -> Result<Resolved, Problem> {
    let clock = match description.clock {
        Some(instant) => Clock::Frozen(instant.instant().trunc_subsecs(3)),
        None => Clock::Machine,
    };
    let now = clock.now();
    let external_url = external_url(description)?;
    let links = external_url.as_deref().unwrap_or(surroundings.external_url);
    let mut tokens = Vec::new();
    let accounts = people::accounts(description, now, links, &mut tokens)?;
    let groups = project::groups(description, &accounts)?;
    let projects = project::projects(description, now, &accounts, &groups)?;
    let former_paths = former_path::former_paths(description, &projects)?;
    let members = project::members(description, &accounts, &groups, &projects)?;
    let protected_refs = project::protected_refs(description, &projects);
    let environments = project::environments(description, &projects)?;
    let mut pipelines = pipeline::pipelines(description, now, &accounts, &projects)?;
    let jobs = job::jobs(
        description,
        surroundings.folder,
        &accounts,
        &projects,
        &environments,
        &pipelines,
        &mut tokens,
    )?;
    pipeline::work_out_statuses(&mut pipelines, &jobs);
    let (agents, authorizations) = project::agents(description, &projects, &groups)?;
    different_credentials(description)?;
    Ok(Resolved {
        title: description.title.clone(),
        external_url,
        clock,
        project_jobs_rate_limit: description.project_jobs_rate_limit,
        next_job: next_job(description, &jobs)?,
        accounts,
        groups,
        projects,
        former_paths,
        members,
        protected_refs,
        environments,
        pipelines: pipelines.into_iter().map(|draft| draft.row).collect(),
        jobs,
        agents,
        authorizations,
        tokens,
    })
}

fn external_url(description: &Description) -> Result<Option<String>, Problem> {
    let Some(url) = &description.external_url else {
        return Ok(None);
    };
    let trimmed = url.trim_end_matches('/');
    if trimmed.starts_with("http://") || trimmed.starts_with("https://") {
        Ok(Some(trimmed.to_owned()))
    } else {
        Err(Problem {
            trail: Trail::member("external_url"),
            cause: format!("`{url}` is no address; begin it with http:// or https://"),
        })
    }
}

fn next_job(description: &Description, jobs: &[JobParts]) -> Result<u64, Problem> {
    let highest = jobs.iter().map(|parts| parts.job.id.0).max().unwrap_or(0);
    match description.next_ids.job {
        Some(next) if next <= highest => Err(Problem {
            trail: Trail::member("next_ids").key("job"),
            cause: format!("{next} is not free; the highest number of a job is {highest}"),
        }),
        Some(next) if next > MAX_ID => Err(too_large(&Trail::member("next_ids").key("job"))),
        Some(next) => Ok(next),
        None => Ok(highest + 1),
    }
}

/// Every credential is handed out under its name, so no two may share one.
fn different_credentials(description: &Description) -> Result<(), Problem> {
    let mut seen = HashSet::new();
    let personal = description
        .users
        .iter()
        .enumerate()
        .flat_map(|(user, entry)| {
            entry.tokens.iter().enumerate().map(move |(token, entry)| {
                let trail = Trail::element("users", user)
                    .key("tokens")
                    .index(token)
                    .key("name");
                (trail, entry.name.as_str())
            })
        });
    let of_jobs = description
        .jobs
        .iter()
        .enumerate()
        .filter_map(|(job, entry)| {
            let name = entry.token.as_deref()?;
            Some((Trail::element("jobs", job).key("token"), name))
        });
    for (trail, name) in personal.chain(of_jobs) {
        if !seen.insert(name) {
            return Err(Problem {
                trail,
                cause: format!(
                    "another credential has the name `{name}`; give each a name of its own"
                ),
            });
        }
    }
    Ok(())
}

/// The largest number that every reader of JSON gets right.
const MAX_ID: u64 = (1 << 53) - 1;

fn too_large(trail: &Trail) -> Problem {
    Problem {
        trail: trail.clone(),
        cause: format!("numbers end at {MAX_ID}"),
    }
}

/// Gives numbers to records that have none, and refuses one that is there twice.
#[derive(Debug, Default)]
struct Numbers {
    taken: BTreeMap<u64, Trail>,
}

impl Numbers {
    fn next(&mut self, wanted: Option<u64>, trail: &Trail) -> Result<u64, Problem> {
        let highest = self.taken.keys().next_back().copied().unwrap_or(0);
        let id = wanted.unwrap_or(highest + 1);
        let trail = trail.key("id");
        if id == 0 {
            return Err(Problem {
                trail,
                cause: "numbers begin at 1".to_owned(),
            });
        }
        if id > MAX_ID {
            return Err(too_large(&trail));
        }
        match self.taken.insert(id, trail.clone()) {
            None => Ok(id),
            Some(first) => Err(Problem {
                trail,
                cause: format!("{id} is the number of {first}, too; give each its own"),
            }),
        }
    }
}
