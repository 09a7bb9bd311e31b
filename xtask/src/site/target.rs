//! A target with a kept report.

use anyhow::{Result, bail};
use openapi_document::terminal::is_dangerous;
use reprise_report::RunRecord;
use reprise_report::record::CaseRecord;

/// The name of the report of the reference server.
pub(super) const REFERENCE: &str = "reference";

/// A target with a kept report.
#[derive(Clone, Debug)]
pub struct Target {
    /// The name of the file, without its ending.
    pub name: String,
    /// The parsed report.
    pub(super) record: RunRecord,
    /// The text of the report.
    pub text: String,
}

impl Target {
    /// Parses a report; `name` is that of its file, without the ending.
    ///
    /// # Errors
    ///
    /// When the name has other characters than `a-z`, `0-9` and `-`, or the text is not a valid report.
    pub fn parse(name: &str, text: &str) -> Result<Target> {
        let file = format!("conformance/reports/{name}.json");
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if name.is_empty() || !name.chars().all(is_plain) {
            let seen: String = file.chars().filter(|c| !is_dangerous(*c)).collect();
            bail!("{seen}: the name of a report may contain only a-z, 0-9 and -; rename it");
        }
        Ok(Target {
            name: name.to_owned(),
            record: RunRecord::parse(&file, text)?,
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
    pub(super) fn case(&self, id: &str) -> Option<&CaseRecord> {
        self.record.cases.iter().find(|case| case.id == id)
    }

    /// The day of the run.
    pub(super) fn day(&self) -> &str {
        let started = self.record.times.started.as_str();
        started.split('T').next().unwrap_or(started)
    }

    /// Whether the run covers the whole suite and was completed.
    pub(super) fn is_complete(&self) -> bool {
        self.record.complete && self.record.shard.is_none()
    }
}
