//! The formats of a report that programs and people read: `--report FORMAT=PATH`.
//!
//! ```text
//! --report json=report.json --report junit=junit.xml --report markdown=$GITHUB_STEP_SUMMARY --report github=-
//! ```
//!
//! Each format is a file here, and a function from a [`Record`] to text. Equal runs give equal texts, apart from
//! the times: `times` in `json` and `jsonl`, `timestamp` and `time` in `junit`, `startTimeUtc` and `endTimeUtc`
//! in `sarif`, the `time` element in `html`, and the last line in `markdown`. `github` and `gitlab` contain none.

mod github;
mod gitlab;
mod html;
mod json;
mod jsonl;
mod junit;
mod markdown;
mod sarif;

use crate::error::RenderError;
use crate::record::Record;

/// A format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One versioned JSON document.
    Json,
    /// A line for each case, between a header and a footer.
    Jsonl,
    /// JUnit XML, which CI servers read.
    Junit,
    /// An HTML page.
    Html,
    /// A summary for pull requests and workflow steps.
    Markdown,
    /// SARIF 2.1.0, which code scanners write.
    Sarif,
    /// Annotations of a GitHub workflow.
    Github,
    /// GitLab's code quality report.
    Gitlab,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 8] = [
        Format::Json,
        Format::Jsonl,
        Format::Junit,
        Format::Html,
        Format::Markdown,
        Format::Sarif,
        Format::Github,
        Format::Gitlab,
    ];

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Jsonl => "jsonl",
            Format::Junit => "junit",
            Format::Html => "html",
            Format::Markdown => "markdown",
            Format::Sarif => "sarif",
            Format::Github => "github",
            Format::Gitlab => "gitlab",
        }
    }
}

/// Renders a record in a format.
///
/// # Errors
///
/// When the record cannot be written in the format.
pub fn render(format: Format, record: &Record) -> Result<String, RenderError> {
    match format {
        Format::Json => json::render(record),
        Format::Jsonl => jsonl::render(record),
        Format::Junit => junit::render(record),
        Format::Html => html::render(record),
        Format::Markdown => markdown::render(record),
        Format::Sarif => Ok(sarif::render(record)),
        Format::Github => Ok(github::render(record)),
        Format::Gitlab => gitlab::render(record),
    }
}

#[cfg(test)]
mod tests;
