//! `junit`: one test case for each case, grouped by operation.
//!
//! A case that differs is a failure. One that is blocked, inconclusive or unreached is an *error*, since nobody
//! knows whether the server keeps its requirement, and a green build would say so. What was left out on purpose is
//! skipped; what nobody asked for is not there.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use crate::fold::fold;
use crate::record::{Case, Outcome, Record};
use crate::words::sentence;

/// The record as JUnit's XML.
pub(super) fn render(record: &Record) -> String {
    let started: Option<DateTime<FixedOffset>> =
        DateTime::parse_from_rfc3339(&record.times.started).ok();
    let mut report = Report::new(record.document.title.as_str());
    report.set_time(record.times.elapsed());
    if let Some(started) = started {
        report.set_timestamp(started);
    }
    let mut suites: Vec<TestSuite> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for case in record.shown() {
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
    // writing to memory cannot fail, and what XML cannot hold was filtered out
    report.to_string().unwrap_or_default()
}

fn test_case(case: &Case) -> TestCase {
    let status = match &case.outcome {
        Outcome::Passed { .. } => TestCaseStatus::success(),
        Outcome::Failed { findings, .. } => {
            let folds = fold(findings);
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_type("failed");
            status.set_message(folds.first().map(sentence).unwrap_or_default());
            let told: Vec<String> = folds
                .iter()
                .map(|fold| {
                    let claim = &fold.first.claim;
                    format!(
                        "{}\n  documented at {claim} {}\n  {} {}",
                        sentence(fold),
                        claim.pointer,
                        fold.first.class.as_str(),
                        fold.first.id
                    )
                })
                .collect();
            status.set_description(told.join("\n"));
            status
        }
        Outcome::InvalidCase { reason, .. }
        | Outcome::Blocked { reason, .. }
        | Outcome::Inconclusive { reason, .. }
        | Outcome::Unreachable { reason, .. } => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_type(case.outcome.as_str());
            status.set_message(reason.as_str());
            status
        }
        Outcome::Skipped { reason, .. } => {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn its_own_reader_finds_every_case() {
        for record in samples::all() {
            let text = render(&record);
            let read = Report::deserialize_from_str(&text).unwrap();
            let summary = &record.summary;
            assert_eq!(read.tests, record.shown().count());
            assert_eq!(read.failures, summary.differ);
            assert_eq!(read.errors, summary.unjudged());
        }
    }

    #[test]
    fn a_failure_says_what_differs_and_where() {
        let text = render(&samples::differs());
        for part in [
            "<testsuite name=\"getJob\"",
            "<testcase name=\"getJob.failed\" classname=\"getJob\"",
            "type=\"differs\"",
            "body /name, expected",
            "documented at jobs.yaml:",
        ] {
            assert!(text.contains(part), "no {part} in {text}");
        }
    }

    #[test]
    fn what_a_server_says_stays_text() {
        let text = render(&samples::hostile());
        assert!(!text.contains("<script"), "{text}");
        assert!(!text.contains('\u{1b}'), "{text}");
        Report::deserialize_from_str(&text).unwrap();
    }
}
