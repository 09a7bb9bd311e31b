//! The findings of a run, compared with the known failures.

use std::fmt;

use openapi_document::Document;

use super::day::Day;
use super::entry::{KnownFailure, Release, Subject};
use super::open::NewFinding;
use crate::finding::names;
use crate::finding::{Finding, Name};
use crate::outcome::Outcome;
use crate::reason::Reason;
use crate::report::CaseReport;

/// A case and its findings.
#[derive(Clone, Copy, Debug)]
pub struct CaseFindings<'r> {
    /// Its id.
    pub case: &'r str,
    /// The result of the run for the case.
    pub result: CaseResult<'r>,
}

/// The result of a run for a case.
#[derive(Clone, Copy, Debug)]
pub enum CaseResult<'r> {
    /// Its responses were checked; these are the findings.
    Checked(&'r [Finding]),
    /// The case cannot be sent to this target.
    NotSendable,
    /// The case was not sent this time, or there was no response.
    NotSent,
}

impl<'r> From<&'r CaseReport> for CaseFindings<'r> {
    fn from(case: &'r CaseReport) -> CaseFindings<'r> {
        let result = match &case.outcome {
            Outcome::Failed(findings) => CaseResult::Checked(findings),
            Outcome::Passed { .. } | Outcome::Inconclusive(_) => CaseResult::Checked(&[]),
            Outcome::Blocked(_)
            | Outcome::InvalidCase(_)
            | Outcome::Skipped(Reason::ChangesState) => CaseResult::NotSendable,
            Outcome::Skipped(_) | Outcome::Unreachable(_) => CaseResult::NotSent,
        };
        CaseFindings {
            case: &case.id,
            result,
        }
    }
}

impl<'r> CaseFindings<'r> {
    fn findings(&self) -> &'r [Finding] {
        match self.result {
            CaseResult::Checked(findings) => findings,
            CaseResult::NotSendable | CaseResult::NotSent => &[],
        }
    }
}

/// The findings of a run, compared with the known failures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evaluation<'r> {
    /// Cases with known findings only.
    pub accepted_cases: usize,
    /// Findings that a known failure covers.
    pub accepted: usize,
    /// Findings that no known failure covers.
    pub new_findings: Vec<NewFinding<'r>>,
    /// Problems of the known failures; empty if the run was not complete.
    pub problems: Vec<Problem>,
}

/// A known failure that should be removed or corrected.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Place of the known failure in its file.
    pub place: String,
    /// What it covers.
    pub subject: Subject,
    /// The problem.
    pub kind: ProblemKind,
}

/// A problem of a known failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// It no longer occurs.
    Stale,
    /// The document has no such case, or no such place.
    MatchesNothing,
    /// It has expired.
    Expired(Day),
    /// It depends on the version of the target, which is not set.
    NoVersion,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the known failure for {} ", self.place, self.subject)?;
        match self.kind {
            ProblemKind::Stale => f.write_str("no longer occurs; remove it"),
            ProblemKind::MatchesNothing => {
                f.write_str("names an unknown case or place; correct or remove it")
            }
            ProblemKind::Expired(day) => {
                write!(f, "expired on {day}; fix the server or renew the entry")
            }
            ProblemKind::NoVersion => f.write_str(
                "depends on the version of the target; set `version:` in the target file",
            ),
        }
    }
}

/// Compares the findings of a run with the known failures.
///
/// Problems are reported for complete runs only: every case was chosen, and every request got a response. A case that
/// was not sent proves nothing about known failures.
pub fn evaluate<'r>(
    known_failures: &[KnownFailure],
    document: &Document,
    cases: &[CaseFindings<'r>],
    version: Option<&Release>,
    today: Day,
) -> Evaluation<'r> {
    let applies: Vec<&KnownFailure> = known_failures
        .iter()
        .filter(|known_failure| known_failure.is_of(version))
        .collect();
    let mut happens = vec![false; applies.len()];
    let mut evaluation = Evaluation::default();
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
                evaluation.accepted += 1;
            } else {
                all = false;
                evaluation.new_findings.push(NewFinding {
                    case,
                    name: name.clone(),
                    finding,
                });
            }
        }
        evaluation.accepted_cases += usize::from(all);
    }
    // all chosen cases were sent, and all requests got a response
    if !cases
        .iter()
        .any(|told| matches!(told.result, CaseResult::NotSent))
    {
        let unknown = known_failures.iter().filter(|known_failure| {
            version.is_none()
                && (known_failure.introduced.is_some() || known_failure.fixed.is_some())
        });
        let problem_of = |known_failure: &KnownFailure, kind| Problem {
            place: known_failure.place.clone(),
            subject: known_failure.subject.clone(),
            kind,
        };
        evaluation.problems = applies
            .iter()
            .zip(&happens)
            .filter_map(|(known_failure, happens)| {
                let kind = known_failure.kind(document, cases, *happens, today)?;
                Some(problem_of(known_failure, kind))
            })
            .chain(unknown.map(|known_failure| problem_of(known_failure, ProblemKind::NoVersion)))
            .collect();
    }
    evaluation
}

impl KnownFailure {
    /// Whether it applies to a version. If the version is not known, it may apply.
    fn is_of(&self, version: Option<&Release>) -> bool {
        let Some(version) = version else {
            return true;
        };
        self.introduced
            .as_ref()
            .is_none_or(|first| first <= version)
            && self.fixed.as_ref().is_none_or(|fixed| version < fixed)
    }

    fn kind(
        &self,
        document: &Document,
        cases: &[CaseFindings<'_>],
        happens: bool,
        today: Day,
    ) -> Option<ProblemKind> {
        if self.expires < today {
            Some(ProblemKind::Expired(self.expires))
        } else if happens {
            None
        } else if !self.subject.is_known(document, cases) {
            Some(ProblemKind::MatchesNothing)
        } else {
            self.subject
                .is_answered(cases)
                .then_some(ProblemKind::Stale)
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

    /// Whether the case and the place exist.
    fn is_known(&self, document: &Document, cases: &[CaseFindings<'_>]) -> bool {
        let place = match self {
            Subject::Finding { .. } => true,
            Subject::Claim { claim, .. } => document.get(claim).is_some(),
        };
        let case = self
            .case()
            .is_none_or(|case| cases.iter().any(|known| known.case == case));
        place && case
    }

    /// Whether the run would have found it. Without the id of a case, it may be in any case.
    fn is_answered(&self, cases: &[CaseFindings<'_>]) -> bool {
        cases
            .iter()
            .filter(|known| self.case().is_none_or(|case| known.case == case))
            .all(|known| matches!(known.result, CaseResult::Checked(_)))
    }
}
