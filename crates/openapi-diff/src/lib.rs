//! Compares two OpenAPI documents and says of each change who breaks and how.
//!
//! ```
//! use openapi_diff::{Class, diff};
//! use openapi_document::Document;
//!
//! let old = r#"
//! openapi: 3.1.0
//! info: { title: Jobs, version: "1" }
//! paths:
//!   /jobs:
//!     get: { operationId: listJobs, responses: { "200": { description: All of them. } } }
//! "#;
//! let new = old.replace("listJobs,", "listJobs, parameters: [{ name: x, in: query, required: true }],");
//! let changes = diff(&Document::parse("old.yaml", old)?, &Document::parse("new.yaml", &new)?);
//! assert_eq!(changes.len(), 1);
//! assert_eq!(changes[0].class, Class::Breaking);
//! assert_eq!(changes[0].sentence, "a client that calls listJobs without the query parameter `x`: it is required now");
//! # Ok::<(), openapi_document::DocumentError>(())
//! ```
//!
//! Requests and responses break in opposite ways: a server may take more and answer less than before, not the other
//! way round. Each change is *breaking*, *compatible* or *cosmetic* by that, or *review* where nobody can say: a
//! change that is not understood is never taken for fine.
//!
//! Documents are compared by what they mean. Operations belong together by method and shape of the path template,
//! schemas are compared as JSON Schema 2020-12 whichever version they are written in, and where something stands
//! (at a path or at its operations, inline or behind a reference) is no change. Of schemas that are written in
//! another way, [`jsonschema::canonicalize`] decides whether they accept the same values. A component is compared
//! once, in the directions in which operations use it; one that no operation uses in both.
//!
//! This crate does no input or output.

mod change;
mod comparison;
mod components;
mod document;
mod examples;
mod headers;
mod media_types;
mod operations;
mod parameters;
pub mod render;
mod request_bodies;
mod responses;
mod schemas;
mod security;
mod servers;
mod side;

use openapi_document::Document;

pub use change::{Change, Class, Direction, Kind, Place, Subject, Version, Witness, gravest};

/// The JSON Schema of what [`render::json`] writes.
pub const DIFF_SCHEMA: &str = include_str!("diff.schema.json");

/// Lists what has changed from one document to the other: the gravest first, then by what it belongs to, in the
/// order of the old document. Nothing if they mean the same.
///
/// The version of the API (`info.version`) is no change: it follows from those that are.
#[must_use]
pub fn diff(old: &Document, new: &Document) -> Vec<Change> {
    comparison::compare(old, new)
}
