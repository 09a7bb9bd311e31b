//! `github`: annotations of a GitHub workflow, one line for each cause.
//!
//! ```text
//! ::error file=spec/openapi.json,line=2241,col=33,title=getJob.failed-job differs::body /name, expected "rubocop", actual "robocop"
//! ```
//!
//! A step shows only its first ten annotations of a kind, so what breaks clients comes first.

use reprise_core::Class;

use crate::fold::fold;
use crate::record::{Outcome, Record, Spot};
use crate::words::sentence;

/// How loudly an annotation speaks; the loudest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Loudness {
    Error,
    Warning,
    Notice,
}

impl Loudness {
    const fn as_str(self) -> &'static str {
        match self {
            Loudness::Error => "error",
            Loudness::Warning => "warning",
            Loudness::Notice => "notice",
        }
    }
}

/// The record as workflow commands.
pub(super) fn render(record: &Record) -> String {
    let mut lines: Vec<(Loudness, String)> = Vec::new();
    let mut say = |loudness, at: Option<&Spot>, title: &str, message: &str| {
        lines.push((loudness, annotation(loudness, at, title, message)));
    };
    for defect in &record.defects {
        say(
            Loudness::Warning,
            Some(&defect.at),
            "the document is broken here",
            &defect.message,
        );
    }
    for case in record.shown() {
        let title = format!("{} {}", case.id, case.outcome.as_str());
        match &case.outcome {
            Outcome::Passed { .. } | Outcome::Skipped { .. } => {}
            Outcome::Failed { findings, .. } => {
                for fold in fold(findings) {
                    let loudness = match fold.first.class {
                        Class::Breaking => Loudness::Error,
                        Class::Compatible => Loudness::Warning,
                        Class::Cosmetic => Loudness::Notice,
                    };
                    say(loudness, Some(&fold.first.claim), &title, &sentence(&fold));
                }
            }
            Outcome::InvalidCase { reason, .. }
            | Outcome::Blocked { reason, .. }
            | Outcome::Inconclusive { reason, .. }
            | Outcome::Unreachable { reason, .. } => say(Loudness::Warning, None, &title, reason),
        }
    }
    lines.sort_by_key(|(loudness, _)| *loudness);
    lines.into_iter().map(|(_, line)| line).collect()
}

fn annotation(loudness: Loudness, at: Option<&Spot>, title: &str, message: &str) -> String {
    let mut properties = Vec::new();
    if let Some(at) = at {
        properties.push(format!("file={}", property(&at.file)));
        properties.extend(at.line.map(|line| format!("line={line}")));
        properties.extend(at.column.map(|column| format!("col={column}")));
    }
    properties.push(format!("title={}", property(title)));
    format!(
        "::{} {}::{}\n",
        loudness.as_str(),
        properties.join(","),
        message_text(message)
    )
}

/// A message must stay on its line: another line could be another command.
fn message_text(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// In a property, what ends it is escaped, too.
fn property(text: &str) -> String {
    message_text(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    /// Reads a workflow command as the runner does.
    fn read(line: &str) -> (String, Vec<(String, String)>, String) {
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
        let text = render(&samples::differs());
        let (command, properties, message) = read(text.lines().next().unwrap());
        assert_eq!(command, "error");
        let names: Vec<&str> = properties.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["file", "line", "col", "title"]);
        assert_eq!(properties[0].1, "jobs.yaml");
        assert_eq!(properties[3].1, "getJob.failed differs");
        assert!(message.starts_with("body /name, expected "), "{message}");
    }

    #[test]
    fn the_loudest_come_first() {
        let text = render(&samples::differs());
        let commands: Vec<String> = text.lines().map(|line| read(line).0).collect();
        let errors = commands.iter().take_while(|word| *word == "error").count();
        assert!(errors > 0 && !commands[errors..].contains(&"error".to_owned()));
        assert!(commands.contains(&"notice".to_owned()), "{commands:?}");
    }

    #[test]
    fn a_server_cannot_give_commands() {
        let text = render(&samples::hostile());
        assert!(
            text.lines()
                .all(|line| ["::error ", "::warning ", "::notice "]
                    .iter()
                    .any(|command| line.starts_with(command))),
            "{text}"
        );
        assert!(!text.contains("\n::stop-commands"));
        assert_eq!(property("a:b,c%\r\nd"), "a%3Ab%2Cc%25%0D%0Ad");
    }

    #[test]
    fn nothing_is_said_of_what_conforms() {
        assert_eq!(render(&samples::conforms()), "");
    }
}
