//! Converts the keywords of a schema, one by one.

use jsonptr::Pointer;
use serde_json::{Map, Value, json};

use super::document::is_common_dialect;
use super::schema::SchemaDraft;
use super::schema_keywords::{SchemaKeyword, SchemaKeywords};
use super::{Conversion, DropEffect};

const NO_SUCH_KEYWORD: &str = "OpenAPI 3.0 has no such keyword";

impl<'v> Conversion<'v> {
    /// Converts keywords to keywords of 3.0, except `type` and null.
    pub(super) fn convert_keywords(
        &mut self,
        draft: &mut SchemaDraft,
        at: &Pointer,
        members: &SchemaKeywords<'v>,
    ) {
        for member in &members.0 {
            self.convert_keyword(draft, at, member, members);
        }
    }

    fn convert_keyword(
        &mut self,
        draft: &mut SchemaDraft,
        at: &Pointer,
        member: &SchemaKeyword<'v>,
        members: &SchemaKeywords<'v>,
    ) {
        match (member.keyword, member.value) {
            // the caller converts `type`; keywords without a condition have no effect
            ("type" | "then" | "else", _) => {}
            ("$ref", Value::String(written)) => self.add_reference(draft, at, written),
            ("$dynamicRef", Value::String(written)) => {
                self.convert_dynamic_reference(draft, at, member, written);
            }
            ("$schema", dialect) if is_common_dialect(dialect) => {}
            ("$defs" | "definitions", Value::Object(schemas)) => {
                let places = schemas
                    .keys()
                    .map(|name| member.at.with_trailing_token(name.as_str()));
                self.definitions.extend(places);
            }
            ("$id" | "$anchor" | "$dynamicAnchor", _) => self.record_drop(
                member.at.clone(),
                DropEffect::LessDetailed,
                "OpenAPI 3.0 names schemas only as components; references use JSON Pointers instead",
            ),
            ("allOf" | "anyOf" | "oneOf", Value::Array(branches)) => {
                self.convert_choice(draft, member, branches);
            }
            ("not", schema) => self.convert_not(draft, member, schema),
            ("enum", Value::Array(values)) => put_values(draft, values.clone()),
            ("const", value) => put_values(draft, vec![value.clone()]),
            ("minimum" | "exclusiveMinimum", _) => {
                put_bound(draft, members, "minimum", "exclusiveMinimum", |a, b| a >= b);
            }
            ("maximum" | "exclusiveMaximum", _) => {
                put_bound(draft, members, "maximum", "exclusiveMaximum", |a, b| a <= b);
            }
            ("required", Value::Array(names)) if names.is_empty() => {}
            ("properties", Value::Object(properties)) => {
                let mut converted = Map::new();
                for (name, schema) in properties {
                    let at = member.at.with_trailing_token(name.as_str());
                    converted.insert(name.clone(), self.convert_schema(&at, schema, member.keeps_place));
                }
                draft
                    .keywords
                    .insert("properties".to_owned(), Value::Object(converted));
            }
            ("additionalProperties" | "patternProperties" | "unevaluatedProperties", _) => {
                self.convert_additional_properties(draft, member, members);
            }
            ("items" | "prefixItems" | "unevaluatedItems", _) => self.convert_items(draft, member, members),
            ("examples", Value::Array(examples)) => self.convert_examples(draft, member, examples, members),
            ("contentEncoding" | "contentMediaType" | "contentSchema", _) => {
                self.convert_content_keywords(draft, member, members);
            }
            ("discriminator", Value::Object(discriminator)) => {
                let converted = self.convert_discriminator(at, discriminator);
                draft.keywords.insert("discriminator".to_owned(), converted);
            }
            ("if", _) => {
                if members
                    .get("then")
                    .or_else(|| members.get("else"))
                    .is_some()
                {
                    self.record_drop(member.at.clone(), DropEffect::Looser, "OpenAPI 3.0 has no conditional schemas");
                }
            }
            (keyword, value) if is_unchanged_keyword(keyword) => {
                draft.keywords.insert(keyword.to_owned(), value.clone());
            }
            (keyword, value) => self.drop_keyword(keyword, value, member, members),
        }
    }

    /// Keywords that have no equivalent in 3.0.
    fn drop_keyword(
        &mut self,
        keyword: &str,
        value: &Value,
        member: &SchemaKeyword<'v>,
        members: &SchemaKeywords<'v>,
    ) {
        let (effect, reason) = match keyword {
            "dependentRequired" | "dependentSchemas" | "dependencies"
                if value.as_object().is_none_or(|names| !names.is_empty()) =>
            {
                (DropEffect::Looser, "OpenAPI 3.0 has no conditional schemas")
            }
            "propertyNames" if *value != true && *value != json!({}) => {
                (DropEffect::Looser, NO_SUCH_KEYWORD)
            }
            "contains" if members.get("minContains") != Some(&json!(0)) => {
                (DropEffect::Looser, NO_SUCH_KEYWORD)
            }
            "maxContains" if members.get("contains").is_some() => {
                (DropEffect::Looser, NO_SUCH_KEYWORD)
            }
            "dependentRequired" | "dependentSchemas" | "dependencies" | "propertyNames"
            | "contains" | "minContains" | "maxContains" => return,
            "nullable" => (
                DropEffect::LessDetailed,
                "it has no meaning in OpenAPI 3.1, but has one in 3.0",
            ),
            "$comment" => (DropEffect::LessDetailed, "OpenAPI 3.0 has no comments"),
            _ => (DropEffect::LessDetailed, NO_SUCH_KEYWORD),
        };
        self.record_drop(member.at.clone(), effect, reason);
    }

