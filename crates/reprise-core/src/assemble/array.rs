//! Arrays with as many elements as their schema needs:
//!
//! ```text
//! {"prefixItems": [{"const": "a"}], "items": {"type": "integer"}, "minItems": 3}    ["a", 0, 0]
//! {"items": {"enum": ["a", "b"]}, "minItems": 2, "uniqueItems": true}               ["a", "b"]
//! ```

use serde_json::{Number, Value};

use super::keywords::Keywords;
use super::{Assembled, Assembly, MOST_ELEMENTS};
use crate::case::DefaultSource;

/// An array, and where its elements come from.
pub(super) fn array(
    assembly: &Assembly<'_>,
    keywords: &Keywords<'_>,
    depth: usize,
) -> Option<(Value, DefaultSource)> {
    let least = keywords.count("minItems").unwrap_or(0).min(MOST_ELEMENTS);
    let least = usize::try_from(least).ok()?;
    // one element says more than an empty list, which often is valid for several branches of a choice
    let wanted = match keywords.count("maxItems") {
        Some(0) => 0,
        _ => least.max(1),
    };
    let is_unique = keywords.flag("uniqueItems");
    let mut elements: Vec<Value> = Vec::new();
    let mut source = None;
    while elements.len() < wanted {
        let Some(next) = element(assembly, keywords, elements.len(), depth) else {
            break;
        };
        let value = if is_unique && elements.contains(&next.value) {
            other(assembly, keywords, next.value, &elements)?
        } else {
            next.value
        };
        elements.push(value);
        source = source.max(Some(match next.source {
            source if source <= DefaultSource::PropertyExamples => DefaultSource::PropertyExamples,
            source => source,
        }));
    }
    (elements.len() >= least).then_some((
        Value::Array(elements),
        source.unwrap_or(DefaultSource::Generated),
    ))
}

fn element(
    assembly: &Assembly<'_>,
    keywords: &Keywords<'_>,
    index: usize,
    depth: usize,
) -> Option<Assembled> {
    assembly.value(&keywords.element(index)?, depth)
}

/// A value like another one, and different from all elements before: the next of an `enum`, the next number, or a
/// longer text.
fn other(
    assembly: &Assembly<'_>,
    keywords: &Keywords<'_>,
    value: Value,
    elements: &[Value],
) -> Option<Value> {
    let schema = Keywords::read(assembly.document, &keywords.element(elements.len())?)?;
    let is_new = |value: &&Value| !elements.contains(value);
    if let Some(Value::Array(values)) = schema.get("enum") {
        return values.iter().find(is_new).cloned();
    }
    if ["pattern", "format", "maxLength", "maximum", "multipleOf"]
        .iter()
        .any(|keyword| schema.get(keyword).is_some())
    {
        return None;
    }
    let count = elements.len();
    match value {
        Value::String(text) => Some(Value::String(format!("{text}{count}"))),
        Value::Number(number) => {
            let next = number.as_i64()?.checked_add(i64::try_from(count).ok()?)?;
            Some(Value::Number(Number::from(next)))
        }
        _ => None,
    }
}
