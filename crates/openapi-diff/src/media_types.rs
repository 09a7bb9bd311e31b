//! Media types of a body.
//!
//! ```text
//! breaking: the request body of `playJob` can no longer be text/plain
//! ```

use jsonptr::Pointer;
use openapi_document::MediaType;

use crate::change::{Class, Direction, Kind};
use crate::comparison::{ChangeDraft, Comparison, Scope};
use crate::{examples, schemas};

/// Compares the media types of two bodies, each with the place of the body.
pub(crate) fn compare<'m>(
    comparison: &mut Comparison<'_>,
    scope: &Scope<'_>,
    direction: Direction,
    old: (&'m [MediaType], &Pointer),
    new: (&'m [MediaType], &Pointer),
) {
    let find = |content: &'m [MediaType], name: &str| -> Option<&'m MediaType> {
        let mut content = content.iter();
        content.find(|other| normalize_media_type(&other.name) == normalize_media_type(name))
    };
    for before in old.0 {
        if find(new.0, &before.name).is_none() {
            let sentence = format!("{} can no longer be {}", scope.label, before.name);
            let (kind, class) = (Kind::MediaTypeRemoved, Class::Breaking);
            let draft = ChangeDraft::new(kind, class, &before.pointer, new.1, sentence);
            comparison.report_operation(scope.operation, draft.in_direction(direction));
        }
    }
    for after in new.0 {
        if find(old.0, &after.name).is_none() {
            let sentence = format!("{} can now be {}", scope.label, after.name);
            let (kind, class) = (Kind::MediaTypeAdded, Class::Compatible);
            let draft = ChangeDraft::new(kind, class, old.1, &after.pointer, sentence);
            comparison.report_operation(scope.operation, draft.in_direction(direction));
        }
    }
    for before in old.0 {
        if let Some(after) = find(new.0, &before.name) {
            compare_media_type(comparison, scope, direction, before, after);
        }
    }
}

/// A media type in lower case, and without spaces around its parameters.
fn normalize_media_type(name: &str) -> String {
    let parts: Vec<String> = name
        .split(';')
        .map(|part| part.trim().to_ascii_lowercase())
        .collect();
    parts.join(";")
}

fn compare_media_type(
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
        &examples::Examples::of_media_type(old),
        &examples::Examples::of_media_type(new),
    );
    if comparison.old.member(before, "encoding") != comparison.new.member(after, "encoding") {
        let sentence = format!(
            "the encoding of {} changed; the effect is unknown, compare both places",
            scope.label
        );
        let (kind, class) = (Kind::EncodingChanged, Class::Review);
        let draft = ChangeDraft::new(kind, class, before, after, sentence);
        comparison.report_operation(scope.operation, draft.in_direction(direction));
    }
    let known = ["schema", "example", "examples", "encoding"];
    comparison.report_unknown_properties(
        Some(scope.operation),
        &known,
        before,
        after,
        &scope.label,
    );
}
