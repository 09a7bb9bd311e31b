//! What known failures make of a report.

use std::fmt;

use openapi_document::Document;

use super::day::Day;
use super::entry::{KnownFailure, Release, Subject};
use super::open::Open;
use crate::finding::names;
use crate::finding::{Finding, Name};
use crate::outcome::Outcome;
use crate::reason::Reason;
use crate::report::CaseReport;

/// What became of a case, as far as known failures are concerned.
#[derive(Clone, Copy, Debug)]
pub struct Told<'r> {
    /// Its id.
    pub case: &'r str,
    /// What is known of it.
    pub heard: Heard<'r>,
}

/// What a run knows of a case.
#[derive(Clone, Copy, Debug)]
pub enum Heard<'r> {
    /// It was answered; this is what differs.
    Answered(&'r [Finding]),
    /// It cannot be sent to this target.
    NeverSent,
    /// It was not sent this time, or not answered.
    Unknown,
}

impl<'r> From<&'r CaseReport> for Told<'r> {
    fn from(case: &'r CaseReport) -> Told<'r> {
        let heard = match &case.outcome {
            Outcome::Failed(findings) => Heard::Answered(findings),
            Outcome::Passed { .. } | Outcome::Inconclusive(_) => Heard::Answered(&[]),
            Outcome::Blocked(_)
            | Outcome::InvalidCase(_)
            | Outcome::Skipped(Reason::ChangesState) => Heard::NeverSent,
            Outcome::Skipped(_) | Outcome::Unreachable(_) => Heard::Unknown,
        };
        Told {
            case: &case.id,
            heard,
        }
    }
}

impl<'r> Told<'r> {
    fn findings(&self) -> &'r [Finding] {
        match self.heard {
            Heard::Answered(findings) => findings,
            Heard::NeverSent | Heard::Unknown => &[],
        }
    }
}

/// How a report stands with known failures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weighed<'r> {
    /// Cases that differ only where known failures say so.
    pub accepted_cases: usize,
    /// Findings that known failures speak of.
    pub accepted: usize,
    /// Findings that none speaks of.
    pub open: Vec<Open<'r>>,
    /// What is wrong with the known failures; nothing, where the run was not complete.
    pub complaints: Vec<Complaint>,
}

/// A known failure that should be removed or mended.
#[derive(Clone, Debug, PartialEq)]
pub struct Complaint {
    /// Where the known failure is written.
    pub place: String,
    /// What it speaks of.
    pub subject: Subject,
    /// What is wrong with it.
    pub trouble: Trouble,
}

/// What is wrong with a known failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The target does not differ there any more.
    Stale,
    /// The document has no such case, or no such place.
    MatchesNothing,
    /// Its time is over.
    Expired(Day),
    /// It speaks of versions, and nobody says which version the target is.
    NoVersion,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the known failure for {} ", self.place, self.subject)?;
        match self.trouble {
            Trouble::Stale => f.write_str("no longer occurs; remove it"),
            Trouble::MatchesNothing => {
                f.write_str("names an unknown case or place; correct or remove it")
            }
            Trouble::Expired(day) => {
                write!(f, "expired on {day}; fix the server or renew the entry")
            }
            Trouble::NoVersion => f.write_str(
                "depends on the version of the target; set `version:` in the target file",
            ),
        }
    }
}

/// Weighs the findings of a run against known failures.
///
/// What is wrong with known failures is only told of a complete run: every case was chosen, and everything that was
/// sent was answered. A case that could not be sent says nothing about known failures.
pub fn weigh<'r>(
    known_failures: &[KnownFailure],
    document: &Document,
    cases: &[Told<'r>],
    version: Option<&Release>,
    today: Day,
) -> Weighed<'r> {
    let applies: Vec<&KnownFailure> = known_failures
        .iter()
        .filter(|known_failure| known_failure.is_of(version))
        .collect();
    let mut happens = vec![false; applies.len()];
    let mut weighed = Weighed::default();
    for told in cases.iter().filter(|told| !told.findings().is_empty()) {
        let (case, findings) = (told.case, told.findings());
        let names = names(case, findings);
        let mut all = true;
        for (finding, name) in findings.iter().zip(&names) {
            let mut accepted = false;
            for (known_failure, happens) in applies.iter().zip(&mut happens) {
                if known_failure.subject.matches(case, finding, name, &names) {
                    (accepted, *happens) = (true, true);
                }
            }
            if accepted {
                weighed.accepted += 1;
            } else {
                all = false;
                weighed.open.push(Open {
                    case,
                    name: name.clone(),
                    finding,
                });
            }
        }
        weighed.accepted_cases += usize::from(all);
    }
    // what was chosen was sent, and what was sent was answered
    if !cases
        .iter()
        .any(|told| matches!(told.heard, Heard::Unknown))
    {
        let unknown = known_failures.iter().filter(|known_failure| {
            version.is_none()
                && (known_failure.introduced.is_some() || known_failure.fixed.is_some())
        });
        let complain = |known_failure: &KnownFailure, trouble| Complaint {
            place: known_failure.place.clone(),
            subject: known_failure.subject.clone(),
            trouble,
        };
        weighed.complaints = applies
            .iter()
            .zip(&happens)
            .filter_map(|(known_failure, happens)| {
                let trouble = known_failure.trouble(document, cases, *happens, today)?;
                Some(complain(known_failure, trouble))
            })
            .chain(unknown.map(|known_failure| complain(known_failure, Trouble::NoVersion)))
            .collect();
    }
    weighed
}

impl KnownFailure {
    /// Whether it speaks of a version. Where the version is not known, it may.
    fn is_of(&self, version: Option<&Release>) -> bool {
        let Some(version) = version else {
            return true;
        };
        self.introduced
            .as_ref()
            .is_none_or(|first| first <= version)
            && self.fixed.as_ref().is_none_or(|fixed| version < fixed)
    }

    fn trouble(
        &self,
        document: &Document,
        cases: &[Told<'_>],
        happens: bool,
        today: Day,
    ) -> Option<Trouble> {
        if self.expires < today {
            Some(Trouble::Expired(self.expires))
        } else if happens {
            None
        } else if !self.subject.is_known(document, cases) {
            Some(Trouble::MatchesNothing)
        } else {
            self.subject.is_answered(cases).then_some(Trouble::Stale)
        }
    }
}

impl Subject {
    fn case(&self) -> Option<&str> {
        match self {
            Subject::Finding { case, .. } => case.as_deref(),
            Subject::Claim { case, .. } => Some(case),
        }
    }

    fn matches(&self, of_case: &str, finding: &Finding, name: &Name, names: &[Name]) -> bool {
        match self {
            Subject::Finding { id, .. } => names
                .iter()
                .any(|named| named.id == *id && named.first == name.first),
            Subject::Claim { case, claim } => case == of_case && finding.claim.starts_with(claim),
        }
    }

    /// Whether there is such a case and such a place.
    fn is_known(&self, document: &Document, cases: &[Told<'_>]) -> bool {
        let place = match self {
            Subject::Finding { .. } => true,
            Subject::Claim { claim, .. } => document.get(claim).is_some(),
        };
        let case = self
            .case()
            .is_none_or(|case| cases.iter().any(|known| known.case == case));
        place && case
    }

    /// Whether it would have been seen. Without the name of a case it may be any of them.
    fn is_answered(&self, cases: &[Told<'_>]) -> bool {
        cases
            .iter()
            .filter(|known| self.case().is_none_or(|case| known.case == case))
            .all(|known| matches!(known.heard, Heard::Answered(_)))
    }
}
