//! A finding in words, for every format that people read.

use std::time::Duration;

use reprise_core::{Class, Kind, Place, Source};
use serde_json::Value;

use crate::fold::Fold;
use crate::record::Finding;

/// How wide a value in a sentence may be.
const VALUE_WIDTH: usize = 80;

/// The part of the response: `status`, `header ETag`, `body /0/name`.
pub fn place(place: &Place, pointer: &str) -> String {
    match place {
        Place::Body if pointer.is_empty() => "body".to_owned(),
        Place::Body => format!("body {pointer}"),
        other => other.to_string(),
    }
}

/// Where an example, a case or a requirement comes from.
pub fn source(source: &Source) -> String {
    match source {
        Source::Page { page, lines } => format!("from the page: {page}, lines {lines}"),
        Source::Behaviour { behaviour } => format!("from the behaviour: {behaviour}"),
    }
}

/// What a class means.
pub const fn class(class: Class) -> &'static str {
    match class {
        Class::Breaking => "clients written from the document fail or are misled",
        Class::Compatible => "the response has more than is documented",
        Class::Cosmetic => "free text differs",
    }
}

/// What is wrong there; none if the two values say it.
pub fn claim(kind: &Kind) -> Option<String> {
    match kind {
        Kind::Other { .. } => None,
        kind => Some(kind.to_string()),
    }
}

/// The documented and the actual value, if there are any.
pub fn values(kind: &Kind) -> (Option<&Value>, Option<&Value>) {
    match kind {
        Kind::Missing { expected } => (Some(expected), None),
        Kind::Unexpected { actual } => (None, Some(actual)),
        Kind::Other { expected, actual } => (Some(expected), Some(actual)),
        Kind::Invalid {
            expected, actual, ..
        } => (expected.as_ref(), actual.as_ref()),
        Kind::Moved { .. } | Kind::Unreadable { .. } | Kind::Undocumented => (None, None),
    }
}

/// A finding, or several equal ones, on one line.
pub fn sentence(fold: &Fold<'_>) -> String {
    let Finding { place, kind, .. } = fold.first;
    let mut parts = vec![match claim(kind) {
        Some(claim) => format!("{}: {claim}", self::place(place, &fold.pointer())),
        None => self::place(place, &fold.pointer()),
    }];
    let (expected, actual) = values(kind);
    parts.extend(expected.map(|value| format!("expected {}", brief(value))));
    parts.extend(actual.map(|value| format!("actual {}", brief(value))));
    if fold.count() > 1 {
        parts.push(format!("{} times", fold.count()));
    }
    parts.join(", ")
}

/// A value on one line; the end of a long one is cut off.
fn brief(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(VALUE_WIDTH) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text,
    }
}

/// `1 finding`, `2 findings`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A duration for people: milliseconds below a second, seconds above.
pub fn duration(elapsed: Duration) -> String {
    if elapsed < Duration::from_secs(1) {
        format!("{} ms", elapsed.as_millis())
    } else {
        format!("{:.1} s", elapsed.as_secs_f64())
    }
}
