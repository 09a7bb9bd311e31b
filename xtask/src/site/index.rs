//! The start page.

use std::fmt::Write as _;

use serde_json::Value;

use super::badge;
use super::layout::{Frame, Page, SiteFile, escape_html, escape_prose, slug};
use super::sources::Sources;
use crate::coverage::is_example;

pub(super) fn page(frame: &Frame, sources: &Sources) -> SiteFile {
    let string = |pointer: &str| {
        let value = sources.document.pointer(pointer).and_then(Value::as_str);
        value.unwrap_or_default()
    };
    let examples = sources.suite.cases.iter().filter(|case| is_example(case));
    let mut html = "<ul class=\"tiles\">\n".to_owned();
    let mut operations: Vec<&str> = sources
        .suite
        .cases
        .iter()
        .map(|case| case.operation.as_str())
        .collect();
    operations.sort_unstable();
    operations.dedup();
    for (count, word, page) in [
        (operations.len(), "operations", Page::Reference),
        (examples.count(), "documented examples", Page::Examples),
        (
            sources.requirements.len(),
            "requirements",
            Page::Requirements,
        ),
        (sources.suite.cases.len(), "cases", Page::Cases),
        (sources.errata.len(), "errata", Page::Errata),
        (
            sources.targets.len(),
            match sources.targets.len() {
                1 => "report",
                _ => "reports",
            },
            Page::Implementations,
        ),
    ] {
        let page = if page == Page::Reference && !frame.has_reference {
            Page::Cases
        } else {
            page
        };
        let _ = writeln!(
            html,
            "<li><a href=\"{}\"><b>{count}</b> {word}</a></li>",
            page.file()
        );
    }
    html.push_str(
        "</ul>\n<section id=\"targets\">\n<h2>Tested servers</h2>\n<ul class=\"badges\">\n",
    );
    for target in &sources.targets {
        let _ = writeln!(
            html,
            "<li><a href=\"{}#{}\">{}</a> <span>{}, on {}</span></li>",
            Page::Implementations.file(),
            slug(&target.name),
            badge::render_svg(target).trim_end(),
            escape_html(&target.title()),
            escape_html(target.day())
        );
    }
    if sources.targets.is_empty() {
        html.push_str("<li>There are no reports.</li>\n");
    }
    html.push_str(
        "</ul>\n</section>\n<section id=\"pages\">\n<h2>Pages</h2>\n<dl class=\"pages\">\n",
    );
    for page in Page::ALL {
        let Some(words) = page_description(page) else {
            continue;
        };
        if page == Page::Reference && !frame.has_reference {
            continue;
        }
        let _ = writeln!(
            html,
            "<div><dt><a href=\"{}\">{}</a></dt><dd>{words}</dd></div>",
            page.file(),
            page.label()
        );
    }
    html.push_str("</dl>\n</section>\n<section id=\"about\">\n<h2>About the document</h2>\n");
    for paragraph in string("/info/description").split("\n\n") {
        let _ = writeln!(html, "<p>{}</p>", escape_prose(paragraph));
    }
    html.push_str("</section>\n");
    frame.page(
        Page::Index,
        &frame.title,
        &escape_prose(string("/info/summary")),
        &html,
    )
}

/// The description of a page.
const fn page_description(page: Page) -> Option<&'static str> {
    match page {
        Page::Index => None,
        Page::Guide => Some("How to test your own API: targets, state, reports, cases, CI."),
        Page::Reference => Some(
            "Operations, parameters, schemas and examples with their test results. Needs JavaScript, but no network.",
        ),
        Page::Examples => Some(
            "Each documented example: when and against which server it was tested, and how much of it was compared.",
        ),
        Page::Requirements => Some(
            "All requirements, each with the cases that check it, or the reason why it cannot be checked.",
        ),
        Page::Cases => Some("All cases with their result at each target."),
        Page::Faults => {
            Some("Fault injection: the faults of a server, and the cases that catch each one.")
        }
        Page::Errata => {
            Some("Errors in the documentation, with evidence, and the corrected expectations.")
        }
        Page::Implementations => Some("The results of all tested servers, by operation."),
        Page::Changelog => {
            Some("The changes of each version of the document, grouped by their effect on clients.")
        }
        Page::Downloads => {
            Some("The document, JSON Schemas, reports and badges, and the licences of this site.")
        }
    }
}
