//! Headers of a response.

use jsonptr::Pointer;
use openapi_document::Header;

use crate::change::{Class, Direction, Kind};
use crate::comparison::{ChangeDraft, Comparison, Scope};
use crate::{examples, schemas};

/// Properties of a Header Object that are compared here.
const KNOWN: [&str; 9] = [
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
pub(crate) fn compare(
    comparison: &mut Comparison<'_>,
    scope: &Scope<'_>,
    old: (&[Header], &Pointer),
    new: (&[Header], &Pointer),
) {
    let find = |headers: &[Header], name: &str| -> Option<Header> {
        headers
            .iter()
            .find(|header| header.name.eq_ignore_ascii_case(name))
            .cloned()
    };
    for before in old.0 {
        let what = format!("the header `{}` of {}", before.name, scope.what);
        match find(new.0, &before.name) {
            Some(after) => compare_one(comparison, scope, before, &after, &what),
            None => {
                let sentence = format!("{what} was removed");
                let (kind, class) = (Kind::HeaderRemoved, Class::Breaking);
                report(
                    comparison,
                    scope,
                    ChangeDraft::new(kind, class, &before.pointer, new.1, sentence),
                );
            }
        }
    }
    for after in new.0 {
        if find(old.0, &after.name).is_none() {
            let sentence = format!("the header `{}` of {} was added", after.name, scope.what);
            let (kind, class) = (Kind::HeaderAdded, Class::Compatible);
            report(
                comparison,
                scope,
                ChangeDraft::new(kind, class, old.1, &after.pointer, sentence),
            );
        }
    }
}

fn report(comparison: &mut Comparison<'_>, scope: &Scope<'_>, mut draft: ChangeDraft<'_>) {
    draft.direction = Some(Direction::Response);
    comparison.report_operation(scope.operation, draft);
}

fn compare_one(
    comparison: &mut Comparison<'_>,
    scope: &Scope<'_>,
    old: &Header,
    new: &Header,
    what: &str,
) {
    let (before, after) = (&old.pointer, &new.pointer);
    match (old.required, new.required) {
        (true, false) => {
            let sentence = format!("{what} may now be absent");
            let (kind, class) = (Kind::HeaderOptional, Class::Breaking);
            report(
                comparison,
                scope,
                ChangeDraft::new(kind, class, before, after, sentence),
            );
        }
        (false, true) => {
            let sentence = format!("{what} is now always present");
            let (kind, class) = (Kind::HeaderRequired, Class::Compatible);
            report(
                comparison,
                scope,
                ChangeDraft::new(kind, class, before, after, sentence),
            );
        }
        _ => {}
    }
    let written = |header: &Header| {
        (
            header.explode,
            header.content.as_ref().map(|content| content.name.clone()),
        )
    };
    if written(old) != written(new) {
        let sentence = format!("{what} is serialized differently");
        let (kind, class) = (Kind::HeaderStyleChanged, Class::Breaking);
        report(
            comparison,
            scope,
            ChangeDraft::new(kind, class, before, after, sentence),
        );
    }
    let scope = Scope {
        operation: scope.operation,
        what: what.to_owned(),
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
    comparison.report_texts(
        operation,
        &["description", "deprecated"],
        before,
        after,
        what,
    );
    comparison.report_others(operation, &KNOWN, before, after, what);
}
