//! Converts the findings of a parsed report to findings of reprise_core, so that known failures can be evaluated again.

use jsonptr::PointerBuf;

use super::case::CaseRecord;
use super::finding::FindingRecord;
use super::outcome::{Explanation, OutcomeRecord};
use crate::error::{ReportError, problem};

impl FindingRecord {
    /// The finding that was written.
    ///
    /// # Errors
    ///
    /// When one of its places is not a pointer.
    pub fn to_core_finding(&self) -> Result<reprise_core::Finding, ReportError> {
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

impl CaseRecord {
    /// The findings that were written.
    ///
    /// # Errors
    ///
    /// When a place is not a pointer.
    pub fn to_core_findings(&self) -> Result<Vec<reprise_core::Finding>, ReportError> {
        self.outcome
            .findings()
            .iter()
            .map(FindingRecord::to_core_finding)
            .collect()
    }

    /// The findings of a case for the evaluation of known failures; `findings` are the revived ones.
    pub fn to_case_findings<'r>(
        &'r self,
        findings: &'r [reprise_core::Finding],
    ) -> reprise_core::CaseFindings<'r> {
        use reprise_core::{CaseFindings, CaseResult, ReasonCode};
        let result = match self.outcome {
            OutcomeRecord::Passed { .. }
            | OutcomeRecord::Failed { .. }
            | OutcomeRecord::Inconclusive { .. } => CaseResult::Checked(findings),
            OutcomeRecord::InvalidCase { .. }
            | OutcomeRecord::Blocked { .. }
            | OutcomeRecord::Skipped(Explanation {
                code: ReasonCode::ChangesSkipped | ReasonCode::NoRequestForResponse,
                ..
            }) => CaseResult::NotSendable,
            OutcomeRecord::Skipped { .. } | OutcomeRecord::Unreachable { .. } => {
                CaseResult::NotSent
            }
        };
        CaseFindings {
            case: &self.id,
            result,
        }
    }
}
