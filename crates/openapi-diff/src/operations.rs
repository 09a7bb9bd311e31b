//! Operations: they belong together by their method and the shape of their path template.

use openapi_document::Operation;
use serde_json::Value;

use crate::change::{Class, Kind};
use crate::comparison::{Comparison, Found, subject_of};
use crate::{parameters, request_bodies, responses, security, servers};

/// Members of an Operation Object that other rules compare.
const KNOWN: [&str; 10] = [
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
];

pub(crate) fn compare(comparison: &mut Comparison<'_>) {
    let (old, new) = (comparison.old.document, comparison.new.document);
    for operation in old.operations() {
        match new
            .operations()
            .iter()
            .find(|other| belongs(operation, other))
        {
            Some(other) => compare_one(comparison, operation, other),
            None => {
                let sentence = format!(
                    "a client that calls {} ({} {}): it is no longer documented",
                    operation.id, operation.method, operation.path
                );
                let found = Found::new(
                    Kind::OperationRemoved,
                    Class::Breaking,
                    &operation.pointer,
                    &operation.pointer,
                    sentence,
                );
                comparison.tell_operation(operation, found);
            }
        }
    }
    for operation in new.operations() {
        if old
            .operations()
            .iter()
            .any(|other| belongs(other, operation))
        {
            continue;
        }
        let sentence = format!("{} {} is new", operation.method, operation.path);
        let found = Found::new(
            Kind::OperationAdded,
            Class::Compatible,
            &operation.pointer,
            &operation.pointer,
            sentence,
        );
        comparison.tell(subject_of(operation), vec![operation.id.clone()], found);
    }
}

/// The path template without the names in it: `/projects/{}/jobs/{}`.
fn shape(path: &str) -> String {
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

fn belongs(old: &Operation, new: &Operation) -> bool {
    old.method == new.method && (old.path == new.path || shape(&old.path) == shape(&new.path))
}

fn compare_one(comparison: &mut Comparison<'_>, old: &Operation, new: &Operation) {
    id(comparison, old, new);
    deprecation(comparison, old, new);
    parameters::compare(comparison, old, new);
    request_bodies::compare(comparison, old, new);
    responses::compare(comparison, old, new);
    security::compare(comparison, old, new);
    servers::compare_own(comparison, old, new);
    let texts = ["summary", "description", "tags", "externalDocs"];
    comparison.tell_texts(Some(old), &texts, &old.pointer, &new.pointer, &old.id);
    let known: Vec<&str> = KNOWN.into_iter().chain(["servers"]).collect();
    comparison.tell_others(Some(old), &known, &old.pointer, &new.pointer, &old.id);
}

fn id(comparison: &mut Comparison<'_>, old: &Operation, new: &Operation) {
    let written = |id: Option<&Value>| id.and_then(Value::as_str).map(str::to_owned);
    let before = written(comparison.old.member(&old.pointer, "operationId"));
    let after = written(comparison.new.member(&new.pointer, "operationId"));
    let (class, sentence) = match (before, after) {
        (Some(before), Some(after)) if before != after => (
            Class::Breaking,
            format!(
                "a client made from the document that calls `{before}`: it is called `{after}` now"
            ),
        ),
        (Some(before), None) => (
            Class::Breaking,
            format!("a client made from the document that calls `{before}`: it has no name now"),
        ),
        (None, Some(after)) => (Class::Compatible, format!("it is called `{after}` now")),
        _ => return,
    };
    let at = (
        old.pointer.with_trailing_token("operationId"),
        new.pointer.with_trailing_token("operationId"),
    );
    let found = Found::new(Kind::OperationIdChanged, class, &at.0, &at.1, sentence);
    comparison.tell_operation(old, found);
}

fn deprecation(comparison: &mut Comparison<'_>, old: &Operation, new: &Operation) {
    let is = |value: Option<&Value>| value == Some(&Value::Bool(true));
    let before = is(comparison.old.member(&old.pointer, "deprecated"));
    let after = is(comparison.new.member(&new.pointer, "deprecated"));
    if before == after {
        return;
    }
    let sentence = if after {
        format!(
            "{} is deprecated now: a client still works, and should move on",
            old.id
        )
    } else {
        format!("{} is not deprecated any more", old.id)
    };
    let (kind, class) = (Kind::DeprecationChanged, Class::Compatible);
    comparison.tell_operation(
        old,
        Found::new(kind, class, &old.pointer, &new.pointer, sentence),
    );
}

#[cfg(test)]
mod tests {
    use super::shape;

    #[test]
    fn names_in_a_template_do_not_matter() {
        assert_eq!(shape("/jobs/{id}/a"), shape("/jobs/{job_id}/a"));
        assert_ne!(shape("/jobs/{id}/a"), shape("/jobs/{id}/b"));
        assert_ne!(shape("/jobs/{id}"), shape("/jobs/id"));
    }
}
