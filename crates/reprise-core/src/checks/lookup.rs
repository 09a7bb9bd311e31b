//! Finds what a schema says about a place in a value.

use jsonptr::Pointer;
use openapi_document::Document;
use serde_json::Value;

/// The values of a keyword at a place, in every branch of the schema that applies there.
pub(super) fn find_keyword_values<'d>(
    document: &'d Document,
    schema: Option<&Pointer>,
    at: &Pointer,
    keyword: &str,
) -> impl Iterator<Item = &'d Value> {
    let found = schema.map(|schema| document.schema_keyword_at(schema, at, keyword));
    found.into_iter().flatten()
}

/// Whether one of the `properties` has a name; without `properties`, every name is allowed.
pub(super) fn has_property(properties: &[&Value], name: &str) -> bool {
    properties.is_empty()
        || properties
            .iter()
            .any(|properties| properties.get(name).is_some())
}

/// Whether the schema names a property.
pub(super) fn is_in_schema(document: &Document, schema: Option<&Pointer>, at: &Pointer) -> bool {
    at.split_back().is_none_or(|(parent, name)| {
        let known: Vec<&Value> =
            find_keyword_values(document, schema, parent, "properties").collect();
        has_property(&known, &name.decoded())
    })
}
