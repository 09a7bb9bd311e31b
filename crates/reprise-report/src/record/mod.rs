//! The report model: every place in the document is resolved to file, line and column.
//!
//! All formats are functions of this value, and parsing its JSON form gives the same value back. So the report of a run
//! can be rendered later, in any format, without the document and without the server.

mod case;
pub mod coverage;
mod document;
mod finding;
mod known_failures;
mod outcome;
mod requirement;
mod revive;
mod run;
mod schema;
mod spot;
mod summary;

use openapi_document::Document;
use reprise_core::{Evaluation, Release, Report, RequirementStatus, Shard, Summary};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::{ReportError, bail, problem};

use coverage::Coverage;
use known_failures::is_accepted;

pub use case::{Bodies, Body, Case};
pub use document::{Added, Defect, Erratum, Replayed, Unused};
pub use finding::Finding;
pub use known_failures::KnownFailures;
pub use outcome::{Explanation, Outcome};
pub use requirement::RequirementResult;
pub use run::{Digests, Discovered, Extent, Run, Times, Tool};
pub use schema::report_schema;
pub use spot::Spot;

/// The property `format`.
pub const FORMAT: &str = "reprise-report";
/// The version of the format. Properties may be added without a new version; readers ignore unknown ones.
pub const VERSION: u32 = 1;

/// The report of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// The name of the format.
    #[schemars(extend("const" = FORMAT))]
    pub format: String,
    /// The version of the format.
    #[schemars(extend("const" = VERSION))]
    pub version: u32,
    /// The program that wrote it.
    pub tool: Tool,
    /// The document.
    pub document: Replayed,
    /// The suite that was added to the document; none in old reports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suite: Option<Added>,
    /// The server that was tested, in words.
    pub target: String,
    /// The version of the target, if it is configured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_version: Option<Release>,
    /// Which part of the suite was run; `None` for the whole suite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<Shard>,
    /// Whether undocumented properties are findings.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub strict: bool,
    /// Parameter values that were discovered on the target.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discovered: Vec<Discovered>,
    /// The only properties that differ between equal runs.
    pub times: Times,
    /// Whether the run was completed; false if it was interrupted.
    pub complete: bool,
    /// The report in numbers.
    pub summary: Summary,
    /// The cases, in the order of the suite.
    pub cases: Vec<Case>,
    /// The errata of the suite.
    pub errata: Vec<Erratum>,
    /// Defects of the document.
    pub defects: Vec<Defect>,
    /// Examples that are not used as cases.
    pub unused: Vec<Unused>,
    /// The claims of the document and their status.
    pub claims: Coverage,
    /// The requirements and their status.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requirements: Vec<RequirementResult>,
    /// How the findings compare with the known failures, if there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_failures: Option<KnownFailures>,
}

impl Record {
    /// Parses a report in JSON; `name` is where it comes from.
    ///
    /// # Errors
    ///
    /// When it is not a report, or has a later version of the format.
    pub fn parse(name: &str, text: &str) -> Result<Record, ReportError> {
        #[derive(Deserialize)]
        struct Head {
            format: String,
            version: u32,
        }
        let advice = "give a file that `--report json=PATH` has written";
        let head: Head = serde_json::from_str(text)
            .map_err(|error| problem!("{name} is not a report: {error}; {advice}"))?;
        if head.format != FORMAT {
            bail!("{name} is not a report but a `{}`; {advice}", head.format);
        }
        if head.version != VERSION {
            bail!(
                "{name} has version {} of the format, and this program reads version {VERSION}; read it with the program that wrote it",
                head.version
            );
        }
        serde_json::from_str(text)
            .map_err(|error| problem!("{name} is broken: {error}; write it again"))
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
                Extent::Told => Coverage::of_terminal(&report.claims, document),
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

    /// Marks the findings that are known failures; `findings` are the revived ones of its cases.
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

    /// The cases that were chosen and belong to this shard.
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
