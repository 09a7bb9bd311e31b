//! The contract of GitLab's Jobs API: model types, operations and the OpenAPI document they make.
//!
//! ```
//! use jobs_api::model::{Pipeline, PipelineId};
//! let pipeline: Pipeline = serde_json::from_str(r#"{
//!     "id": 6, "project_id": 1, "ref": "main", "status": "pending",
//!     "sha": "0ff3ae198f8601a285adcf5c0fff204ee6fba5fd"
//! }"#)?;
//! assert_eq!(pipeline.id, PipelineId(6));
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! Nothing here reads a file or opens a socket: the documented examples are handed in, and [`spec`] returns
//! the files of `spec/` as values.

mod document;
pub mod examples;
pub mod model;
pub mod operations;
mod samples;
mod schemas;
mod security;
mod spec;

pub use samples::method_name;
pub use schemas::settings as schema_settings;
pub use spec::{SpecError, SpecFile, spec};
