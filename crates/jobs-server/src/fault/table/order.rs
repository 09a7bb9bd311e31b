//! Faults of order: a later check runs first, which is visible if both checks fail.

use jobs_api::operations::Operation;

use crate::fault::change::Change;
use crate::fault::class::Class;
use crate::fault::definition::Definition;
use crate::fault::extra_token::ALL_RIGHTS;
use crate::fault::repeat::Repeat;
use crate::fault::request_change::RequestChange;
use crate::fault::store_change::StoreChange;
use crate::fault::when::{Check, When};

/// How a request is repeated to find out whether a later check would also fail.
#[derive(Clone, Copy)]
enum Second {
    /// By a user who may do everything.
    Omnipotent,
    /// With valid parameters.
    Valid,
    /// For a job that exists.
    Existing,
}

/// A copy of the first job has the id of the request.
const EXISTING_JOB: &str = "INSERT OR IGNORE INTO job (id, kind, project_id, pipeline_id, name, stage, stage_index, status, failure_reason, ref, tag, allow_failure, started_by, retried, archived, debug, account_id, created_at, queued_at, started_at, finished_at, tag_list) SELECT :job, kind, project_id, pipeline_id, name, stage, stage_index, status, failure_reason, ref, tag, allow_failure, started_by, retried, archived, debug, account_id, created_at, queued_at, started_at, finished_at, tag_list FROM job WHERE id = (SELECT min(id) FROM job)";

impl Second {
    fn request(self) -> RequestChange {
        match self {
            Second::Omnipotent => RequestChange::UseExtraToken,
            Second::Valid => RequestChange::Drop(&["scope", "page", "per_page", "include_retried"]),
            Second::Existing => RequestChange::None,
        }
    }

    fn before(self) -> &'static str {
        match self {
            Second::Omnipotent => ALL_RIGHTS,
            Second::Valid => "",
            Second::Existing => EXISTING_JOB,
        }
    }
}

/// Every fault of this kind.
pub(super) fn faults() -> Vec<Definition> {
    use Check::{Caller, Parameters, Project, Record, Rights, State};
    use Operation::{
        CancelJob, EraseJob, GetJob, GetJobTrace, ListPipelineBridges, ListPipelineJobs,
        ListProjectJobs, PlayJob, RetryJob,
    };
    use Second::{Existing, Omnipotent, Valid};
    let of_a_job = &[GetJob, GetJobTrace, CancelJob, RetryJob, EraseJob][..];
    let of_a_pipeline = &[ListPipelineJobs, ListPipelineBridges][..];
    let table = rows! {
        &[ListProjectJobs, GetJob, RetryJob][..], "order.parameters-before-caller", "parameters are checked before the caller", Caller, Parameters, Omnipotent;
        &[ListProjectJobs, GetJob], "order.project-before-caller", "the project is looked up before the caller is checked", Caller, Project, Omnipotent;
        of_a_job, "order.record-before-rights", "the job is looked up before rights are checked", Rights, Record, Omnipotent;
        &[RetryJob, EraseJob, PlayJob], "order.state-before-rights", "the state of the job is checked before rights", Rights, State, Omnipotent;
        of_a_pipeline, "order.record-before-rights", "the pipeline is looked up before rights are checked", Rights, Record, Omnipotent;
        of_a_pipeline, "order.project-before-parameters", "the project is looked up before parameters are checked", Parameters, Project, Valid;
        &[ListProjectJobs], "order.project-before-parameters", "the project is looked up before parameters are checked", Parameters, Project, Valid;
        &[ListProjectJobs, ListPipelineBridges], "order.rights-before-parameters", "rights are checked before parameters", Parameters, Rights, Valid;
        &[PlayJob], "order.rights-before-record", "rights are checked before the job is looked up", Record, Rights, Existing;
    };
    table
        .into_iter()
        .flat_map(|(operations, what, breaks, overtaken, first, second)| {
            operations.iter().map(move |operation| {
                let change = Change::Repeat(Repeat {
                    when: When::RefusedBy(overtaken),
                    request: second.request(),
                    store: StoreChange {
                        before: second.before(),
                        is_kept: false,
                        ..StoreChange::NONE
                    },
                    accepted: When::RefusedBy(first),
                });
                Definition::of(*operation, what, Class::CheckOrder, breaks, change)
            })
        })
        .collect()
}
