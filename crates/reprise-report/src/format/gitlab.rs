//! `gitlab`: GitLab's code quality report, one issue for each finding.
//!
//! ```text
//! [{ "description": "getJob.failed-job: body /name, expected …", "check_name": "reprise/other",
//!    "fingerprint": "5c1f0e9a77d2", "severity": "major", "location": { "path": "spec/openapi.json", "lines": { "begin": 2241 } } }]
//! ```
//!
//! The fingerprint is the id of the finding: it stays the same from run to run, and is unique. GitLab drops an issue
//! whose fingerprint it has seen.

use reprise_core::FindingClass;
use serde::Serialize;

use crate::error::RenderError;
use crate::finding_groups::group_findings;
use crate::record::{RunRecord, SourceLocation};
use crate::words::describe_finding;

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

/// The record as a list of issues.
pub(super) fn render(record: &RunRecord) -> Result<String, RenderError> {
    let mut issues = Vec::new();
    for case in record.selected_cases() {
        for fold in group_findings(case.outcome.findings()) {
            let claim = &fold.first.claim;
            issues.push(Issue {
                description: format!("{}: {}", case.id, describe_finding(&fold)),
                check_name: format!("reprise/{}", fold.first.kind.as_str()),
                fingerprint: fold.first.id.clone(),
                severity: match fold.first.class {
                    FindingClass::Breaking => "major",
                    FindingClass::Compatible => "minor",
                    FindingClass::Cosmetic => "info",
                },
                location: location(claim),
            });
        }
    }
    for defect in &record.defects {
        issues.push(Issue {
            description: format!("defect of the document: {}", defect.message),
            check_name: "reprise/defect".to_owned(),
            fingerprint: format!("defect-{}", defect.at.pointer),
            severity: "minor",
            location: location(&defect.at),
        });
    }
    let mut text = serde_json::to_string_pretty(&issues)?;
    text.push('\n');
    Ok(text)
}

fn location(at: &SourceLocation) -> Location {
    Location {
        // GitLab asks for a path from the root of the repository, without `./`
        path: at.file.trim_start_matches("./").to_owned(),
        lines: Lines {
            begin: at.line.unwrap_or(1),
        },
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use serde_json::{Value, json};

    use super::*;
    use crate::samples;

    /// What GitLab's documentation requires of each issue.
    fn schema() -> jsonschema::Validator {
        jsonschema::validator_for(&json!({
            "type": "array",
            "items": {
                "type": "object",
                "required": ["description", "check_name", "fingerprint", "severity", "location"],
                "properties": {
                    "description": { "type": "string", "minLength": 1 },
                    "check_name": { "type": "string", "minLength": 1 },
                    "fingerprint": { "type": "string", "minLength": 1 },
                    "severity": { "enum": ["info", "minor", "major", "critical", "blocker"] },
                    "location": {
                        "type": "object",
                        "required": ["path", "lines"],
                        "properties": {
                            "path": { "type": "string", "pattern": "^[^/]" },
                            "lines": { "type": "object", "required": ["begin"], "properties": { "begin": { "type": "integer", "minimum": 1 } } }
                        }
                    }
                }
            }
        }))
        .unwrap()
    }

    #[test]
    fn every_issue_has_the_required_properties_and_a_unique_fingerprint() {
        for record in samples::all_runs() {
            let issues: Value = serde_json::from_str(&render(&record).unwrap()).unwrap();
            assert!(schema().is_valid(&issues), "{issues:#}");
            let issues = issues.as_array().unwrap();
            let fingerprints: HashSet<&str> = issues
                .iter()
                .map(|issue| issue["fingerprint"].as_str().unwrap())
                .collect();
            assert_eq!(fingerprints.len(), issues.len());
        }
    }

    #[test]
    fn severity_follows_class() {
        let issues: Value = serde_json::from_str(&render(&samples::failed_run()).unwrap()).unwrap();
        let severities: Vec<&str> = issues
            .as_array()
            .unwrap()
            .iter()
            .map(|issue| issue["severity"].as_str().unwrap())
            .collect();
        for severity in ["major", "minor", "info"] {
            assert!(severities.contains(&severity), "{severities:?}");
        }
    }
}
