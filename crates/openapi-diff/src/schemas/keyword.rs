//! Shared code of the rules for single keywords.

use serde_json::{Value, json};

use super::merged_schema::MergedSchema;
use super::schema_pair::{SchemaEffect, SchemaPair};
use super::witness::WitnessSearch;
use crate::change::Kind;
use crate::comparison::Comparison;

/// Reports a change of a keyword at its places.
pub(super) fn report_keyword(
    comparison: &mut Comparison<'_>,
    pair: &SchemaPair<'_>,
    (old, new, keyword): (&MergedSchema, &MergedSchema, &str),
    (kind, effect): (Kind, SchemaEffect),
    sentence: String,
    tried: Vec<Value>,
) {
    let change = (kind, effect.class(pair.direction));
    let sentence = format!("{}: {sentence}", pair.label);
    let (before, after) = (old.place(keyword, pair.old), new.place(keyword, pair.new));
    let search = Some(WitnessSearch::with_values(tried));
    pair.report(comparison, change, (&before, &after), sentence, search);
}

pub(super) fn quote_value(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{text}`"),
        other => other.to_string(),
    }
}

/// Values at and near a bound: as numbers, and as strings and lists of that length.
pub(super) fn values_near(value: &Value) -> Vec<Value> {
    match value {
        Value::Number(number) => {
            let mut values = Vec::new();
            if let Some(number) = number.as_i64() {
                for near in [number, number.saturating_sub(1), number.saturating_add(1)] {
                    values.push(json!(near));
                    if let Ok(length @ 0..=10_000) = usize::try_from(near) {
                        values.push(json!("a".repeat(length)));
                        if length <= 100 {
                            values.push(vec![Value::Null; length].into());
                        }
                    }
                }
            }
            if let Some(number) = number.as_f64() {
                values.extend([json!(number), json!(number + 0.5), json!(number - 0.5)]);
            }
            values
        }
        Value::String(value) => vec![json!(format!("{value}-"))],
        _ => vec![json!([1, 1])],
    }
}

/// Texts in several formats, and texts in no format.
pub(super) fn sample_texts() -> Vec<Value> {
    [
        "text",
        "",
        "2026-03-31",
        "2026-03-31T08:00:00Z",
        "08:00:00Z",
        "https://example.com/a",
        "a@example.com",
        "example.com",
        "127.0.0.1",
        "::1",
        "7c1f3b8e-6d0a-4c58-9f3e-2b1a5d7e9c10",
        "/a/0",
        "P1D",
        "A",
        "a-b",
        "1",
        "ä b",
    ]
    .map(Value::from)
    .into()
}
