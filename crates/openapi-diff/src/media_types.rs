//! Media types of a body: which there are, and what is in each.

use jsonptr::Pointer;
use openapi_document::MediaType;

use crate::change::{Class, Direction, Kind};
use crate::comparison::{Comparison, Found, Scope};
use crate::{examples, schemas};

/// Compares the media types of two bodies, each with the place of its holder.
pub(crate) fn compare(
    comparison: &mut Comparison<'_>,
    scope: &Scope<'_>,
    direction: Direction,
    old: (&[MediaType], &Pointer),
    new: (&[MediaType], &Pointer),
) {
    let find = |content: &[MediaType], name: &str| -> Option<MediaType> {
        content
            .iter()
            .find(|other| plain(&other.name) == plain(name))
            .cloned()
    };
    let mut tell = |mut found: Found<'_>| {
        found.direction = Some(direction);
        comparison.tell_operation(scope.operation, found);
    };
    for before in old.0 {
        if find(new.0, &before.name).is_none() {
            let does = match direction {
                Direction::Request => "sends",
                Direction::Response => "reads",
            };
            let sentence = format!(
                "a client that {does} {} as {}: it is no longer documented",
                scope.what, before.name
            );
            let (kind, class) = (Kind::MediaTypeRemoved, Class::Breaking);
            tell(Found::new(kind, class, &before.pointer, new.1, sentence));
        }
    }
    for after in new.0 {
        if find(old.0, &after.name).is_none() {
            let sentence = format!("{} may be {}", scope.what, after.name);
            let (kind, class) = (Kind::MediaTypeAdded, Class::Compatible);
            tell(Found::new(kind, class, old.1, &after.pointer, sentence));
        }
    }
    for before in old.0 {
        if let Some(after) = find(new.0, &before.name) {
            compare_one(comparison, scope, direction, before, &after);
        }
    }
}

/// A media type without what does not matter: case, and spaces around its parameters.
fn plain(name: &str) -> String {
    let parts: Vec<String> = name
        .split(';')
        .map(|part| part.trim().to_ascii_lowercase())
        .collect();
    parts.join(";")
}

fn compare_one(
    comparison: &mut Comparison<'_>,
    scope: &Scope<'_>,
    direction: Direction,
    old: &MediaType,
    new: &MediaType,
) {
    let (before, after) = (&old.pointer, &new.pointer);
    schemas::compare(
        comparison,
        scope,
        direction,
        (old.schema.as_deref(), before),
        (new.schema.as_deref(), after),
    );
    examples::compare(
        comparison,
        scope,
        direction,
        &examples::Shown::of_media_type(old),
        &examples::Shown::of_media_type(new),
    );
    if comparison.old.member(before, "encoding") != comparison.new.member(after, "encoding") {
        let sentence = format!(
            "the members of {} may be written in another way now; look at both places",
            scope.what
        );
        let mut found = Found::new(
            Kind::EncodingChanged,
            Class::Review,
            before,
            after,
            sentence,
        );
        found.direction = Some(direction);
        comparison.tell_operation(scope.operation, found);
    }
    let known = ["schema", "example", "examples", "encoding"];
    comparison.tell_others(Some(scope.operation), &known, before, after, &scope.what);
}
