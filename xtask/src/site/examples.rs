//! All documented examples with their results.

use std::fmt::Write as _;

use reprise_core::{Case, Source};

use super::layout::{Frame, Page, SiteFile, errata_links, prose, slug, text};
use super::published::touching;
use super::sources::Sources;
use super::verification::{mood, verifications};
use crate::coverage::is_example;

pub(super) fn page(frame: &Frame, sources: &Sources) -> SiteFile {
    let examples: Vec<&Case> = sources
        .suite
        .cases
        .iter()
        .filter(|case| is_example(case))
        .collect();
    let mut html = String::new();
    let mut last = "";
    for example in &examples {
        if example.operation != last {
            if !last.is_empty() {
                html.push_str("</section>\n");
            }
            last = &example.operation;
            operation_heading(&mut html, example);
        }
        write_example(&mut html, example, sources);
    }
    if !last.is_empty() {
        html.push_str("</section>\n");
    }
    let lead = format!(
        "All <b>{}</b> examples of the document. A test sends the request of an example and compares the response with the example. It compares values only if the server is in the state that the example was written for.",
        examples.len()
    );
    frame.page(Page::Examples, "Verified examples", &lead, &html)
}

/// Opens the section of an operation.
pub(super) fn operation_heading(html: &mut String, case: &Case) {
    let _ = write!(
        html,
        "<section id=\"{id}\">\n<h2><span class=\"method\">{}</span> <span class=\"path\">{}</span> <small>{}</small></h2>\n",
        case.method.as_str(),
        text(&case.path),
        text(&case.operation),
        id = slug(&case.operation),
    );
}

fn write_example(html: &mut String, example: &Case, sources: &Sources) {
    let id = example.id.as_str();
    let known = verifications(&sources.targets, id);
    let mood = mood(&known);
    let _ = write!(
        html,
        "<article class=\"card {mood}\" id=\"{}\">\n<h3>{} <small>{}</small></h3>\n<ul class=\"replays\">\n",
        slug(id),
        prose(example.summary.as_deref().unwrap_or(&example.example)),
        text(id),
    );
    if known.is_empty() {
        html.push_str("<li><b class=\"none\">not tested</b> there is no report</li>\n");
    }
    for known in &known {
        let _ = writeln!(
            html,
            "<li><b class=\"{}\">{}</b> {}</li>",
            known.mood(),
            text(&known.word()),
            prose(&known.sentence())
        );
    }
    html.push_str("</ul>\n<p class=\"dim\">");
    html.push_str(&source(example.source.as_ref()));
    if let Some(fixture) = &example.fixture {
        let _ = write!(html, " · fixture <code>{}</code>", text(fixture));
    }
    let errata = touching(&sources.errata, id).map(|erratum| erratum.id.as_str());
    let errata = errata_links(errata);
    if !errata.is_empty() {
        let _ = write!(html, " · errata: {errata}");
    }
    html.push_str("</p>\n</article>\n");
}

/// The source of a case.
pub(super) fn source(source: Option<&Source>) -> String {
    match source {
        Some(Source::Page { page, lines }) => {
            format!(
                "source: documentation, {}, lines {}",
                prose(page),
                text(lines)
            )
        }
        Some(Source::Behaviour { behaviour }) => {
            format!("source: observed behaviour, {}", prose(behaviour))
        }
        None => "no source".to_owned(),
    }
}
