//! Headers of an answer: what a client may read beside the body.

use jsonptr::Pointer;
use openapi_document::Header;

use crate::change::{Class, Direction, Kind};
use crate::comparison::{Comparison, Found, Scope};
use crate::{examples, schemas};

/// Members of a Header Object that are compared, here or as they were read.
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

/// Compares the headers of two answers, each with the place of its holder.
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
                let sentence = format!("a client that reads {what}: it is no longer documented");
                let (kind, class) = (Kind::HeaderRemoved, Class::Breaking);
                tell(
                    comparison,
                    scope,
                    Found::new(kind, class, &before.pointer, new.1, sentence),
                );
            }
        }
    }
    for after in new.0 {
        if find(old.0, &after.name).is_none() {
            let sentence = format!("the header `{}` of {} is new", after.name, scope.what);
            let (kind, class) = (Kind::HeaderAdded, Class::Compatible);
            tell(
                comparison,
                scope,
                Found::new(kind, class, old.1, &after.pointer, sentence),
            );
        }
    }
}

fn tell(comparison: &mut Comparison<'_>, scope: &Scope<'_>, mut found: Found<'_>) {
    found.direction = Some(Direction::Response);
    comparison.tell_operation(scope.operation, found);
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
            let sentence = format!("a client that reads {what}: it may be absent now");
            let (kind, class) = (Kind::HeaderOptional, Class::Breaking);
            tell(
                comparison,
                scope,
                Found::new(kind, class, before, after, sentence),
            );
        }
        (false, true) => {
            let sentence = format!("{what} is always there");
            let (kind, class) = (Kind::HeaderRequired, Class::Compatible);
            tell(
                comparison,
                scope,
                Found::new(kind, class, before, after, sentence),
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
        let sentence = format!("a client that reads {what}: it is written in another way now");
        let (kind, class) = (Kind::HeaderStyleChanged, Class::Breaking);
        tell(
            comparison,
            scope,
            Found::new(kind, class, before, after, sentence),
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
        &examples::Shown::of_header(old),
        &examples::Shown::of_header(new),
    );
    let operation = Some(scope.operation);
    comparison.tell_texts(
        operation,
        &["description", "deprecated"],
        before,
        after,
        what,
    );
    comparison.tell_others(operation, &KNOWN, before, after, what);
}
