//! Everything of a document but its schemas.

use jsonptr::{Pointer, PointerBuf};
use serde_json::{Map, Value, json};

use super::object_properties::{has_property, plain_object_properties};
use super::{Conversion, DropEffect};
use crate::grammar::{Contents, SpecObject, contents_of};
use crate::reference::as_reference;

/// Maximum number of consecutive Path Item references; no real document has as many.
const MAX_INLINING: usize = 64;

impl<'v> Conversion<'v> {
    /// Converts an object to 3.0; `here` says whether it keeps its place in the result.
    pub(super) fn convert_object(
        &mut self,
        object: SpecObject,
        at: &Pointer,
        value: &'v Value,
        here: bool,
    ) -> Value {
        if object == SpecObject::Schema {
            return self.convert_schema(at, value, here);
        }
        if here {
            self.unmoved_places.insert(at.to_buf());
        }
        let Some(members) = value.as_object() else {
            return value.clone();
        };
        if let Some(written) = as_reference(value) {
            return match object {
                SpecObject::PathItem => self.inline_path_item(at, members, written, here),
                SpecObject::MediaType => self.inline_target(object, at, value, written),
                _ => self.convert_reference(object, at, members, written),
            };
        }
        let mut converted = self.convert_members(object, at, members, here);
        match object {
            SpecObject::Document => finish_document(&mut converted),
            SpecObject::Operation if !has_response(&converted) => {
                converted.insert(
                    "responses".to_owned(),
                    json!({"default": {"description": "Nothing is documented."}}),
                );
            }
            _ => {}
        }
        Value::Object(converted)
    }

    fn convert_members(
        &mut self,
        object: SpecObject,
        at: &Pointer,
        members: &'v Map<String, Value>,
        here: bool,
    ) -> Map<String, Value> {
        let mut converted = Map::new();
        for (key, member) in members {
            let place = at.with_trailing_token(key.as_str());
            if key.starts_with("x-") {
                converted.insert(key.clone(), member.clone());
            } else if !has_property(object, key) {
                if key == "jsonSchemaDialect" && is_common_dialect(member) {
                    continue;
                }
                self.record_drop(place, DropEffect::LessDetailed, drop_reason(object, key));
            } else if key == "security" {
                converted.insert(key.clone(), self.convert_requirements(&place, member));
            } else if let Some(contents) = contents_of(object, key) {
                converted.insert(
                    key.clone(),
                    self.convert_contents(contents, key, &place, member, here),
                );
            } else if key == "operationRef" && self.is_dropped_operation(at, member) {
                self.record_drop(
                    place,
                    DropEffect::LessDetailed,
                    "its target does not exist in OpenAPI 3.0",
                );
            } else {
                converted.insert(key.clone(), self.convert_plain_object(key, &place, member));
            }
        }
        converted
    }

    fn convert_contents(
        &mut self,
        contents: Contents,
        key: &str,
        at: &Pointer,
        value: &'v Value,
        here: bool,
    ) -> Value {
        match (contents, value) {
            (Contents::List(object), Value::Array(elements)) => elements
                .iter()
                .enumerate()
                .map(|(index, element)| {
                    self.convert_object(object, &at.with_trailing_token(index), element, here)
                })
                .collect(),
            (Contents::Map(object), Value::Object(members)) => {
                let mut converted = Map::new();
                for (name, member) in members {
                    let place = at.with_trailing_token(name.as_str());
                    // The names of components and headers may begin like an extension, too.
                    let is_extension = name.starts_with("x-")
                        && matches!(key, "paths" | "responses")
                        && at.as_str() != "/components/responses";
                    if is_extension {
                        converted.insert(name.clone(), member.clone());
                    } else if object == SpecObject::SecurityScheme
                        && self.unknown_schemes.contains(name.as_str())
                    {
                        self.record_drop(
                            place,
                            DropEffect::Looser,
                            "OpenAPI 3.0 has no mutual TLS; it is removed from all security requirements",
                        );
                    } else {
                        converted.insert(
                            name.clone(),
                            self.convert_object(object, &place, member, here),
                        );
                    }
                }
                Value::Object(converted)
            }
            (Contents::One(object), value) => self.convert_object(object, at, value, here),
            (Contents::List(_) | Contents::Map(_), value) => value.clone(),
        }
    }

