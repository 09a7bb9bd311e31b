//! The two directions of a schema: a member that is `writeOnly` is not owed in a response, one that is
//! `readOnly` is not owed in a request.

use std::borrow::Cow;

use jsonptr::PointerBuf;
use serde_json::Value;

/// Which way a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Direction {
    /// From the client to the server.
    Request,
    /// From the server to the client.
    Response,
}

impl Direction {
    /// The mark of members that do not travel this way.
    const fn left_out(self) -> &'static str {
        match self {
            Direction::Request => "readOnly",
            Direction::Response => "writeOnly",
        }
    }
}

/// The document as it reads in one direction: what does not travel that way is not required.
pub(crate) fn seen_in(document: &Value, direction: Direction) -> Cow<'_, Value> {
    let mut places = Vec::new();
    marked(
        document,
        document,
        direction.left_out(),
        &mut Vec::new(),
        &mut places,
    );
    if places.is_empty() {
        return Cow::Borrowed(document);
    }
    let mut seen = document.clone();
    for (schema, name) in places {
        let required = schema
            .resolve_mut(&mut seen)
            .ok()
            .and_then(|schema| schema.get_mut("required"));
        if let Some(Value::Array(required)) = required {
            required.retain(|word| *word != name);
        }
    }
    Cow::Owned(seen)
}

/// One step of the way to a value. A pointer is made only for the few ways that lead to a mark.
#[derive(Clone, Copy)]
enum Step<'v> {
    Member(&'v str),
    Element(usize),
}

fn pointer(way: &[Step<'_>]) -> PointerBuf {
    let mut pointer = PointerBuf::root();
    for step in way {
        match step {
            Step::Member(name) => pointer.push_back(*name),
            Step::Element(index) => pointer.push_back(*index),
        }
    }
    pointer
}

/// Finds required members that carry the mark, themselves or behind their reference.
fn marked<'v>(
    root: &'v Value,
    value: &'v Value,
    mark: &str,
    way: &mut Vec<Step<'v>>,
    places: &mut Vec<(PointerBuf, Value)>,
) {
    match value {
        Value::Object(object) => {
            let required = object.get("required").and_then(Value::as_array);
            for name in required.into_iter().flatten() {
                let member = name
                    .as_str()
                    .and_then(|name| value.get("properties")?.get(name));
                if member.is_some_and(|member| has_mark(root, member, mark)) {
                    places.push((pointer(way), name.clone()));
                }
            }
            for (name, value) in object {
                way.push(Step::Member(name));
                marked(root, value, mark, way, places);
                way.pop();
            }
        }
        Value::Array(elements) => {
            for (index, value) in elements.iter().enumerate() {
                way.push(Step::Element(index));
                marked(root, value, mark, way, places);
                way.pop();
            }
        }
        _ => {}
    }
}

fn has_mark(root: &Value, member: &Value, mark: &str) -> bool {
    let behind = member
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|reference| root.pointer(reference.strip_prefix('#')?));
    member.get(mark) == Some(&Value::Bool(true))
        || behind.is_some_and(|behind| behind.get(mark) == Some(&Value::Bool(true)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_does_not_travel_is_not_required() {
        let document = json!({ "components": { "schemas": {
            "Book": {
                "required": ["id", "title", "password"],
                "properties": { "id": { "$ref": "#/components/schemas/Id" }, "title": {}, "password": { "writeOnly": true } }
            },
            "Id": { "readOnly": true }
        } } });
        let required = |direction| {
            seen_in(&document, direction)["components"]["schemas"]["Book"]["required"].clone()
        };
        assert_eq!(required(Direction::Request), json!(["title", "password"]));
        assert_eq!(required(Direction::Response), json!(["id", "title"]));
    }

    #[test]
    fn without_marks_nothing_is_copied() {
        let document = json!({ "required": ["id"], "properties": { "id": {} } });
        assert!(matches!(
            seen_in(&document, Direction::Request),
            Cow::Borrowed(_)
        ));
    }
}
