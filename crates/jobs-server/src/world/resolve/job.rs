//! Jobs and bridges, and what cannot be true of them.

use std::path::Path;
use std::sync::Arc;

use jobs_api::model::{
    Artifact, ArtifactFormat, ArtifactType, JobId, JobStatus, JobVariable, PipelineId, ProjectId,
    RunnerId, RunnerStatus, RunnerType,
};

use super::entry::{Entry, Times, check_failure, of_bridge, of_job};
use super::pipeline::Draft;
use super::{JobParts, Numbers, Token, log, people};
use crate::store::{Account, Environment, Job, Project, StartedBy, TokenFor, TokenScope};
use crate::world::problem::{Problem, Trail, suggestion};
use jobs_world::format;
use jobs_world::format::Description;

pub(super) fn jobs(
    description: &Description,
    folder: Option<&Path>,
    accounts: &[Account],
    projects: &[Project],
    environments: &[(ProjectId, Environment)],
    pipelines: &[Draft],
    tokens: &mut Vec<Token>,
) -> Result<Vec<JobParts>, Problem> {
    let mut numbers = Numbers::default();
    let mut all = Vec::new();
    for (index, entry) in description.jobs.iter().enumerate() {
        let common = of_job(entry, Trail::element("jobs", index));
        let trail = common.trail.clone();
        let mut job = row(common, &mut numbers, accounts, projects, pipelines)?;
        job.archived = entry.archived;
        job.debug = entry.debug;
        job.erased_at = entry.erased_at.map(|at| at.instant());
        job.artifacts_expire_at = entry.artifacts_expire_at.map(|at| at.instant());
        job.tag_list = entry.tag_list.clone();
        job.tag_list.sort();
        job.runner = entry.runner.as_ref().map(runner);
        let log = match &entry.log {
            None => None,
            Some(source) => Some(log::read(source, folder, &trail.key("log"))?),
        };
        let artifacts = artifacts(entry, log.as_ref(), &trail)?;
        check_erased(entry, &trail)?;
        let environment = match &entry.environment {
            None => None,
            Some(name) => Some(find_environment(
                environments,
                name,
                job.pipeline.project,
                &trail,
            )?),
        };
        if let Some(credential) = &entry.token {
            tokens.push(Token {
                credential: credential.clone(),
                secret: None,
                owner: TokenFor::Job(job.id),
                scopes: vec![TokenScope::Api],
                expires_at: None,
                revoked: false,
            });
        }
        let variables = entry
            .variables
            .iter()
            .map(|(key, value)| JobVariable {
                key: key.clone(),
                value: value.clone(),
            })
            .collect();
        all.push(JobParts {
            job,
            environment,
            artifacts,
            log,
            variables,
        });
    }
    for (index, entry) in description.bridges.iter().enumerate() {
        let common = of_bridge(entry, Trail::element("bridges", index));
        let trail = common.trail.clone();
        let mut job = row(common, &mut numbers, accounts, projects, pipelines)?;
        if let Some(id) = entry.downstream {
            let downstream = find_pipeline(pipelines, Some(id), &trail.key("downstream"))?;
            if downstream.row.id == job.pipeline.id {
                return Err(Problem {
                    trail: trail.key("downstream"),
                    cause: "a bridge cannot start the pipeline that it belongs to".to_owned(),
                });
            }
            job.downstream = Some(downstream.row.id);
        }
        all.push(JobParts {
            job,
            environment: None,
            artifacts: Vec::new(),
            log: None,
            variables: Vec::new(),
        });
    }
    number_stages(&mut all, pipelines, description)?;
    Ok(all)
}

