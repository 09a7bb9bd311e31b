//! Every format, as snapshots.

use insta::assert_snapshot;

use super::*;
use crate::samples;

/// The text of a report. The style and the script of a page are left out.
fn render_for_snapshot(format: Format, record: &RunRecord) -> String {
    let text = render(format, record).unwrap();
    let mut text = text.replace('\r', "\\r");
    for tag in ["style", "script"] {
        let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
        if format == Format::Html
            && let Some((before, rest)) = text.split_once(&open)
            && let Some((_, after)) = rest.split_once(&close)
        {
            text = format!("{before}{open}…{close}{after}");
        }
    }
    text
}

#[test]
fn every_format() {
    for format in Format::ALL.iter().copied() {
        for (name, record) in samples::named_runs() {
            // hundreds of cases show more only where they are grouped
            let is_grouped = matches!(format, Format::Html | Format::Markdown);
            if name != "grouped" || is_grouped {
                let name = format!("{}_{name}", format.as_str());
                assert_snapshot!(name, render_for_snapshot(format, &record));
            }
        }
    }
}
