//! `github`: annotations of a GitHub workflow, one line for each cause.
//!
//! ```text
//! ::error file=spec/openapi.json,line=2241,col=33,title=getJob.failed-job failed::body /name, expected "rubocop", actual "robocop"
//! ```
//!
//! A step shows only its first ten annotations of a kind, so errors come first.

use reprise_core::FindingClass;

use crate::error::RenderError;
use crate::finding_groups::group_findings;
use crate::record::{Explanation, OutcomeRecord, RunRecord, SourceLocation};
use crate::words::describe_finding;

/// The severity of an annotation; the highest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Severity {
    Error,
    Warning,
    Notice,
}

impl Severity {
    const fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Notice => "notice",
        }
    }
}

/// The record as workflow commands.
pub(super) fn render(record: &RunRecord) -> Result<String, RenderError> {
    let mut lines: Vec<(Severity, String)> = Vec::new();
    let mut annotate = |severity, at: Option<&SourceLocation>, title: &str, message: &str| {
        lines.push((severity, annotation(severity, at, title, message)));
    };
    for defect in &record.defects {
        annotate(
            Severity::Warning,
            Some(&defect.at),
            "defect of the document",
            &defect.message,
        );
    }
    for case in record.selected_cases() {
        let title = format!("{} {}", case.id, case.outcome.as_str());
        match &case.outcome {
            OutcomeRecord::Passed { .. } | OutcomeRecord::Skipped { .. } => {}
            OutcomeRecord::Failed { findings, .. } => {
                for fold in group_findings(findings) {
                    let severity = match fold.first.class {
                        FindingClass::Breaking => Severity::Error,
                        FindingClass::Compatible => Severity::Warning,
                        FindingClass::Cosmetic => Severity::Notice,
                    };
                    annotate(
                        severity,
                        Some(&fold.first.claim),
                        &title,
                        &describe_finding(&fold),
                    );
                }
            }
            OutcomeRecord::InvalidCase(Explanation { reason, .. })
            | OutcomeRecord::Blocked(Explanation { reason, .. })
            | OutcomeRecord::Inconclusive(Explanation { reason, .. })
            | OutcomeRecord::Unreachable(Explanation { reason, .. }) => {
                annotate(Severity::Warning, None, &title, reason)
            }
        }
    }
    lines.sort_by_key(|(severity, _)| *severity);
    Ok(lines.into_iter().map(|(_, line)| line).collect())
}

fn annotation(
    severity: Severity,
    at: Option<&SourceLocation>,
    title: &str,
    message: &str,
) -> String {
    let mut properties = Vec::new();
    if let Some(at) = at {
        properties.push(format!("file={}", escape_property(&at.file)));
        properties.extend(at.line.map(|line| format!("line={line}")));
        properties.extend(at.column.map(|column| format!("col={column}")));
    }
    properties.push(format!("title={}", escape_property(title)));
    format!(
        "::{} {}::{}\n",
        severity.as_str(),
        properties.join(","),
        escape_message(message)
    )
}

/// A message must stay on its line: another line could be another command.
fn escape_message(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// In a property, colons and commas are escaped, too.
fn escape_property(text: &str) -> String {
    escape_message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    /// Reads a workflow command as the runner does.
    fn parse_command(line: &str) -> (String, Vec<(String, String)>, String) {
        let unescape = |text: &str| {
            text.replace("%2C", ",")
                .replace("%3A", ":")
                .replace("%0A", "\n")
                .replace("%0D", "\r")
                .replace("%25", "%")
        };
        let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (command, properties) = head.split_once(' ').unwrap();
        let properties = properties
            .split(',')
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap();
                (name.to_owned(), unescape(value))
            })
            .collect();
        (command.to_owned(), properties, unescape(message))
    }

    #[test]
    fn every_cause_is_one_command_with_its_place() {
        let text = render(&samples::failed_run()).unwrap();
        let (command, properties, message) = parse_command(text.lines().next().unwrap());
        assert_eq!(command, "error");
        let names: Vec<&str> = properties.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["file", "line", "col", "title"]);
        assert_eq!(properties[0].1, "jobs.yaml");
        assert_eq!(properties[3].1, "getJob.failed failed");
        assert!(message.starts_with("body /name, expected "), "{message}");
    }

    #[test]
    fn errors_come_first() {
        let text = render(&samples::failed_run()).unwrap();
        let commands: Vec<String> = text.lines().map(|line| parse_command(line).0).collect();
        let errors = commands.iter().take_while(|word| *word == "error").count();
        assert!(errors > 0 && !commands[errors..].contains(&"error".to_owned()));
        assert!(commands.contains(&"notice".to_owned()), "{commands:?}");
    }

    #[test]
    fn a_server_cannot_give_commands() {
        let text = render(&samples::hostile_run()).unwrap();
        assert!(
            text.lines()
                .all(|line| ["::error ", "::warning ", "::notice "]
                    .iter()
                    .any(|command| line.starts_with(command))),
            "{text}"
        );
        assert!(!text.contains("\n::stop-commands"));
        assert_eq!(escape_property("a:b,c%\r\nd"), "a%3Ab%2Cc%25%0D%0Ad");
    }

    #[test]
    fn passed_cases_have_no_annotations() {
        assert_eq!(render(&samples::passed_run()).unwrap(), "");
    }
}
