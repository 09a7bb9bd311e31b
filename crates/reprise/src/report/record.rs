//! The report as it is written: every place in the document resolved to file, line and column.
//!
//! All formats are readers of this one value, and reading its JSON form gives the same value back; so what was
//! written by one run can be told again, in any format, without the document and without the server.

use std::time::{Duration, SystemTime};

use anyhow::{anyhow, bail};
use chrono::{DateTime, SecondsFormat, Utc};
use jsonptr::Pointer;
use openapi_document::Document;
use reprise_core::{
    Agreement, Class, ErratumUse, Fulfilment, Kind, Level, Omission, Place, Places, Promise,
    Release, Report, Shard, Source, Summary, Weighed, names,
};
use serde::{Deserialize, Serialize};

use super::coverage::Coverage;
use crate::digest::Digests;

/// What the member `format` says.
pub(crate) const FORMAT: &str = "reprise-report";
/// The version of the format. Members may be added without a new one, and readers ignore those they do not know.
pub(crate) const VERSION: u32 = 1;

/// What a run has found, ready to be written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Record {
    /// [`FORMAT`].
    pub(crate) format: String,
    /// [`VERSION`].
    pub(crate) version: u32,
    /// What has written it.
    pub(crate) tool: Tool,
    /// What was replayed.
    pub(crate) document: Replayed,
    /// The suite that was added to the document. Reports of old do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) suite: Option<Added>,
    /// What was asked, in words.
    pub(crate) target: String,
    /// The version of the target, where its file tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) target_version: Option<Release>,
    /// Which part of the suite the run was for; none for the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) shard: Option<Shard>,
    /// Whether members that no schema mentions were taken for what refutes the document.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) strict: bool,
    /// What was found on the target, for cases to be sent with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) discovered: Vec<Discovered>,
    /// The only members that differ between equal runs.
    pub(crate) times: Times,
    /// Whether the run came to its end.
    pub(crate) complete: bool,
    /// The report in numbers.
    pub(crate) summary: Summary,
    /// The cases, in the order of the suite.
    pub(crate) cases: Vec<Case>,
    /// The errata that the suite carries.
    pub(crate) errata: Vec<Erratum>,
    /// What is broken in the document.
    pub(crate) defects: Vec<Defect>,
    /// Examples that make no case.
    pub(crate) unused: Vec<Unused>,
    /// What became of the document's claims.
    pub(crate) facts: Coverage,
    /// Everything that is promised, and what became of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) promises: Vec<Promised>,
    /// How the deviations stand, where there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) deviations: Option<Deviations>,
}

/// A promise, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Promised {
    /// The promise.
    #[serde(flatten)]
    pub(crate) promise: Promise,
    /// What became of it.
    pub(crate) fulfilment: Fulfilment,
}

/// What a record has besides the report itself.
pub(crate) struct Run<'r> {
    /// The digests of what was replayed.
    pub(crate) digests: &'r Digests,
    /// The version of the target, where it is told.
    pub(crate) target_version: Option<&'r Release>,
    /// Which part of the suite it was for.
    pub(crate) shard: Option<Shard>,
    /// Whether undocumented members refuted the document.
    pub(crate) strict: bool,
    /// When it was.
    pub(crate) times: Times,
    /// Whether it came to its end.
    pub(crate) complete: bool,
    /// What was found on the target, without secrets.
    pub(crate) discovered: Vec<Discovered>,
    /// How much of it is needed.
    pub(crate) extent: Extent,
    /// How the findings stand with the deviations, where there are any.
    pub(crate) weighed: Option<&'r Weighed<'r>>,
    /// Finds the commands that ask the case of an id again, up to the step at an index.
    pub(crate) reproduce: &'r dyn Fn(&str, usize) -> Option<String>,
}

/// Something that was found on the target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Discovered {
    /// What it is, in the words of the target file.
    pub(crate) rule: String,
    /// The values that it gives to parameters, by name.
    pub(crate) bindings: serde_json::Map<String, serde_json::Value>,
}

