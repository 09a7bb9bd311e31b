//! Keywords that have a value, such as bounds and formats; separate modules compare types and enum values.
//!
//! ```text
//! breaking: `/size` of `Job` in responses: `minimum` changed from 0 to -1
//! ```

use serde_json::Value;

use super::flat::Flat;
use super::keyword::{around, quoted, report, texts};
use super::pair::{Effect, Pair};
use super::{enums, types};
use crate::change::{Class, Kind};
use crate::comparison::Comparison;

/// Keywords that allow less the larger they are, and those that allow more.
const LOWER: [&str; 5] = [
    "minimum",
    "exclusiveMinimum",
    "minLength",
    "minItems",
    "minProperties",
];
const UPPER: [&str; 5] = [
    "maximum",
    "exclusiveMaximum",
    "maxLength",
    "maxItems",
    "maxProperties",
];
/// Keywords for the format of a string.
const FORMATS: [&str; 4] = ["format", "pattern", "contentEncoding", "contentMediaType"];

pub(super) fn compare(comparison: &mut Comparison<'_>, pair: &Pair<'_>, old: &Flat, new: &Flat) {
    let null_reported = types::compare(comparison, pair, old, new);
    enums::compare(comparison, pair, old, new, null_reported);
    let others = ["multipleOf", "uniqueItems"];
    for keyword in [&LOWER[..], &UPPER, &others, &FORMATS].concat() {
        let (before, after) = (old.value(keyword), new.value(keyword));
        if before == after {
            continue;
        }
        let (change, tried) = if FORMATS.contains(&keyword) {
            ((Kind::FormatChanged, format(before, after)), texts())
        } else {
            let effect = bound(keyword, before, after);
            let near = before.into_iter().chain(after).flat_map(around);
            ((Kind::BoundChanged, effect), near.collect())
        };
        let sentence = changed(keyword, before, after);
        report(
            comparison,
            pair,
            (old, new, keyword),
            change,
            sentence,
            tried,
        );
    }
    if old.value("nullable") != new.value("nullable") {
        let sentence = format!(
            "`nullable` of {} changed, but has no meaning in this OpenAPI version; compare both places",
            pair.label.without_direction()
        );
        let change = (Kind::Other, Class::Review);
        pair.report(comparison, change, (pair.old, pair.new), sentence, None);
    }
}

/// How a keyword changed.
fn changed(keyword: &str, before: Option<&Value>, after: Option<&Value>) -> String {
    match (before, after) {
        (None, Some(after)) => format!("`{keyword}` was set to {}", quoted(after)),
        (Some(before), None) => format!("`{keyword}` was removed (it was {})", quoted(before)),
        (before, after) => {
            let quoted = |value: Option<&Value>| value.map_or_else(String::new, quoted);
            format!(
                "`{keyword}` changed from {} to {}",
                quoted(before),
                quoted(after)
            )
        }
    }
}

fn bound(keyword: &str, before: Option<&Value>, after: Option<&Value>) -> Effect {
    let (before, after) = match (before, after) {
        (None, _) => return Effect::Narrower,
        (_, None) => return Effect::Wider,
        (Some(before), Some(after)) => (before.as_f64(), after.as_f64()),
    };
    let (Some(before), Some(after)) = (before, after) else {
        return Effect::Other;
    };
    if keyword == "multipleOf" {
        return if (after / before).fract() == 0.0 {
            Effect::Narrower
        } else if (before / after).fract() == 0.0 {
            Effect::Wider
        } else {
            Effect::Other
        };
    }
    if LOWER.contains(&keyword) == (after > before) {
        Effect::Narrower
    } else {
        Effect::Wider
    }
}

fn format(before: Option<&Value>, after: Option<&Value>) -> Effect {
    match (
        before.and_then(Value::as_str),
        after.and_then(Value::as_str),
    ) {
        (None, _) | (Some("int64"), Some("int32")) | (Some("double"), Some("float")) => {
            Effect::Narrower
        }
        (_, None) | (Some("int32"), Some("int64")) | (Some("float"), Some("double")) => {
            Effect::Wider
        }
        _ => Effect::Other,
    }
}
