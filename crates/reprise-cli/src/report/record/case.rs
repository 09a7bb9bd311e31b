//! What became of one case, with the answer that it got.

use openapi_document::Document;
use reprise_core::{CaseReport, Places, ReasonCode, Source};
use serde::{Deserialize, Serialize};

use super::{Outcome, Run};

/// What became of one case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Case {
    /// Its stable name.
    pub(crate) id: String,
    /// Operation id.
    pub(crate) operation: String,
    /// HTTP method, in capitals.
    pub(crate) method: String,
    /// Path template.
    pub(crate) path: String,
    /// Name of the example.
    pub(crate) example: String,
    /// Where the example comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) source: Option<Source>,
    /// What became of it.
    #[serde(flatten)]
    pub(crate) outcome: Outcome,
    /// How often its request was sent.
    pub(crate) attempts: u32,
    /// A command that asks again, for a case that differs. What the shell has to fill in is a `$VARIABLE`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reproduce: Option<String>,
    /// Both bodies, where something in them differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) bodies: Option<Bodies>,
    /// Members of the answer that the example does not mention.
    pub(crate) notes: Vec<Note>,
    /// How many documented places were compared, and how strictly.
    pub(crate) places: Places,
    /// The errata that were applied to it.
    pub(crate) errata: Vec<String>,
}

impl Case {
    /// Resolves what became of a case against its document.
    pub(super) fn new(case: &CaseReport, document: &Document, run: &Run<'_>) -> Case {
        let last = match &case.outcome {
            reprise_core::Outcome::Failed(findings) => {
                findings.iter().map(|finding| finding.step).max()
            }
            _ => None,
        };
        Case {
            id: case.id.clone(),
            operation: case.operation.clone(),
            method: case.method.as_str().to_owned(),
            path: case.path.clone(),
            example: case.example.clone(),
            source: case.source.clone(),
            outcome: Outcome::new(case, document, run),
            attempts: case.attempts,
            reproduce: last.and_then(|last| (run.reproduce)(&case.id, last)),
            bodies: case.bodies.as_ref().map(|bodies| Bodies {
                documented: bodies.documented.as_ref().map(Body::new),
                actual: Body::new(&bodies.actual),
            }),
            notes: case
                .notes
                .iter()
                .map(|note| Note {
                    pointer: note.at.to_string(),
                    undocumented: note.undocumented,
                })
                .collect(),
            places: case.places,
            errata: case.errata.clone(),
        }
    }

    /// Whoever chooses some cases, or one shard of them, does not want to see the others.
    pub(crate) fn is_shown(&self) -> bool {
        !matches!(
            self.outcome,
            Outcome::Skipped {
                code: ReasonCode::NotChosen | ReasonCode::OtherShard,
                ..
            }
        )
    }

    /// Whether somebody has to look at it.
    pub(crate) fn needs_a_look(&self) -> bool {
        !matches!(
            self.outcome,
            Outcome::Passed { .. } | Outcome::Skipped { .. }
        )
    }
}

/// A member that the answer has and the example does not mention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Note {
    /// Where in the body.
    pub(crate) pointer: String,
    /// Whether the schema does not mention it, either.
    pub(crate) undocumented: bool,
}

/// What is documented and what came, as wholes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Bodies {
    /// The documented body, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) documented: Option<Body>,
    /// The body of the answer.
    pub(crate) actual: Body,
}

/// A body as people read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Body {
    /// The text, or its beginning.
    pub(crate) text: String,
    /// How long the whole is, in bytes, where its end is not there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cut: Option<usize>,
}

/// How much of a body a report carries, in bytes.
const BODY: usize = 64 << 10;

impl Body {
    fn new(body: &reprise_core::Body) -> Body {
        // it is cut after secrets were masked, so that no part of one stays
        let end = body.text.floor_char_boundary(BODY);
        let text = body.text.get(..end).unwrap_or_default();
        // one that is too large has a length and no text
        let is_whole = end == body.text.len() && text.is_empty() == (body.length == 0);
        Body {
            text: text.to_owned(),
            cut: (!is_whole).then_some(body.length),
        }
    }
}
