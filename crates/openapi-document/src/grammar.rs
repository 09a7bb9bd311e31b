//! Which object of the OpenAPI specification is at which place of a document.
//!
//! `properties` in a Schema Object is a map of schemas; in an example it is data. Code that needs all schemas, or all
//! references, uses this module instead of searching for names.

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

/// The objects of the specification that can contain a reference, directly or indirectly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum SpecObject {
    Document,
    Components,
    PathItem,
    Operation,
    Parameter,
    Header,
    RequestBody,
    Response,
    MediaType,
    Encoding,
    Example,
    Link,
    Callback,
    SecurityScheme,
    Schema,
}

/// The number of objects in a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contents {
    One(SpecObject),
    List(SpecObject),
    Map(SpecObject),
}

/// The object in a property of an object; `None` for data, extensions and strings.
pub(crate) fn contents_of(object: SpecObject, key: &str) -> Option<Contents> {
    use Contents::{List, Map, One};
    Some(match (object, key) {
        (SpecObject::Document, "paths" | "webhooks") => Map(SpecObject::PathItem),
        (SpecObject::Document, "components") => One(SpecObject::Components),

        (SpecObject::Components, "schemas") => Map(SpecObject::Schema),
        (SpecObject::Components, "responses") => Map(SpecObject::Response),
        (SpecObject::Components, "parameters") => Map(SpecObject::Parameter),
        (SpecObject::Components, "requestBodies") => Map(SpecObject::RequestBody),
        (SpecObject::Components, "securitySchemes") => Map(SpecObject::SecurityScheme),
        (SpecObject::Components, "pathItems") => Map(SpecObject::PathItem),
        (SpecObject::Components, "mediaTypes") => Map(SpecObject::MediaType),

        (SpecObject::PathItem, "parameters") | (SpecObject::Operation, "parameters") => {
            List(SpecObject::Parameter)
        }
        (
            SpecObject::PathItem,
            "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" | "query",
        ) => One(SpecObject::Operation),

        (SpecObject::Operation, "requestBody") => One(SpecObject::RequestBody),
        (SpecObject::Operation, "responses") => Map(SpecObject::Response),
        (SpecObject::Components | SpecObject::Operation, "callbacks") => Map(SpecObject::Callback),
        (SpecObject::Components | SpecObject::Response, "links") => Map(SpecObject::Link),
        (SpecObject::Components | SpecObject::Response | SpecObject::Encoding, "headers") => {
            Map(SpecObject::Header)
        }
        (
            SpecObject::Components
            | SpecObject::Parameter
            | SpecObject::Header
            | SpecObject::MediaType,
            "examples",
        ) => Map(SpecObject::Example),
        (
            SpecObject::Parameter
            | SpecObject::Header
            | SpecObject::RequestBody
            | SpecObject::Response,
            "content",
        ) => Map(SpecObject::MediaType),
        (SpecObject::Parameter | SpecObject::Header | SpecObject::MediaType, "schema")
        | (SpecObject::MediaType, "itemSchema") => One(SpecObject::Schema),
        (SpecObject::MediaType, "encoding") => Map(SpecObject::Encoding),

        // The name of every property of a callback is an expression.
        (SpecObject::Callback, key) if key != "$ref" && !key.starts_with("x-") => {
            One(SpecObject::PathItem)
        }

        (
            SpecObject::Schema,
            "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas",
        ) => Map(SpecObject::Schema),
        (SpecObject::Schema, "allOf" | "anyOf" | "oneOf" | "prefixItems") => {
            List(SpecObject::Schema)
        }
        (
            SpecObject::Schema,
            "items"
            | "additionalProperties"
            | "not"
            | "if"
            | "then"
            | "else"
            | "contains"
            | "propertyNames"
            | "unevaluatedItems"
            | "unevaluatedProperties"
            | "contentSchema",
        ) => One(SpecObject::Schema),
        _ => return None,
    })
}

/// The object at a place, according to the place only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlaceKind {
    /// An object of the specification, or several.
    Spec(Contents),
    /// The value of an example, or something in it.
    ExampleValue,
    /// Anything else: data, extensions and texts.
    Data,
}

impl PlaceKind {
    /// The object of a whole document.
    pub(crate) const DOCUMENT: Self = Self::Spec(Contents::One(SpecObject::Document));

    /// The object at a place of a document.
    pub(crate) fn at(place: &Pointer) -> Self {
        place.tokens().fold(Self::DOCUMENT, |meaning, token| {
            meaning.child(token.decoded().as_ref())
        })
    }

