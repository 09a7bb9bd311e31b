//! `sarif`: the findings as SARIF 2.1.0, with regions in the source of the document.
//!
//! A result is one cause in one case. The reason why a case has no result is a notification of the invocation,
//! since it is not about the document.

use chrono::{DateTime, SecondsFormat, Utc};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use reprise_core::FindingClass;
use serde_json::{Value, json};

use crate::error::RenderError;
use crate::finding_groups::{FindingGroup, group_findings};
use crate::record::{CaseRecord, OutcomeRecord, RunRecord, SourceLocation};
use crate::words::{self, describe_finding};

/// The characters of a path that a URI cannot contain as they are.
const URI_PATH_ESCAPES: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A rule for each kind of finding: its name and its meaning.
const RULES: [(&str, &str); 8] = [
    ("missing", "Something that is documented is missing."),
    ("unexpected", "Something that is not documented is present."),
    ("other", "A value differs from the documented one."),
    ("moved", "An element is at another index than documented."),
    ("invalid", "A value violates the documented schema."),
    ("unreadable", "The body cannot be parsed as its media type."),
    ("undocumented", "A property is not mentioned by the schema."),
    ("defect", "The document has a defect."),
];

/// The record as a SARIF log.
pub(super) fn render(record: &RunRecord) -> Result<String, RenderError> {
    let started: Option<DateTime<Utc>> = record.times.started.parse().ok();
    let ended = started.and_then(|started| {
        let elapsed = chrono::TimeDelta::from_std(record.times.elapsed()).ok()?;
        started.checked_add_signed(elapsed)
    });
    let mut invocation = json!({ "executionSuccessful": record.complete });
    for (name, time) in [("startTimeUtc", started), ("endTimeUtc", ended)] {
        if let Some(time) = time {
            invocation[name] = json!(time.to_rfc3339_opts(SecondsFormat::Millis, true));
        }
    }
    let notifications: Vec<Value> = record.selected_cases().filter_map(notification).collect();
    if !notifications.is_empty() {
        invocation["toolExecutionNotifications"] = Value::Array(notifications);
    }
    let results: Vec<Value> = record
        .cases
        .iter()
        .flat_map(|case| {
            group_findings(case.outcome.findings())
                .into_iter()
                .map(|fold| finding_result(case, &fold))
        })
        .chain(record.defects.iter().map(|defect| {
            json!({
                "ruleId": "reprise/defect",
                "ruleIndex": rule_index("defect"),
                "level": "warning",
                "message": { "text": escape_links(&defect.message) },
                "locations": [location(&defect.at)],
            })
        }))
        .collect();
    let rules: Vec<Value> = RULES
        .iter()
        .map(|(word, meaning)| {
            json!({
                "id": format!("reprise/{word}"),
                "name": word,
                "shortDescription": { "text": meaning },
            })
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": record.tool.name,
                "version": record.tool.version,
                "semanticVersion": record.tool.version,
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "invocations": [invocation],
            "properties": { "target": record.target },
            "results": results,
        }],
    });
    Ok(format!("{log:#}\n"))
}

fn finding_result(case: &CaseRecord, fold: &FindingGroup<'_>) -> Value {
    let finding = fold.first;
    let (expected, actual) = words::kind_values(&finding.kind);
    let mut properties = json!({
        "case": case.id,
        "class": finding.class.as_str(),
        "level": finding.level.as_str(),
        "place": finding.place.to_string(),
        "pointers": fold.pointers,
        "finding": finding.id,
    });
    if finding.accepted {
        properties["knownFailure"] = json!(true);
    }
    for (name, value) in [
        ("expected", expected.cloned()),
        ("actual", actual.cloned()),
        (
            "agreement",
            finding.agreement.map(|two| json!(two.to_string())),
        ),
    ] {
        if let Some(value) = value {
            properties[name] = value;
        }
    }
    json!({
        "ruleId": format!("reprise/{}", finding.kind.as_str()),
        "ruleIndex": rule_index(finding.kind.as_str()),
        "level": match finding.class {
            FindingClass::Breaking => "error",
            FindingClass::Compatible => "warning",
            FindingClass::Cosmetic => "note",
        },
        "message": { "text": escape_links(&format!("{}: {}", case.id, describe_finding(fold))) },
        "locations": [location(&finding.claim)],
        "occurrenceCount": fold.count(),
        "partialFingerprints": { "repriseFinding/v2": finding.id },
        "properties": properties,
    })
}

