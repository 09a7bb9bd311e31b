//! Faults of parameters: one is ignored, or treated as another value.

use jobs_api::model::JobStatus;
use jobs_api::operations::Operation;

use crate::fault::change::FaultChange;
use crate::fault::class::Class;
use crate::fault::definition::FaultDefinition;
use crate::fault::request_change::RequestChange;
use crate::fault::scope_change::ScopeChange;

/// Every fault of this kind.
pub(super) fn faults() -> Vec<FaultDefinition> {
    use Class::{FilterBroken, LookupBroken, PageBroken, ValidationOmitted};
    use Operation::{
        CancelJob, EraseJob, GetJob, GetJobTrace, ListPipelineBridges, ListPipelineJobs,
        ListProjectJobs, PlayJob, RetryJob,
    };
    let mut faults = Vec::new();
    let mut add = |operation, what: &str, class, breaks: &str, change| {
        faults.push(FaultDefinition::for_operation(
            operation,
            what,
            class,
            breaks,
            FaultChange::Request(change),
        ));
    };

    let lists = [ListProjectJobs, ListPipelineJobs, ListPipelineBridges];
    let words = JobStatus::ALL;
    for (index, operation) in lists.into_iter().enumerate() {
        for (nth, status) in words.iter().copied().enumerate() {
            let word = status.as_str();
            // every word leaks in one list and is confused in another
            let (what, breaks, change) = match (index + nth) % 3 {
                0 => (
                    "leaks",
                    format!("with the scope `{word}`, jobs of every status are listed"),
                    ScopeChange::ListAllStatuses(status),
                ),
                1 => {
                    let other = words
                        .get(nth + 1)
                        .or(words.first())
                        .copied()
                        .unwrap_or(status);
                    (
                        "confused",
                        format!("the scope `{word}` is taken for `{}`", other.as_str()),
                        ScopeChange::ReplaceWord(status, other),
                    )
                }
                _ => continue,
            };
            let what = format!("scope.{word}.{what}");
            add(
                operation,
                &what,
                FilterBroken,
                &breaks,
                RequestChange::Scope(change),
            );
        }
        for (what, class, breaks, change) in rows! {
            "scope.ignored", FilterBroken, "the scope is ignored", RequestChange::Drop(&["scope"]);
            "scope.first-only", FilterBroken, "of a list of scopes only the first counts", RequestChange::Scope(ScopeChange::KeepFirst);
            "scope.last-only", FilterBroken, "of a list of scopes only the last counts", RequestChange::Scope(ScopeChange::KeepLast);
            "scope.list-ignored", FilterBroken, "a list of scopes is ignored, a single one is not", RequestChange::Scope(ScopeChange::IgnoreList);
            "scope.word-ignored", FilterBroken, "a single scope is ignored, a list is not", RequestChange::Scope(ScopeChange::IgnoreWord);
            "scope.unchecked", ValidationOmitted, "an unknown scope is ignored instead of refused", RequestChange::Scope(ScopeChange::IgnoreUnknown);
            "page.ignored", PageBroken, "`page` is ignored: every page is the first", RequestChange::Drop(&["page"]);
            "page.counted-from-zero", PageBroken, "pages are counted from 0", RequestChange::Add("page", 1);
            "per_page.ignored", PageBroken, "`per_page` is ignored", RequestChange::Drop(&["per_page"]);
            "per_page.one-more", PageBroken, "a page that was asked for by size holds one item more", RequestChange::Add("per_page", 1);
            "per_page.default-10", PageBroken, "the default page size is 10", RequestChange::Default("per_page", 10);
            "per_page.capped-at-50", PageBroken, "the maximum page size is 50", RequestChange::Cap("per_page", 50);
            "per_page.refused-above-100", PageBroken, "more than 100 items are refused instead of cut down", RequestChange::RefuseAbove("per_page", 100);
            "page.unchecked", ValidationOmitted, "a `page` that is no number is ignored instead of refused", RequestChange::DropInvalidNumber("page");
            "per_page.zero-allowed", ValidationOmitted, "0 items on a page are allowed", RequestChange::DropZero("per_page");
        } {
            // all lists share the code of pages, so a fault in one list is enough
            let is_repetition = match what {
                "scope.first-only" | "per_page.capped-at-50" | "page.unchecked" => {
                    operation != ListProjectJobs
                }
                "scope.last-only" | "per_page.default-10" | "page.counted-from-zero" => {
                    operation != ListPipelineJobs
                }
                "per_page.refused-above-100" | "per_page.one-more" | "per_page.zero-allowed" => {
                    operation != ListPipelineBridges
                }
                _ => false,
            };
            if !is_repetition {
                add(operation, what, class, breaks, change);
            }
        }
    }

    for (operation, what, class, breaks, change) in rows! {
        ListPipelineJobs, "include-retried-ignored", FilterBroken, "`include_retried` is ignored", RequestChange::Drop(&["include_retried"]);
        ListPipelineJobs, "include-retried-inverted", FilterBroken, "`include_retried` says the opposite", RequestChange::InvertRetried;
        ListPipelineJobs, "include-retried-always", FilterBroken, "retried jobs are always listed", RequestChange::Set("include_retried", "true");
        ListPipelineJobs, "include-retried-unchecked", ValidationOmitted, "an `include_retried` that is neither yes nor no is ignored", RequestChange::DropInvalidFlag("include_retried");
        ListProjectJobs, "keyset.ignored", PageBroken, "`pagination=keyset` is ignored", RequestChange::Drop(&["pagination"]);
        ListProjectJobs, "keyset.cursor-ignored", PageBroken, "the cursor is ignored: every page is the first", RequestChange::Drop(&["cursor"]);
        ListProjectJobs, "keyset.border-repeated", PageBroken, "the next page by cursor begins with the last job of the one before", RequestChange::AddToCursor(1);
        ListProjectJobs, "keyset.border-lost", PageBroken, "the next page by cursor leaves out its first job", RequestChange::AddToCursor(-1);
        ListProjectJobs, "keyset.order-unchecked", ValidationOmitted, "an order that cannot be paged by cursor is ignored instead of refused", RequestChange::Drop(&["order_by", "sort"]);
        ListPipelineJobs, "path.pipeline_id.unchecked", ValidationOmitted, "a `pipeline_id` that is no number is not found instead of refused", RequestChange::ZeroInvalidId("pipeline_id");
        ListPipelineBridges, "path.pipeline_id.unchecked", ValidationOmitted, "a `pipeline_id` that is no number is not found instead of refused", RequestChange::ZeroInvalidId("pipeline_id");
        PlayJob, "variables.ignored-when-broken", ValidationOmitted, "a variable without key or value is ignored instead of refused", RequestChange::DropInvalidVariables;
        PlayJob, "variables.refused", ValidationOmitted, "variables are refused", RequestChange::InvalidateVariables;
        PlayJob, "variables.lost", Class::ActionHalved, "variables are not kept", RequestChange::Drop(&["job_variables_attributes"]);
    } {
        add(operation, what, class, breaks, change);
    }

    for operation in [GetJob, GetJobTrace, CancelJob, RetryJob, EraseJob, PlayJob] {
        let breaks = "a `job_id` that is no number is not found instead of refused";
        let change = RequestChange::ZeroInvalidId("job_id");
        add(
            operation,
            "path.job_id.unchecked",
            ValidationOmitted,
            breaks,
            change,
        );
    }
    for operation in [ListProjectJobs, ListPipelineBridges, GetJob, CancelJob] {
        let breaks = "a project is found by its number only, not by its path";
        let change = RequestChange::ZeroProjectPath;
        add(
            operation,
            "path.id.number-only",
            LookupBroken,
            breaks,
            change,
        );
    }
    faults
}
