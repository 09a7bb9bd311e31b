//! Rules as they are written.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use serde_saphyr::Spanned;

use crate::ordered_map::OrderedMap;

/// The form of a JSON Pointer.
const POINTER: &str = "^(/([^~/]|~[01])*)*$";

/// A rule of discovery: a safe request, and the values that are taken from its response.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("anyOf" = [{ "required": ["set"] }, { "required": ["keep"] }]))]
pub struct DiscoveryRule {
    /// What it finds, in words: the name of the rule, which no other rule has.
    #[schemars(with = "String")]
    pub(super) find: Spanned<String>,
    /// Operation id; the operation must be a GET.
    #[schemars(with = "String")]
    pub(super) operation: Spanned<String>,
    /// The credential to send; none if it is left out.
    #[serde(rename = "as")]
    pub(super) role: Option<String>,
    /// The security scheme that carries the credential; the first one of the operation if it is left out.
    #[schemars(with = "Option<String>")]
    pub(super) scheme: Option<Spanned<String>>,
    /// Values of parameters, by name. A required parameter that is left out takes the values that are known: if an
    /// earlier rule has found it, one after the other until the response fits, 20 at most.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Value>")]
    pub(super) parameters: OrderedMap<Spanned<String>, Value>,
    /// Where in the response the list is; the whole response if it is left out. Anything but a list is one item.
    #[serde(rename = "in")]
    #[schemars(with = "Option<String>", regex(pattern = POINTER))]
    pub(super) list: Option<Spanned<String>>,
    /// What an item must have, relative to the item, and not as null. The first item that has all of it is used.
    #[serde(default)]
    #[schemars(with = "Vec<String>", inner(regex(pattern = POINTER)))]
    pub(super) having: Vec<Spanned<String>>,
    /// Where in the item the values of parameters are, by name: each a string or a number.
    #[serde(default)]
    #[schemars(
        with = "BTreeMap<String, String>",
        extend("minProperties" = 1, "additionalProperties" = json!({ "type": "string", "pattern": POINTER }))
    )]
    pub(super) set: OrderedMap<Spanned<String>, Spanned<String>>,
    /// Parameters that keep the values of the request whose response fits.
    #[serde(default)]
    #[schemars(with = "Vec<String>", length(min = 1))]
    pub(super) keep: Vec<Spanned<String>>,
    /// Ids of the cases that use the rule; `*` stands for any text. All if it is left out; none if it is empty, for a
    /// rule that only later rules need.
    #[serde(rename = "for")]
    #[schemars(with = "Option<Vec<String>>")]
    pub(super) cases: Option<Vec<Spanned<String>>>,
}