fn row(
    entry: Entry<'_>,
    numbers: &mut Numbers,
    accounts: &[Account],
    projects: &[Project],
    pipelines: &[Draft],
) -> Result<Job, Problem> {
    let id = JobId(numbers.next(entry.id, &entry.trail)?);
    let draft = find_pipeline(pipelines, entry.pipeline, &entry.trail.key("pipeline"))?;
    let account = match entry.user {
        Some(None) => None,
        Some(Some(username)) => {
            let account = people::find(accounts, username, &entry.trail.key("user"))?;
            Some(Arc::new(account.clone()))
        }
        None => draft.account.clone().map(Arc::new),
    };
    let created_at = entry
        .created_at
        .map_or(draft.row.created_at, |at| at.instant());
    let times = Times::of(&entry, created_at);
    check_failure(&entry)?;
    times.check(&entry)?;
    if entry
        .coverage
        .is_some_and(|percent| !(0.0..=100.0).contains(&percent))
    {
        return Err(Problem {
            trail: entry.trail.key("coverage"),
            cause: "coverage is a percentage, from 0 to 100".to_owned(),
        });
    }
    let project = projects
        .iter()
        .find(|project| project.id == draft.row.project);
    Ok(Job {
        id,
        kind: entry.kind,
        name: entry.name.to_owned(),
        stage: entry.stage.to_owned(),
        stage_index: 0,
        status: entry.status,
        failure_reason: entry.failure_reason,
        reference: entry.reference.unwrap_or(&draft.row.reference).clone(),
        tag: entry.tag.unwrap_or(draft.tag),
        coverage: entry.coverage,
        allow_failure: entry.allow_failure,
        started_by: entry.when.unwrap_or(match entry.status {
            JobStatus::Manual => StartedBy::Manual,
            JobStatus::Scheduled => StartedBy::Delayed,
            _ => StartedBy::OnSuccess,
        }),
        retried: entry.retried,
        archived: false,
        debug: false,
        created_at,
        queued_at: times.queued,
        started_at: times.started,
        finished_at: times.finished,
        erased_at: None,
        artifacts_expire_at: None,
        tag_list: Vec::new(),
        runner: None,
        environment: None,
        downstream: None,
        job_token_scope_enabled: project.is_some_and(|project| project.job_token_scope_enabled),
        pipeline: Arc::new(draft.row.clone()),
        account,
    })
}

fn check_erased(entry: &format::Job, trail: &Trail) -> Result<(), Problem> {
    let left = [
        ("artifacts", !entry.artifacts.is_empty()),
        ("log", entry.log.is_some()),
        ("artifacts_expire_at", entry.artifacts_expire_at.is_some()),
    ];
    match left.iter().find(|(_, there)| *there) {
        Some((key, _)) if entry.erased_at.is_some() => Err(Problem {
            trail: trail.key(key),
            cause: "the job was erased, so nothing of this is left; leave it out".to_owned(),
        }),
        _ => Ok(()),
    }
}

fn artifacts(
    entry: &format::Job,
    log: Option<&log::Log>,
    trail: &Trail,
) -> Result<Vec<Artifact>, Problem> {
    let mut artifacts = Vec::new();
    for (index, artifact) in entry.artifacts.iter().enumerate() {
        let trail = trail.key("artifacts").index(index);
        let size = match (artifact.file_type, artifact.size, log) {
            (ArtifactType::Trace, _, None) => {
                return Err(Problem {
                    trail: trail.key("file_type"),
                    cause: "the log is listed, but there is none; add `log` to the job".to_owned(),
                });
            }
            (ArtifactType::Trace, Some(size), Some(log)) if size != log.length() => {
                return Err(Problem {
                    trail: trail.key("size"),
                    cause: format!("the log has {} bytes", log.length()),
                });
            }
            (ArtifactType::Trace, _, Some(log)) => log.length(),
            (_, size, _) => size.unwrap_or(0),
        };
        let (filename, file_format) = usual(artifact.file_type);
        artifacts.push(Artifact {
            file_type: artifact.file_type,
            size,
            filename: artifact
                .filename
                .clone()
                .unwrap_or_else(|| filename.to_owned()),
            file_format: Some(artifact.file_format.unwrap_or(file_format)),
        });
    }
    Ok(artifacts)
}

/// How a file is usually called and packed.
fn usual(file_type: ArtifactType) -> (&'static str, ArtifactFormat) {
    use ArtifactFormat::{Gzip, Raw, Zip};
    match file_type {
        ArtifactType::Archive => ("artifacts.zip", Zip),
        ArtifactType::Metadata => ("metadata.gz", Gzip),
        ArtifactType::Trace => ("job.log", Raw),
        ArtifactType::Junit => ("junit.xml.gz", Gzip),
        ArtifactType::Lsif => ("lsif.json.zip", Zip),
        ArtifactType::Dotenv => (".env.gz", Gzip),
        ArtifactType::Cobertura => ("cobertura-coverage.xml.gz", Gzip),
        ArtifactType::Cyclonedx => ("gl-sbom.cdx.json.gz", Gzip),
        ArtifactType::Metrics => ("metrics.txt.gz", Gzip),
        ArtifactType::MetricsReferee => ("metrics_referee.json.gz", Gzip),
        ArtifactType::NetworkReferee => ("network_referee.json.gz", Gzip),
        ArtifactType::Sast => ("gl-sast-report.json", Raw),
        ArtifactType::Codequality => ("gl-code-quality-report.json", Raw),
        _ => ("report.json", Raw),
    }
}

