//! Findings as they were before they were written: so that what is read back can be weighed again.

use anyhow::{Result, anyhow};
use jsonptr::PointerBuf;

use super::record::{Case, Finding, Verdict};

impl Finding {
    /// The finding that was written.
    ///
    /// # Errors
    ///
    /// When one of its places is no pointer.
    pub(crate) fn revived(&self) -> Result<reprise_core::Finding> {
        let pointer = |text: &str| {
            PointerBuf::parse(text).map_err(|_| {
                anyhow!(
                    "the report is broken: finding {} stands at `{text}`, which is no JSON Pointer; write it anew",
                    self.id
                )
            })
        };
        Ok(reprise_core::Finding {
            level: self.level,
            fact: pointer(&self.fact.pointer)?,
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
    /// When a place is no pointer.
    pub(crate) fn revived(&self) -> Result<Vec<reprise_core::Finding>> {
        self.verdict
            .findings()
            .iter()
            .map(Finding::revived)
            .collect()
    }

    /// What deviations need to know of it; `findings` are those that were revived.
    pub(crate) fn told<'r>(
        &'r self,
        findings: &'r [reprise_core::Finding],
    ) -> reprise_core::Told<'r> {
        use reprise_core::{Heard, Omission, Told};
        let heard = match self.verdict {
            Verdict::Conforms { .. } | Verdict::Differs { .. } | Verdict::Inconclusive { .. } => {
                Heard::Answered(findings)
            }
            Verdict::Mistaken { .. }
            | Verdict::Blocked { .. }
            | Verdict::Skipped {
                omission: Omission::ChangesState,
                ..
            } => Heard::NeverSent,
            Verdict::Skipped { .. } | Verdict::Unreached { .. } => Heard::Unknown,
        };
        Told {
            case: &self.id,
            heard,
        }
    }
}
