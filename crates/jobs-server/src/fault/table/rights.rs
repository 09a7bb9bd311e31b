//! Faults of authorization: a caller has a permission by mistake, or does not have one.

use jobs_api::operations::Operation;

use crate::fault::change::FaultChange;
use crate::fault::class::Class;
use crate::fault::definition::FaultDefinition;
use crate::fault::store_change::StoreChange;

use Operation::{
    CancelJob, EraseJob, GetJob, GetJobTrace, ListPipelineBridges, ListPipelineJobs,
    ListProjectJobs, PlayJob, RetryJob,
};

const READ_OPERATIONS: &[Operation] = &[
    ListProjectJobs,
    ListPipelineJobs,
    ListPipelineBridges,
    GetJob,
    GetJobTrace,
];
const ACTION_OPERATIONS: &[Operation] = &[CancelJob, RetryJob, EraseJob, PlayJob];

/// A role is treated as another one.
macro_rules! role {
    ($from:literal => $to:literal) => {
        concat!(
            "UPDATE member SET role = '",
            $to,
            "' WHERE role = '",
            $from,
            "'"
        )
    };
}

/// Everybody has this role in every project where they have none.
macro_rules! everybody {
    ($role:literal) => {
        concat!(
            "INSERT OR IGNORE INTO member (project_id, account_id, role) SELECT project.id, account.id, '",
            $role,
            "' FROM project, account"
        )
    };
}

const RESTORE_ARCHIVED: &str = "UPDATE job SET archived = (SELECT archived FROM was_job WHERE was_job.id = job.id) \
     WHERE id IN (SELECT id FROM was_job)";
const RESTORE_OWNER: &str = "UPDATE job SET account_id = (SELECT account_id FROM was_job WHERE was_job.id = :job) WHERE id = :job";

/// Where a fault is, what it is called, what it breaks, and the SQL that runs before the operation, and the SQL that
/// restores the state after it.
type RightFault = (
    &'static [Operation],
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const ROWS: &[RightFault] = &rows! {
    READ_OPERATIONS, "role.guest-let-in", "guests may read jobs", role!("guest" => "reporter"), "";
    &[ListProjectJobs, ListPipelineBridges, GetJobTrace], "role.reporter-kept-out", "reporters may not read jobs", role!("reporter" => "guest"), "";
    &[ListProjectJobs, GetJob], "role.stranger-let-in", "every user may read every project", everybody!("reporter"), "";
    &[ListProjectJobs, ListPipelineBridges], "role.guest-hidden-from", "guests do not see that the project exists", "DELETE FROM member WHERE role = 'guest'", "";
    &[GetJob, ListPipelineJobs], "role.stranger-refused", "strangers see that the project exists", everybody!("guest"), "";
    &[ListPipelineJobs, GetJobTrace], "role.maintainer-kept-out", "maintainers may not read jobs", role!("maintainer" => "guest"), "";
    &[ListProjectJobs, ListPipelineBridges, GetJobTrace], "public-builds.ignored", "jobs of projects with public builds are kept from guests", "UPDATE project SET public_builds = 0", "";
    &[ListPipelineJobs, ListPipelineBridges], "visibility.public-hidden", "public projects are kept from those without a role", "UPDATE project SET visibility = 'private'", "";
    &[ListPipelineJobs], "visibility.private-shown", "private projects are treated as public ones", "UPDATE project SET visibility = 'public'", "";
    &[GetJobTrace], "debug.shown", "reporters may read logs that may hold secrets", role!("reporter" => "developer"), "";
    &[GetJobTrace], "debug.hidden", "developers may not read logs that may hold secrets", role!("developer" => "reporter"), "";
    ACTION_OPERATIONS, "role.reporter-let-in", "reporters may change jobs", role!("reporter" => "developer"), "";
    ACTION_OPERATIONS, "role.developer-kept-out", "developers may not change jobs", role!("developer" => "reporter"), "";
    &[CancelJob, EraseJob], "role.maintainer-kept-out", "maintainers may not change jobs", role!("maintainer" => "reporter"), "";
    &[RetryJob], "role.guest-let-in", "guests may change jobs", role!("guest" => "developer"), "";
    ACTION_OPERATIONS, "role.stranger-refused", "strangers see that the project exists", everybody!("guest"), "";
    &[PlayJob], "role.stranger-let-in", "every user may change every project", everybody!("maintainer"), "";
    ACTION_OPERATIONS, "protected.ignored", "a protected branch protects nothing", "DELETE FROM protected_ref", "";
    &[RetryJob, PlayJob], "protected.for-everyone", "a protected branch keeps maintainers out, too", "UPDATE protected_ref SET push = 'owner'", "";
    ACTION_OPERATIONS, "archived.ignored", "an archived job can be changed", "UPDATE job SET archived = 0", RESTORE_ARCHIVED;
    &[EraseJob], "own.any-developer", "developers may erase jobs of other users", role!("developer" => "maintainer"), "";
    &[EraseJob], "own.refused", "developers may not even erase their own jobs", "UPDATE job SET account_id = NULL WHERE id = :job", RESTORE_OWNER;
    &[EraseJob], "statistics-refresh.ignored", "jobs can be erased while statistics are refreshed", "UPDATE project SET statistics_refreshing = 0", "";
    &[PlayJob], "variables.for-everyone", "developers may give variables where only maintainers may", "UPDATE project SET variables_for_maintainers_only = 0", "";
    &[PlayJob], "variables.for-maintainers", "only maintainers may give variables where developers may", "UPDATE project SET variables_for_maintainers_only = 1", "";
};

/// Every fault of this kind.
pub(super) fn faults() -> Vec<FaultDefinition> {
    ROWS.iter()
        .flat_map(|(operations, what, breaks, before, after)| {
            operations.iter().map(move |operation| {
                let change = FaultChange::Store(StoreChange {
                    before,
                    after,
                    ..StoreChange::NONE
                });
                FaultDefinition::for_operation(
                    *operation,
                    what,
                    Class::AuthorizationBroken,
                    breaks,
                    change,
                )
            })
        })
        .collect()
}