    /// An object without references, or a list of such objects, without parts that are newer than 3.0.
    fn convert_plain_object(&mut self, key: &str, at: &Pointer, value: &Value) -> Value {
        let (Some(known), Value::Object(members)) = (plain_object_properties(key), value) else {
            return match value {
                Value::Array(elements) if plain_object_properties(key).is_some() => elements
                    .iter()
                    .enumerate()
                    .map(|(index, element)| {
                        self.convert_plain_object(key, &at.with_trailing_token(index), element)
                    })
                    .collect(),
                value => value.clone(),
            };
        };
        let mut converted = Map::new();
        for (name, member) in members {
            let place = at.with_trailing_token(name.as_str());
            if name.starts_with("x-") || known.contains(&name.as_str()) {
                converted.insert(
                    name.clone(),
                    self.convert_plain_object(name, &place, member),
                );
            } else if let Some((name, member)) = find_equivalent(key, name, members) {
                converted.insert(name.to_owned(), member);
            } else {
                self.record_drop(
                    place,
                    DropEffect::LessDetailed,
                    plain_drop_reason(key, name),
                );
            }
        }
        Value::Object(converted)
    }

    fn convert_reference(
        &mut self,
        object: SpecObject,
        at: &Pointer,
        members: &'v Map<String, Value>,
        written: &str,
    ) -> Value {
        for key in members.keys().filter(|key| *key != "$ref") {
            self.record_drop(
                at.with_trailing_token(key.as_str()),
                DropEffect::LessDetailed,
                "OpenAPI 3.0 ignores properties next to a reference",
            );
        }
        json!({"$ref": self.new_reference(object, at, written)})
    }

    /// The reference in the result for a reference of the source.
    pub(super) fn new_reference(
        &mut self,
        object: SpecObject,
        at: &Pointer,
        written: &str,
    ) -> String {
        let Some((to, _)) = self.places.find(at, written) else {
            return written.to_owned();
        };
        if let Some(schema) = self.schema_stack.last() {
            self.schema_parts.push((to.clone(), schema.clone()));
        }
        self.places.new_reference(object, &to, written)
    }

    /// Replaces a reference by its Path Item: 3.0 allows such references, but few tools follow them.
    fn inline_path_item(
        &mut self,
        at: &Pointer,
        members: &'v Map<String, Value>,
        written: &str,
        here: bool,
    ) -> Value {
        let Some((to, target)) = self.places.find(at, written) else {
            // another document, which 3.0 allows
            return Value::Object(members.clone());
        };
        if self.inlining_stack.contains(&to) || self.inlining_stack.len() >= MAX_INLINING {
            self.record_drop(
                at.to_buf(),
                DropEffect::LessDetailed,
                "the reference refers to itself",
            );
            return json!({});
        }
        self.inlining_stack.push(to.clone());
        let mut converted = match self.convert_object(SpecObject::PathItem, &to, target, false) {
            Value::Object(converted) => converted,
            _ => Map::new(),
        };
        self.inlining_stack.pop();
        let own: Vec<(&'v String, &'v Value)> =
            members.iter().filter(|(key, _)| *key != "$ref").collect();
        for (key, member) in own {
            let place = at.with_trailing_token(key.as_str());
            if let Some(contents) = contents_of(SpecObject::PathItem, key) {
                let member = self.convert_contents(contents, key, &place, member, here);
                converted.insert(key.clone(), member);
            } else {
                converted.insert(key.clone(), member.clone());
            }
        }
        Value::Object(converted)
    }

    /// The target of a reference in a place where 3.0 allows no reference.
    fn inline_target(
        &mut self,
        object: SpecObject,
        at: &Pointer,
        value: &'v Value,
        written: &str,
    ) -> Value {
        match self.places.find(at, written) {
            Some((to, target)) if !self.inlining_stack.contains(&to) => {
                self.inlining_stack.push(to.clone());
                let converted = self.convert_object(object, &to, target, false);
                self.inlining_stack.pop();
                converted
            }
            _ => value.clone(),
        }
    }

    fn is_dropped_operation(&self, at: &Pointer, operation: &Value) -> bool {
        operation
            .as_str()
            .and_then(|written| self.places.find(at, written))
            .is_some_and(|(to, _)| {
                let to = to.as_str();
                to.starts_with("/webhooks/") || to.starts_with("/components/pathItems/")
            })
    }

