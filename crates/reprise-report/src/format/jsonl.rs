//! `jsonl`: a stream of lines. A stream without its footer was cut off.
//!
//! ```text
//! {"format":"reprise-report-lines","version":1,"tool":…,"document":…,"target":…,"times":…}
//! {"case":{"id":"getJob.failed-job",…}}
//! {"footer":{"cases":81,"complete":true,"summary":…,"claims":…}}
//! ```

use std::collections::BTreeMap;

use reprise_core::{ClaimCount, ClaimKind, Summary};
use serde::Serialize;

use crate::error::RenderError;
use crate::record::{CaseRecord, DocumentInfo, RunRecord, Times, Tool};

/// The property `format` of the header.
const FORMAT: &str = "reprise-report-lines";
/// The version of the format.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Header<'r> {
    format: &'static str,
    version: u32,
    tool: &'r Tool,
    document: &'r DocumentInfo,
    target: &'r str,
    times: &'r Times,
}

#[derive(Serialize)]
struct CaseLine<'r> {
    case: &'r CaseRecord,
}

#[derive(Serialize)]
struct FooterLine<'r> {
    footer: Footer<'r>,
}

#[derive(Serialize)]
struct Footer<'r> {
    /// How many lines there are between header and footer.
    cases: usize,
    complete: bool,
    summary: &'r Summary,
    claims: &'r BTreeMap<ClaimKind, ClaimCount>,
}

/// The record as lines of JSON.
pub(super) fn render(record: &RunRecord) -> Result<String, RenderError> {
    let header = Header {
        format: FORMAT,
        version: VERSION,
        tool: &record.tool,
        document: &record.document,
        target: &record.target,
        times: &record.times,
    };
    let footer = Footer {
        cases: record.cases.len(),
        complete: record.complete,
        summary: &record.summary,
        claims: &record.claims.counts,
    };
    let mut text = to_line(&header)?;
    for case in &record.cases {
        text.push_str(&to_line(&CaseLine { case })?);
    }
    text.push_str(&to_line(&FooterLine { footer })?);
    Ok(text)
}

fn to_line(value: &impl Serialize) -> Result<String, RenderError> {
    let mut text = serde_json::to_string(value)?;
    text.push('\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::samples;

    #[test]
    fn a_header_a_line_for_each_case_and_a_footer() {
        for record in samples::all_runs() {
            let text = render(&record).unwrap();
            assert!(text.ends_with("}\n"));
            let lines: Vec<Value> = text
                .lines()
                .map(|line| serde_json::from_str(line).unwrap())
                .collect();
            let [header, cases @ .., footer] = lines.as_slice() else {
                panic!("too short: {text}");
            };
            assert_eq!(header["format"], "reprise-report-lines");
            assert_eq!(footer["footer"]["cases"], cases.len());
            let read: Vec<CaseRecord> = cases
                .iter()
                .map(|line| serde_json::from_value(line["case"].clone()).unwrap())
                .collect();
            assert_eq!(read, record.cases);
        }
    }

    #[test]
    fn a_truncated_report_has_no_footer() {
        let text = render(&samples::failed_run()).unwrap();
        let cut = text.lines().take(text.lines().count() - 1).last().unwrap();
        assert!(!cut.starts_with(r#"{"footer":"#));
    }
}
