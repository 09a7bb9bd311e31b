//! Faults of reading: a parameter or a header is ignored, or taken for something else than it says.

use http::HeaderMap;
use jobs_api::model::JobStatus;
use jobs_api::operations::Operation;
use serde_json::{Value, json};

use super::scope::ScopeFault;
use super::{Breach, Class, Known};
use crate::paginate::{read_cursor, write_cursor};
use crate::parameters::Parameters;

/// How a request is read wrongly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Misread {
    /// A header that carries a credential is not looked at.
    NoHeader(&'static str),
    /// A parameter that carries a credential is not looked at.
    NoCredential(&'static str),
    /// Parameters are not looked at.
    Ignored(&'static [&'static str]),
    /// The scope is taken for another one.
    Scope(ScopeFault),
    /// `include_retried` says the opposite.
    RetriedInverted,
    /// `include_retried` is always true.
    RetriedAlways,
    /// A word that is neither yes nor no is ignored where it should be refused.
    UncheckedFlag(&'static str),
    /// A number is taken for one that is so much more.
    Shifted(&'static str, i64),
    /// A parameter that is not given has this value.
    Default(&'static str, i64),
    /// A number is never more than this.
    Capped(&'static str, i64),
    /// A number above this is refused.
    RefusedAbove(&'static str, i64),
    /// What is no number is ignored where it should be refused.
    Unchecked(&'static str),
    /// What is no number in the path is the number of nothing.
    UncheckedId(&'static str),
    /// Zero is ignored where it should be refused.
    ZeroAllowed(&'static str),
    /// A cursor leads so many numbers further.
    CursorShifted(i64),
    /// The path of a project names none.
    NoProjectPath,
    /// Variables that are not whole are ignored where they should be refused.
    VariablesUnchecked,
    /// Variables are refused.
    VariablesRefused,
}

impl Breach {
    /// Takes away what carries a credential that is not accepted.
    pub(crate) fn blind(&self, headers: &mut HeaderMap, parameters: &mut Parameters) {
        match self {
            Breach::Misread(Misread::NoHeader(name)) => {
                headers.remove(*name);
            }
            Breach::Misread(Misread::NoCredential(name)) => parameters.remove(name),
            _ => {}
        }
    }

    /// Changes the parameters into those that are seen.
    pub(crate) fn misread(&self, parameters: &mut Parameters) {
        match self {
            Breach::Broad(broad) => {
                for name in broad.ignored() {
                    parameters.remove(name);
                }
            }
            Breach::Misread(misread) => misread.apply(parameters),
            _ => {}
        }
    }
}

impl Misread {
    fn apply(self, parameters: &mut Parameters) {
        let number = |parameters: &Parameters, name: &str| -> Option<i64> {
            parameters.text(name)?.parse().ok()
        };
        match self {
            Misread::NoHeader(_) | Misread::NoCredential(_) => {}
            Misread::Ignored(names) => {
                for name in names {
                    parameters.remove(name);
                }
            }
            Misread::Scope(fault) => fault.apply(parameters),
            Misread::RetriedInverted => {
                let said = parameters.text("include_retried") == Some("true");
                parameters.set("include_retried", if said { "false" } else { "true" });
            }
            Misread::UncheckedFlag(name) => {
                if !matches!(parameters.text(name), Some("true" | "false")) {
                    parameters.remove(name);
                }
            }
            Misread::RetriedAlways => parameters.set("include_retried", "true"),
            Misread::Shifted(name, by) => {
                if let Some(number) = number(parameters, name) {
                    parameters.set(name, (number + by).to_string());
                }
            }
            Misread::Default(name, value) => {
                if parameters.text(name).is_none() {
                    parameters.set(name, value.to_string());
                }
            }
            Misread::Capped(name, most) => {
                if number(parameters, name).is_some_and(|number| number > most) {
                    parameters.set(name, most.to_string());
                }
            }
            Misread::RefusedAbove(name, most) => {
                if number(parameters, name).is_some_and(|number| number > most) {
                    parameters.set(name, "too many");
                }
            }
            Misread::Unchecked(name) => {
                if number(parameters, name).is_none() {
                    parameters.remove(name);
                }
            }
            Misread::UncheckedId(name) => {
                if number(parameters, name).is_none() {
                    parameters.set(name, "0");
                }
            }
            Misread::ZeroAllowed(name) => {
                if number(parameters, name) == Some(0) {
                    parameters.remove(name);
                }
            }
            Misread::CursorShifted(by) => {
                if let Some(id) = parameters.text("cursor").and_then(read_cursor) {
                    let id = id.0.saturating_add_signed(by);
                    parameters.set("cursor", write_cursor(jobs_api::model::JobId(id)));
                }
            }
            Misread::NoProjectPath => {
                if parameters.text("id").is_some_and(|id| id.contains('/')) {
                    parameters.set("id", "0");
                }
            }
            Misread::VariablesUnchecked => {
                if let Some(Value::Array(items)) = parameters.get("job_variables_attributes") {
                    let whole =
                        |item: &&Value| item["key"].is_string() && item["value"].is_string();
                    let items: Vec<Value> = items.iter().filter(whole).cloned().collect();
                    parameters.set("job_variables_attributes", items);
                }
            }
            Misread::VariablesRefused => {
                if parameters.get("job_variables_attributes").is_some() {
                    parameters.set("job_variables_attributes", json!([{}]));
                }
            }
        }
    }
}

/// Every fault of this kind.
pub(super) fn faults() -> Vec<Known> {
    use Class::{FilterBroken, LookupBroken, PageBroken, ValidationOmitted};
    use Operation::{
        CancelJob, EraseJob, GetJob, GetJobTrace, ListPipelineBridges, ListPipelineJobs,
        ListProjectJobs, PlayJob, RetryJob,
    };
    let mut faults = Vec::new();
    let mut add = |operation, what: &str, class, breaks: &str, misread| {
        faults.push(Known::of(
            operation,
            what,
            class,
            breaks,
            Breach::Misread(misread),
        ));
    };

    let lists = [ListProjectJobs, ListPipelineJobs, ListPipelineBridges];
    let words = JobStatus::ALL;
    for (index, operation) in lists.into_iter().enumerate() {
        for (nth, status) in words.iter().copied().enumerate() {
            let word = status.as_str();
            // every word leaks in one list and is confused in another
            let (how, breaks, fault) = match (index + nth) % 3 {
                0 => (
                    "leaks",
                    format!("with the scope `{word}`, jobs of every status are listed"),
                    ScopeFault::Leaks(status),
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
                        ScopeFault::Confused(status, other),
                    )
                }
                _ => continue,
            };
            let what = format!("scope.{word}.{how}");
            add(
                operation,
                &what,
                FilterBroken,
                &breaks,
                Misread::Scope(fault),
            );
        }
        for (what, class, breaks, misread) in rows! {
            "scope.ignored", FilterBroken, "the scope is ignored", Misread::Ignored(&["scope"]);
            "scope.first-only", FilterBroken, "of a list of scopes only the first counts", Misread::Scope(ScopeFault::FirstOnly);
            "scope.last-only", FilterBroken, "of a list of scopes only the last counts", Misread::Scope(ScopeFault::LastOnly);
            "scope.list-ignored", FilterBroken, "a list of scopes is ignored, a single one is not", Misread::Scope(ScopeFault::ListIgnored);
            "scope.word-ignored", FilterBroken, "a single scope is ignored, a list is not", Misread::Scope(ScopeFault::WordIgnored);
            "scope.unchecked", ValidationOmitted, "an unknown scope is ignored instead of refused", Misread::Scope(ScopeFault::UnknownIgnored);
            "page.ignored", PageBroken, "`page` is ignored: every page is the first", Misread::Ignored(&["page"]);
            "page.counted-from-zero", PageBroken, "pages are counted from 0", Misread::Shifted("page", 1);
            "per_page.ignored", PageBroken, "`per_page` is ignored", Misread::Ignored(&["per_page"]);
            "per_page.one-more", PageBroken, "a page that was asked for by size holds one item more", Misread::Shifted("per_page", 1);
            "per_page.default-10", PageBroken, "a page holds 10 items where nobody says how many", Misread::Default("per_page", 10);
            "per_page.capped-at-50", PageBroken, "a page holds 50 items at most", Misread::Capped("per_page", 50);
            "per_page.refused-above-100", PageBroken, "more than 100 items are refused instead of cut down", Misread::RefusedAbove("per_page", 100);
            "page.unchecked", ValidationOmitted, "a `page` that is no number is ignored instead of refused", Misread::Unchecked("page");
            "per_page.zero-allowed", ValidationOmitted, "0 items on a page are allowed", Misread::ZeroAllowed("per_page");
        } {
            // the ways to page are the same code for all lists; what one shows, the others need not repeat
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
                add(operation, what, class, breaks, misread);
            }
        }
    }

    for (operation, what, class, breaks, misread) in rows! {
        ListPipelineJobs, "include-retried-ignored", FilterBroken, "`include_retried` is ignored", Misread::Ignored(&["include_retried"]);
        ListPipelineJobs, "include-retried-inverted", FilterBroken, "`include_retried` says the opposite", Misread::RetriedInverted;
        ListPipelineJobs, "include-retried-always", FilterBroken, "retried jobs are always listed", Misread::RetriedAlways;
        ListPipelineJobs, "include-retried-unchecked", ValidationOmitted, "an `include_retried` that is neither yes nor no is ignored", Misread::UncheckedFlag("include_retried");
        ListProjectJobs, "keyset.ignored", PageBroken, "`pagination=keyset` is ignored", Misread::Ignored(&["pagination"]);
        ListProjectJobs, "keyset.cursor-ignored", PageBroken, "the cursor is ignored: every page is the first", Misread::Ignored(&["cursor"]);
        ListProjectJobs, "keyset.border-repeated", PageBroken, "the next page by cursor begins with the last job of the one before", Misread::CursorShifted(1);
        ListProjectJobs, "keyset.border-lost", PageBroken, "the next page by cursor leaves out its first job", Misread::CursorShifted(-1);
        ListProjectJobs, "keyset.order-unchecked", ValidationOmitted, "an order that cannot be paged by cursor is ignored instead of refused", Misread::Ignored(&["order_by", "sort"]);
        ListPipelineJobs, "path.pipeline_id.unchecked", ValidationOmitted, "a `pipeline_id` that is no number is not found instead of refused", Misread::UncheckedId("pipeline_id");
        ListPipelineBridges, "path.pipeline_id.unchecked", ValidationOmitted, "a `pipeline_id` that is no number is not found instead of refused", Misread::UncheckedId("pipeline_id");
        PlayJob, "variables.ignored-when-broken", ValidationOmitted, "a variable without key or value is ignored instead of refused", Misread::VariablesUnchecked;
        PlayJob, "variables.refused", ValidationOmitted, "variables are refused", Misread::VariablesRefused;
        PlayJob, "variables.lost", Class::ActionHalved, "variables are not kept", Misread::Ignored(&["job_variables_attributes"]);
    } {
        add(operation, what, class, breaks, misread);
    }

    for operation in [GetJob, GetJobTrace, CancelJob, RetryJob, EraseJob, PlayJob] {
        let breaks = "a `job_id` that is no number is not found instead of refused";
        let misread = Misread::UncheckedId("job_id");
        add(
            operation,
            "path.job_id.unchecked",
            ValidationOmitted,
            breaks,
            misread,
        );
    }
    for operation in [ListProjectJobs, ListPipelineBridges, GetJob, CancelJob] {
        let breaks = "a project is found by its number only, not by its path";
        let misread = Misread::NoProjectPath;
        add(
            operation,
            "path.id.number-only",
            LookupBroken,
            breaks,
            misread,
        );
    }
    faults
}