    fn convert_dynamic_reference(
        &mut self,
        draft: &mut SchemaDraft,
        at: &Pointer,
        member: &SchemaKeyword<'v>,
        written: &str,
    ) {
        if self
            .places
            .find_dynamic(written.trim_start_matches('#'))
            .is_some()
        {
            self.add_reference(draft, at, written);
        } else {
            self.record_drop(
                member.at.clone(),
                DropEffect::Looser,
                "OpenAPI 3.0 has no dynamic references, and this one has several possible targets",
            );
        }
    }

    fn convert_not(
        &mut self,
        draft: &mut SchemaDraft,
        member: &SchemaKeyword<'v>,
        schema: &'v Value,
    ) {
        let converted = self.convert_schema(&member.at, schema, false);
        if self.looser_schemas.contains(&member.at) {
            self.record_drop(
                member.at.clone(),
                DropEffect::Looser,
                "its schema accepts more in OpenAPI 3.0, so `not` would reject valid values",
            );
        } else {
            draft.keywords.insert("not".to_owned(), converted);
        }
    }

    fn convert_examples(
        &mut self,
        draft: &mut SchemaDraft,
        member: &SchemaKeyword<'v>,
        examples: &'v [Value],
        members: &SchemaKeywords<'v>,
    ) {
        let mut others = examples;
        if members.get("example").is_none()
            && let Some((first, rest)) = examples.split_first()
        {
            draft.keywords.insert("example".to_owned(), first.clone());
            others = rest;
        }
        if !others.is_empty() {
            self.record_drop(
                member.at.clone(),
                DropEffect::LessDetailed,
                "OpenAPI 3.0 allows one example in a schema; only one is kept",
            );
        }
    }

    /// `format: byte` is a Base64 string, `format: binary` is bytes.
    fn convert_content_keywords(
        &mut self,
        draft: &mut SchemaDraft,
        member: &SchemaKeyword<'v>,
        members: &SchemaKeywords<'v>,
    ) {
        let lower = |keyword| {
            let text = members.get(keyword).and_then(Value::as_str);
            text.map(str::to_ascii_lowercase)
        };
        let (encoding, media_type) = (lower("contentEncoding"), lower("contentMediaType"));
        let has_format = members.get("format").is_some();
        let format = match (member.keyword, encoding.as_deref(), media_type.as_deref()) {
            ("contentEncoding", Some("base64"), _) => Some("byte"),
            ("contentMediaType", None, Some(_)) => Some("binary"),
            _ => None,
        };
        let says_all =
            format == Some("byte") || media_type.as_deref() == Some("application/octet-stream");
        match format {
            Some(format) if !has_format => {
                draft.keywords.insert("format".to_owned(), format.into());
                if says_all {
                    return;
                }
            }
            _ => {}
        }
        self.record_drop(
            member.at.clone(),
            DropEffect::LessDetailed,
            "OpenAPI 3.0 describes string contents only by `format: byte` and `format: binary`",
        );
    }

    fn convert_discriminator(
        &mut self,
        at: &Pointer,
        discriminator: &'v Map<String, Value>,
    ) -> Value {
        let mut converted = discriminator.clone();
        if let Some(Value::Object(mapping)) = converted.get_mut("mapping") {
            for target in mapping.values_mut() {
                if let Value::String(written) = target
                    && written.starts_with('#')
                {
                    *written = self.new_reference(crate::grammar::SpecObject::Schema, at, written);
                }
            }
        }
        Value::Object(converted)
    }
}

/// Whether a keyword means the same in 3.0, and contains no schema.
fn is_unchanged_keyword(keyword: &str) -> bool {
    keyword.starts_with("x-")
        || matches!(
            keyword,
            "title"
                | "description"
                | "multipleOf"
                | "minLength"
                | "maxLength"
                | "pattern"
                | "minItems"
                | "maxItems"
                | "uniqueItems"
                | "minProperties"
                | "maxProperties"
                | "required"
                | "format"
                | "default"
                | "readOnly"
                | "writeOnly"
                | "deprecated"
                | "externalDocs"
                | "xml"
                | "example"
        )
}

/// The values of `enum` or `const`; 3.0 has no empty `enum`.
fn put_values(draft: &mut SchemaDraft, values: Vec<Value>) {
    if values.is_empty() {
        draft.additional_schemas.push(json!({"not": {}}));
    } else {
        draft.add_choice("enum", values);
    }
}

/// The stricter of a bound and an exclusive bound, as 3.0 writes it.
fn put_bound(
    draft: &mut SchemaDraft,
    members: &SchemaKeywords<'_>,
    bound: &str,
    exclusive: &str,
    is_stricter: impl Fn(f64, f64) -> bool,
) {
    let (limit, exclusive_limit) = (members.get(bound), members.get(exclusive));
    if draft.keywords.contains_key(bound) {
        return;
    }
    let is_exclusive = match (limit, exclusive_limit) {
        (_, None | Some(Value::Bool(_))) => false,
        (None, Some(_)) => true,
        (Some(limit), Some(other)) => match (limit.as_f64(), other.as_f64()) {
            (Some(limit), Some(other)) => is_stricter(other, limit),
            _ => false,
        },
    };
    if let Some(limit) = if is_exclusive { exclusive_limit } else { limit } {
        draft.keywords.insert(bound.to_owned(), limit.clone());
    }
    // documents that declare 3.1 but write bounds as in 3.0 mean the bounds of 3.0
    if is_exclusive || exclusive_limit == Some(&Value::Bool(true)) {
        draft.keywords.insert(exclusive.to_owned(), true.into());
    }
}
