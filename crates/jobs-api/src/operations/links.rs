//! Links: the operation that can follow a response, and its parameters.
//!
//! The name of a link never changes: generated clients and pages depend on it.

use serde_json::{Value, json};

use super::Operation;

/// A link from a response to the next request.
pub(crate) struct Link {
    /// Name of the link, unique in its response.
    pub(crate) name: &'static str,
    /// Its description.
    description: &'static str,
    /// The operation that it leads to.
    target: Operation,
    /// Parameters of that operation, each with a runtime expression for its value.
    parameters: &'static [(&'static str, &'static str)],
}

impl Link {
    /// The Link Object.
    pub(crate) fn to_json(&self) -> Value {
        let parameters: serde_json::Map<String, Value> = self
            .parameters
            .iter()
            .map(|(name, expression)| ((*name).to_owned(), (*expression).into()))
            .collect();
        let mut object = json!({ "operationId": self.target.id() });
        if !parameters.is_empty() {
            object["parameters"] = parameters.into();
        }
        object["description"] = self.description.into();
        object
    }
}

const fn link(
    name: &'static str,
    to: Operation,
    parameters: &'static [(&'static str, &'static str)],
    description: &'static str,
) -> Link {
    Link {
        name,
        description,
        target: to,
        parameters,
    }
}

/// The project of the request, and the job in the response.
const THIS_JOB: &[(&str, &str)] = &[("id", "$request.path.id"), ("job_id", "$response.body#/id")];
/// The project and the job of the request.
const SAME_JOB: &[(&str, &str)] = &[
    ("id", "$request.path.id"),
    ("job_id", "$request.path.job_id"),
];
/// The project of the request, and the first item of the list.
const FIRST_JOB: &[(&str, &str)] = &[
    ("id", "$request.path.id"),
    ("job_id", "$response.body#/0/id"),
];
/// The project of the request, and the pipeline of the job in the response.
const PIPELINE_OF_JOB: &[(&str, &str)] = &[
    ("id", "$request.path.id"),
    ("pipeline_id", "$response.body#/pipeline/id"),
];
/// The project of the request, and the pipeline of the first item of the list.
const FIRST_PIPELINE: &[(&str, &str)] = &[
    ("id", "$request.path.id"),
    ("pipeline_id", "$response.body#/0/pipeline/id"),
];
/// The project and the pipeline of the request.
const SAME_PIPELINE: &[(&str, &str)] = &[
    ("id", "$request.path.id"),
    ("pipeline_id", "$request.path.pipeline_id"),
];
/// The job of the token that was sent, and its project.
const JOB_OF_TOKEN: &[(&str, &str)] = &[
    ("id", "$response.body#/pipeline/project_id"),
    ("job_id", "$response.body#/id"),
];

/// A runtime expression has no condition, so the description mentions the other parameters.
const NEXT_PAGE: &str =
    "The next page, if `X-Next-Page` names one. Repeat all other parameters of this request.";

const GET: Link = link(
    "theJob",
    Operation::GetJob,
    THIS_JOB,
    "The same job, read again.",
);
const LOG: Link = link(
    "itsLog",
    Operation::GetJobTrace,
    THIS_JOB,
    "The log of this job.",
);
const CANCEL: Link = link(
    "cancelIt",
    Operation::CancelJob,
    THIS_JOB,
    "Cancel this job.",
);
const RETRY: Link = link("retryIt", Operation::RetryJob, THIS_JOB, "Retry this job.");
const ERASE: Link = link(
    "eraseIt",
    Operation::EraseJob,
    THIS_JOB,
    "Erase the artifacts and the log of this job.",
);
const PLAY: Link = link(
    "playIt",
    Operation::PlayJob,
    THIS_JOB,
    "Start this job, if it waits for a user.",
);
const JOBS: Link = link(
    "jobsOfItsPipeline",
    Operation::ListPipelineJobs,
    PIPELINE_OF_JOB,
    "The jobs of the pipeline that this job belongs to.",
);
const BRIDGES: Link = link(
    "bridgesOfItsPipeline",
    Operation::ListPipelineBridges,
    PIPELINE_OF_JOB,
    "The bridges of the pipeline that this job belongs to.",
);
const FIRST_JOB_LINK: Link = link(
    "theFirstJob",
    Operation::GetJob,
    FIRST_JOB,
    "The first job of the page, alone.",
);
const FIRST_LOG_LINK: Link = link(
    "logOfTheFirstJob",
    Operation::GetJobTrace,
    FIRST_JOB,
    "The log of the first job of the page.",
);