    /// Collects the security schemes before their requirements are converted.
    pub(super) fn collect_security_schemes(&mut self) {
        let schemes = self.source.pointer("/components/securitySchemes");
        for (name, scheme) in schemes.and_then(Value::as_object).into_iter().flatten() {
            let at = PointerBuf::from_tokens(["components", "securitySchemes", name.as_str()]);
            let scheme = as_reference(scheme)
                .and_then(|written| Some(self.places.find(&at, written)?.1))
                .unwrap_or(scheme);
            match scheme.get("type").and_then(Value::as_str) {
                Some("mutualTLS") => self.unknown_schemes.insert(name),
                Some("oauth2" | "openIdConnect") => self.scoped_schemes.insert(name),
                _ => false,
            };
        }
    }

    fn convert_requirements(&mut self, at: &Pointer, value: &Value) -> Value {
        let Some(requirements) = value.as_array() else {
            return value.clone();
        };
        let mut converted = Vec::new();
        for (index, requirement) in requirements.iter().enumerate() {
            let at = at.with_trailing_token(index);
            let Some(schemes) = requirement.as_object() else {
                converted.push(requirement.clone());
                continue;
            };
            let mut kept = Map::new();
            for (name, scopes) in schemes {
                let place = at.with_trailing_token(name.as_str());
                if self.unknown_schemes.contains(name.as_str()) {
                    self.record_drop(place, DropEffect::Looser, "OpenAPI 3.0 has no mutual TLS");
                    continue;
                }
                let is_listed = scopes.as_array().is_some_and(|scopes| !scopes.is_empty());
                if is_listed && !self.scoped_schemes.contains(name.as_str()) {
                    self.record_drop(
                        place,
                        DropEffect::LessDetailed,
                        "OpenAPI 3.0 allows scopes only for OAuth 2 and OpenID Connect",
                    );
                    kept.insert(name.clone(), json!([]));
                } else {
                    kept.insert(name.clone(), scopes.clone());
                }
            }
            converted.push(Value::Object(kept));
        }
        Value::Array(converted)
    }
}

fn finish_document(document: &mut Map<String, Value>) {
    document.insert("openapi".to_owned(), "3.0.3".into());
    document.entry("paths").or_insert_with(|| json!({}));
}

fn has_response(operation: &Map<String, Value>) -> bool {
    operation
        .get("responses")
        .and_then(Value::as_object)
        .is_some_and(|responses| responses.keys().any(|status| !status.starts_with("x-")))
}

/// Whether a dialect is the default dialect of schemas, or the part of it that changes validity.
pub(super) fn is_common_dialect(dialect: &Value) -> bool {
    dialect.as_str().is_some_and(|dialect| {
        dialect.starts_with("https://json-schema.org/draft/2020-12/schema")
            || dialect.starts_with("https://spec.openapis.org/oas/3.")
    })
}

/// The equivalent in 3.0.
fn find_equivalent(
    object: &str,
    name: &str,
    members: &Map<String, Value>,
) -> Option<(&'static str, Value)> {
    let value = members.get(name)?;
    match (object, name) {
        ("info", "summary") if !members.contains_key("description") => {
            Some(("description", value.clone()))
        }
        ("license", "identifier") if !members.contains_key("url") => {
            let id = value.as_str()?;
            // an expression, or a licence that is not in the SPDX list, has no page there
            let is_listed = !id.contains("Ref-")
                && !id.is_empty()
                && id
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
            is_listed.then(|| {
                let url = format!("https://spdx.org/licenses/{id}.html");
                ("url", Value::String(url))
            })
        }
        _ => None,
    }
}

fn drop_reason(object: SpecObject, key: &str) -> &'static str {
    match (object, key) {
        (SpecObject::Document, "webhooks") => "OpenAPI 3.0 has no webhooks",
        (SpecObject::Document, "jsonSchemaDialect") => "OpenAPI 3.0 has only one schema dialect",
        (SpecObject::Components, "pathItems") => {
            "OpenAPI 3.0 has no such components; each one is copied to where it is referenced"
        }
        _ => "OpenAPI 3.0 has no such property",
    }
}

fn plain_drop_reason(object: &str, name: &str) -> &'static str {
    match (object, name) {
        ("info", "summary") => "OpenAPI 3.0 has no summary, and there already is a description",
        ("license", "identifier") => {
            "OpenAPI 3.0 has a URL instead, and there already is one or the identifier is not a single SPDX license"
        }
        _ => "OpenAPI 3.0 has no such property",
    }
}