/// How much of a record is needed. In a large document, finding the line of every fact takes longer than the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// What people are told on the terminal.
    Told,
    /// What can be written in every format.
    Whole,
}

/// How the deviations stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Deviations {
    /// Findings that deviations speak of.
    pub(crate) accepted: usize,
    /// Cases that differ only where deviations say so.
    pub(crate) accepted_cases: usize,
    /// What is wrong with the deviations.
    pub(crate) complaints: Vec<String>,
}

impl Deviations {
    fn new(weighed: &Weighed<'_>) -> Deviations {
        Deviations {
            accepted: weighed.accepted,
            accepted_cases: weighed.accepted_cases,
            complaints: weighed.complaints.iter().map(ToString::to_string).collect(),
        }
    }
}

/// What has written a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tool {
    /// Its name.
    pub(crate) name: String,
    /// Its version.
    pub(crate) version: String,
}

/// The document that was replayed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Replayed {
    /// Its title and the version of the API.
    pub(crate) title: String,
    /// Where it was read from.
    pub(crate) file: String,
    /// The digest of its text and of the files beside it. Reports of old do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) digest: Option<String>,
}

/// What a suite adds to the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Added {
    /// The digest of its errata and of the worlds that the cases name.
    pub(crate) digest: String,
}

/// When a run was, and how long it took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Times {
    /// When it began, such as `2026-01-31T09:30:00Z`.
    pub(crate) started: String,
    /// How long it took.
    pub(crate) milliseconds: u64,
}

impl Times {
    /// The times of a run.
    pub(crate) fn new(started: SystemTime, elapsed: Duration) -> Times {
        Times {
            started: DateTime::<Utc>::from(started).to_rfc3339_opts(SecondsFormat::Secs, true),
            milliseconds: u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
        }
    }

    /// How long it took.
    pub(crate) fn elapsed(&self) -> Duration {
        Duration::from_millis(self.milliseconds)
    }
}

/// What became of one case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Case {
    /// Its stable name.
    pub(crate) id: String,
    /// Operation id.
    pub(crate) operation: String,
    /// HTTP method, in capitals.
    pub(crate) method: String,
    /// Path template.
    pub(crate) path: String,
    /// Name of the example.
    pub(crate) example: String,
    /// Where the example comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) source: Option<Source>,
    /// What became of it.
    #[serde(flatten)]
    pub(crate) verdict: Verdict,
    /// How often its request was sent.
    pub(crate) attempts: u32,
    /// A command that asks again, for a case that differs. What the shell has to fill in is a `$VARIABLE`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reproduce: Option<String>,
    /// Both bodies, where something in them differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) bodies: Option<Bodies>,
    /// Members of the answer that the example does not mention.
    pub(crate) notes: Vec<Note>,
    /// How many documented places were compared, and how strictly.
    pub(crate) places: Places,
    /// The errata that were applied to it.
    pub(crate) errata: Vec<String>,
}

/// What is documented and what came, as wholes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Bodies {
    /// The documented body, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) documented: Option<Body>,
    /// The body of the answer.
    pub(crate) actual: Body,
}

/// A body as people read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Body {
    /// The text, or its beginning.
    pub(crate) text: String,
    /// How long the whole is, in bytes, where its end is not there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cut: Option<usize>,
}

/// How much of a body a report carries, in bytes.
const BODY: usize = 64 << 10;

impl Body {
    fn new(body: &reprise_core::Body) -> Body {
        // it is cut after secrets were masked, so that no part of one stays
        let end = body.text.floor_char_boundary(BODY);
        let text = body.text.get(..end).unwrap_or_default();
        // one that is too large has a length and no text
        let is_whole = end == body.text.len() && text.is_empty() == (body.length == 0);
        Body {
            text: text.to_owned(),
            cut: (!is_whole).then_some(body.length),
        }
    }
}

