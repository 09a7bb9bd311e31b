//! Values of parameters.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ProjectId;

/// A project, by its number or by its path with the groups it lies in, URL-encoded.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ProjectIdOrPath {
    /// Number of the project.
    Id(ProjectId),
    /// Path of the project with its groups, such as `foo/bar`; in a URL each slash is written `%2F`.
    Path(#[schemars(regex(pattern = r"^[^/]+(/[^/]+)+$"))] String),
}

impl From<u64> for ProjectIdOrPath {
    fn from(number: u64) -> ProjectIdOrPath {
        ProjectIdOrPath::Id(ProjectId(number))
    }
}

impl From<ProjectId> for ProjectIdOrPath {
    fn from(id: ProjectId) -> ProjectIdOrPath {
        ProjectIdOrPath::Id(id)
    }
}

impl From<&str> for ProjectIdOrPath {
    fn from(path: &str) -> ProjectIdOrPath {
        ProjectIdOrPath::Path(path.to_owned())
    }
}

impl From<String> for ProjectIdOrPath {
    fn from(path: String) -> ProjectIdOrPath {
        ProjectIdOrPath::Path(path)
    }
}

/// Which page of the list to return, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(extend("default" = 1, "examples" = [2]))]
pub struct PageNumber(#[schemars(range(min = 1))] pub u32);

/// How many items a page holds. Values above 100 count as 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(extend("default" = 20, "examples" = [50]))]
pub struct PerPage(#[schemars(range(min = 1))] pub u32);

/// How to page through a list: by page number, or by a cursor that stays right while jobs are added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("default" = "offset", "examples" = ["keyset"]))]
pub enum PaginationMethod {
    /// By page number, with `page`.
    Offset,
    /// By cursor, with `cursor`.
    Keyset,
}

/// What a list that is paged by cursor is ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("default" = "id", "examples" = ["id"]))]
pub enum KeysetOrder {
    /// By the number of the job.
    Id,
}

/// Which way a list that is paged by cursor is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("default" = "desc", "examples" = ["desc"]))]
pub enum KeysetSort {
    /// The newest job first.
    Desc,
}

/// Where the next page begins. Opaque: take it from the `Link` header of the page before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(extend("examples" = ["eyJpZCI6IjciLCJfa2QiOiJuIn0="]))]
pub struct Cursor(#[schemars(length(min = 1))] pub String);
