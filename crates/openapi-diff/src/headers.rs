//! Headers of a response.
//!
//! ```text
//! breaking: the header `X-Total` of the 200 response of `playJob` may now be absent
//! ```

use jsonptr::Pointer;
use openapi_document::Header;

use crate::change::{Class, Direction, Kind};
use crate::comparison::{ChangeDraft, Comparison, Scope};
use crate::{examples, schemas};

/// Properties of a Header Object that are compared here.
const KNOWN_PROPERTIES: [&str; 9] = [
    "required",
    "schema",
    "content",
    "example",
    "examples",
    "description",
    "explode",
    "style",
    "deprecated",
];

/// Compares the headers of two responses, each with the place of the response.
pub(crate) fn compare<'h>(
    comparison: &mut Comparison<'_>,
    scope: &Scope<'_>,
    old: (&'h [Header], &Pointer),
    new: (&'h [Header], &Pointer),
) {
    let find = |headers: &'h [Header], name: &str| -> Option<&'h Header> {
        let mut headers = headers.iter();
        headers.find(|header| header.name.eq_ignore_ascii_case(name))
    };
    let label = |header: &Header| format!("the header `{}` of {}", header.name, scope.label);
    for before in old.0 {
        let what = label(before);
        match find(new.0, &before.name) {
            Some(after) => compare_header(comparison, scope, before, after, &what),
            None => {
                let change = (Kind::HeaderRemoved, Class::Breaking, "was removed");
                report(comparison, scope, (&before.pointer, new.1), &what, change);
            }
        }
    }
    for after in new.0 {
        if find(old.0, &after.name).is_none() {
            let change = (Kind::HeaderAdded, Class::Compatible, "was added");
            let places = (old.1, after.pointer.as_ref());
            report(comparison, scope, places, &label(after), change);
        }
    }
}

fn report(
    comparison: &mut Comparison<'_>,
    scope: &Scope<'_>,
    (old, new): (&Pointer, &Pointer),
    what: &str,
    (kind, class, change): (Kind, Class, &str),
) {
    let draft = ChangeDraft::new(kind, class, old, new, format!("{what} {change}"));
    comparison.report_operation(scope.operation, draft.in_direction(Direction::Response));
}

fn compare_header(
    comparison: &mut Comparison<'_>,
    scope: &Scope<'_>,
    old: &Header,
    new: &Header,
    what: &str,
) {
    let (before, after) = (&old.pointer, &new.pointer);
    let written = |header: &Header| {
        let media_type = header.content.as_ref().map(|content| content.name.clone());
        (header.explode, media_type)
    };
    let required = match (old.required, new.required) {
        (true, false) => Some((Kind::HeaderOptional, Class::Breaking, "may now be absent")),
        (false, true) => {
            let change = "is now always present";
            Some((Kind::HeaderRequired, Class::Compatible, change))
        }
        _ => None,
    };
    let style = (written(old) != written(new)).then_some({
        let change = "is serialized differently";
        (Kind::HeaderStyleChanged, Class::Breaking, change)
    });
    for change in required.into_iter().chain(style) {
        report(comparison, scope, (before, after), what, change);
    }
    let scope = Scope {
        operation: scope.operation,
        label: what.to_owned(),
    };
    schemas::compare(
        comparison,
        &scope,
        Direction::Response,
        (old.schema.as_deref(), before),
        (new.schema.as_deref(), after),
    );
    examples::compare(
        comparison,
        &scope,
        Direction::Response,
        &examples::Examples::of_header(old),
        &examples::Examples::of_header(new),
    );
    let operation = Some(scope.operation);
    let texts = ["description", "deprecated"];
    comparison.report_texts(operation, &texts, before, after, what);
    comparison.report_unknown_properties(operation, &KNOWN_PROPERTIES, before, after, what);
}
