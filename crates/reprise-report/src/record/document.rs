//! The document and the suite, with their defects.

use openapi_document::Document;
use reprise_core::ErratumUse;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::SourceLocation;

/// The document whose examples were sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentInfo {
    /// Its title and the version of the API.
    pub title: String,
    /// Where it was read from.
    pub file: String,
    /// The digest of its text and of the files that it refers to; absent in old reports.
    #[schemars(regex(pattern = "^sha256:[0-9a-f]{64}$"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

/// What a suite adds to the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SuiteInfo {
    /// The digest of its errata and of the fixtures that the cases name.
    #[schemars(regex(pattern = "^sha256:[0-9a-f]{64}$"))]
    pub digest: String,
}

/// A place where the documentation is wrong, and the cases that the correction changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ErratumRecord {
    /// Its name.
    pub id: String,
    /// What it claims.
    pub claim: String,
    /// The cases that it changed.
    pub cases: Vec<String>,
}

impl ErratumRecord {
    pub(super) fn new(erratum: &ErratumUse) -> ErratumRecord {
        ErratumRecord {
            id: erratum.id.clone(),
            claim: erratum.claim.clone(),
            cases: erratum.cases.clone(),
        }
    }
}

/// A defect of the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DefectRecord {
    /// The place.
    pub at: SourceLocation,
    /// What is wrong, and what to do about it.
    pub message: String,
    /// The operation that is left out because of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
}

impl DefectRecord {
    pub(super) fn new(defect: &openapi_document::Defect, document: &Document) -> DefectRecord {
        DefectRecord {
            at: SourceLocation::new(document, &defect.pointer),
            message: defect.message.clone(),
            operation: defect.operation.clone(),
        }
    }
}

/// An example that is not used as a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UnusedRecord {
    /// Where it is in the document.
    pub at: SourceLocation,
    /// Why it is not used.
    pub reason: String,
}

impl UnusedRecord {
    pub(super) fn new(unused: &reprise_core::UnusedExample, document: &Document) -> UnusedRecord {
        UnusedRecord {
            at: SourceLocation::new(document, &unused.pointer),
            reason: unused.reason.to_string(),
        }
    }
}
