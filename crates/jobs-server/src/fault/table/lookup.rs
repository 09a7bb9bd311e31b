//! Faults of lookup: a record is found in the wrong place, or not found in the right one.

use jobs_api::operations::Operation;

use crate::fault::change::FaultChange;
use crate::fault::class::Class;
use crate::fault::definition::FaultDefinition;
use crate::fault::repeat::Repeat;
use crate::fault::request_change::RequestChange;
use crate::fault::response_change::ResponseRewrite;
use crate::fault::response_filter::ResponseFilter;
use crate::fault::store_change::{ResponseJob, StoreChange};
use crate::refusal::Refusal;

const MOVE_PIPELINES_HERE: &str = "UPDATE pipeline SET project_id = :project, iid = iid + 1000000 \
     WHERE id = (SELECT pipeline_id FROM job WHERE id = :job) AND project_id <> :project";
const MOVE_PIPELINES_BACK: &str = "UPDATE pipeline SET \
     project_id = (SELECT project_id FROM was_pipeline WHERE was_pipeline.id = pipeline.id), \
     iid = (SELECT iid FROM was_pipeline WHERE was_pipeline.id = pipeline.id)";
const MOVE_PIPELINE_HERE: &str = "UPDATE pipeline SET project_id = :project, iid = iid + 1000000 \
     WHERE id = :pipeline AND project_id <> :project";
const MAKE_BRIDGE_JOB: &str = "UPDATE job SET kind = 'build' WHERE id = :job";
const RESTORE_BRIDGE: &str =
    "UPDATE job SET kind = (SELECT kind FROM was_job WHERE was_job.id = :job) WHERE id = :job";
const MAKE_ALL_JOBS: &str = "UPDATE job SET kind = 'build'";

/// Every fault of this kind.
pub(super) fn faults() -> Vec<FaultDefinition> {
    use Operation::{
        CancelJob, EraseJob, GetJob, GetJobTrace, ListPipelineBridges, ListPipelineJobs,
        ListProjectJobs, PlayJob, RetryJob,
    };
    let one = &[GetJob, GetJobTrace, CancelJob, RetryJob, EraseJob, PlayJob][..];
    let builds = &[GetJob, CancelJob, RetryJob, EraseJob][..];
    let of_a_pipeline = &[ListPipelineJobs, ListPipelineBridges][..];
    let mut faults: Vec<FaultDefinition> = rows! {
        one, "job.of-another-project-found", "a job of another project is found in this one", MOVE_PIPELINES_HERE, MOVE_PIPELINES_BACK;
        builds, "job.bridge-found", "a bridge is taken for a job", MAKE_BRIDGE_JOB, RESTORE_BRIDGE;
        of_a_pipeline, "pipeline.of-another-project-found", "a pipeline of another project is found in this one", MOVE_PIPELINE_HERE, "";
        of_a_pipeline, "items.of-other-pipelines", "the list holds jobs of other pipelines, too", "UPDATE job SET pipeline_id = :pipeline WHERE project_id = :project", "";
        &[ListProjectJobs], "items.of-other-projects", "the list holds jobs of other projects, too", "UPDATE job SET project_id = :project", "";
        &[ListProjectJobs, ListPipelineJobs], "items.bridges", "the list holds bridges, too", MAKE_ALL_JOBS, "";
        &[ListPipelineBridges], "items.jobs", "the list holds jobs that are no bridges, too", "UPDATE job SET kind = 'bridge'", "";
        &[ListPipelineBridges], "items.retried", "the list holds bridges that were retried, too", "UPDATE job SET retried = 0", "";
        &[ListProjectJobs], "items.retried-missing", "the list lacks jobs that were retried", "UPDATE job SET kind = 'bridge' WHERE retried = 1", "";
        &[ListProjectJobs], "items.older-pipelines-missing", "the list holds jobs of the last pipeline only", "UPDATE job SET kind = 'bridge' WHERE pipeline_id < (SELECT max(pipeline_id) FROM job WHERE project_id = :project)", "";
    }
    .into_iter()
    .flat_map(|(operations, what, breaks, before, after)| {
        operations.iter().map(move |operation| {
            let change = FaultChange::Store(StoreChange {
                before,
                after,
                ..StoreChange::NONE
            });
            FaultDefinition::for_operation(*operation, what, Class::LookupBroken, breaks, change)
        })
    })
    .collect();
    faults.push(FaultDefinition::for_operation(
        PlayJob,
        "job.bridge-not-found",
        Class::LookupBroken,
        "a bridge cannot be played, because it is no job",
        FaultChange::Store(StoreChange {
            refused_if: "SELECT 1 FROM was_job WHERE id = :job AND kind = 'bridge'",
            refusal: || Refusal::NoRecord,
            response_job: ResponseJob::Unchanged,
            ..StoreChange::NONE
        }),
    ));
    for operation in [ListProjectJobs, ListPipelineJobs, ListPipelineBridges] {
        let first_page = FaultChange::Repeat(Repeat {
            filter: ResponseFilter::PageAfterLast,
            request: RequestChange::Drop(&["page"]),
            store: StoreChange::NONE,
            accepted_filter: ResponseFilter::Always,
        });
        let refusal = FaultChange::response(
            ResponseFilter::PageAfterLast,
            ResponseRewrite::Refuse(|| Refusal::NoRecord),
        );
        for (what, breaks, change) in rows! {
            "page.past-the-end-is-first", "after the last page comes the first one again", first_page;
            "page.past-the-end-refused", "a page after the last one is refused instead of empty", refusal;
        } {
            faults.push(FaultDefinition::for_operation(
                operation,
                what,
                Class::PageBroken,
                breaks,
                change,
            ));
        }
    }
    faults
}
