//! Keywords that have a value, such as bounds and formats; separate modules compare types and enum values.
//!
//! ```text
//! breaking: `/size` of `Job` in responses: `minimum` changed from 0 to -1
//! ```

use serde_json::Value;

use super::keyword::{quote_value, report_keyword, sample_texts, values_near};
use super::merged_schema::MergedSchema;
use super::schema_pair::{SchemaEffect, SchemaPair};
use super::{enums, types};
use crate::change::{Class, Kind};
use crate::comparison::Comparison;

/// Keywords that allow less the larger they are, and those that allow more.
const LOWER_BOUNDS: [&str; 5] = [
    "minimum",
    "exclusiveMinimum",
    "minLength",
    "minItems",
    "minProperties",
];
const UPPER_BOUNDS: [&str; 5] = [
    "maximum",
    "exclusiveMaximum",
    "maxLength",
    "maxItems",
    "maxProperties",
];
/// Keywords for the format of a string.
const FORMAT_KEYWORDS: [&str; 4] = ["format", "pattern", "contentEncoding", "contentMediaType"];

pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    pair: &SchemaPair<'_>,
    old: &MergedSchema,
    new: &MergedSchema,
) {
    let null_reported = types::compare(comparison, pair, old, new);
    enums::compare(comparison, pair, old, new, null_reported);
    let others = ["multipleOf", "uniqueItems"];
    for keyword in [&LOWER_BOUNDS[..], &UPPER_BOUNDS, &others, &FORMAT_KEYWORDS].concat() {
        let (before, after) = (old.value(keyword), new.value(keyword));
        if before == after {
            continue;
        }
        let (change, tried) = if FORMAT_KEYWORDS.contains(&keyword) {
            (
                (Kind::FormatChanged, format_effect(before, after)),
                sample_texts(),
            )
        } else {
            let effect = bound_effect(keyword, before, after);
            let near = before.into_iter().chain(after).flat_map(values_near);
            ((Kind::BoundChanged, effect), near.collect())
        };
        let sentence = change_sentence(keyword, before, after);
        report_keyword(
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
fn change_sentence(keyword: &str, before: Option<&Value>, after: Option<&Value>) -> String {
    match (before, after) {
        (None, Some(after)) => format!("`{keyword}` was set to {}", quote_value(after)),
        (Some(before), None) => format!("`{keyword}` was removed (it was {})", quote_value(before)),
        (before, after) => {
            let quoted = |value: Option<&Value>| value.map_or_else(String::new, quote_value);
            format!(
                "`{keyword}` changed from {} to {}",
                quoted(before),
                quoted(after)
            )
        }
    }
}

fn bound_effect(keyword: &str, before: Option<&Value>, after: Option<&Value>) -> SchemaEffect {
    let (before, after) = match (before, after) {
        (None, _) => return SchemaEffect::Narrower,
        (_, None) => return SchemaEffect::Wider,
        (Some(before), Some(after)) => (before.as_f64(), after.as_f64()),
    };
    let (Some(before), Some(after)) = (before, after) else {
        return SchemaEffect::Other;
    };
    if keyword == "multipleOf" {
        return if (after / before).fract() == 0.0 {
            SchemaEffect::Narrower
        } else if (before / after).fract() == 0.0 {
            SchemaEffect::Wider
        } else {
            SchemaEffect::Other
        };
    }
    if LOWER_BOUNDS.contains(&keyword) == (after > before) {
        SchemaEffect::Narrower
    } else {
        SchemaEffect::Wider
    }
}

fn format_effect(before: Option<&Value>, after: Option<&Value>) -> SchemaEffect {
    match (
        before.and_then(Value::as_str),
        after.and_then(Value::as_str),
    ) {
        (None, _) | (Some("int64"), Some("int32")) | (Some("double"), Some("float")) => {
            SchemaEffect::Narrower
        }
        (_, None) | (Some("int32"), Some("int64")) | (Some("float"), Some("double")) => {
            SchemaEffect::Wider
        }
        _ => SchemaEffect::Other,
    }
}
