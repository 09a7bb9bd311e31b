//! Faults of finding: a record is found where it is not, or not found where it is.

use jobs_api::operations::Operation;

use super::falsehood::{Falsehood, Shown};
use super::perform::Scene;
use super::{Breach, Class, Known};
use crate::answer::{Answer, AnswerBody};
use crate::call::Call;
use crate::refusal::Refusal;

/// What is found on a page after the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lookup {
    /// The first page again.
    FirstPage,
    /// Nothing, which is refused.
    NoPage,
}

impl Lookup {
    pub(super) fn perform(self, scene: &Scene<'_>) -> Result<Answer, Refusal> {
        let answer = scene.run()?.written()?;
        let is_empty = matches!(&answer.body, AnswerBody::Whole(bytes) if bytes == b"[]");
        let is_first = answer.header("x-page").is_none_or(|page| page == "1");
        if !is_empty || is_first {
            return Ok(answer);
        }
        match self {
            Lookup::NoPage => Err(Refusal::NoRecord),
            Lookup::FirstPage => scene.try_out(|call| {
                let mut parameters = call.parameters.clone();
                parameters.remove("page");
                (scene.serve)(&Call {
                    parameters: &parameters,
                    ..*call
                })?
                .written()
            }),
        }
    }
}

const MOVED_HERE: &str = "UPDATE pipeline SET project_id = :project, iid = iid + 1000000 \
     WHERE id = (SELECT pipeline_id FROM job WHERE id = :job) AND project_id <> :project";
const MOVED_BACK: &str = "UPDATE pipeline SET \
     project_id = (SELECT project_id FROM was_pipeline WHERE was_pipeline.id = pipeline.id), \
     iid = (SELECT iid FROM was_pipeline WHERE was_pipeline.id = pipeline.id)";
const PIPELINE_MOVED_HERE: &str = "UPDATE pipeline SET project_id = :project, iid = iid + 1000000 \
     WHERE id = :pipeline AND project_id <> :project";
const BRIDGE_IS_JOB: &str = "UPDATE job SET kind = 'build' WHERE id = :job";
const BRIDGE_AGAIN: &str =
    "UPDATE job SET kind = (SELECT kind FROM was_job WHERE was_job.id = :job) WHERE id = :job";
const ALL_ARE_JOBS: &str = "UPDATE job SET kind = 'build'";

/// Every fault of this kind.
pub(super) fn faults() -> Vec<Known> {
    use Operation::{
        CancelJob, EraseJob, GetJob, GetJobTrace, ListPipelineBridges, ListPipelineJobs,
        ListProjectJobs, PlayJob, RetryJob,
    };
    let one = &[GetJob, GetJobTrace, CancelJob, RetryJob, EraseJob, PlayJob][..];
    let builds = &[GetJob, CancelJob, RetryJob, EraseJob][..];
    let of_a_pipeline = &[ListPipelineJobs, ListPipelineBridges][..];
    let mut faults: Vec<Known> = rows! {
        one, "job.of-another-project-found", "a job of another project is found in this one", MOVED_HERE, MOVED_BACK;
        builds, "job.bridge-found", "a bridge is taken for a job", BRIDGE_IS_JOB, BRIDGE_AGAIN;
        of_a_pipeline, "pipeline.of-another-project-found", "a pipeline of another project is found in this one", PIPELINE_MOVED_HERE, "";
        of_a_pipeline, "items.of-other-pipelines", "the list holds jobs of other pipelines, too", "UPDATE job SET pipeline_id = :pipeline WHERE project_id = :project", "";
        &[ListProjectJobs], "items.of-other-projects", "the list holds jobs of other projects, too", "UPDATE job SET project_id = :project", "";
        &[ListProjectJobs, ListPipelineJobs], "items.bridges", "the list holds bridges, too", ALL_ARE_JOBS, "";
        &[ListPipelineBridges], "items.jobs", "the list holds jobs that are no bridges, too", "UPDATE job SET kind = 'bridge'", "";
        &[ListPipelineBridges], "items.retried", "the list holds bridges that were retried, too", "UPDATE job SET retried = 0", "";
        &[ListProjectJobs], "items.retried-missing", "the list lacks jobs that were retried", "UPDATE job SET kind = 'bridge' WHERE retried = 1", "";
        &[ListProjectJobs], "items.older-pipelines-missing", "the list holds jobs of the last pipeline only", "UPDATE job SET kind = 'bridge' WHERE pipeline_id < (SELECT max(pipeline_id) FROM job WHERE project_id = :project)", "";
    }
    .into_iter()
    .flat_map(|(operations, what, breaks, before, after)| {
        operations.iter().map(move |operation| {
            let falsehood = Falsehood {
                before,
                after,
                ..Falsehood::NONE
            };
            let breach = Breach::Falsehood(falsehood);
            Known::of(*operation, what, Class::LookupBroken, breaks, breach)
        })
    })
    .collect();
    faults.push(Known::of(
        PlayJob,
        "job.bridge-not-found",
        Class::LookupBroken,
        "a bridge cannot be played, because it is no job",
        Breach::Falsehood(Falsehood {
            refused_where: "SELECT 1 FROM was_job WHERE id = :job AND kind = 'bridge'",
            refusal: || Refusal::NoRecord,
            shown: Shown::AsAnswered,
            ..Falsehood::NONE
        }),
    ));
    for operation in [ListProjectJobs, ListPipelineJobs, ListPipelineBridges] {
        for (what, breaks, lookup) in rows! {
            "page.past-the-end-is-first", "after the last page comes the first one again", Lookup::FirstPage;
            "page.past-the-end-refused", "a page after the last one is refused instead of empty", Lookup::NoPage;
        } {
            let breach = Breach::Lookup(lookup);
            faults.push(Known::of(
                operation,
                what,
                Class::PageBroken,
                breaks,
                breach,
            ));
        }
    }
    faults
}
