//! Where one begins.

use std::fmt::Write as _;

use serde_json::Value;

use super::badge;
use super::layout::{Frame, Page, SiteFile, prose, slug, text};
use super::sources::Sources;
use crate::coverage::is_example;

pub(super) fn page(frame: &Frame, sources: &Sources) -> SiteFile {
    let said = |pointer: &str| {
        let said = sources.document.pointer(pointer).and_then(Value::as_str);
        said.unwrap_or_default()
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
                1 => "report on record",
                _ => "reports on record",
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
        "</ul>\n<section id=\"targets\">\n<h2>Servers on record</h2>\n<ul class=\"badges\">\n",
    );
    for target in &sources.targets {
        let _ = writeln!(
            html,
            "<li><a href=\"{}#{}\">{}</a> <span>{}, on {}</span></li>",
            Page::Implementations.file(),
            slug(&target.name),
            badge::svg(target).trim_end(),
            text(&target.title()),
            text(target.record.day())
        );
    }
    if sources.targets.is_empty() {
        html.push_str("<li>No report is on record.</li>\n");
    }
    html.push_str(
        "</ul>\n</section>\n<section id=\"pages\">\n<h2>Pages</h2>\n<dl class=\"pages\">\n",
    );
    for page in Page::ALL {
        let Some(words) = words(page) else { continue };
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
    for paragraph in said("/info/description").split("\n\n") {
        let _ = writeln!(html, "<p>{}</p>", prose(paragraph));
    }
    html.push_str("</section>\n");
    frame.page(
        Page::Index,
        &frame.title,
        &prose(said("/info/summary")),
        &html,
    )
}

/// What a page is for.
const fn words(page: Page) -> Option<&'static str> {
    match page {
        Page::Index => None,
        Page::Reference => Some(
            "Operations, parameters, schemas and examples, each example with what replaying it has shown. Needs JavaScript, and no network.",
        ),
        Page::Examples => Some(
            "Each documented example: was it replayed, against what, when, and how much of it was compared?",
        ),
        Page::Requirements => Some(
            "Everything that is promised, each with the cases that hold it, or the reason why none does.",
        ),
        Page::Cases => Some("Every case, and what became of it at each target."),
        Page::Faults => {
            Some("The proof that the suite bites: faults of a server, and which case catches each.")
        }
        Page::Errata => {
            Some("Where the documentation is wrong, with the evidence, and what is held instead.")
        }
        Page::Implementations => {
            Some("The reports on record, as a matrix of operations and targets.")
        }
        Page::Changelog => {
            Some("What changed in the document, version by version, by what it means to a client.")
        }
        Page::Downloads => Some(
            "The document, the JSON Schemas, the reports and the badges; and what this site is made of.",
        ),
    }
}
