//! The result of one case, with the response.

use openapi_document::Document;
use reprise_core::{CaseOrigin, CaseReport, DocumentationSource, PlaceCounts, ReasonCode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Explanation, OutcomeRecord, RunInfo};

/// The result of one case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CaseRecord {
    /// Its stable name.
    pub id: String,
    /// Operation id.
    pub operation: String,
    /// HTTP method, in capitals.
    pub method: String,
    /// Path template.
    pub path: String,
    /// Name of the example.
    pub example: String,
    /// Where its request and its expected response come from.
    #[serde(default, skip_serializing_if = "CaseOrigin::is_documented")]
    pub origin: CaseOrigin,
    /// Where the example comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<DocumentationSource>,
    /// The outcome.
    #[serde(flatten)]
    pub outcome: OutcomeRecord,
    /// How often its request was sent.
    pub attempts: u32,
    /// A command that sends the request of a failed case again. Secrets are `$VARIABLE`s of the shell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reproduce: Option<String>,
    /// Both bodies, if they differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bodies: Option<BodiesRecord>,
    /// Properties of the response that the example does not mention.
    pub notes: Vec<NoteRecord>,
    /// How many documented places were compared, and how strictly.
    pub places: PlaceCounts,
    /// The errata that were applied to it.
    pub errata: Vec<String>,
}

impl CaseRecord {
    /// Resolves the result of a case against its document.
    pub(super) fn new(case: &CaseReport, document: &Document, run: &RunInfo<'_>) -> CaseRecord {
        let last = match &case.outcome {
            reprise_core::Outcome::Failed(findings) => {
                findings.iter().map(|finding| finding.step).max()
            }
            _ => None,
        };
        CaseRecord {
            id: case.id.clone(),
            operation: case.operation.clone(),
            method: case.method.as_str().to_owned(),
            path: case.path.clone(),
            example: case.example.clone(),
            origin: case.origin,
            source: case.source.clone(),
            outcome: OutcomeRecord::new(case, document, run),
            attempts: case.attempts,
            reproduce: last.and_then(|last| (run.reproduce)(&case.id, last)),
            bodies: case.bodies.as_ref().map(|bodies| BodiesRecord {
                documented: bodies.documented.as_ref().map(BodyRecord::new),
                actual: BodyRecord::new(&bodies.actual),
            }),
            notes: case
                .notes
                .iter()
                .map(|note| NoteRecord {
                    pointer: note.at.to_string(),
                    undocumented: note.undocumented,
                })
                .collect(),
            places: case.places,
            errata: case.errata.clone(),
        }
    }

    /// Whether the case was chosen and belongs to this shard; reports leave the others out.
    pub fn is_selected(&self) -> bool {
        !matches!(
            self.outcome,
            OutcomeRecord::Skipped(Explanation {
                code: ReasonCode::NotChosen | ReasonCode::OtherShard,
                ..
            })
        )
    }

    /// Whether every finding is a known failure, and there is one.
    pub fn is_known_failure(&self) -> bool {
        let findings = self.outcome.findings();
        !findings.is_empty() && findings.iter().all(|finding| finding.accepted)
    }

    /// Whether it failed, and not only as known failures say.
    pub fn is_new_failure(&self) -> bool {
        matches!(self.outcome, OutcomeRecord::Failed { .. }) && !self.is_known_failure()
    }

    /// Whether it needs attention.
    pub fn needs_attention(&self) -> bool {
        !matches!(
            self.outcome,
            OutcomeRecord::Passed { .. } | OutcomeRecord::Skipped { .. }
        )
    }
}

/// A property that the response has and the example does not mention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NoteRecord {
    /// Where in the body.
    pub pointer: String,
    /// Whether the schema does not mention it either.
    pub undocumented: bool,
}

/// The documented and the actual body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BodiesRecord {
    /// The documented body, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documented: Option<BodyRecord>,
    /// The body of the response.
    pub actual: BodyRecord,
}

/// A body as people read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BodyRecord {
    /// The text, or its beginning.
    pub text: String,
    /// The length of the whole body in bytes, if the text is not the whole.
    #[schemars(range(min = 1))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut: Option<usize>,
}

/// How much of a body a report contains, in bytes.
const MAX_BODY_LENGTH: usize = 64 << 10;

impl BodyRecord {
    fn new(body: &reprise_core::BodyText) -> BodyRecord {
        // it is cut after secrets were masked, so that no part of one stays
        let end = body.text.floor_char_boundary(MAX_BODY_LENGTH);
        let text = body.text.get(..end).unwrap_or_default();
        // one that is too large has a length and no text
        let is_whole = end == body.text.len() && text.is_empty() == (body.length == 0);
        BodyRecord {
            text: text.to_owned(),
            cut: (!is_whole).then_some(body.length),
        }
    }
}
