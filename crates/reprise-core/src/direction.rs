//! The two directions of a schema: `writeOnly` properties are not required in a response, and `readOnly` properties
//! are not required in a request.

use std::borrow::Cow;

use jsonptr::PointerBuf;
use serde_json::Value;

/// Whether a value is in a request or in a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Direction {
    /// From the client to the server.
    Request,
    /// From the server to the client.
    Response,
}

impl Direction {
    /// The direction of responses if requests have this direction.
    pub(crate) const fn opposite(self) -> Direction {
        match self {
            Direction::Request => Direction::Response,
            Direction::Response => Direction::Request,
        }
    }

    /// The keyword of properties that do not travel in this direction.
    const fn excluding_keyword(self) -> &'static str {
        match self {
            Direction::Request => "readOnly",
            Direction::Response => "writeOnly",
        }
    }
}

/// The required properties that do not travel in both directions.
pub(crate) struct OneWayProperties(Vec<(PointerBuf, Value, Direction)>);

impl OneWayProperties {
    /// Finds them.
    pub(crate) fn find(document: &Value) -> OneWayProperties {
        let mut places = Vec::new();
        collect_one_way(document, document, &mut Vec::new(), &mut places);
        OneWayProperties(places)
    }

    /// Whether the document is the same in both directions, as most are.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The document for one direction: properties that do not travel in it are not required.
    pub(crate) fn document_for<'v>(
        &self,
        document: &'v Value,
        direction: Direction,
    ) -> Cow<'v, Value> {
        document_without_required(document, direction, &self.0)
    }
}

fn document_without_required<'v>(
    document: &'v Value,
    direction: Direction,
    places: &[(PointerBuf, Value, Direction)],
) -> Cow<'v, Value> {
    let mut places = places
        .iter()
        .filter(|(_, _, left_out_of)| *left_out_of == direction)
        .peekable();
    if places.peek().is_none() {
        return Cow::Borrowed(document);
    }
    let mut seen = document.clone();
    for (schema, name, _) in places {
        let required = schema
            .resolve_mut(&mut seen)
            .ok()
            .and_then(|schema| schema.get_mut("required"));
        if let Some(Value::Array(required)) = required {
            required.retain(|word| word != name);
        }
    }
    Cow::Owned(seen)
}

/// One step of the path to a value. A pointer is only built for the few paths that lead to a marked property.
#[derive(Clone, Copy)]
enum PathToken<'v> {
    Member(&'v str),
    Element(usize),
}

fn to_pointer(way: &[PathToken<'_>]) -> PointerBuf {
    let mut pointer = PointerBuf::root();
    for step in way {
        match step {
            PathToken::Member(name) => pointer.push_back(*name),
            PathToken::Element(index) => pointer.push_back(*index),
        }
    }
    pointer
}

/// Finds required properties that are marked, directly or behind their reference, and the direction in which they do
/// not travel.
fn collect_one_way<'v>(
    root: &'v Value,
    value: &'v Value,
    way: &mut Vec<PathToken<'v>>,
    places: &mut Vec<(PointerBuf, Value, Direction)>,
) {
    match value {
        Value::Object(object) => {
            for (name, member) in object {
                match member {
                    Value::Object(_) => {}
                    Value::Array(required) => {
                        if name == "required" {
                            collect_required_one_way(root, value, required, way, places);
                        }
                    }
                    // most properties contain no schema, and this code visits all of them
                    _ => continue,
                }
                way.push(PathToken::Member(name));
                collect_one_way(root, member, way, places);
                way.pop();
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                if element.is_object() || element.is_array() {
                    way.push(PathToken::Element(index));
                    collect_one_way(root, element, way, places);
                    way.pop();
                }
            }
        }
        _ => {}
    }
}

/// The required properties of a schema that are marked.
fn collect_required_one_way<'v>(
    root: &'v Value,
    schema: &'v Value,
    required: &'v [Value],
    way: &[PathToken<'v>],
    places: &mut Vec<(PointerBuf, Value, Direction)>,
) {
    for name in required {
        let member = name
            .as_str()
            .and_then(|name| schema.get("properties")?.get(name));
        for direction in [Direction::Request, Direction::Response] {
            if member.is_some_and(|member| has_keyword(root, member, direction.excluding_keyword()))
            {
                places.push((to_pointer(way), name.clone(), direction));
            }
        }
    }
}

fn has_keyword(root: &Value, member: &Value, mark: &str) -> bool {
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
    fn properties_of_the_other_direction_are_not_required() {
        let document = json!({ "components": { "schemas": {
            "Book": {
                "required": ["id", "title", "password"],
                "properties": { "id": { "$ref": "#/components/schemas/Id" }, "title": {}, "password": { "writeOnly": true } }
            },
            "Id": { "readOnly": true }
        } } });
        let required = |direction| {
            let seen = OneWayProperties::find(&document).document_for(&document, direction);
            seen["components"]["schemas"]["Book"]["required"].clone()
        };
        assert_eq!(required(Direction::Request), json!(["title", "password"]));
        assert_eq!(required(Direction::Response), json!(["id", "title"]));
    }

    #[test]
    fn without_marks_nothing_is_copied() {
        let document = json!({ "required": ["id"], "properties": { "id": {} } });
        let marked = OneWayProperties::find(&document);
        assert!(marked.is_empty());
        assert!(matches!(
            marked.document_for(&document, Direction::Request),
            Cow::Borrowed(_)
        ));
    }
}
