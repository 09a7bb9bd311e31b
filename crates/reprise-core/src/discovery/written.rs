//! Rules as they are written.

use serde::Deserialize;
use serde_json::Value;
use serde_saphyr::Spanned;

use crate::members::Members;

/// A rule of `discover:` in a target, before it is resolved against a document.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiscoveryRule {
    pub(super) find: Spanned<String>,
    pub(super) operation: Spanned<String>,
    #[serde(default, rename = "as")]
    pub(super) role: Option<String>,
    #[serde(default)]
    pub(super) scheme: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) parameters: Members<Spanned<String>, Value>,
    #[serde(default, rename = "in")]
    pub(super) list: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) having: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) set: Members<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    pub(super) keep: Vec<Spanned<String>>,
    #[serde(default, rename = "for")]
    pub(super) cases: Option<Vec<Spanned<String>>>,
}