/// What became of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub(crate) enum Verdict {
    /// The answer is what is documented.
    Conforms {
        /// How much was compared.
        attained: Level,
        /// How much could have been compared at most.
        ceiling: Level,
    },
    /// The answer refutes at least one documented fact.
    Differs {
        /// The level before anything differed; none where the very first did.
        attained: Option<Level>,
        /// What differs.
        findings: Vec<Finding>,
    },
    /// The request itself would break the document, so it was not sent.
    Mistaken {
        /// What is wrong with it.
        reason: String,
    },
    /// What the case needs first could not be had.
    Blocked {
        /// Why.
        reason: String,
    },
    /// An answer came, and held nothing to judge.
    Inconclusive {
        /// Why.
        reason: String,
    },
    /// Left out on purpose.
    Skipped {
        /// Why, as a word.
        omission: Omission,
        /// Why, as a sentence.
        reason: String,
    },
    /// No answer came.
    Unreached {
        /// Why.
        reason: String,
    },
}

impl Verdict {
    /// The word for it.
    pub(crate) const fn as_str(&self) -> &'static str {
        match self {
            Verdict::Conforms { .. } => "conforms",
            Verdict::Differs { .. } => "differs",
            Verdict::Mistaken { .. } => "mistaken",
            Verdict::Blocked { .. } => "blocked",
            Verdict::Inconclusive { .. } => "inconclusive",
            Verdict::Skipped { .. } => "skipped",
            Verdict::Unreached { .. } => "unreached",
        }
    }

    /// Why there is nothing more to say, where that is so.
    pub(crate) fn reason(&self) -> Option<&str> {
        match self {
            Verdict::Conforms { .. } | Verdict::Differs { .. } => None,
            Verdict::Mistaken { reason }
            | Verdict::Blocked { reason }
            | Verdict::Inconclusive { reason }
            | Verdict::Skipped { reason, .. }
            | Verdict::Unreached { reason } => Some(reason),
        }
    }

    /// The level that was attained, if one was.
    pub(crate) fn attained(&self) -> Option<Level> {
        match self {
            Verdict::Conforms { attained, .. } => Some(*attained),
            Verdict::Differs { attained, .. } => *attained,
            _ => None,
        }
    }

    /// What differs; nothing where nothing does.
    pub(crate) fn findings(&self) -> &[Finding] {
        match self {
            Verdict::Differs { findings, .. } => findings,
            _ => &[],
        }
    }
}

impl Case {
    /// Whoever chooses some cases, or one shard of them, does not want to see the others.
    pub(crate) fn is_shown(&self) -> bool {
        !matches!(
            self.verdict,
            Verdict::Skipped {
                omission: Omission::NotChosen | Omission::OtherShard,
                ..
            }
        )
    }

    /// Whether somebody has to look at it.
    pub(crate) fn needs_a_look(&self) -> bool {
        !matches!(
            self.verdict,
            Verdict::Conforms { .. } | Verdict::Skipped { .. }
        )
    }
}

/// One documented fact that an answer refutes, with both places.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Finding {
    /// A name that stays the same from run to run, and that no other finding of the case has.
    pub(crate) id: String,
    /// What it means to a client that was written from the document.
    pub(crate) class: Class,
    /// The level at which it was found.
    pub(crate) level: Level,
    /// The part of the exchange it speaks of.
    #[serde(flatten)]
    pub(crate) place: Place,
    /// Where in that part, as a JSON Pointer.
    pub(crate) pointer: String,
    /// What is wrong.
    #[serde(flatten)]
    pub(crate) kind: Kind,
    /// Which two of schema, example and server agree, where two do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) agreement: Option<Agreement>,
    /// Whether a deviation says that the target is known to differ here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) accepted: bool,
    /// Which step of the case it was, from 1; none for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) step: Option<usize>,
    /// Where the document makes the claim.
    pub(crate) fact: Spot,
}