fn notification(case: &CaseRecord) -> Option<Value> {
    let level = match case.outcome {
        OutcomeRecord::Passed { .. } | OutcomeRecord::Failed { .. } => return None,
        OutcomeRecord::Skipped { .. } => "note",
        OutcomeRecord::InvalidCase { .. }
        | OutcomeRecord::Blocked { .. }
        | OutcomeRecord::Inconclusive { .. }
        | OutcomeRecord::Unreachable { .. } => "warning",
    };
    let reason = case.outcome.reason()?;
    let text = format!("{} {}: {reason}", case.id, case.outcome.as_str());
    Some(json!({ "level": level, "message": { "text": escape_links(&text) } }))
}

fn location(at: &SourceLocation) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": uri(&at.file) } });
    if let Some(line) = at.line {
        physical["region"] = json!({ "startLine": line });
        if let Some(column) = at.column {
            physical["region"]["startColumn"] = json!(column);
        }
    }
    json!({
        "physicalLocation": physical,
        "logicalLocations": [{ "fullyQualifiedName": at.pointer }],
    })
}

/// A path as a URI: relative to the root of the repository, or whole.
fn uri(path: &str) -> String {
    let encoded = utf8_percent_encode(path, URI_PATH_ESCAPES);
    if path.starts_with('/') {
        format!("file://{encoded}")
    } else {
        // a colon in the first segment would be a scheme
        encoded.to_string().replace(':', "%3A")
    }
}

/// In a message, `[text](target)` is a link. Texts of servers must not be links.
fn escape_links(text: &str) -> String {
    text.replace("](", "] (")
}

fn rule_index(word: &str) -> usize {
    RULES
        .iter()
        .position(|(rule, _)| *rule == word)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    fn log(record: &RunRecord) -> Value {
        serde_json::from_str(&render(record).unwrap()).unwrap()
    }

    #[test]
    fn every_log_is_valid_against_the_schema_of_sarif() {
        let mut schema: Value =
            serde_json::from_str(include_str!("../samples/sarif-2.1.0.schema.json")).unwrap();
        // the pattern of a property that no log here has is not a regular expression
        for holder in ["run", "toolComponent"] {
            let language = schema
                .pointer_mut(&format!("/definitions/{holder}/properties/language"))
                .unwrap();
            language.as_object_mut().unwrap().remove("pattern").unwrap();
        }
        let schema = jsonschema::draft4::options()
            .should_validate_formats(true)
            .build(&schema)
            .unwrap();
        for record in samples::all_runs() {
            let log = log(&record);
            let errors: Vec<String> = schema
                .iter_errors(&log)
                .map(|error| format!("{} {error}", error.instance_path()))
                .collect();
            assert!(errors.is_empty(), "{errors:#?}");
        }
        assert!(!schema.is_valid(&json!({ "version": "2.1.0" })));
    }

    #[test]
    fn results_point_into_the_document_and_to_their_rules() {
        let log = log(&samples::failed_run());
        let run = &log["runs"][0];
        let first = &run["results"][0];
        let place = &first["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "jobs.yaml");
        assert!(place["region"]["startLine"].as_u64().unwrap() > 1);
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        for result in run["results"].as_array().unwrap() {
            let index = result["ruleIndex"].as_u64().unwrap() as usize;
            assert_eq!(rules[index]["id"], result["ruleId"]);
        }
        assert!(run["invocations"][0]["toolExecutionNotifications"].is_array());
    }

    #[test]
    fn paths_become_uris() {
        for (path, expected) in [
            ("spec/openapi.json", "spec/openapi.json"),
            ("/a b/c#.json", "file:///a%20b/c%23.json"),
            ("c:x", "c%3Ax"),
        ] {
            assert_eq!(uri(path), expected);
        }
        assert_eq!(escape_links("[x](javascript:y)"), "[x] (javascript:y)");
    }
}
