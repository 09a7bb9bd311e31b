//! The findings of a run, compared with the known failures.

use std::fmt;

use openapi_document::Document;

use super::day::Day;
use super::entry::{KnownFailure, KnownFailureSubject, TargetVersion};
use super::new_finding::NewFinding;
use crate::finding::finding_ids;
use crate::finding::{Finding, FindingIds};
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
pub struct KnownFailureEvaluation<'r> {
    /// Cases with known findings only.
    pub accepted_cases: usize,
    /// Findings that a known failure covers.
    pub accepted: usize,
    /// Findings that no known failure covers.
    pub new_findings: Vec<NewFinding<'r>>,
    /// Problems of the known failures; empty if the run was not complete.
    pub problems: Vec<KnownFailureProblem>,
}

/// A known failure that should be removed or corrected.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownFailureProblem {
    /// Place of the known failure in its file.
    pub place: String,
    /// What it covers.
    pub subject: KnownFailureSubject,
    /// The problem.
    pub kind: KnownFailureProblemKind,
}

/// A problem of a known failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownFailureProblemKind {
    /// It no longer occurs.
    Stale,
    /// The document has no such case, or no such place.
    MatchesNothing,
    /// It has expired.
    Expired(Day),
    /// It depends on the version of the target, which is not set.
    NoVersion,
}

impl fmt::Display for KnownFailureProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the known failure for {} ", self.place, self.subject)?;
        match self.kind {
            KnownFailureProblemKind::Stale => f.write_str("no longer occurs; remove it"),
            KnownFailureProblemKind::MatchesNothing => {
                f.write_str("names an unknown case or place; correct or remove it")
            }
            KnownFailureProblemKind::Expired(day) => {
                write!(f, "expired on {day}; fix the server or renew the entry")
            }
            KnownFailureProblemKind::NoVersion => f.write_str(
                "depends on the version of the target; set `version:` in the target file",
            ),
        }
    }
}

/// Compares the findings of a run with the known failures.
///
/// Problems are reported for complete runs only: every case was chosen, and every request got a response. A case that
/// was not sent proves nothing about known failures.
pub fn evaluate_known_failures<'r>(
    known_failures: &[KnownFailure],
    document: &Document,
    cases: &[CaseFindings<'r>],
    version: Option<&TargetVersion>,
    today: Day,
) -> KnownFailureEvaluation<'r> {
    let applies: Vec<&KnownFailure> = known_failures
        .iter()
        .filter(|known_failure| known_failure.applies_to(version))
        .collect();
    let mut happens = vec![false; applies.len()];
    let mut evaluation = KnownFailureEvaluation::default();
    for result in cases.iter().filter(|result| !result.findings().is_empty()) {
        let (case, findings) = (result.case, result.findings());
        let names = finding_ids(case, findings);
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
                    ids: name.clone(),
                    finding,
                });
            }
        }
        evaluation.accepted_cases += usize::from(all);
    }
    // all chosen cases were sent, and all requests got a response
    if !cases
        .iter()
        .any(|case| matches!(case.result, CaseResult::NotSent))
    {
        let unknown = known_failures.iter().filter(|known_failure| {
            version.is_none()
                && (known_failure.introduced.is_some() || known_failure.fixed.is_some())
        });
        let problem_of = |known_failure: &KnownFailure, kind| KnownFailureProblem {
            place: known_failure.place.clone(),
            subject: known_failure.subject.clone(),
            kind,
        };
        evaluation.problems =
            applies
                .iter()
                .zip(&happens)
                .filter_map(|(known_failure, happens)| {
                    let kind = known_failure.find_problem(document, cases, *happens, today)?;
                    Some(problem_of(known_failure, kind))
                })
                .chain(unknown.map(|known_failure| {
                    problem_of(known_failure, KnownFailureProblemKind::NoVersion)
                }))
                .collect();
    }
    evaluation
}

impl KnownFailure {
    /// Whether it applies to a version. If the version is not known, it may apply.
    fn applies_to(&self, version: Option<&TargetVersion>) -> bool {
        let Some(version) = version else {
            return true;
        };
        self.introduced
            .as_ref()
            .is_none_or(|first| first <= version)
            && self.fixed.as_ref().is_none_or(|fixed| version < fixed)
    }

    fn find_problem(
        &self,
        document: &Document,
        cases: &[CaseFindings<'_>],
        happens: bool,
        today: Day,
    ) -> Option<KnownFailureProblemKind> {
        if self.expires < today {
            Some(KnownFailureProblemKind::Expired(self.expires))
        } else if happens {
            None
        } else if !self.subject.is_known(document, cases) {
            Some(KnownFailureProblemKind::MatchesNothing)
        } else {
            self.subject
                .is_fully_checked(cases)
                .then_some(KnownFailureProblemKind::Stale)
        }
    }
}

impl KnownFailureSubject {
    fn case_id(&self) -> Option<&str> {
        match self {
            KnownFailureSubject::Finding { case, .. } => case.as_deref(),
            KnownFailureSubject::Claim { case, .. } => Some(case),
        }
    }

    fn matches(
        &self,
        of_case: &str,
        finding: &Finding,
        name: &FindingIds,
        names: &[FindingIds],
    ) -> bool {
        match self {
            KnownFailureSubject::Finding { id, .. } => names
                .iter()
                .any(|named| named.id == *id && named.first == name.first),
            KnownFailureSubject::Claim { case, claim } => {
                case == of_case && finding.claim.starts_with(claim)
            }
        }
    }

    /// Whether the case and the place exist.
    fn is_known(&self, document: &Document, cases: &[CaseFindings<'_>]) -> bool {
        let place = match self {
            KnownFailureSubject::Finding { .. } => true,
            KnownFailureSubject::Claim { claim, .. } => document.get(claim).is_some(),
        };
        let case = self
            .case_id()
            .is_none_or(|case| cases.iter().any(|known| known.case == case));
        place && case
    }

    /// Whether the run would have found it. Without the id of a case, it may be in any case.
    fn is_fully_checked(&self, cases: &[CaseFindings<'_>]) -> bool {
        cases
            .iter()
            .filter(|known| self.case_id().is_none_or(|case| known.case == case))
            .all(|known| matches!(known.result, CaseResult::Checked(_)))
    }
}