    /// The object of any element: no property of the specification has a number as its name.
    pub(crate) fn element(self) -> Self {
        self.child("0")
    }

    /// The object of a property, or of an element.
    pub(crate) fn child(self, key: &str) -> Self {
        match self {
            Self::Spec(Contents::One(object)) if is_example_value(object, key) => {
                Self::ExampleValue
            }
            Self::Spec(Contents::One(object)) => {
                contents_of(object, key).map_or(Self::Data, Self::Spec)
            }
            Self::Spec(Contents::List(object) | Contents::Map(object)) => {
                Self::Spec(Contents::One(object))
            }
            Self::ExampleValue => Self::ExampleValue,
            Self::Data => Self::Data,
        }
    }
}

/// Whether a property of an object is the value of an example.
fn is_example_value(object: SpecObject, key: &str) -> bool {
    match object {
        SpecObject::Example => is_example_value_key(key),
        SpecObject::Parameter | SpecObject::Header | SpecObject::MediaType => key == "example",
        _ => false,
    }
}

/// The properties of an Example Object that contain its value; `dataValue` is from OpenAPI 3.2.
pub(crate) fn is_example_value_key(key: &str) -> bool {
    matches!(key, "value" | "dataValue")
}

/// The object at a place, according to the place only.
pub(crate) fn object_at(place: &Pointer) -> Option<SpecObject> {
    match PlaceKind::at(place) {
        PlaceKind::Spec(Contents::One(object)) => Some(object),
        _ => None,
    }
}

/// The path to a value, converted to a pointer only if it is needed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Path<'t> {
    Start(&'t Pointer),
    Member(&'t Path<'t>, &'t str),
    Element(&'t Path<'t>, usize),
}

impl Path<'_> {
    /// The place of the value.
    pub(crate) fn pointer(&self) -> PointerBuf {
        match self {
            Self::Start(pointer) => pointer.to_buf(),
            Self::Member(before, key) => {
                let mut pointer = before.pointer();
                pointer.push_back(*key);
                pointer
            }
            Self::Element(before, index) => {
                let mut pointer = before.pointer();
                pointer.push_back(*index);
                pointer
            }
        }
    }
}

/// Visits a value, which is an object of the specification, and all such objects in it.
pub(crate) fn visit_objects<'v>(
    object: SpecObject,
    path: Path<'_>,
    value: &'v Value,
    visit: &mut dyn FnMut(SpecObject, &Path<'_>, &'v Value),
) {
    visit(object, &path, value);
    for (key, member) in value.as_object().into_iter().flatten() {
        // Most properties are strings, and a string contains no object.
        if !(member.is_object() || member.is_array()) {
            continue;
        }
        let Some(contents) = contents_of(object, key) else {
            continue;
        };
        let at = Path::Member(&path, key);
        match (contents, member) {
            // `items` was a list before 2020-12.
            (Contents::List(object), Value::Array(elements))
            | (Contents::One(object), Value::Array(elements)) => {
                for (index, element) in elements.iter().enumerate() {
                    visit_objects(object, Path::Element(&at, index), element, visit);
                }
            }
            (Contents::One(object), member) => visit_objects(object, at, member, visit),
            (Contents::Map(object), Value::Object(members)) => {
                for (key, member) in members {
                    visit_objects(object, Path::Member(&at, key), member, visit);
                }
            }
            (Contents::List(_) | Contents::Map(_), _) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_has_an_object() {
        for (pointer, object) in [
            ("", Some(SpecObject::Document)),
            (
                "/paths/~1a/get/parameters/0/schema/properties/properties",
                Some(SpecObject::Schema),
            ),
            (
                "/paths/~1a/get/responses/200/content/a~1b/examples/x",
                Some(SpecObject::Example),
            ),
            (
                "/paths/~1a/get/responses/200/content/a~1b/examples/x/value",
                None,
            ),
            (
                "/paths/~1a/get/callbacks/done/{$url}/post",
                Some(SpecObject::Operation),
            ),
            (
                "/components/schemas/A/allOf/1/items",
                Some(SpecObject::Schema),
            ),
            ("/components/schemas/A/example/properties/b", None),
            ("/components/schemas/A/default", None),
            ("/components/schemas", None),
            ("/components/headers/x-total", Some(SpecObject::Header)),
            ("/x-anything/a", None),
        ] {
            assert_eq!(
                object_at(Pointer::from_static(pointer)),
                object,
                "{pointer}"
            );
        }
    }
}
