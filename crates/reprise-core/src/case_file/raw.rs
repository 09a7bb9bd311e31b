//! The content of a case file as it is written:
//!
//! ```yaml
//! operation: listBooks
//! cases:
//!   by-title:
//!     title: Books are in the order of their titles
//!     steps:
//!       - parameters: { sort: title }
//!         expect: { status: 200, relations: [{ sorted: { of: { each: /title }, order: ascending } }] }
//! ```

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::case::DocumentationSource;
use crate::case::SortOrder;
use crate::case::{InvalidParts, LiteralParts};

/// The cases of one operation, beyond the examples of the document.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Cases")]
pub(super) struct RawCaseFile {
    /// Operation id. The id of a case is this, a dot and its name.
    pub(super) operation: String,
    /// The cases, by name.
    #[schemars(with = "BTreeMap<String, RawCase>", extend("propertyNames" = { "pattern": "^[a-z0-9-]+$" }))]
    pub(super) cases: RawCases,
    /// Names of removed cases; they are never used again.
    #[schemars(extend("uniqueItems" = true))]
    #[serde(default)]
    pub(super) retired: Vec<String>,
}

/// The cases of a file, in its order.
#[derive(Clone, Debug)]
pub(super) struct RawCases(pub(super) Vec<(String, RawCase)>);

impl<'de> Deserialize<'de> for RawCases {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<RawCases, D::Error> {
        struct RawCasesVisitor;
        impl<'de> serde::de::Visitor<'de> for RawCasesVisitor {
            type Value = RawCases;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("cases by name")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<RawCases, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(RawCases(entries))
            }
        }
        deserializer.deserialize_map(RawCasesVisitor)
    }
}

/// A short sequence of requests, and what their responses must fulfil.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Case")]
pub(super) struct RawCase {
    /// What is right, in one sentence.
    pub(super) title: String,
    /// Where the documentation says it.
    #[serde(default)]
    pub(super) source: Option<DocumentationSource>,
    /// The state that it needs: a file of the folder `fixtures` of the suite, without its extension.
    #[serde(default)]
    pub(super) fixture: Option<String>,
    /// Whether it passes in any state.
    #[serde(default)]
    pub(super) anywhere: bool,
    /// Name of a credential; `anonymous` sends none, and `unknown` one that no server has issued.
    #[serde(default, rename = "as")]
    pub(super) role: Option<String>,
    /// The requests, one after the other.
    #[schemars(length(min = 1))]
    pub(super) steps: Vec<RawStep>,
}

/// One request, and the response that is expected.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Step")]
pub(super) struct RawStep {
    /// Operation id [default: that of the file].
    #[serde(default)]
    pub(super) operation: Option<String>,
    /// Values of declared parameters, by name.
    #[serde(default)]
    pub(super) parameters: Map<String, Value>,
    /// Parameters that take a captured value of an earlier step, by the name of the capture.
    #[serde(default)]
    pub(super) captured: BTreeMap<String, String>,
    /// Names of parameters whose values mean the same on every server; `params` of a target does not replace them.
    #[schemars(extend("uniqueItems" = true))]
    #[serde(default)]
    pub(super) fixed: Vec<String>,
    /// The request body, as a value.
    #[schemars(with = "Value")]
    #[serde(default, deserialize_with = "some")]
    pub(super) body: Option<Value>,
    /// The media type of the request body.
    #[serde(default)]
    pub(super) media_type: Option<String>,
    /// Name of a credential, instead of that of the case.
    #[serde(default, rename = "as")]
    pub(super) role: Option<String>,
    /// How the credential is sent [default: as the first security scheme of the operation says].
    #[serde(default)]
    pub(super) carrier: Option<RawCarrier>,
    /// What violates the document on purpose.
    #[serde(default)]
    pub(super) invalid: InvalidParts,
    /// Parts of the request that are sent exactly as given.
    #[serde(default)]
    pub(super) raw: LiteralParts,
    /// The response that is expected.
    pub(super) expect: RawExpectation,
    /// Names for values of the response.
    #[serde(default)]
    pub(super) capture: BTreeMap<String, RawOperand>,
}

