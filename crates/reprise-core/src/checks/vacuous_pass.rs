//! Whether a pass would prove anything.

use openapi_document::Document;
use serde_json::Value;

use super::context::{CheckInput, CheckOutput};
use crate::case::ExpectedResponse;
use crate::exchange::Exchange;
use crate::level::Level;
use crate::reason::Reason;

pub(super) fn check(context: &CheckInput<'_>, evaluation: &mut CheckOutput) {
    // a case file defines its own expectations
    if context.step.expectations.is_none() {
        evaluation.inconclusive = vacuous_reason(
            context.document,
            context.expected_response(),
            context.exchange,
            context.actual_body(),
            context.maximum_level,
        );
    }
}

/// The reason why a pass would prove nothing, if there is one.
fn vacuous_reason(
    document: &Document,
    expectation: &ExpectedResponse,
    exchange: &Exchange,
    actual: Option<&Value>,
    maximum_level: Level,
) -> Option<Reason> {
    let by_value = maximum_level == Level::Value && expectation.body.is_some();
    if by_value || exchange.body.is_empty() && expectation.media_type.is_none() {
        return None;
    }
    let schema = expectation
        .schema
        .as_ref()
        .and_then(|schema| document.get(&document.resolve(schema)?));
    let allows_everything = match schema.as_deref() {
        Some(Value::Object(keywords)) => keywords.keys().all(|keyword| is_annotation(keyword)),
        Some(Value::Bool(allows)) => *allows,
        _ => true,
    };
    let shaped = maximum_level >= Level::Shape && expectation.body.is_some();
    if allows_everything && !shaped && maximum_level >= Level::Schema {
        return Some(Reason::NoExampleAndOpenSchema);
    }
    let documented = expectation.body.as_ref();
    if shaped && documented.is_some_and(|documented| actual == Some(&*documented.value(document))) {
        // the documented value is empty, too
        return None;
    }
    match actual {
        Some(Value::Array(elements)) if elements.is_empty() => Some(Reason::EmptyList),
        Some(Value::Object(members)) if members.is_empty() => Some(Reason::EmptyObject),
        _ => None,
    }
}

/// Keywords that describe a value and do not constrain it.
fn is_annotation(keyword: &str) -> bool {
    matches!(
        keyword,
        "description"
            | "title"
            | "example"
            | "examples"
            | "default"
            | "deprecated"
            | "readOnly"
            | "writeOnly"
            | "externalDocs"
    ) || keyword.starts_with("x-")
}
