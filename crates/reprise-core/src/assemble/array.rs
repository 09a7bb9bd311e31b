//! Arrays with as many elements as their schema needs:
//!
//! ```text
//! {"prefixItems": [{"const": "a"}], "items": {"type": "integer"}, "minItems": 3}    ["a", 0, 0]
//! {"items": {"enum": ["a", "b"]}, "minItems": 2, "uniqueItems": true}               ["a", "b"]
//! ```

use jsonptr::Pointer;
use openapi_document::Document;
use serde_json::{Number, Value};

use super::assembled::Assembled;
use super::keywords::Keywords;
use crate::case::DefaultSource;

/// How many elements a list gets at most, if its schema requires many.
const MOST_ELEMENTS: u64 = 100;

/// Makes the value of the schema at a place.
type Make<'m> = &'m dyn Fn(&Pointer) -> Option<Assembled>;

/// An array, and where its elements come from.
pub(super) fn array(
    document: &Document,
    keywords: &Keywords<'_>,
    make: Make<'_>,
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
        let Some(next) = keywords
            .element(elements.len())
            .and_then(|schema| make(&schema))
        else {
            break;
        };
        let value = if is_unique && elements.contains(&next.value) {
            other(document, keywords, next.value, &elements)?
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

/// A value like another one, and different from all elements before: the next of an `enum`, the next number, or a
/// longer text.
fn other(
    document: &Document,
    keywords: &Keywords<'_>,
    value: Value,
    elements: &[Value],
) -> Option<Value> {
    let schema = Keywords::read(document, &keywords.element(elements.len())?)?;
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
