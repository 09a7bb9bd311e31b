//! All cases by operation, with their results.

use std::fmt::Write as _;

use reprise_core::Case;
use reprise_report::record::OutcomeRecord;

use super::examples::operation_heading;
use super::layout::{Frame, Page, SiteFile, escape_html, escape_prose, slug};
use super::sources::Sources;
use super::verification::verifications;
use crate::coverage::is_example;

pub(super) fn page(frame: &Frame, sources: &Sources) -> SiteFile {
    let mut html = String::new();
    // in the suite the documented examples come first; here they are among the cases of their operation
    let mut operations: Vec<Vec<&Case>> = Vec::new();
    for case in &sources.suite.cases {
        let is_its = |cases: &&mut Vec<&Case>| {
            let mut cases = cases.iter();
            cases.any(|known| known.operation == case.operation)
        };
        match operations.iter_mut().find(is_its) {
            Some(cases) => cases.push(case),
            None => operations.push(vec![case]),
        }
    }
    for cases in operations {
        if let Some(first) = cases.first() {
            operation_heading(&mut html, first);
        }
        table_head(&mut html, sources);
        for case in cases {
            row(&mut html, case, sources);
        }
        html.push_str("</tbody></table></div>\n</section>\n");
    }
    let lead = format!(
        "All <b>{}</b> cases of the suite. A case consists of one or a few requests and the expectations of their responses. The result is the level at which it passed, or why it did not. The list of <a href=\"{}\">faults</a> contains the faults that each case catches.",
        sources.suite.cases.len(),
        Page::Faults.file()
    );
    frame.page(Page::Cases, "Cases", &lead, &html)
}

fn table_head(html: &mut String, sources: &Sources) {
    html.push_str(
        "<div class=\"scroll\"><table class=\"list narrow\"><thead><tr><th>case</th><th>description</th>",
    );
    for target in &sources.targets {
        let _ = write!(html, "<th>{}</th>", escape_html(&target.name));
    }
    html.push_str("</tr></thead><tbody>\n");
}

fn row(html: &mut String, case: &Case, sources: &Sources) {
    let id = case.id.as_str();
    let name = if is_example(case) {
        format!(
            "<a href=\"{}#{}\">{}</a>",
            Page::Examples.file(),
            slug(id),
            escape_html(&case.example)
        )
    } else {
        escape_html(&case.example).to_string()
    };
    let _ = write!(
        html,
        "<tr id=\"{}\"><th scope=\"row\">{name}</th><td>{}</td>",
        slug(id),
        escape_prose(case.summary.as_deref().unwrap_or_default())
    );
    for known in verifications(&sources.targets, id) {
        let level = match known.case.map(|case| &case.outcome) {
            Some(OutcomeRecord::Passed { level_reached, .. }) => level_reached.as_str().to_owned(),
            _ => known.outcome_text(),
        };
        let _ = write!(
            html,
            "<td class=\"outcome {}\">{}</td>",
            known.css_class(),
            escape_html(&level)
        );
    }
    html.push_str("</tr>\n");
}