fn runner(entry: &format::Runner) -> jobs_api::model::Runner {
    let runner_type = entry.runner_type.unwrap_or(RunnerType::InstanceType);
    let status = entry.status.unwrap_or(if entry.paused {
        RunnerStatus::Paused
    } else {
        RunnerStatus::Online
    });
    jobs_api::model::Runner {
        id: Some(RunnerId(entry.id)),
        description: Some(entry.description.clone()),
        ip_address: Some(entry.ip_address.clone()),
        active: Some(!entry.paused),
        paused: Some(entry.paused),
        is_shared: Some(runner_type == RunnerType::InstanceType),
        runner_type: Some(runner_type),
        name: Some(entry.name.clone()),
        online: Some(Some(matches!(
            status,
            RunnerStatus::Online | RunnerStatus::Paused
        ))),
        status: Some(status),
    }
}

/// The pipeline that is meant; the only one, where none is named.
fn find_pipeline<'a>(
    pipelines: &'a [Draft],
    id: Option<u64>,
    trail: &Trail,
) -> Result<&'a Draft, Problem> {
    let problem = |cause: String| Problem {
        trail: trail.clone(),
        cause,
    };
    match (id, pipelines) {
        (None, [only]) => Ok(only),
        (None, []) => Err(problem(
            "there is no pipeline; add one under `pipelines`".to_owned(),
        )),
        (None, _) => Err(problem(
            "there are several pipelines; say which one".to_owned(),
        )),
        (Some(id), _) => pipelines
            .iter()
            .find(|draft| draft.row.id == PipelineId(id))
            .ok_or_else(|| {
                let known: Vec<String> = pipelines.iter().map(|d| d.row.id.to_string()).collect();
                problem(format!(
                    "no pipeline has the number {id}; there are {}",
                    known.join(", ")
                ))
            }),
    }
}

fn find_environment(
    environments: &[(ProjectId, Environment)],
    name: &str,
    project: ProjectId,
    trail: &Trail,
) -> Result<usize, Problem> {
    environments
        .iter()
        .position(|(owner, environment)| *owner == project && environment.name == name)
        .ok_or_else(|| {
            let known = environments
                .iter()
                .filter(|(owner, _)| *owner == project)
                .map(|(_, environment)| environment.name.as_str());
            Problem {
                trail: trail.key("environment"),
                cause: format!(
                    "the project has no environment `{name}`{}",
                    suggestion(name, known)
                ),
            }
        })
}

/// Gives every job the position of its stage: as the pipeline lists them, or as the jobs name them.
fn number_stages(
    jobs: &mut [JobParts],
    pipelines: &[Draft],
    description: &Description,
) -> Result<(), Problem> {
    let of_jobs = description.jobs.len();
    for draft in pipelines {
        let mut stages = draft.stages.clone().unwrap_or_default();
        let mut order: Vec<usize> = (0..jobs.len()).collect();
        order.sort_by_key(|index| jobs.get(*index).map(|parts| parts.job.id));
        for index in order {
            let Some(parts) = jobs.get_mut(index) else {
                continue;
            };
            if parts.job.pipeline.id != draft.row.id {
                continue;
            }
            let position = match stages.iter().position(|stage| *stage == parts.job.stage) {
                Some(position) => position,
                None if draft.stages.is_some() => {
                    let trail = if index < of_jobs {
                        Trail::element("jobs", index)
                    } else {
                        Trail::element("bridges", index - of_jobs)
                    };
                    let stage = &parts.job.stage;
                    let near = suggestion(stage, stages.iter().map(String::as_str));
                    return Err(Problem {
                        trail: trail.key("stage"),
                        cause: format!("the pipeline has no stage `{stage}`{near}"),
                    });
                }
                None => {
                    stages.push(parts.job.stage.clone());
                    stages.len() - 1
                }
            };
            parts.job.stage_index = u64::try_from(position).unwrap_or_default();
        }
    }
    Ok(())
}
