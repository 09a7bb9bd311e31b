//! Runs Redocly and reads its findings.

use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::checks::ToolChecks;
use super::finding::{Finding, FindingPlace};
use super::linted_document::{LintedDocument, PropertyPart};
use super::table::Cell;

impl ToolChecks<'_> {
    /// Runs Redocly over all documents at once, with one of its rulesets.
    pub(super) fn run_redocly(&self, ruleset: &str) -> Result<Vec<Cell>> {
        let output = self
            .tools
            .command("redocly")
            .args(["lint", "--format", "json", "--max-problems", "100000"])
            .args(["--lint-config", "error", "--config"])
            .arg(self.configuration(&format!("redocly-{ruleset}.yaml")))
            .args(self.subjects.iter().map(|subject| &subject.path))
            .env("REDOCLY_TELEMETRY", "off")
            .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true")
            .current_dir(self.root)
            .stdin(Stdio::null())
            .output()
            .context("Redocly cannot be run")?;
        let texts = serde_json::Deserializer::from_slice(&output.stdout);
        let reports: Result<Vec<Value>, _> = texts.into_iter().collect();
        // a report for each document, in order
        let Some(reports) = reports.ok().filter(|all| all.len() == self.subjects.len()) else {
            bail!(
                "Redocly failed with {}:\n{}{}",
                output.status,
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr).trim_end()
            );
        };
        let cells = self.subjects.iter().zip(&reports).map(|(subject, report)| {
            let problems = report["problems"].as_array().into_iter().flatten();
            Cell::Findings(problems.map(|one| parse_finding(subject, one)).collect())
        });
        Ok(cells.collect())
    }
}

fn parse_finding(subject: &LintedDocument, problem: &Value) -> Finding {
    let text = |member: &str| problem[member].as_str().unwrap_or_default().to_owned();
    let location = &problem["location"][0];
    let source = location["source"]["ref"].as_str().unwrap_or_default();
    let pointer = location["pointer"]
        .as_str()
        .map(|pointer| pointer.trim_start_matches('#'));
    let place = match pointer {
        Some(pointer) if subject.path.ends_with(source.trim_start_matches("../")) => {
            let part = if location["reportOnKey"] == true {
                PropertyPart::Key
            } else {
                PropertyPart::Value
            };
            subject.find_place(pointer, part)
        }
        pointer => FindingPlace {
            file: source.to_owned(),
            position: None,
            pointer: pointer.map(str::to_owned),
        },
    };
    Finding {
        place,
        rule: text("ruleId"),
        message: text("message"),
    }
}
