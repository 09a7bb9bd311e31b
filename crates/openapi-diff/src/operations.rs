//! Operations, which are matched by their method and the shape of their path template.
//!
//! ```text
//! breaking: `playJob` (POST /jobs/{id}) was removed
//! ```

use openapi_document::Operation;
use serde_json::Value;

use crate::change::{Class, Kind};
use crate::comparison::{ChangeDraft, Comparison};
use crate::{parameters, request_bodies, responses, security, servers};

/// Properties of an Operation Object that other rules compare.
const KNOWN_PROPERTIES: [&str; 11] = [
    "operationId",
    "summary",
    "description",
    "tags",
    "externalDocs",
    "deprecated",
    "parameters",
    "requestBody",
    "responses",
    "security",
    "servers",
];

pub(crate) fn compare(comparison: &mut Comparison<'_>) {
    let (old, new) = (comparison.old.document, comparison.new.document);
    for operation in old.operations() {
        match new
            .operations()
            .iter()
            .find(|other| is_same_operation(operation, other))
        {
            Some(other) => compare_operation(comparison, operation, other),
            None => {
                let sentence = format!(
                    "`{}` ({} {}) was removed",
                    operation.id, operation.method, operation.path
                );
                let (kind, class) = (Kind::OperationRemoved, Class::Breaking);
                let at = &operation.pointer;
                let draft = ChangeDraft::new(kind, class, at, at, sentence);
                comparison.report_operation(operation, draft);
            }
        }
    }
    for operation in new.operations() {
        if old
            .operations()
            .iter()
            .any(|other| is_same_operation(other, operation))
        {
            continue;
        }
        let sentence = format!("{} {} was added", operation.method, operation.path);
        let (kind, class) = (Kind::OperationAdded, Class::Compatible);
        let at = &operation.pointer;
        let draft = ChangeDraft::new(kind, class, at, at, sentence);
        comparison.report_operation(operation, draft);
    }
}

/// The path template without the names in it: `/projects/{}/jobs/{}`.
fn template_shape(path: &str) -> String {
    let mut shape = String::new();
    let mut inside = false;
    for c in path.chars() {
        match c {
            '{' => {
                inside = true;
                shape.push_str("{}");
            }
            '}' => inside = false,
            c if !inside => shape.push(c),
            _ => {}
        }
    }
    shape
}

fn is_same_operation(old: &Operation, new: &Operation) -> bool {
    old.method == new.method
        && (old.path == new.path || template_shape(&old.path) == template_shape(&new.path))
}

fn compare_operation(comparison: &mut Comparison<'_>, old: &Operation, new: &Operation) {
    compare_ids(comparison, old, new);
    compare_deprecation(comparison, old, new);
    parameters::compare(comparison, old, new);
    request_bodies::compare(comparison, old, new);
    responses::compare(comparison, old, new);
    security::compare(comparison, old, new);
    servers::compare_operation_servers(comparison, old, new);
    let texts = ["summary", "description", "tags", "externalDocs"];
    let what = format!("`{}`", old.id);
    comparison.report_texts(Some(old), &texts, &old.pointer, &new.pointer, &what);
    comparison.report_unknown_properties(
        Some(old),
        &KNOWN_PROPERTIES,
        &old.pointer,
        &new.pointer,
        &what,
    );
}

fn compare_ids(comparison: &mut Comparison<'_>, old: &Operation, new: &Operation) {
    let written = |id: Option<&Value>| id.and_then(Value::as_str).map(str::to_owned);
    let before = written(comparison.old.member(&old.pointer, "operationId"));
    let after = written(comparison.new.member(&new.pointer, "operationId"));
    let (class, sentence) = match (before, after) {
        (Some(before), Some(after)) if before != after => (
            Class::Breaking,
            format!(
                "the operationId changed from `{before}` to `{after}`, and so does the name in generated clients"
            ),
        ),
        (Some(before), None) => (
            Class::Breaking,
            format!(
                "the operationId `{before}` was removed, which changes the name in generated clients"
            ),
        ),
        (None, Some(after)) => (
            Class::Compatible,
            format!("the operationId was set to `{after}`"),
        ),
        _ => return,
    };
    let at = (
        old.pointer.with_trailing_token("operationId"),
        new.pointer.with_trailing_token("operationId"),
    );
    let draft = ChangeDraft::new(Kind::OperationIdChanged, class, &at.0, &at.1, sentence);
    comparison.report_operation(old, draft);
}

fn compare_deprecation(comparison: &mut Comparison<'_>, old: &Operation, new: &Operation) {
    let before = comparison.old.is_true(&old.pointer, "deprecated");
    let after = comparison.new.is_true(&new.pointer, "deprecated");
    if before == after {
        return;
    }
    let sentence = if after {
        format!("`{}` is now deprecated", old.id)
    } else {
        format!("`{}` is no longer deprecated", old.id)
    };
    let (kind, class) = (Kind::DeprecationChanged, Class::Compatible);
    let draft = ChangeDraft::new(kind, class, &old.pointer, &new.pointer, sentence);
    comparison.report_operation(old, draft);
}

#[cfg(test)]
mod tests {
    use super::template_shape;

    #[test]
    fn names_in_a_template_do_not_matter() {
        assert_eq!(
            template_shape("/jobs/{id}/a"),
            template_shape("/jobs/{job_id}/a")
        );
        assert_ne!(
            template_shape("/jobs/{id}/a"),
            template_shape("/jobs/{id}/b")
        );
        assert_ne!(template_shape("/jobs/{id}"), template_shape("/jobs/id"));
    }
}
