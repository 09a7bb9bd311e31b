//! Goes through the jobs of a project, the newest first, until there is one of each kind that a case needs.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use futures_util::TryStreamExt as _;
use jobs_client::model::{Job, JobStatus, PaginationMethod, PerPage};
use jobs_client::{
    Client, GetJobTraceError, ListPipelineBridges, ListPipelineBridgesError, ListProjectJobs,
    ListProjectJobsError,
};

/// A kind of job that cases need, and those cases.
pub(crate) struct JobKind {
    pub(crate) find: &'static str,
    pub(crate) status: JobStatus,
    /// Properties that it must have, as JSON Pointers; null does not count.
    pub(crate) having: &'static [&'static str],
    pub(crate) cases: &'static [&'static str],
}

/// One kind for each status that an example or a case is about. The example of a failed job has tags.
pub(crate) const KINDS: [JobKind; 6] = [
    JobKind {
        find: "a failed job",
        status: JobStatus::Failed,
        having: &["/started_at", "/tag_list/0"],
        cases: &[
            "getJob.failed-job",
            "listPipelineJobs.failed-jobs",
            "*.*failed*",
        ],
    },
    JobKind {
        find: "a running job",
        status: JobStatus::Running,
        having: &[],
        cases: &["*.*running*"],
    },
    JobKind {
        find: "a pending job",
        status: JobStatus::Pending,
        having: &[],
        cases: &["*.*pending*"],
    },
    JobKind {
        find: "a manual job",
        status: JobStatus::Manual,
        having: &[],
        cases: &["*.*manual*"],
    },
    JobKind {
        find: "a canceled job",
        status: JobStatus::Canceled,
        having: &[],
        cases: &["*.*canceled*"],
    },
    JobKind {
        find: "a job that has succeeded, with artifacts",
        status: JobStatus::Success,
        having: &["/started_at", "/artifacts_file"],
        cases: &["*.*succe*", "*.*finished*", "*.*artifacts*"],
    },
];

/// The numbers of a job and of its pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct JobAndPipeline {
    pub(crate) job: u64,
    pub(crate) pipeline: u64,
}

/// The results for a project.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SearchResult {
    pub(crate) newest: JobAndPipeline,
    /// As [`KINDS`].
    pub(crate) kinds: [Option<JobAndPipeline>; KINDS.len()],
    /// A job with a log that is not empty.
    pub(crate) log: Option<u64>,
    /// A pipeline with a bridge that has succeeded and has started another.
    pub(crate) bridged: Option<u64>,
}

impl SearchResult {
    fn is_complete(&self) -> bool {
        self.kinds.iter().all(Option::is_some) && self.log.is_some() && self.bridged.is_some()
    }
}

/// Searches the jobs of a project; calls `progress` with the number of jobs after each one.
pub(crate) async fn search(
    client: &Client,
    project: &str,
    progress: &mut dyn FnMut(usize),
) -> Result<SearchResult> {
    let all = ListProjectJobs {
        pagination: Some(PaginationMethod::Keyset),
        per_page: Some(PerPage(100)),
        ..Default::default()
    };
    let mut jobs = client.list_project_jobs_stream(project, &all);
    let mut found: Option<SearchResult> = None;
    let mut pipelines = BTreeSet::new();
    let mut seen = 0;
    loop {
        let job = match jobs.try_next().await {
            Ok(Some(job)) => job,
            Ok(None) => break,
            // a job of a later version, with a word that the contract does not have: other jobs will match
            Err(ListProjectJobsError::Decode(_)) => continue,
            Err(error) => return Err(error).context("the jobs cannot be listed"),
        };
        seen += 1;
        progress(seen);
        let Some(pipeline) = job.basic.pipeline.as_ref() else {
            continue;
        };
        let place = JobAndPipeline {
            job: job.basic.id.0,
            pipeline: pipeline.id.0,
        };
        let found = found.get_or_insert(SearchResult {
            newest: place,
            kinds: [None; KINDS.len()],
            log: None,
            bridged: None,
        });
        for (kind, slot) in KINDS.iter().zip(&mut found.kinds) {
            if slot.is_none() && is_of_kind(&job, kind) {
                *slot = Some(place);
            }
        }
        if found.log.is_none()
            && job.basic.started_at.is_some()
            && has_log(client, project, place.job).await?
        {
            found.log = Some(place.job);
        }
        if found.bridged.is_none()
            && pipelines.insert(place.pipeline)
            && has_bridge(client, project, place.pipeline).await?
        {
            found.bridged = Some(place.pipeline);
        }
        if found.is_complete() {
            break;
        }
    }
    found.context("the project has no job; name one that has")
}

fn is_of_kind(job: &Job, kind: &JobKind) -> bool {
    let value = serde_json::to_value(job).unwrap_or_default();
    let has = |pointer: &&str| {
        value
            .pointer(pointer)
            .is_some_and(|member| !member.is_null())
    };
    job.basic.status == kind.status && kind.having.iter().all(has)
}

async fn has_log(client: &Client, project: &str, job: u64) -> Result<bool> {
    match client.get_job_trace(project, job).await {
        Ok(mut log) => Ok(log.try_next().await?.is_some_and(|chunk| !chunk.is_empty())),
        Err(GetJobTraceError::NotFound(_) | GetJobTraceError::Forbidden(_)) => Ok(false),
        Err(error) => Err(error).context("a log cannot be read"),
    }
}

async fn has_bridge(client: &Client, project: &str, pipeline: u64) -> Result<bool> {
    let succeeded = ListPipelineBridges {
        scope: vec![JobStatus::Success],
        ..Default::default()
    };
    let mut bridges = client.list_pipeline_bridges_stream(project, pipeline, &succeeded);
    loop {
        match bridges.try_next().await {
            Ok(Some(bridge)) if bridge.downstream_pipeline.is_some() => return Ok(true),
            Ok(Some(_)) | Err(ListPipelineBridgesError::Decode(_)) => {}
            Ok(None)
            | Err(ListPipelineBridgesError::NotFound(_) | ListPipelineBridgesError::Forbidden(_)) =>
            {
                return Ok(false);
            }
            Err(error) => return Err(error).context("bridges cannot be listed"),
        }
    }
}
