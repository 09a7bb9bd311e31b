//! A finding in words, for every format that people read.

use std::time::Duration;

use reprise_core::{DocumentationSource, ExchangePart, FindingClass, FindingKind};
use serde_json::Value;

use crate::finding_groups::FindingGroup;
use crate::record::FindingRecord;

/// How wide a value in a sentence may be.
const MAX_VALUE_WIDTH: usize = 80;

/// The part of the response: `status`, `header ETag`, `body /0/name`.
pub fn describe_part(place: &ExchangePart, pointer: &str) -> String {
    match place {
        ExchangePart::Body if pointer.is_empty() => "body".to_owned(),
        ExchangePart::Body => format!("body {pointer}"),
        other => other.to_string(),
    }
}

/// Where an example, a case or a requirement comes from.
pub fn describe_source(source: &DocumentationSource) -> String {
    match source {
        DocumentationSource::Page { page, lines } => {
            format!("source: page {page}, lines {lines}")
        }
        DocumentationSource::Behaviour { behaviour } => format!("source: behaviour {behaviour}"),
    }
}

/// What a class means.
pub const fn describe_class(class: FindingClass) -> &'static str {
    match class {
        FindingClass::Breaking => "clients written from the document fail or misread the response",
        FindingClass::Compatible => "the response contains undocumented data",
        FindingClass::Cosmetic => "free text differs",
    }
}

/// What is wrong there; none if the two values say it.
pub fn describe_kind(kind: &FindingKind) -> Option<String> {
    match kind {
        FindingKind::Other { .. } => None,
        kind => Some(kind.to_string()),
    }
}

/// The documented and the actual value, if there are any.
pub fn kind_values(kind: &FindingKind) -> (Option<&Value>, Option<&Value>) {
    match kind {
        FindingKind::Missing { expected } => (Some(expected), None),
        FindingKind::Unexpected { actual } => (None, Some(actual)),
        FindingKind::Other { expected, actual } => (Some(expected), Some(actual)),
        FindingKind::Invalid {
            expected, actual, ..
        } => (expected.as_ref(), actual.as_ref()),
        FindingKind::Moved { .. } | FindingKind::Unreadable { .. } | FindingKind::Undocumented => {
            (None, None)
        }
    }
}

/// A finding, or several equal ones, on one line.
pub fn describe_finding(fold: &FindingGroup<'_>) -> String {
    let FindingRecord { place, kind, .. } = fold.first;
    let mut parts = vec![match describe_kind(kind) {
        Some(claim) => format!("{}: {claim}", self::describe_part(place, &fold.pointer())),
        None => self::describe_part(place, &fold.pointer()),
    }];
    let (expected, actual) = kind_values(kind);
    parts.extend(expected.map(|value| format!("expected {}", shorten_value(value))));
    parts.extend(actual.map(|value| format!("actual {}", shorten_value(value))));
    if fold.count() > 1 {
        parts.push(format!("{} times", fold.count()));
    }
    parts.join(", ")
}

/// A value on one line; the end of a long one is cut off.
fn shorten_value(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(MAX_VALUE_WIDTH) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text,
    }
}

/// `1 finding`, `2 findings`.
pub fn count_of(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A duration for people: milliseconds below a second, seconds above.
pub fn format_duration(elapsed: Duration) -> String {
    if elapsed < Duration::from_secs(1) {
        format!("{} ms", elapsed.as_millis())
    } else {
        format!("{:.1} s", elapsed.as_secs_f64())
    }
}
