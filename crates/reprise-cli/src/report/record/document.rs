//! The document and the suite, and what is wrong with them.

use openapi_document::Document;
use reprise_core::ErratumUse;
use serde::{Deserialize, Serialize};

use super::Spot;

/// The document that was replayed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Replayed {
    /// Its title and the version of the API.
    pub(crate) title: String,
    /// Where it was read from.
    pub(crate) file: String,
    /// The digest of its text and of the files beside it. Reports of old do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) digest: Option<String>,
}

/// What a suite adds to the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Added {
    /// The digest of its errata and of the fixtures that the cases name.
    pub(crate) digest: String,
}

/// A place where the documentation is wrong, and the cases that it changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Erratum {
    /// Its name.
    pub(crate) id: String,
    /// What it claims.
    pub(crate) claim: String,
    /// The cases that it changed.
    pub(crate) cases: Vec<String>,
}

impl Erratum {
    pub(super) fn new(erratum: &ErratumUse) -> Erratum {
        Erratum {
            id: erratum.id.clone(),
            claim: erratum.claim.clone(),
            cases: erratum.cases.clone(),
        }
    }
}

/// Something broken in the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Defect {
    /// The place.
    pub(crate) at: Spot,
    /// What is wrong there, and what to do about it.
    pub(crate) message: String,
    /// The operation that is left out because of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) operation: Option<String>,
}

impl Defect {
    pub(super) fn new(defect: &openapi_document::Defect, document: &Document) -> Defect {
        Defect {
            at: Spot::new(document, &defect.pointer),
            message: defect.message.clone(),
            operation: defect.operation.clone(),
        }
    }
}

/// An example that makes no case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Unused {
    /// Where the document shows it.
    pub(crate) at: Spot,
    /// Why it makes none.
    pub(crate) reason: String,
}

impl Unused {
    pub(super) fn new(unused: &reprise_core::Unused, document: &Document) -> Unused {
        Unused {
            at: Spot::new(document, &unused.pointer),
            reason: unused.reason.to_string(),
        }
    }
}
