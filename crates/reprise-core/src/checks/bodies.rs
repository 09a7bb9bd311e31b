//! Both bodies as text, so that a report can show a difference in its context.

use serde_json::{Map, Value};

/// Maximum size of a body that is kept as text, in bytes; a hostile server may send larger ones.
const MAX_BODY_SIZE: usize = 1 << 20;

/// The complete documented body and the complete actual body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyPair {
    /// The documented body with errata applied, if there is one.
    pub documented: Option<BodyText>,
    /// The body of the response, with its properties in the documented order.
    pub actual: BodyText,
}

/// A body for people: indented if it is JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyText {
    /// The text; empty if the body is larger than one mebibyte.
    pub text: String,
    /// Length of the whole text, in bytes.
    pub length: usize,
}

impl BodyPair {
    /// Both bodies as text; `length` is the number of received bytes.
    pub(super) fn new(documented: Option<&Value>, actual: &Value, length: usize) -> BodyPair {
        let actual = if length > MAX_BODY_SIZE {
            BodyText {
                text: String::new(),
                length,
            }
        } else {
            match documented {
                Some(documented) => BodyText::new(&sort_like(documented, actual)),
                None => BodyText::new(actual),
            }
        };
        BodyPair {
            documented: documented.map(BodyText::new),
            actual,
        }
    }
}

impl BodyText {
    fn new(value: &Value) -> BodyText {
        let text = match value {
            Value::String(text) => text.clone(),
            other => serde_json::to_string_pretty(other).unwrap_or_default(),
        };
        let length = text.len();
        BodyText {
            text: if length > MAX_BODY_SIZE {
                String::new()
            } else {
                text
            },
            length,
        }
    }
}

/// Sorts the properties of a value in the order of another value; additional properties come last. The order of
/// properties has no meaning in JSON, so the two texts must not differ in it.
fn sort_like(documented: &Value, actual: &Value) -> Value {
    match (documented, actual) {
        (Value::Object(documented), Value::Object(actual)) => {
            let known = documented.iter().filter_map(|(name, shown)| {
                let value = actual.get(name)?;
                Some((name.clone(), sort_like(shown, value)))
            });
            let others = actual
                .iter()
                .filter(|(name, _)| !documented.contains_key(*name))
                .map(|(name, value)| (name.clone(), value.clone()));
            Value::Object(known.chain(others).collect::<Map<_, _>>())
        }
        (Value::Array(documented), Value::Array(actual)) => {
            // additional elements of a list are most often similar to its last documented element
            let shown = |index: usize| documented.get(index).or(documented.last());
            let elements = actual
                .iter()
                .enumerate()
                .map(|(index, value)| match shown(index) {
                    Some(shown) => sort_like(shown, value),
                    None => value.clone(),
                });
            Value::Array(elements.collect())
        }
        (_, actual) => actual.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn properties_have_the_documented_order() {
        let documented = json!([{ "a": { "x": 1, "y": 2 }, "b": 2 }]);
        let actual = json!([{ "c": 3, "b": 5, "a": { "y": 2, "x": 1 } }, { "b": 1, "a": 2 }]);
        assert_eq!(
            sort_like(&documented, &actual).to_string(),
            r#"[{"a":{"x":1,"y":2},"b":5,"c":3},{"a":2,"b":1}]"#
        );
    }

    #[test]
    fn only_the_size_of_a_large_body_is_kept() {
        let large = Value::from("x".repeat(MAX_BODY_SIZE + 1));
        let bodies = BodyPair::new(Some(&large), &large, MAX_BODY_SIZE + 1);
        let expected = BodyText {
            text: String::new(),
            length: MAX_BODY_SIZE + 1,
        };
        assert_eq!(bodies.documented, Some(expected.clone()));
        assert_eq!(bodies.actual, expected);
        let bodies = BodyPair::new(None, &json!({ "a": 1 }), 7);
        assert_eq!(bodies.documented, None);
        assert_eq!(bodies.actual.text, "{\n  \"a\": 1\n}");
    }
}
