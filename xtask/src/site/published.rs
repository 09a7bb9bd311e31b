//! The published copy of the document: `spec/openapi.json` with the results of each example, as `x-verified` for programs
//! and in its description for people.
//!
//! ```json
//! { "case": "getJob.failed-job",
//!   "errata": ["failed-job-without-reason", "no-runner-anywhere"],
//!   "replays": [{ "target": "reference", "report": "reports/reference.json", "when": "2026-01-31T09:30:00Z",
//!                 "tool": "reprise 0.1.0", "outcome": "passed", "level": "value",
//!                 "applied_errata": ["failed-job-without-reason"], "description": "Tested on 2026-01-31 …" }] }
//! ```
//!
//! `errata` are all errata of the example. `outcome` is null if the report does not contain the case, and `level` exists
//! only if it passed.

use openapi_document::terminal::is_dangerous;
use reprise_core::{Case, Erratum};
use reprise_report::record::OutcomeRecord;
use serde_json::{Map, Value, json};

use super::layout::{Page, slug};
use super::sources::Sources;
use super::verification::{Verification, verifications};

/// The extension that programs read.
const VERIFIED: &str = "x-verified";

/// Copies the document, and adds the results of its case to each example of a request body or a response.
pub fn add_results(sources: &Sources) -> Value {
    let mut copy = sources.document.clone();
    let paths = copy.get_mut("paths").and_then(Value::as_object_mut);
    let items = paths.into_iter().flat_map(|paths| paths.values_mut());
    for operation in items
        .filter_map(Value::as_object_mut)
        .flat_map(Map::values_mut)
    {
        let Some(id) = operation.get("operationId").and_then(Value::as_str) else {
            continue;
        };
        let id = id.to_owned();
        if let Some(body) = operation.get_mut("requestBody") {
            add_media_type_results(body, &id, sources);
        }
        let responses = operation
            .get_mut("responses")
            .and_then(Value::as_object_mut);
        for response in responses.into_iter().flat_map(|all| all.values_mut()) {
            add_media_type_results(response, &id, sources);
        }
    }
    if let Some(Value::String(description)) = copy.pointer_mut("/info/description") {
        description.push_str(&format!(
            "\n\nEach example states whether it was tested, against which server, and with which result: *passed, value* means that the documented values were compared with the response. List of all examples: [{}]({}).",
            Page::Examples.label(),
            Page::Examples.file()
        ));
    }
    copy
}

/// The examples of each media type of a request body or a response.
fn add_media_type_results(of: &mut Value, operation: &str, sources: &Sources) {
    let content = of.get_mut("content").and_then(Value::as_object_mut);
    for media_type in content.into_iter().flat_map(|content| content.values_mut()) {
        let examples = media_type
            .get_mut("examples")
            .and_then(Value::as_object_mut);
        for (name, example) in examples.into_iter().flatten() {
            let id = format!("{operation}.{name}");
            if let Some(example) = example.as_object_mut()
                && let Some(case) = sources
                    .suite
                    .cases
                    .iter()
                    .find(|case| case.id.as_str() == id)
            {
                let touching: Vec<&str> = errata_of_case(&sources.errata, &id)
                    .map(|erratum| erratum.id.as_str())
                    .collect();
                add_example_results(
                    example,
                    case,
                    &touching,
                    &verifications(&sources.targets, &id),
                );
            }
        }
    }
}

/// The errata that name a case.
pub(super) fn errata_of_case<'e>(
    errata: &'e [Erratum],
    case: &str,
) -> impl Iterator<Item = &'e Erratum> {
    let names = move |erratum: &&Erratum| erratum.examples.iter().any(|id| id == case);
    errata.iter().filter(names)
}

fn add_example_results(
    example: &mut Map<String, Value>,
    case: &Case,
    errata: &[&str],
    known: &[Verification<'_>],
) {
    let replays: Vec<Value> = known.iter().map(to_extension_value).collect();
    let mut lines: Vec<String> = known
        .iter()
        .map(|known| {
            let sentence = escape_markdown(&known.sentence());
            format!("**{}**: {sentence}", escape_markdown(&known.outcome_text()))
        })
        .collect();
    if known.is_empty() {
        lines.push("**not tested**: there is no report.".to_owned());
    }
    let page = |name: &str| {
        format!(
            "[{}]({}#{})",
            escape_markdown(name),
            Page::Errata.file(),
            slug(name)
        )
    };
    let own = format!("{}#{}", Page::Examples.file(), slug(case.id.as_str()));
    if !case.errata.is_empty() {
        let links: Vec<String> = case.errata.iter().map(|id| page(id)).collect();
        let word = if links.len() == 1 {
            "The erratum"
        } else {
            "The errata"
        };
        lines.push(format!("{word}: {}.", links.join(", ")));
    }
    let others = errata
        .iter()
        .filter(|id| !case.errata.iter().any(|applied| applied == *id));
    lines.push(match others.count() {
        0 => format!("[More on this example]({own})"),
        1 => format!("[One more erratum]({own})"),
        count => format!("[{count} more errata]({own})"),
    });
    let results = lines.join("\n\n");
    let description = match example.get("description").and_then(Value::as_str) {
        Some(own) => format!("{own}\n\n{results}"),
        None => results,
    };
    example.insert("description".to_owned(), description.into());
    example.insert(
        VERIFIED.to_owned(),
        json!({ "case": case.id.as_str(), "errata": errata, "replays": replays }),
    );
}

fn to_extension_value(known: &Verification<'_>) -> Value {
    let record = &known.target.record;
    let mut replay = json!({
        "target": known.target.name,
        "report": format!("reports/{}.json", known.target.name),
        "when": record.times.started,
        "tool": format!("{} {}", record.tool.name, record.tool.version),
        "outcome": known.case.map(|case| case.outcome.as_str()),
        "description": known.sentence(),
    });
    if let (Some(case), Some(replay)) = (known.case, replay.as_object_mut()) {
        if let OutcomeRecord::Passed { level_reached, .. } = &case.outcome {
            replay.insert("level".to_owned(), level_reached.as_str().into());
        }
        replay.insert("applied_errata".to_owned(), json!(case.errata));
    }
    replay
}

/// Escapes a plain text for Markdown, so that nothing in it is markup or a link.
fn escape_markdown(plain: &str) -> String {
    let mut text = String::new();
    for c in plain.chars() {
        let is_plain = matches!(c, ',' | '.' | ':' | ';' | '-' | '(' | ')' | '\'' | '/');
        if is_dangerous(c) {
            text.push(' ');
        } else {
            if c.is_ascii_punctuation() && !is_plain {
                text.push('\\');
            }
            text.push(c);
        }
    }
    text.replace("://", ":\\//").replace("www.", "www\\.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_a_report_is_not_markdown() {
        assert_eq!(
            escape_markdown("see https://a.b www.c.d"),
            r"see https:\//a.b www\.c.d"
        );
        assert_eq!(
            escape_markdown("<b>*x*</b> [a](b) `c`\n# d"),
            r"\<b\>\*x\*\</b\> \[a\](b) \`c\` \# d"
        );
    }
}
