//! All documented examples with their results.

use std::fmt::Write as _;

use reprise_core::{Case, DocumentationSource};

use super::layout::{Frame, Page, SiteFile, errata_links, escape_html, escape_prose, slug};
use super::published::errata_of_case;
use super::sources::Sources;
use super::verification::{css_class, verifications};
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
        escape_html(&case.path),
        escape_html(&case.operation),
        id = slug(&case.operation),
    );
}

fn write_example(html: &mut String, example: &Case, sources: &Sources) {
    let id = example.id.as_str();
    let known = verifications(&sources.targets, id);
    let class = css_class(&known);
    let _ = write!(
        html,
        "<article class=\"card {class}\" id=\"{}\">\n<h3>{} <small>{}</small></h3>\n<ul class=\"replays\">\n",
        slug(id),
        escape_prose(example.summary.as_deref().unwrap_or(&example.example)),
        escape_html(id),
    );
    if known.is_empty() {
        html.push_str("<li><b class=\"none\">not tested</b> there is no report</li>\n");
    }
    for known in &known {
        let _ = writeln!(
            html,
            "<li><b class=\"{}\">{}</b> {}</li>",
            known.css_class(),
            escape_html(&known.outcome_text()),
            escape_prose(&known.sentence())
        );
    }
    html.push_str("</ul>\n<p class=\"dim\">");
    html.push_str(&source(example.source.as_ref()));
    if let Some(fixture) = &example.fixture {
        let _ = write!(html, " · fixture <code>{}</code>", escape_html(fixture));
    }
    let errata = errata_of_case(&sources.errata, id).map(|erratum| erratum.id.as_str());
    let errata = errata_links(errata);
    if !errata.is_empty() {
        let _ = write!(html, " · errata: {errata}");
    }
    html.push_str("</p>\n</article>\n");
}

/// The source of a case.
pub(super) fn source(source: Option<&DocumentationSource>) -> String {
    match source {
        Some(DocumentationSource::Page { page, lines }) => {
            format!(
                "source: documentation, {}, lines {}",
                escape_prose(page),
                escape_html(lines)
            )
        }
        Some(DocumentationSource::Behaviour { behaviour }) => {
            format!("source: observed behaviour, {}", escape_prose(behaviour))
        }
        None => "no source".to_owned(),
    }
}
