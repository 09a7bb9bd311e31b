//! A report on record, as far as the site tells of it.

use anyhow::{Context, Result, bail};
use reprise_core::{Class, Kind, Level, Place, Places, Summary};
use serde::Deserialize;

use super::layout::is_dangerous;

/// The name of the report of the reference server, which is ours.
pub(super) const REFERENCE: &str = "reference";
/// What the member `format` of a report says.
const FORMAT: &str = "reprise-report";
/// The version of the format that is read.
const VERSION: u32 = 1;

/// A target whose report is on record.
#[derive(Clone, Debug)]
pub struct Target {
    /// The name of the file, without its ending.
    pub name: String,
    /// What became of the suite there.
    pub(super) record: Record,
    /// The report as it is on record.
    pub text: String,
}

/// A report; members that the site has no use for are not read.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Record {
    /// What has written it.
    pub(super) tool: Tool,
    /// What was replayed.
    pub(super) document: Replayed,
    /// What was asked, in words.
    pub(super) target: String,
    /// The version of the target, where its file tells.
    #[serde(default)]
    pub(super) target_version: Option<String>,
    /// Which part of the suite it was for; none for the whole.
    #[serde(default)]
    pub(super) shard: Option<Shard>,
    /// When it was.
    pub(super) times: Times,
    /// Whether the run came to its end.
    pub(super) complete: bool,
    /// The report in numbers.
    pub(super) summary: Summary,
    /// The cases, in the order of the suite.
    pub(super) cases: Vec<Case>,
}

/// What has written a report.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Tool {
    /// Its name.
    pub(super) name: String,
    /// Its version.
    pub(super) version: String,
}

/// The document that was replayed.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Replayed {
    /// Its title and the version of the API.
    pub(super) title: String,
    /// The digest of its text; reports of old do not say.
    #[serde(default)]
    pub(super) digest: Option<String>,
}

/// A part of the suite.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Shard {
    /// Which one, from 1.
    pub(super) index: u32,
    /// Of how many.
    pub(super) count: u32,
}

/// When a run was.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Times {
    /// When it began, such as `2026-01-31T09:30:00Z`.
    pub(super) started: String,
}

/// What became of one case.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Case {
    /// Its stable name.
    pub(super) id: String,
    /// Operation id.
    pub(super) operation: String,
    /// What became of it.
    #[serde(flatten)]
    pub(super) outcome: Outcome,
    /// How many documented places were compared, and how strictly.
    pub(super) places: Places,
    /// The errata that were applied to it.
    pub(super) errata: Vec<String>,
}

/// What became of a case.
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

/// One documented claim that an answer refutes.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Finding {
    /// What it means to a client.
    pub(super) class: Class,
    /// The part of the exchange it speaks of.
    #[serde(flatten)]
    pub(super) place: Place,
    /// Where in that part.
    pub(super) pointer: String,
    /// What is wrong.
    #[serde(flatten)]
    pub(super) kind: Kind,
}

impl Outcome {
    /// The word for it.
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

    /// The colour it is shown in.
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
    /// The highest level that a case level_reached and at which none differs; none where there is no such level.
    pub(super) fn level(&self) -> Option<Level> {
        let mut highest = None;
        let mut lowest_of_differing = Some(Level::Value);
        for case in &self.cases {
            match &case.outcome {
                Outcome::Passed { level_reached } => highest = highest.max(Some(*level_reached)),
                Outcome::Failed { level_reached, .. } => {
                    highest = highest.max(*level_reached);
                    lowest_of_differing = lowest_of_differing.min(*level_reached);
                }
                _ => {}
            }
        }
        highest.min(lowest_of_differing)
    }

    /// Whether every case of the suite was asked for, and the run came to its end.
    pub(super) fn is_whole(&self) -> bool {
        self.complete && self.shard.is_none()
    }

    /// The day on which it was.
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
    /// When the name has other characters than `a-z`, `0-9` and `-`, or the text is no report that can be read.
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
            bail!("{seen}: a report is named by a-z, 0-9 and -; rename it");
        }
        let advice = "put what `--report json=PATH` has written there";
        let head: Head =
            serde_json::from_str(text).with_context(|| format!("{file} is no report; {advice}"))?;
        if head.format != FORMAT || head.version != VERSION {
            bail!("{file} is no report of version {VERSION}; {advice}");
        }
        let record: Record =
            serde_json::from_str(text).with_context(|| format!("{file} is broken; {advice}"))?;
        Ok(Target {
            name: name.to_owned(),
            record,
            text: text.to_owned(),
        })
    }

    /// What it is called in a sentence. What a report says of its target is the word of whoever made it.
    pub(super) fn title(&self) -> String {
        if self.name == REFERENCE {
            format!(
                "the reference server of Reprise {}, which is our own and not a GitLab",
                self.record.tool.version
            )
        } else {
            match &self.record.target_version {
                Some(version) => format!("{}, version {version}", self.record.target),
                None => self.record.target.clone(),
            }
        }
    }

    /// What became of a case here, if the report has it.
    pub(super) fn case(&self, id: &str) -> Option<&Case> {
        self.record.cases.iter().find(|case| case.id == id)
    }
}
