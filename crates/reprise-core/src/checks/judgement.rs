//! The result of all checks of a response.

use super::bodies::BodyPair;
use super::place_counts::PlaceCounts;
use crate::case::Step;
use crate::check::Check;
use crate::claims::ResponseClaims;
use crate::finding::{ExchangePart, ExtraProperty, Finding, FindingKind};
use crate::outcome::Outcome;

/// The result of checking a response.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The outcome of the case.
    pub outcome: Outcome,
    /// Properties that are not in the example.
    pub notes: Vec<ExtraProperty>,
    /// The number of compared documented places, by strictness.
    pub places: PlaceCounts,
    /// Both bodies, if they differ or contain something that is in no schema.
    pub bodies: Option<BodyPair>,
    /// The claims of the document that the response confirms or refutes.
    pub claims: Option<ResponseClaims>,
    /// How often the request was sent; more than once makes the case flaky.
    pub attempts: u32,
}

impl Judgement {
    /// The judgement of a case without a response.
    pub fn without_response(outcome: Outcome) -> Judgement {
        Judgement {
            outcome,
            notes: Vec::new(),
            places: PlaceCounts::default(),
            bodies: None,
            claims: None,
            attempts: 0,
        }
    }

    /// The same, but undocumented properties become findings.
    pub fn into_strict(mut self, step: &Step) -> Judgement {
        let expectation = &step.expected_response;
        let claim = expectation.schema.as_ref().unwrap_or(&expectation.response);
        let undocumented = self
            .notes
            .iter()
            .filter(|note| note.undocumented)
            .map(|note| Finding {
                check: Check::Undocumented,
                claim: claim.clone(),
                place: ExchangePart::Body,
                at: note.at.clone(),
                kind: FindingKind::Undocumented,
                agreement: None,
                step: 0,
            });
        let undocumented: Vec<Finding> = undocumented.collect();
        if undocumented.is_empty() {
            return self;
        }
        self.outcome = match self.outcome {
            Outcome::Failed(mut findings) => {
                findings.extend(undocumented);
                Outcome::Failed(findings)
            }
            Outcome::Passed { .. } | Outcome::Inconclusive(_) => Outcome::Failed(undocumented),
            other => other,
        };
        self
    }

    /// Combines the judgements of two consecutive responses of one case.
    pub(crate) fn merge(self, next: Judgement) -> Judgement {
        let outcome = match (self.outcome, next.outcome) {
            (Outcome::Failed(mut findings), Outcome::Failed(more)) => {
                findings.extend(more);
                Outcome::Failed(findings)
            }
            (differs @ Outcome::Failed(_), _) | (_, differs @ Outcome::Failed(_)) => differs,
            (doubt @ Outcome::Inconclusive(_), _) | (_, doubt @ Outcome::Inconclusive(_)) => doubt,
            (
                Outcome::Passed {
                    level_reached,
                    maximum_level,
                },
                Outcome::Passed {
                    level_reached: further,
                    maximum_level: higher,
                },
            ) => Outcome::Passed {
                level_reached: level_reached.max(further),
                maximum_level: maximum_level.max(higher),
            },
            (_, other) => other,
        };
        let mut notes = self.notes;
        notes.extend(next.notes);
        Judgement {
            outcome,
            notes,
            places: self.places + next.places,
            // a case ends with its first failed response
            bodies: next.bodies.or(self.bodies),
            claims: match (self.claims, next.claims) {
                (Some(one), Some(other)) => Some(one.merge(other)),
                (one, other) => one.or(other),
            },
            attempts: self.attempts.max(next.attempts),
        }
    }

    pub(crate) fn into_failed(self, finding: Finding) -> Judgement {
        Judgement {
            outcome: Outcome::Failed(vec![finding]),
            ..self
        }
    }
}
