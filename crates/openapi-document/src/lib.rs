//! Reads any OpenAPI document: its operations, their documentation, and their positions in the file.
//!
//! ```
//! use openapi_document::{Document, Method};
//!
//! let document = Document::parse("spec.yaml", r#"
//! openapi: 3.1.0
//! info: {title: Jobs, version: "1"}
//! paths:
//!   /jobs/{id}:
//!     get:
//!       operationId: getJob
//!       parameters:
//!         - {name: id, in: path, required: true, schema: {type: integer}}
//!       responses:
//!         "200":
//!           description: A job
//!           content:
//!             application/json:
//!               examples: {one: {value: {id: 1}}}
//! "#)?;
//!
//! let get = &document.operations()[0];
//! assert_eq!((get.id.as_str(), get.method, get.path.as_str()), ("getJob", Method::Get, "/jobs/{id}"));
//! let example = &get.responses[0].content[0].examples[0];
//! assert_eq!(example.pointer, "/paths/~1jobs~1{id}/get/responses/200/content/application~1json/examples/one");
//! # Ok::<(), openapi_document::DocumentError>(())
//! ```
//!
//! The document is kept as a plain JSON value, and everything read from it has its place as a JSON Pointer, so
//! nothing is lost or changed. Large examples in JSON are kept as text until they are needed ([`Document::get`]). OpenAPI 3.0 and 3.1 are read as they are, 3.2 like 3.1. An operation that cannot be read
//! becomes a [`Defect`]; all others are still available.
//!
//! This crate does no input or output: the caller reads the text, and passes a function for the files that the
//! document refers to ([`Document::parse_with`]). The position of a value in a text is computed when it is requested
//! ([`Document::position`]).

mod attachment;
pub mod body;
mod checks;
mod components;
mod content;
mod defect;
mod deferred_values;
mod document;
pub mod downgrade;
mod error;
mod example;
mod external_examples;
mod files;
mod grammar;
mod json;
mod limits;
mod method;
mod node;
mod operation;
mod outgoing;
mod parallel;
mod parameter;
mod parser;
pub mod percent;
mod position;
mod reference;
mod request_body;
mod response;
mod schema;
mod security;
pub mod serialize;
mod server;
mod standard;
mod style;
mod template;
pub mod terminal;
mod tree;
pub mod upgrade;
mod value_description;
mod version;

pub use attachment::Attachment;
pub use components::Components;
pub use content::{Encoding, Header, MediaType};
pub use defect::Defect;
pub use document::Document;
pub use error::DocumentError;
pub use example::Example;
pub use limits::{Limit, Limits};
pub use method::Method;
pub use operation::Operation;
pub use parameter::Parameter;
pub use position::Position;
pub use request_body::RequestBody;
pub use response::{Response, StatusPattern};
pub use security::{SecurityScheme, SecuritySchemeKind};
pub use standard::standard_schema;
pub use style::{Location, Style};
pub use version::Version;
