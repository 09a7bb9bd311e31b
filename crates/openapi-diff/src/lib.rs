//! Compares two OpenAPI documents and classifies each change by whether it breaks clients.
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
//! assert_eq!(changes[0].sentence, "the query parameter `x` of `listJobs` was added and is required");
//! # Ok::<(), openapi_document::DocumentError>(())
//! ```
//!
//! Requests and responses break in opposite ways: requests may accept more than before, and responses may contain
//! less, but not the other way round. So each change is *breaking*, *compatible* or *cosmetic*, or *review* if the
//! effect is unknown: a change that this crate does not understand is never called compatible.
//!
//! Documents are compared by their meaning. Operations are matched by method and shape of the path template, schemas
//! are compared as JSON Schema 2020-12 whatever their version, and moving something (from a path to its operations,
//! from inline to behind a reference) is not a change. If schemas are written differently,
//! [`jsonschema::canonicalize`] decides whether they accept the same values. A component is compared once, in the
//! directions in which operations use it, or in both if none does.
//!
//! This crate does no input or output.

mod change;
mod compared_document;
mod comparison;
mod components;
mod document;
mod example_values;
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

use comparison::Comparison;
use openapi_document::Document;

pub use change::{
    Change, ChangePlace, Class, Direction, Kind, Revision, Subject, Witness, most_serious_class,
};
pub use render::diff_schema;

/// Lists the changes from one document to the other: breaking ones first, then by subject, in the order of the old
/// document. The list is empty if they mean the same.
///
/// A new version of the API (`info.version`) is not a change.
#[must_use]
pub fn diff(old: &Document, new: &Document) -> Vec<Change> {
    let mut comparison = Comparison::new(old, new);
    document::compare(&mut comparison);
    servers::compare(&mut comparison);
    security::compare_schemes(&mut comparison);
    operations::compare(&mut comparison);
    components::compare(&mut comparison);
    comparison.into_changes()
}
