//! Pipelines and the commits they run for.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use jobs_api::model::{Commit, JobStatus, PipelineId, PipelineSource, ProjectId, Timestamp};
use sha2::{Digest, Sha256};

use super::people;
use super::project::find_project;
use super::{JobParts, Numbers};
use crate::store::{Account, Part, Pipeline, Project};
use crate::transition::pipeline_status;
use crate::world::problem::{Problem, Trail};
use jobs_world::format;
use jobs_world::format::Description;

/// A pipeline whose status may still have to be worked out.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) row: Pipeline,
    pub(super) tag: bool,
    pub(super) stages: Option<Vec<String>>,
    pub(super) account: Option<Account>,
    status: Option<JobStatus>,
}

pub(super) fn pipelines(
    description: &Description,
    now: DateTime<Utc>,
    accounts: &[Account],
    projects: &[Project],
) -> Result<Vec<Draft>, Problem> {
    let mut numbers = Numbers::default();
    let mut within: HashMap<ProjectId, Numbers> = HashMap::new();
    let mut drafts = Vec::new();
    for (index, entry) in description.pipelines.iter().enumerate() {
        let trail = Trail::element("pipelines", index);
        let id = PipelineId(numbers.next(entry.id, &trail)?);
        let project = find_project(projects, entry.project.as_ref(), &trail)?;
        let iid = within
            .entry(project.id)
            .or_default()
            .next(entry.iid, &trail)
            .map_err(|problem| Problem {
                trail: trail.key("iid"),
                ..problem
            })?;
        let account = match &entry.user {
            Some(username) => Some(people::find(accounts, username, &trail.key("user"))?),
            None => accounts.first(),
        };
        let sha = match &entry.sha {
            Some(sha) if is_hash(sha) => sha.clone(),
            Some(sha) => {
                return Err(Problem {
                    trail: trail.key("sha"),
                    cause: format!("`{sha}` is no hash of a commit; write 40 hexadecimal digits"),
                });
            }
            None => made_up_hash(id),
        };
        let created_at = entry.created_at.map_or(now, |at| at.instant());
        let commit = match &entry.commit {
            Some(None) => None,
            Some(Some(commit)) => Some(made_commit(commit, &sha, created_at, account, &trail)?),
            None => {
                let plain = format::Commit::default();
                Some(made_commit(&plain, &sha, created_at, account, &trail)?)
            }
        };
        drafts.push(Draft {
            row: Pipeline {
                id,
                iid,
                project: project.id,
                project_path: project.full_path.clone(),
                reference: entry.reference.clone().unwrap_or_else(|| "main".to_owned()),
                sha,
                status: entry.status.unwrap_or(JobStatus::Created),
                source: entry.source.unwrap_or(PipelineSource::Push),
                created_at,
                updated_at: entry.updated_at.map_or(created_at, |at| at.instant()),
                commit,
            },
            tag: entry.tag,
            stages: entry.stages.clone(),
            account: account.cloned(),
            status: entry.status,
        });
    }
    Ok(drafts)
}

/// Where a pipeline stands follows from its jobs, unless the world says it.
pub(super) fn work_out_statuses(drafts: &mut [Draft], jobs: &[JobParts]) {
    for draft in drafts.iter_mut().filter(|draft| draft.status.is_none()) {
        let parts: Vec<Part> = jobs
            .iter()
            .map(|parts| &parts.job)
            .filter(|job| job.pipeline.id == draft.row.id && !job.retried)
            .map(|job| Part {
                status: job.status,
                allow_failure: job.allow_failure,
            })
            .collect();
        if let Some(status) = pipeline_status(&parts) {
            draft.row.status = status;
        }
    }
}

fn is_hash(text: &str) -> bool {
    text.len() == 40
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// A hash that is the same whenever the world is set up.
fn made_up_hash(pipeline: PipelineId) -> String {
    Sha256::digest(format!("pipeline {pipeline}"))
        .iter()
        .take(20)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn made_commit(
    entry: &format::Commit,
    sha: &str,
    pipeline_created_at: DateTime<Utc>,
    account: Option<&Account>,
    trail: &Trail,
) -> Result<Commit, Problem> {
    if let Some(index) = entry.parent_ids.iter().position(|id| !is_hash(id)) {
        return Err(Problem {
            trail: trail.key("commit").key("parent_ids").index(index),
            cause: "no hash of a commit; write 40 hexadecimal digits".to_owned(),
        });
    }
    let title = entry
        .title
        .clone()
        .unwrap_or_else(|| "Change something.".to_owned());
    let created_at = entry
        .created_at
        .unwrap_or_else(|| Timestamp::utc(pipeline_created_at));
    let author_name = entry.author_name.clone().unwrap_or_else(|| {
        account.map_or_else(|| "Nobody".to_owned(), |account| account.name.clone())
    });
    let author_email = entry.author_email.clone().unwrap_or_else(|| {
        let name = account.map_or("nobody", |account| account.username.as_str());
        format!("{name}@example.com")
    });
    Ok(Commit {
        short_id: sha.chars().take(8).collect(),
        id: sha.to_owned(),
        message: entry.message.clone().unwrap_or_else(|| title.clone()),
        title,
        created_at,
        parent_ids: Some(entry.parent_ids.clone()),
        authored_date: Some(entry.authored_date.unwrap_or(created_at)),
        committer_name: Some(
            entry
                .committer_name
                .clone()
                .unwrap_or_else(|| author_name.clone()),
        ),
        committer_email: Some(
            entry
                .committer_email
                .clone()
                .unwrap_or_else(|| author_email.clone()),
        ),
        committed_date: Some(entry.committed_date.unwrap_or(created_at)),
        author_name,
        author_email,
        trailers: Some(std::collections::BTreeMap::new()),
        extended_trailers: Some(std::collections::BTreeMap::new()),
        web_url: None,
    })
}