/// A place in the document, by pointer and, where the text is known, by line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Spot {
    /// JSON Pointer into the document.
    pub(crate) pointer: String,
    /// The document, or the file it refers to.
    pub(crate) file: String,
    /// The line, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) line: Option<usize>,
    /// The column in characters, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) column: Option<usize>,
}

impl Spot {
    /// Finds a place in the text of the document.
    pub(crate) fn new(document: &Document, pointer: &Pointer) -> Spot {
        let at = document.position(pointer);
        Spot {
            pointer: pointer.to_string(),
            file: at.map_or(document.name(), |at| at.file).to_owned(),
            line: at.map(|at| at.line),
            column: at.map(|at| at.column),
        }
    }
}

/// `spec.yaml:12:7`, or only the file where the line is not known.
impl std::fmt::Display for Spot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.line, self.column) {
            (Some(line), Some(column)) => write!(f, "{}:{line}:{column}", self.file),
            _ => f.write_str(&self.file),
        }
    }
}

/// A member that the answer has and the example does not mention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Note {
    /// Where in the body.
    pub(crate) pointer: String,
    /// Whether the schema does not mention it, either.
    pub(crate) undocumented: bool,
}

/// A place where the documentation is wrong, and the cases that it changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Erratum {
    /// Its name.
    pub(crate) id: String,
    /// What it claims.
    pub(crate) claim: String,
    /// The cases that it changed.
    pub(crate) cases: Vec<String>,
}

/// Something broken in the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Defect {
    /// The place.
    pub(crate) at: Spot,
    /// What is wrong there, and what to do about it.
    pub(crate) message: String,
    /// The operation that is left out because of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) operation: Option<String>,
}

/// An example that makes no case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Unused {
    /// Where the document shows it.
    pub(crate) at: Spot,
    /// Why it makes none.
    pub(crate) reason: String,
}

impl Record {
    /// Reads what was written as JSON; `name` is where it comes from.
    ///
    /// # Errors
    ///
    /// When it is no report, or one of a later version of the format.
    pub(crate) fn parse(name: &str, text: &str) -> anyhow::Result<Record> {
        #[derive(Deserialize)]
        struct Head {
            format: String,
            version: u32,
        }
        let advice = "give what `--report json=PATH` has written";
        let head: Head = serde_json::from_str(text)
            .map_err(|error| anyhow!("{name} is no report: {error}; {advice}"))?;
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
            .map_err(|error| anyhow!("{name} is broken: {error}; write it anew"))
    }

