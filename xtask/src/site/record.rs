//! Reads the kept reports, as far as the site needs them.

use anyhow::{Context, Result, bail};
use reprise_core::{Class, Kind, Level, Place, Places, Summary};
use serde::Deserialize;

use super::layout::is_dangerous;

/// The name of the report of the reference server.
pub(super) const REFERENCE: &str = "reference";
/// The value of `format` in a report.
const FORMAT: &str = "reprise-report";
/// The supported version of the format.
const VERSION: u32 = 1;

/// A target with a kept report.
#[derive(Clone, Debug)]
pub struct Target {
    /// The name of the file, without its ending.
    pub name: String,
    /// The parsed report.
    pub(super) record: Record,
    /// The text of the report.
    pub text: String,
}

/// A report, with the properties that the site needs.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Record {
    /// The tool that wrote it.
    pub(super) tool: Tool,
    /// The document.
    pub(super) document: Replayed,
    /// A description of the target.
    pub(super) target: String,
    /// The version of the target, if its configuration has one.
    #[serde(default)]
    pub(super) target_version: Option<String>,
    /// The part of the suite that it covers; none for the whole suite.
    #[serde(default)]
    pub(super) shard: Option<Shard>,
    /// The time of the run.
    pub(super) times: Times,
    /// Whether the run was completed.
    pub(super) complete: bool,
    /// The report in numbers.
    pub(super) summary: Summary,
    /// The cases, in the order of the suite.
    pub(super) cases: Vec<Case>,
}

/// The tool that wrote a report.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Tool {
    /// Its name.
    pub(super) name: String,
    /// Its version.
    pub(super) version: String,
}

/// The document of a report.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Replayed {
    /// Its title and the version of the API.
    pub(super) title: String,
    /// The digest of its text; older reports do not have it.
    #[serde(default)]
    pub(super) digest: Option<String>,
}

/// A part of the suite.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Shard {
    /// Its number, from 1.
    pub(super) index: u32,
    /// The number of parts.
    pub(super) count: u32,
}

/// The time of a run.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Times {
    /// Its start, such as `2026-01-31T09:30:00Z`.
    pub(super) started: String,
}

/// The result of one case.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Case {
    /// Its stable name.
    pub(super) id: String,
    /// Operation id.
    pub(super) operation: String,
    /// The outcome.
    #[serde(flatten)]
    pub(super) outcome: Outcome,
    /// The number of documented places that were compared, and how strictly.
    pub(super) places: Places,
    /// The errata applied to it.
    pub(super) errata: Vec<String>,
}

/// The outcome of a case.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub(super) enum Outcome {
    Passed {
        level_reached: Level,
    },
    Failed {
        level_reached: Option<Level>,
        findings: Vec<Finding>,
    },
    InvalidCase {
        reason: String,
    },
    Blocked {
        reason: String,
    },
    Inconclusive {
        reason: String,
    },
    Skipped {
        reason: String,
    },
    Unreachable {
        reason: String,
    },
}

/// A documented claim that the response refutes.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Finding {
    /// Its effect on clients.
    pub(super) class: Class,
    /// The part of the exchange.
    #[serde(flatten)]
    pub(super) place: Place,
    /// The place in that part.
    pub(super) pointer: String,
    /// The kind of difference.
    #[serde(flatten)]
    pub(super) kind: Kind,
}

impl Outcome {
    /// Its name.
    pub(super) const fn as_str(&self) -> &'static str {
        match self {
            Outcome::Passed { .. } => "passed",
            Outcome::Failed { .. } => "failed",
            Outcome::InvalidCase { .. } => "invalid-case",
            Outcome::Blocked { .. } => "blocked",
            Outcome::Inconclusive { .. } => "inconclusive",
            Outcome::Skipped { .. } => "skipped",
            Outcome::Unreachable { .. } => "unreachable",
        }
    }

    /// The colour for it.
    pub(super) const fn mood(&self) -> &'static str {
        match self {
            Outcome::Passed { .. } => "good",
            Outcome::Failed { .. } => "bad",
            Outcome::Skipped { .. } => "none",
            _ => "warn",
        }
    }
}

impl Record {
    /// The highest level that a case reached and at which none failed, if there is one.
    pub(super) fn level(&self) -> Option<Level> {
        let mut highest = None;
        let mut lowest_failed = Some(Level::Value);
        for case in &self.cases {
            match &case.outcome {
                Outcome::Passed { level_reached } => highest = highest.max(Some(*level_reached)),
                Outcome::Failed { level_reached, .. } => {
                    highest = highest.max(*level_reached);
                    lowest_failed = lowest_failed.min(*level_reached);
                }
                _ => {}
            }
        }
        highest.min(lowest_failed)
    }

    /// Whether the run covers the whole suite and was completed.
    pub(super) fn is_whole(&self) -> bool {
        self.complete && self.shard.is_none()
    }

    /// The day of the run.
    pub(super) fn day(&self) -> &str {
        let started = self.times.started.as_str();
        started.split('T').next().unwrap_or(started)
    }
}

impl Target {
    /// Reads a report; `name` is that of its file, without the ending.
    ///
    /// # Errors
    ///
    /// When the name has other characters than `a-z`, `0-9` and `-`, or the text is not a valid report.
    pub fn parse(name: &str, text: &str) -> Result<Target> {
        #[derive(Deserialize)]
        struct Head {
            format: String,
            version: u32,
        }
        let file = format!("conformance/reports/{name}.json");
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if name.is_empty() || !name.chars().all(is_plain) {
            let seen: String = file.chars().filter(|c| !is_dangerous(*c)).collect();
            bail!("{seen}: the name of a report may contain only a-z, 0-9 and -; rename it");
        }
        let advice = "replace it with a file that `--report json=PATH` wrote";
        let head: Head = serde_json::from_str(text)
            .with_context(|| format!("{file} is not a report; {advice}"))?;
        if head.format != FORMAT || head.version != VERSION {
            bail!("{file} is not a report of version {VERSION}; {advice}");
        }
        let record: Record =
            serde_json::from_str(text).with_context(|| format!("{file} is not valid; {advice}"))?;
        Ok(Target {
            name: name.to_owned(),
            record,
            text: text.to_owned(),
        })
    }

    /// Its name in a sentence. The description in a report comes from its author and is not trusted.
    pub(super) fn title(&self) -> String {
        if self.name == REFERENCE {
            format!(
                "the reference server of Reprise {}, which is not a GitLab",
                self.record.tool.version
            )
        } else {
            match &self.record.target_version {
                Some(version) => format!("{}, version {version}", self.record.target),
                None => self.record.target.clone(),
            }
        }
    }

    /// The result of a case, if the report has it.
    pub(super) fn case(&self, id: &str) -> Option<&Case> {
        self.record.cases.iter().find(|case| case.id == id)
    }
}