/// The links of the responses of `operation` with `status`, in the order of use.
pub(crate) fn links(operation: Operation, status: &str) -> Vec<Link> {
    match (operation, status) {
        (Operation::ListProjectJobs, "200") => vec![
            FIRST_JOB_LINK,
            FIRST_LOG_LINK,
            link(
                "jobsOfTheFirstPipeline",
                Operation::ListPipelineJobs,
                FIRST_PIPELINE,
                "The jobs of the pipeline that the first job of the page belongs to.",
            ),
            link(
                "theNextPage",
                Operation::ListProjectJobs,
                &[
                    ("id", "$request.path.id"),
                    ("page", "$response.header.X-Next-Page"),
                ],
                NEXT_PAGE,
            ),
        ],
        (Operation::ListPipelineJobs, "200") => vec![
            FIRST_JOB_LINK,
            FIRST_LOG_LINK,
            link(
                "bridgesOfThePipeline",
                Operation::ListPipelineBridges,
                SAME_PIPELINE,
                "The bridges of the same pipeline.",
            ),
            next_page(Operation::ListPipelineJobs),
        ],
        (Operation::ListPipelineBridges, "200") => vec![
            link(
                "jobsOfTheDownstreamPipeline",
                Operation::ListPipelineJobs,
                &[
                    ("id", "$response.body#/0/downstream_pipeline/project_id"),
                    ("pipeline_id", "$response.body#/0/downstream_pipeline/id"),
                ],
                "The jobs of the pipeline that the first bridge of the page has started.",
            ),
            link(
                "playTheFirstBridge",
                Operation::PlayJob,
                FIRST_JOB,
                "Start the first bridge of the page, if it waits for a user.",
            ),
            link(
                "jobsOfThePipeline",
                Operation::ListPipelineJobs,
                SAME_PIPELINE,
                "The jobs of the same pipeline.",
            ),
            next_page(Operation::ListPipelineBridges),
        ],
        (Operation::GetJobTokenJob, "200") => vec![
            link(
                "theJob",
                Operation::GetJob,
                JOB_OF_TOKEN,
                "The same job, with the credentials of a user.",
            ),
            link(
                "itsLog",
                Operation::GetJobTrace,
                JOB_OF_TOKEN,
                "The log of this job, with the credentials of a user.",
            ),
            link(
                "allowedAgents",
                Operation::ListJobTokenAllowedAgents,
                &[],
                "The agents that this job may use, with the same token.",
            ),
        ],
        (Operation::ListJobTokenAllowedAgents, "200") => vec![
            link(
                "theJob",
                Operation::GetJob,
                &[
                    ("id", "$response.body#/project/id"),
                    ("job_id", "$response.body#/job/id"),
                ],
                "The job that the token belongs to, with the credentials of a user.",
            ),
            link(
                "jobsOfItsPipeline",
                Operation::ListPipelineJobs,
                &[
                    ("id", "$response.body#/project/id"),
                    ("pipeline_id", "$response.body#/pipeline/id"),
                ],
                "The jobs of its pipeline, with the credentials of a user.",
            ),
        ],
        (Operation::GetJob, "200") => vec![LOG, CANCEL, RETRY, ERASE, PLAY, JOBS, BRIDGES],
        (Operation::GetJobTrace, "200") => vec![link(
            "theJob",
            Operation::GetJob,
            SAME_JOB,
            "The job that has written this log.",
        )],
        (Operation::CancelJob, "201") => vec![GET, LOG, RETRY, ERASE],
        (Operation::RetryJob, "201") => vec![
            GET,
            LOG,
            CANCEL,
            link(
                "theOldJob",
                Operation::GetJob,
                SAME_JOB,
                "The job that was retried, as it was.",
            ),
        ],
        (Operation::EraseJob, "201") => vec![GET, RETRY],
        (Operation::PlayJob, "200") => vec![
            link(
                "theJob",
                Operation::GetJob,
                THIS_JOB,
                "The job, read again; a bridge is not found there.",
            ),
            LOG,
            CANCEL,
        ],
        _ => Vec::new(),
    }
}

/// The next page of a list that belongs to a pipeline.
fn next_page(list: Operation) -> Link {
    link(
        "theNextPage",
        list,
        &[
            ("id", "$request.path.id"),
            ("pipeline_id", "$request.path.pipeline_id"),
            ("page", "$response.header.X-Next-Page"),
        ],
        NEXT_PAGE,
    )
}
