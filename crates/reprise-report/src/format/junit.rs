//! `junit`: one test case for each case, grouped by operation.
//!
//! A failed case is a failure. One that is blocked, inconclusive, invalid or unreachable is an *error*: whether the
//! server does what is documented is not known, and a green build would say so. Cases that were left out on purpose are
//! skipped; cases that were not chosen are absent.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use crate::error::RenderError;
use crate::finding_groups::group_findings;
use crate::record::{CaseRecord, Explanation, FindingRecord, OutcomeRecord, RunRecord};
use crate::words::describe_finding;

/// The record as JUnit's XML.
pub(super) fn render(record: &RunRecord) -> Result<String, RenderError> {
    let started: Option<DateTime<FixedOffset>> =
        DateTime::parse_from_rfc3339(&record.times.started).ok();
    let mut report = Report::new(record.document.title.as_str());
    report.set_time(record.times.elapsed());
    if let Some(started) = started {
        report.set_timestamp(started);
    }
    let mut suites: Vec<TestSuite> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for case in record.selected_cases() {
        let at = *known.entry(&case.operation).or_insert_with(|| {
            let mut suite = TestSuite::new(case.operation.as_str());
            let route = format!("{} {}", case.method, case.path);
            suite.add_property(("operation", route.as_str()));
            suites.push(suite);
            suites.len() - 1
        });
        if let Some(suite) = suites.get_mut(at) {
            suite.add_test_case(test_case(case));
        }
    }
    report.add_test_suites(suites);
    Ok(report.to_string()?)
}

fn test_case(case: &CaseRecord) -> TestCase {
    let status = match &case.outcome {
        OutcomeRecord::Passed { .. } => TestCaseStatus::success(),
        OutcomeRecord::Failed { findings, .. } => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_type("failed");
            status.set_message(
                group_findings(findings)
                    .first()
                    .map(describe_finding)
                    .unwrap_or_default(),
            );
            status.set_description(describe_differences(findings));
            status
        }
        OutcomeRecord::InvalidCase(Explanation { reason, .. })
        | OutcomeRecord::Blocked(Explanation { reason, .. })
        | OutcomeRecord::Inconclusive(Explanation { reason, .. })
        | OutcomeRecord::Unreachable(Explanation { reason, .. }) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_type(case.outcome.as_str());
            status.set_message(reason.as_str());
            status
        }
        OutcomeRecord::Skipped(Explanation { reason, .. }) => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(reason.as_str());
            status
        }
    };
    let mut test = TestCase::new(case.id.as_str(), status);
    test.set_classname(case.operation.as_str());
    if let Some(level) = case.outcome.level_reached() {
        test.add_property(("level", level.as_str()));
    }
    test
}

/// Every difference with its place in the document, its class and its id.
fn describe_differences(findings: &[FindingRecord]) -> String {
    let differences: Vec<String> = group_findings(findings)
        .iter()
        .map(|fold| {
            let claim = &fold.first.claim;
            let known = if fold.first.accepted {
                ", known failure"
            } else {
                ""
            };
            format!(
                "{}\n  documented at {claim} {}\n  {} {}{known}",
                describe_finding(fold),
                claim.pointer,
                fold.first.class.as_str(),
                fold.first.id
            )
        })
        .collect();
    differences.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn its_own_reader_finds_every_case() {
        for record in samples::all_runs() {
            let text = render(&record).unwrap();
            let read = Report::deserialize_from_str(&text).unwrap();
            let summary = &record.summary;
            assert_eq!(read.tests, record.selected_cases().count());
            assert_eq!(read.failures, summary.failed);
            assert_eq!(read.errors, summary.without_result());
        }
    }

    #[test]
    fn a_failure_describes_the_difference_and_its_place() {
        let text = render(&samples::failed_run()).unwrap();
        for part in [
            "<testsuite name=\"getJob\"",
            "<testcase name=\"getJob.failed\" classname=\"getJob\"",
            "type=\"failed\"",
            "body /name, expected",
            "documented at jobs.yaml:",
        ] {
            assert!(text.contains(part), "no {part} in {text}");
        }
    }

    #[test]
    fn text_from_a_server_is_escaped() {
        let text = render(&samples::hostile_run()).unwrap();
        assert!(!text.contains("<script"), "{text}");
        assert!(!text.contains('\u{1b}'), "{text}");
        Report::deserialize_from_str(&text).unwrap();
    }
}
