//! Findings as they were before they were written, so that a parsed report can be evaluated again.

use jsonptr::PointerBuf;

use super::case::Case;
use super::finding::Finding;
use super::outcome::{Explanation, Outcome};
use crate::error::{ReportError, problem};

impl Finding {
    /// The finding that was written.
    ///
    /// # Errors
    ///
    /// When one of its places is not a pointer.
    pub fn revived(&self) -> Result<reprise_core::Finding, ReportError> {
        let pointer = |text: &str| {
            PointerBuf::parse(text).map_err(|_| {
                problem!(
                    "the report is broken: the place `{text}` of finding {} is not a JSON Pointer; write it again",
                    self.id
                )
            })
        };
        Ok(reprise_core::Finding {
            check: self.check,
            claim: pointer(&self.claim.pointer)?,
            place: self.place.clone(),
            at: pointer(&self.pointer)?,
            kind: self.kind.clone(),
            agreement: self.agreement,
            step: self.step.map_or(0, |step| step.saturating_sub(1)),
        })
    }
}

impl Case {
    /// The findings that were written.
    ///
    /// # Errors
    ///
    /// When a place is not a pointer.
    pub fn revived(&self) -> Result<Vec<reprise_core::Finding>, ReportError> {
        self.outcome
            .findings()
            .iter()
            .map(Finding::revived)
            .collect()
    }

    /// The findings of a case for the evaluation of known failures; `findings` are the revived ones.
    pub fn told<'r>(
        &'r self,
        findings: &'r [reprise_core::Finding],
    ) -> reprise_core::CaseFindings<'r> {
        use reprise_core::{CaseFindings, CaseResult, ReasonCode};
        let result = match self.outcome {
            Outcome::Passed { .. } | Outcome::Failed { .. } | Outcome::Inconclusive { .. } => {
                CaseResult::Checked(findings)
            }
            Outcome::InvalidCase { .. }
            | Outcome::Blocked { .. }
            | Outcome::Skipped(Explanation {
                code: ReasonCode::ChangesSkipped | ReasonCode::NoRequestForResponse,
                ..
            }) => CaseResult::NotSendable,
            Outcome::Skipped { .. } | Outcome::Unreachable { .. } => CaseResult::NotSent,
        };
        CaseFindings {
            case: &self.id,
            result,
        }
    }
}
