//! JSON for programs:
//!
//! ```json
//! {"format": 1, "old": {"file": "old.yaml", …}, "new": {…}, "summary": {"breaking": 1, …},
//!  "changes": [{"kind": "status-removed", "class": "breaking", "sentence": "…", …}]}
//! ```

use openapi_document::Document;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::{Value, json};

use crate::change::{Change, Class};

/// What has changed between two OpenAPI documents, as `reprise diff --format json` writes it.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Diff<'c> {
    /// Raised when a program that reads this would break.
    #[schemars(extend("const" = 1))]
    format: u8,
    /// The document that clients depend on.
    old: ComparedDocument<'c>,
    /// The document that replaces it.
    new: ComparedDocument<'c>,
    /// The number of changes of each class.
    summary: Summary,
    /// The most serious ones first.
    changes: &'c [Change],
}

/// One of the two documents.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ComparedDocument<'c> {
    /// Its path in messages.
    file: &'c str,
    /// The title of the API.
    title: &'c str,
    /// The version of the API.
    version: &'c str,
    /// The version of the specification.
    #[schemars(extend("enum" = ["3.0", "3.1", "3.2"]))]
    openapi: String,
}

/// The number of changes of each class.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Summary {
    breaking: usize,
    review: usize,
    compatible: usize,
    cosmetic: usize,
}

/// The changes as one JSON value, described by [`diff_schema`](crate::diff_schema).
#[must_use]
pub fn json(old: &Document, new: &Document, changes: &[Change]) -> Value {
    let count = |class| {
        changes
            .iter()
            .filter(|change| change.class == class)
            .count()
    };
    json!(Diff {
        format: 1,
        old: compared(old),
        new: compared(new),
        summary: Summary {
            breaking: count(Class::Breaking),
            review: count(Class::Review),
            compatible: count(Class::Compatible),
            cosmetic: count(Class::Cosmetic),
        },
        changes,
    })
}

fn compared(document: &Document) -> ComparedDocument<'_> {
    ComparedDocument {
        file: document.name(),
        title: document.title(),
        version: document.info_version(),
        openapi: document.version().to_string(),
    }
}

/// The JSON Schema of the output of [`render::json`](crate::render::json).
#[must_use]
pub fn diff_schema() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<Diff<'_>>();
    schema.to_value()
}