/// What is expected of a response, in addition to what the document says.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Expectation")]
pub(super) struct RawExpectation {
    /// The HTTP status.
    #[schemars(range(min = 100, max = 599))]
    pub(super) status: u16,
    /// The media type, if it is another one than that of the document.
    #[serde(default)]
    pub(super) media_type: Option<String>,
    /// A JSON Schema for each header: `true` means that it is present, `false` that it is absent.
    #[schemars(with = "BTreeMap<String, AnySchema>")]
    #[serde(default)]
    pub(super) headers: BTreeMap<String, Value>,
    /// A JSON Schema for the body; a body that is not JSON is a string.
    #[schemars(with = "AnySchema")]
    #[serde(default, deserialize_with = "some")]
    pub(super) body: Option<Value>,
    /// Relations between values, which a schema cannot express.
    #[serde(default)]
    pub(super) relations: Vec<RawRelation>,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(
    untagged,
    deny_unknown_fields,
    expecting = "the name of a security scheme, `{header: NAME}` or `{query: NAME}`"
)]
#[schemars(rename = "Carrier")]
pub(super) enum RawCarrier {
    /// As the named security scheme of the document describes.
    Scheme(String),
    /// In a header.
    Header {
        /// Its name.
        header: String,
    },
    /// In a parameter of the query.
    Query {
        /// Its name.
        query: String,
    },
}

/// A value in a relation: exactly one of its keys, or `each` with `in`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Operand", extend("minProperties" = 1, "maxProperties" = 2))]
pub(super) struct RawOperand {
    /// The value at a JSON Pointer of the body; the empty pointer is the whole body.
    #[schemars(extend("pattern" = "^(/.*)?$"))]
    #[serde(default)]
    pub(super) body: Option<String>,
    /// The values at a JSON Pointer in each element of a list.
    #[schemars(extend("pattern" = "^(/.*)?$"))]
    #[serde(default)]
    pub(super) each: Option<String>,
    /// The list in the body [default: the body itself].
    #[schemars(extend("pattern" = "^(/.*)?$"))]
    #[serde(default, rename = "in")]
    pub(super) list: Option<String>,
    /// A header, as a string.
    #[serde(default)]
    pub(super) header: Option<String>,
    /// A parameter as it was sent.
    #[serde(default)]
    pub(super) parameter: Option<String>,
    /// A captured value of an earlier step.
    #[serde(default)]
    pub(super) capture: Option<String>,
    /// This value.
    #[schemars(with = "Value")]
    #[serde(default, deserialize_with = "some")]
    pub(super) value: Option<Value>,
}

/// A relation: a mapping with exactly one key.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Relation", extend("minProperties" = 1, "maxProperties" = 1))]
pub(super) struct RawRelation {
    /// Both values are equal; numbers are compared by value.
    #[serde(default)]
    pub(super) equal: Option<[RawOperand; 2]>,
    /// The values are not equal.
    #[serde(default)]
    pub(super) differ: Option<[RawOperand; 2]>,
    /// The first timestamp is not later than the second.
    #[serde(default)]
    pub(super) before: Option<[RawOperand; 2]>,
    /// The list is in order.
    #[serde(default)]
    pub(super) sorted: Option<RawSorted>,
    /// The list contains no value twice.
    #[serde(default)]
    pub(super) unique: Option<RawOperand>,
    /// All pages together, from the first to the last, contain exactly these values in this order.
    #[serde(default)]
    pub(super) follows: Option<RawPages>,
}

/// A list and its order.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Sorted")]
pub(super) struct RawSorted {
    /// The list.
    pub(super) of: RawOperand,
    /// The order.
    pub(super) order: SortOrder,
}

/// A paged list, over all its pages.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Follows")]
pub(super) struct RawPages {
    /// The relation of the links to follow [default: `next`].
    #[serde(default)]
    pub(super) rel: Option<String>,
    /// The place of the value in each element.
    #[schemars(extend("pattern" = "^(/.*)?$"))]
    pub(super) each: String,
    /// The list in the body [default: the body itself].
    #[schemars(extend("pattern" = "^(/.*)?$"))]
    #[serde(default, rename = "in")]
    pub(super) list: Option<String>,
    /// All values, in order.
    pub(super) collects: Vec<Value>,
    /// The number of pages.
    #[schemars(range(min = 1))]
    #[serde(default)]
    pub(super) pages: Option<usize>,
}

/// A value that is present, even if it is null.
fn some<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// A JSON Schema.
struct AnySchema;

impl JsonSchema for AnySchema {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Schema".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "$ref": "https://json-schema.org/draft/2020-12/schema" })
    }
}
