//! Faults of order: a later check runs first, which is visible if both checks fail.

use jobs_api::operations::Operation;

use crate::fault::change::FaultChange;
use crate::fault::class::Class;
use crate::fault::definition::FaultDefinition;
use crate::fault::extra_token::ALL_RIGHTS;
use crate::fault::repeat::Repeat;
use crate::fault::request_change::RequestChange;
use crate::fault::response_filter::{OperationCheck, ResponseFilter};
use crate::fault::store_change::StoreChange;

/// How a request is repeated to find out whether a later check would also fail.
#[derive(Clone, Copy)]
enum SecondRequest {
    /// By a user who may do everything.
    ByOmnipotentUser,
    /// With valid parameters.
    WithValidParameters,
    /// For a job that exists.
    ForExistingJob,
}

/// A copy of the first job has the id of the request.
const INSERT_JOB: &str = "INSERT OR IGNORE INTO job (id, kind, project_id, pipeline_id, name, stage, stage_index, status, failure_reason, ref, tag, allow_failure, started_by, retried, archived, debug, account_id, created_at, queued_at, started_at, finished_at, tag_list) SELECT :job, kind, project_id, pipeline_id, name, stage, stage_index, status, failure_reason, ref, tag, allow_failure, started_by, retried, archived, debug, account_id, created_at, queued_at, started_at, finished_at, tag_list FROM job WHERE id = (SELECT min(id) FROM job)";

impl SecondRequest {
    fn request(self) -> RequestChange {
        match self {
            SecondRequest::ByOmnipotentUser => RequestChange::UseExtraToken,
            SecondRequest::WithValidParameters => {
                RequestChange::Drop(&["scope", "page", "per_page", "include_retried"])
            }
            SecondRequest::ForExistingJob => RequestChange::None,
        }
    }

    fn before(self) -> &'static str {
        match self {
            SecondRequest::ByOmnipotentUser => ALL_RIGHTS,
            SecondRequest::WithValidParameters => "",
            SecondRequest::ForExistingJob => INSERT_JOB,
        }
    }
}

/// Every fault of this kind.
pub(super) fn faults() -> Vec<FaultDefinition> {
    use Operation::{
        CancelJob, EraseJob, GetJob, GetJobTrace, ListPipelineBridges, ListPipelineJobs,
        ListProjectJobs, PlayJob, RetryJob,
    };
    use OperationCheck::{Caller, Parameters, Project, Record, Rights, State};
    use SecondRequest::{ByOmnipotentUser, ForExistingJob, WithValidParameters};
    let of_a_job = &[GetJob, GetJobTrace, CancelJob, RetryJob, EraseJob][..];
    let of_a_pipeline = &[ListPipelineJobs, ListPipelineBridges][..];
    let table = rows! {
        &[ListProjectJobs, GetJob, RetryJob][..], "order.parameters-before-caller", "parameters are checked before the caller", Caller, Parameters, ByOmnipotentUser;
        &[ListProjectJobs, GetJob], "order.project-before-caller", "the project is looked up before the caller is checked", Caller, Project, ByOmnipotentUser;
        of_a_job, "order.record-before-rights", "the job is looked up before rights are checked", Rights, Record, ByOmnipotentUser;
        &[RetryJob, EraseJob, PlayJob], "order.state-before-rights", "the state of the job is checked before rights", Rights, State, ByOmnipotentUser;
        of_a_pipeline, "order.record-before-rights", "the pipeline is looked up before rights are checked", Rights, Record, ByOmnipotentUser;
        of_a_pipeline, "order.project-before-parameters", "the project is looked up before parameters are checked", Parameters, Project, WithValidParameters;
        &[ListProjectJobs], "order.project-before-parameters", "the project is looked up before parameters are checked", Parameters, Project, WithValidParameters;
        &[ListProjectJobs, ListPipelineBridges], "order.rights-before-parameters", "rights are checked before parameters", Parameters, Rights, WithValidParameters;
        &[PlayJob], "order.rights-before-record", "rights are checked before the job is looked up", Record, Rights, ForExistingJob;
    };
    table
        .into_iter()
        .flat_map(|(operations, what, breaks, overtaken, first, second)| {
            operations.iter().map(move |operation| {
                let change = FaultChange::Repeat(Repeat {
                    filter: ResponseFilter::RefusedBy(overtaken),
                    request: second.request(),
                    store: StoreChange {
                        before: second.before(),
                        is_kept: false,
                        ..StoreChange::NONE
                    },
                    accepted_filter: ResponseFilter::RefusedBy(first),
                });
                FaultDefinition::for_operation(*operation, what, Class::CheckOrder, breaks, change)
            })
        })
        .collect()
}
