//! Faults of order: a check that should come later comes first, which shows where both would refuse.

use jobs_api::operations::Operation;

use super::falsehood::run_sql;
use super::perform::Scene;
use super::{Admission, Breach, Class, Known};
use crate::answer::Answer;
use crate::call::Call;
use crate::refusal::Refusal;

/// A check that comes before the one that should have refused.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order {
    /// Which kind of refusal is overtaken.
    overtaken: Step,
    /// Which kind overtakes it.
    first: Step,
    /// How the request is looked at to find out whether that check would refuse, too.
    second_look: Look,
}

/// The steps of the checks, as far as they can be told by their refusals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Caller,
    Parameters,
    Project,
    Rights,
    Record,
    State,
}

impl Step {
    fn of(refusal: &Refusal) -> Option<Step> {
        match refusal {
            Refusal::Unauthorized | Refusal::TokenExpired | Refusal::TokenRevoked => {
                Some(Step::Caller)
            }
            Refusal::Parameters(_) => Some(Step::Parameters),
            Refusal::NoProject => Some(Step::Project),
            Refusal::Forbidden => Some(Step::Rights),
            Refusal::NoRecord => Some(Step::Record),
            Refusal::NotRetryable | Refusal::NotErasable | Refusal::Unplayable => Some(Step::State),
            _ => None,
        }
    }
}

/// How a request is looked at for a second time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// As if the caller might do everything.
    Omnipotent,
    /// As if the parameters were as they must be.
    Valid,
    /// As if the job were one that is there.
    Existing,
}

/// Everybody is an owner of everything, and nothing is protected.
const OMNIPOTENCE: &str = "UPDATE member SET role = 'owner'; \
     INSERT OR IGNORE INTO member (project_id, account_id, role) SELECT project.id, account.id, 'owner' FROM project, account; \
     DELETE FROM protected_ref; \
     UPDATE token SET expires_at = NULL, revoked = 0";

impl Order {
    pub(super) fn perform(&self, scene: &Scene<'_>) -> Result<Answer, Refusal> {
        let refusal = match scene.run() {
            Err(refusal) if Step::of(&refusal) == Some(self.overtaken) => refusal,
            other => return other,
        };
        match scene.try_out(|call| self.look(scene, call)) {
            Err(first) if Step::of(&first) == Some(self.first) => Err(first),
            _ => Err(refusal),
        }
    }

    fn look(&self, scene: &Scene<'_>, call: &Call<'_>) -> Result<Answer, Refusal> {
        static ANYONE: Breach = Breach::Admission(Admission::Anyone);
        let mut parameters = call.parameters.clone();
        let breach = match self.second_look {
            Look::Omnipotent => {
                run_sql(call, OMNIPOTENCE, None)?;
                Some(&ANYONE)
            }
            Look::Valid => {
                for name in ["scope", "page", "per_page", "include_retried"] {
                    parameters.remove(name);
                }
                None
            }
            Look::Existing => {
                let id: i64 = call
                    .db
                    .query_row("SELECT min(id) FROM job", [], |row| row.get(0))?;
                parameters.set("job_id", id);
                None
            }
        };
        (scene.serve)(&Call {
            parameters: &parameters,
            breach,
            ..*call
        })
    }
}

/// Every fault of this kind.
pub(super) fn faults() -> Vec<Known> {
    use Look::{Existing, Omnipotent, Valid};
    use Operation::{
        CancelJob, EraseJob, GetJob, GetJobTrace, ListPipelineBridges, ListPipelineJobs,
        ListProjectJobs, PlayJob, RetryJob,
    };
    use Step::{Caller, Parameters, Project, Record, Rights, State};
    let of_a_job = &[GetJob, GetJobTrace, CancelJob, RetryJob, EraseJob][..];
    let of_a_pipeline = &[ListPipelineJobs, ListPipelineBridges][..];
    let table = rows! {
        &[ListProjectJobs, GetJob, RetryJob][..], "order.parameters-before-caller", "parameters are refused before anybody asks who calls", Caller, Parameters, Omnipotent;
        &[ListProjectJobs, GetJob], "order.project-before-caller", "a missing project is told to everybody", Caller, Project, Omnipotent;
        of_a_job, "order.record-before-rights", "a missing job is told to those who may not know", Rights, Record, Omnipotent;
        &[RetryJob, EraseJob, PlayJob], "order.state-before-rights", "the state of a job is told to those who may not change it", Rights, State, Omnipotent;
        of_a_pipeline, "order.record-before-rights", "a missing pipeline is told to those who may not know", Rights, Record, Omnipotent;
        of_a_pipeline, "order.project-before-parameters", "a missing project is told before parameters are refused", Parameters, Project, Valid;
        &[ListProjectJobs], "order.project-before-parameters", "a missing project is told before parameters are refused", Parameters, Project, Valid;
        &[ListProjectJobs, ListPipelineBridges], "order.rights-before-parameters", "rights are refused before parameters are", Parameters, Rights, Valid;
        &[PlayJob], "order.rights-before-record", "rights are refused before the job is looked for", Record, Rights, Existing;
    };
    table
        .into_iter()
        .flat_map(
            |(operations, what, breaks, overtaken, first, second_look)| {
                operations.iter().map(move |operation| {
                    let order = Order {
                        overtaken,
                        first,
                        second_look,
                    };
                    Known::of(
                        *operation,
                        what,
                        Class::CheckOrder,
                        breaks,
                        Breach::Order(order),
                    )
                })
            },
        )
        .collect()
}
