//! The commit that a job runs for.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Timestamp, present};

/// The commit that a job runs for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Commit {
    /// Mail address of the author.
    #[schemars(extend("format" = "email"))]
    pub author_email: String,
    /// Name of the author.
    pub author_name: String,
    /// When the commit was made, with the offset of the committer's clock.
    pub created_at: Timestamp,
    /// Full hash of the commit: 40 hexadecimal digits.
    #[schemars(regex(pattern = r"^[0-9a-f]{40}$"))]
    pub id: String,
    /// Whole commit message.
    pub message: String,
    /// First 8 digits of the hash.
    #[schemars(regex(pattern = r"^[0-9a-f]{8}$"))]
    pub short_id: String,
    /// First line of the message.
    pub title: String,
    /// Full hashes of the parents; a merge has several. GitLab sends it; it is not in the documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "Vec<String>", inner(regex(pattern = r"^[0-9a-f]{40}$")))]
    pub parent_ids: Option<Vec<String>>,
    /// When the change was written. GitLab sends it; it is not in the documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "Timestamp")]
    pub authored_date: Option<Timestamp>,
    /// Name of the committer. GitLab sends it; it is not in the documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "String")]
    pub committer_name: Option<String>,
    /// Mail address of the committer. GitLab sends it; it is not in the documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "String", extend("format" = "email"))]
    pub committer_email: Option<String>,
    /// When the commit was made. GitLab sends it; it is not in the documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "Timestamp")]
    pub committed_date: Option<Timestamp>,
    /// `Key: value` lines at the end of the message, the last value of each key. GitLab sends it; it is not in the
    /// documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "BTreeMap<String, String>")]
    pub trailers: Option<BTreeMap<String, String>>,
    /// `Key: value` lines at the end of the message, all values of each key. GitLab sends it; it is not in the
    /// documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "BTreeMap<String, Vec<String>>")]
    pub extended_trailers: Option<BTreeMap<String, Vec<String>>>,
    /// Page of the commit. GitLab sends it; it is not in the documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "String", extend("format" = "uri"))]
    pub web_url: Option<String>,
}
