//! The formats of a report that programs and people read: `--report FORMAT=PATH`.
//!
//! ```text
//! --report json=report.json --report junit=junit.xml --report markdown=$GITHUB_STEP_SUMMARY --report github=-
//! ```
//!
//! Each format is a file here, and a function from a [`RunRecord`] to text. Equal runs give equal texts, apart from
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
use crate::record::RunRecord;

/// Declares the formats in one table: name, module, summary.
macro_rules! formats {
    ($($format:ident = $name:literal by $module:ident: $summary:literal;)*) => {
        /// A format of a report.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Format {
            $(#[doc = $summary] $format,)*
        }

        impl Format {
            /// Every format.
            pub const ALL: &[Format] = &[$(Format::$format,)*];

            /// Its name.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Format::$format => $name,)*
                }
            }

            /// What it is, in one line.
            pub const fn summary(self) -> &'static str {
                match self {
                    $(Format::$format => $summary,)*
                }
            }
        }

        /// Renders a record in a format.
        ///
        /// # Errors
        ///
        /// When the record cannot be written in the format.
        pub fn render(format: Format, record: &RunRecord) -> Result<String, RenderError> {
            match format {
                $(Format::$format => $module::render(record),)*
            }
        }
    };
}

formats! {
    Json = "json" by json: "one versioned JSON document";
    Jsonl = "jsonl" by jsonl: "a line for each case, between a header and a footer";
    Junit = "junit" by junit: "JUnit XML, which CI servers read";
    Html = "html" by html: "one HTML page with all results";
    Markdown = "markdown" by markdown: "a summary for pull requests and workflow steps";
    Sarif = "sarif" by sarif: "SARIF 2.1.0, for code scanning";
    Github = "github" by github: "annotations of a GitHub workflow";
    Gitlab = "gitlab" by gitlab: "GitLab's code quality report";
}

#[cfg(test)]
mod tests;
