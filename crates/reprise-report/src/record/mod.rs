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
mod run;
mod schema;
mod source_location;
mod summary;
mod to_core;

use openapi_document::Document;
use reprise_core::{
    KnownFailureEvaluation, Report, RequirementStatus, Shard, Summary, TargetVersion,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::{ReportError, bail, problem};

use coverage::Coverage;
use known_failures::is_accepted;

pub use case::{BodiesRecord, BodyRecord, CaseRecord};
pub use document::{DefectRecord, DocumentInfo, ErratumRecord, SuiteInfo, UnusedRecord};
pub use finding::FindingRecord;
pub use known_failures::KnownFailureResult;
pub use outcome::{Explanation, OutcomeRecord};
pub use requirement::RequirementResult;
pub use run::{Digests, DiscoveredParams, RecordDetail, RunInfo, Times, Tool};
pub use schema::report_schema;
pub use source_location::SourceLocation;

/// The property `format`.
pub const FORMAT: &str = "reprise-report";
/// The version of the format. Properties may be added without a new version; readers ignore unknown ones.
pub const VERSION: u32 = 1;

/// The report of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RunRecord {
    /// The name of the format.
    #[schemars(extend("const" = FORMAT))]
    pub format: String,
    /// The version of the format.
    #[schemars(extend("const" = VERSION))]
    pub version: u32,
    /// The program that wrote it.
    pub tool: Tool,
    /// The document.
    pub document: DocumentInfo,
    /// The suite that was added to the document; none in old reports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suite: Option<SuiteInfo>,
    /// The server that was tested, in words.
    pub target: String,
    /// The version of the target, if it is configured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_version: Option<TargetVersion>,
    /// Which part of the suite was run; `None` for the whole suite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<Shard>,
    /// Whether undocumented properties are findings.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub strict: bool,
    /// Parameter values that were discovered on the target.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discovered: Vec<DiscoveredParams>,
    /// The only properties that differ between equal runs.
    pub times: Times,
    /// Whether the run was completed; false if it was interrupted.
    pub complete: bool,
    /// The report in numbers.
    pub summary: Summary,
    /// The cases, in the order of the suite.
    pub cases: Vec<CaseRecord>,
    /// The errata of the suite.
    pub errata: Vec<ErratumRecord>,
    /// Defects of the document.
    pub defects: Vec<DefectRecord>,
    /// Examples that are not used as cases.
    pub unused: Vec<UnusedRecord>,
    /// The claims of the document and their status.
    pub claims: Coverage,
    /// The requirements and their status.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requirements: Vec<RequirementResult>,
    /// How the findings compare with the known failures, if there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_failures: Option<KnownFailureResult>,
}

impl RunRecord {
    /// Parses a report in JSON; `name` is where it comes from.
    ///
    /// # Errors
    ///
    /// When it is not a report, or has a later version of the format.
    pub fn parse(name: &str, text: &str) -> Result<RunRecord, ReportError> {
        #[derive(Deserialize)]
        struct FormatHeader {
            format: String,
            version: u32,
        }
        let advice = "give a file that `--report json=PATH` has written";
        let head: FormatHeader = serde_json::from_str(text)
            .map_err(|error| problem!("{name} is not a report: {error}; {advice}"))?;
        if head.format != FORMAT {
            bail!(
                "{name} has the format `{}`, not `reprise-report`; {advice}",
                head.format
            );
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
    pub fn new(report: &Report, document: &Document, run: &RunInfo<'_>) -> RunRecord {
        RunRecord {
            format: FORMAT.to_owned(),
            version: VERSION,
            tool: Tool::current(),
            document: DocumentInfo {
                title: report.title.clone(),
                file: report.document.clone(),
                digest: Some(run.digests.document.clone()),
            },
            suite: Some(SuiteInfo {
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
                .map(|case| CaseRecord::new(case, document, run))
                .collect(),
            errata: report.errata.iter().map(ErratumRecord::new).collect(),
            defects: report
                .defects
                .iter()
                .map(|defect| DefectRecord::new(defect, document))
                .collect(),
            unused: report
                .unused
                .iter()
                .map(|unused| UnusedRecord::new(unused, document))
                .collect(),
            claims: match run.detail {
                RecordDetail::Terminal => Coverage::for_terminal(&report.claims, document),
                RecordDetail::Full => Coverage::full(&report.claims, document),
            },
            requirements: report
                .requirements
                .iter()
                .map(|(requirement, status)| RequirementResult {
                    requirement: requirement.clone(),
                    status: *status,
                })
                .collect(),
            known_failures: run.evaluation.map(KnownFailureResult::new),
        }
    }

    /// Marks the findings that are known failures; `findings` are the revived ones of its cases.
    pub fn mark_known_failures(
        &mut self,
        findings: &[Vec<reprise_core::Finding>],
        evaluation: &KnownFailureEvaluation<'_>,
    ) {
        for (case, revived) in self.cases.iter_mut().zip(findings) {
            let OutcomeRecord::Failed { findings, .. } = &mut case.outcome else {
                continue;
            };
            for (finding, revived) in findings.iter_mut().zip(revived) {
                finding.accepted = is_accepted(evaluation, revived);
            }
        }
        self.known_failures = Some(KnownFailureResult::new(evaluation));
    }

    /// The cases that were chosen and belong to this shard.
    pub fn selected_cases(&self) -> impl Iterator<Item = &CaseRecord> + Clone {
        self.cases.iter().filter(|case| case.is_selected())
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
    pub fn applied_errata(&self) -> impl Iterator<Item = &ErratumRecord> {
        self.errata
            .iter()
            .filter(|erratum| !erratum.cases.is_empty())
    }
}
