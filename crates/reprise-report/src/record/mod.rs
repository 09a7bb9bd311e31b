//! The report as it is written: every place in the document resolved to file, line and column.
//!
//! All formats are readers of this one value, and reading its JSON form gives the same value back; so what was
//! written by one run can be told again, in any format, without the document and without the server.

mod case;
pub mod coverage;
mod document;
mod finding;
mod known_failures;
mod outcome;
mod requirement;
mod revive;
mod run;
mod spot;
mod summary;

use openapi_document::Document;
use reprise_core::{Evaluation, Release, Report, RequirementStatus, Shard, Summary};
use serde::{Deserialize, Serialize};

use crate::error::{ReportError, bail, problem};

use coverage::Coverage;
use known_failures::is_accepted;

pub use case::{Bodies, Body, Case};
pub use document::{Added, Defect, Erratum, Replayed, Unused};
pub use finding::Finding;
pub use known_failures::KnownFailures;
pub use outcome::Outcome;
pub use requirement::RequirementResult;
pub use run::{Digests, Discovered, Extent, Run, Times, Tool};
pub use spot::Spot;

/// What the member `format` says.
pub const FORMAT: &str = "reprise-report";
/// The version of the format. Members may be added without a new one, and readers ignore those they do not know.
pub const VERSION: u32 = 1;

/// What a run has found, ready to be written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// What has written it.
    pub tool: Tool,
    /// What was replayed.
    pub document: Replayed,
    /// The suite that was added to the document. Reports of old do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suite: Option<Added>,
    /// What was asked, in words.
    pub target: String,
    /// The version of the target, where its file tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_version: Option<Release>,
    /// Which part of the suite the run was for; none for the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<Shard>,
    /// Whether members that no schema mentions were taken for what refutes the document.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub strict: bool,
    /// What was found on the target, for cases to be sent with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discovered: Vec<Discovered>,
    /// The only members that differ between equal runs.
    pub times: Times,
    /// Whether the run came to its end.
    pub complete: bool,
    /// The report in numbers.
    pub summary: Summary,
    /// The cases, in the order of the suite.
    pub cases: Vec<Case>,
    /// The errata that the suite carries.
    pub errata: Vec<Erratum>,
    /// What is broken in the document.
    pub defects: Vec<Defect>,
    /// Examples that make no case.
    pub unused: Vec<Unused>,
    /// What became of the document's claims.
    pub claims: Coverage,
    /// Everything that is promised, and what became of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requirements: Vec<RequirementResult>,
    /// How the known failures stand, where there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_failures: Option<KnownFailures>,
}

impl Record {
    /// Reads what was written as JSON; `name` is where it comes from.
    ///
    /// # Errors
    ///
    /// When it is no report, or one of a later version of the format.
    pub fn parse(name: &str, text: &str) -> Result<Record, ReportError> {
        #[derive(Deserialize)]
        struct Head {
            format: String,
            version: u32,
        }
        let advice = "give what `--report json=PATH` has written";
        let head: Head = serde_json::from_str(text)
            .map_err(|error| problem!("{name} is no report: {error}; {advice}"))?;
        if head.format != FORMAT {
            bail!("{name} is no report but a `{}`; {advice}", head.format);
        }
        if head.version != VERSION {
            bail!(
                "{name} is written in version {} of the format, and this program reads version {VERSION}; read it with the program that wrote it",
                head.version
            );
        }
        serde_json::from_str(text)
            .map_err(|error| problem!("{name} is broken: {error}; write it anew"))
    }

    /// Resolves a report against its document.
    pub fn new(report: &Report, document: &Document, run: &Run<'_>) -> Record {
        Record {
            format: FORMAT.to_owned(),
            version: VERSION,
            tool: Tool::this(),
            document: Replayed {
                title: report.title.clone(),
                file: report.document.clone(),
                digest: Some(run.digests.document.clone()),
            },
            suite: Some(Added {
                digest: run.digests.suite.clone(),
            }),
            target: report.target.clone(),
            target_version: run.target_version.cloned(),
            shard: run.shard,
            strict: run.strict,
            discovered: run.discovered.clone(),
            times: run.times.clone(),
            complete: run.complete,
            summary: report.summary(),
            cases: report
                .cases
                .iter()
                .map(|case| Case::new(case, document, run))
                .collect(),
            errata: report.errata.iter().map(Erratum::new).collect(),
            defects: report
                .defects
                .iter()
                .map(|defect| Defect::new(defect, document))
                .collect(),
            unused: report
                .unused
                .iter()
                .map(|unused| Unused::new(unused, document))
                .collect(),
            claims: match run.extent {
                Extent::Told => Coverage::told(&report.claims, document),
                Extent::Whole => Coverage::whole(&report.claims, document),
            },
            requirements: report
                .requirements
                .iter()
                .map(|(requirement, status)| RequirementResult {
                    requirement: requirement.clone(),
                    status: *status,
                })
                .collect(),
            known_failures: run.evaluation.map(KnownFailures::new),
        }
    }

    /// Takes up how its findings stand with known failures; `findings` are those of its cases, revived.
    pub fn evaluate(
        &mut self,
        findings: &[Vec<reprise_core::Finding>],
        evaluation: &Evaluation<'_>,
    ) {
        for (case, revived) in self.cases.iter_mut().zip(findings) {
            let Outcome::Failed { findings, .. } = &mut case.outcome else {
                continue;
            };
            for (finding, revived) in findings.iter_mut().zip(revived) {
                finding.accepted = is_accepted(evaluation, revived);
            }
        }
        self.known_failures = Some(KnownFailures::new(evaluation));
    }

    /// The cases to show: all but those that nobody asked for.
    pub fn shown(&self) -> impl Iterator<Item = &Case> + Clone {
        self.cases.iter().filter(|case| case.is_shown())
    }

    /// The requirements with a status.
    pub fn requirements_with(
        &self,
        status: RequirementStatus,
    ) -> impl Iterator<Item = &RequirementResult> {
        let requirements = self.requirements.iter();
        requirements.filter(move |result| result.status == status)
    }

    /// The errata that changed a case.
    pub fn applied(&self) -> impl Iterator<Item = &Erratum> {
        self.errata
            .iter()
            .filter(|erratum| !erratum.cases.is_empty())
    }
}