    /// Resolves a report against its document.
    pub(crate) fn new(report: &Report, document: &Document, run: &Run<'_>) -> Record {
        Record {
            format: FORMAT.to_owned(),
            version: VERSION,
            tool: Tool {
                name: "reprise".to_owned(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
            },
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
                .map(|case| self::case(case, document, run))
                .collect(),
            errata: report.errata.iter().map(erratum).collect(),
            defects: report
                .defects
                .iter()
                .map(|defect| Defect {
                    at: Spot::new(document, &defect.pointer),
                    message: defect.message.clone(),
                    operation: defect.operation.clone(),
                })
                .collect(),
            unused: report
                .unused
                .iter()
                .map(|unused| Unused {
                    at: Spot::new(document, &unused.pointer),
                    reason: unused.reason.to_string(),
                })
                .collect(),
            facts: match run.extent {
                Extent::Told => Coverage::told(&report.facts, document),
                Extent::Whole => Coverage::whole(&report.facts, document),
            },
            promises: report
                .promises
                .iter()
                .map(|(promise, fulfilment)| Promised {
                    promise: promise.clone(),
                    fulfilment: *fulfilment,
                })
                .collect(),
            deviations: run.weighed.map(Deviations::new),
        }
    }

    /// Takes up how its findings stand with deviations; `findings` are those of its cases, revived.
    pub(crate) fn weigh(&mut self, findings: &[Vec<reprise_core::Finding>], weighed: &Weighed<'_>) {
        for (case, revived) in self.cases.iter_mut().zip(findings) {
            let Verdict::Differs { findings, .. } = &mut case.verdict else {
                continue;
            };
            for (finding, revived) in findings.iter_mut().zip(revived) {
                finding.accepted = is_accepted(weighed, revived);
            }
        }
        self.deviations = Some(Deviations::new(weighed));
    }

    /// The cases to show: all but those that nobody asked for.
    pub(crate) fn shown(&self) -> impl Iterator<Item = &Case> + Clone {
        self.cases.iter().filter(|case| case.is_shown())
    }

    /// The errata that changed a case.
    pub(crate) fn applied(&self) -> impl Iterator<Item = &Erratum> {
        self.errata
            .iter()
            .filter(|erratum| !erratum.cases.is_empty())
    }
}

fn case(case: &reprise_core::CaseReport, document: &Document, run: &Run<'_>) -> Case {
    let last = match &case.verdict {
        reprise_core::Verdict::Differs(findings) => {
            findings.iter().map(|finding| finding.step).max()
        }
        _ => None,
    };
    Case {
        id: case.id.clone(),
        operation: case.operation.clone(),
        method: case.method.as_str().to_owned(),
        path: case.path.clone(),
        example: case.example.clone(),
        source: case.source.clone(),
        verdict: verdict(case, document, run),
        attempts: case.attempts,
        reproduce: last.and_then(|last| (run.reproduce)(&case.id, last)),
        bodies: case.bodies.as_ref().map(|bodies| Bodies {
            documented: bodies.documented.as_ref().map(Body::new),
            actual: Body::new(&bodies.actual),
        }),
        notes: case
            .notes
            .iter()
            .map(|note| Note {
                pointer: note.at.to_string(),
                undocumented: note.undocumented,
            })
            .collect(),
        places: case.places,
        errata: case.errata.clone(),
    }
}

fn verdict(case: &reprise_core::CaseReport, document: &Document, run: &Run<'_>) -> Verdict {
    let is_accepted = |finding| {
        run.weighed
            .is_some_and(|weighed| is_accepted(weighed, finding))
    };
    match &case.verdict {
        reprise_core::Verdict::Conforms { attained, ceiling } => Verdict::Conforms {
            attained: *attained,
            ceiling: *ceiling,
        },
        reprise_core::Verdict::Differs(findings) => Verdict::Differs {
            attained: findings
                .iter()
                .map(|finding| finding.level)
                .min()
                .and_then(Level::below),
            findings: findings
                .iter()
                .zip(names(&case.id, findings))
                .map(|(finding, name)| Finding {
                    id: name.id,
                    class: finding.class(),
                    level: finding.level,
                    place: finding.place.clone(),
                    pointer: finding.at.to_string(),
                    kind: finding.kind.clone(),
                    agreement: finding.agreement,
                    accepted: is_accepted(finding),
                    step: (finding.step > 0).then_some(finding.step + 1),
                    fact: Spot::new(document, &finding.fact),
                })
                .collect(),
        },
        reprise_core::Verdict::Mistaken(reason) => Verdict::Mistaken {
            reason: reason.clone(),
        },
        reprise_core::Verdict::Blocked(reason) => Verdict::Blocked {
            reason: reason.clone(),
        },
        reprise_core::Verdict::Inconclusive(reason) => Verdict::Inconclusive {
            reason: reason.clone(),
        },
        reprise_core::Verdict::Skipped(omission) => Verdict::Skipped {
            omission: *omission,
            reason: omission.to_string(),
        },
        reprise_core::Verdict::Unreached(reason) => Verdict::Unreached {
            reason: reason.clone(),
        },
    }
}

fn is_accepted(weighed: &Weighed<'_>, finding: &reprise_core::Finding) -> bool {
    let mut open = weighed.open.iter();
    !open.any(|open| std::ptr::eq(open.finding, finding))
}

fn erratum(erratum: &ErratumUse) -> Erratum {
    Erratum {
        id: erratum.id.clone(),
        claim: erratum.claim.clone(),
        cases: erratum.cases.clone(),
    }
}
