//! All requirements, with the cases that check them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use reprise_core::{DocumentationSource, Level, Requirement};

use super::layout::{Frame, Page, SiteFile, escape_html, escape_prose, slug};
use super::sources::Sources;
use crate::coverage::{Section, sections};

pub(super) fn page(frame: &Frame, sources: &Sources) -> SiteFile {
    let (of_page, of_behaviour) = sections(&sources.requirements);
    let known: BTreeSet<&str> = sources
        .suite
        .cases
        .iter()
        .map(|case| case.id.as_str())
        .collect();
    let checked = sources.requirements.iter().filter(|one| one.none.is_none());
    let checked = checked.count();
    let mut html = levels();
    for (id, heading, lead, parts) in [
        (
            "page",
            "Documentation page",
            "A server must meet these requirements of the documentation.",
            &of_page,
        ),
        (
            "behaviour",
            "Observed behaviour",
            "A server should meet these requirements, which were observed at a real server and are not in the documentation.",
            &of_behaviour,
        ),
    ] {
        let _ = write!(
            html,
            "<section id=\"{id}\">\n<h2>{heading}</h2>\n<p class=\"lead\">{lead}</p>\n"
        );
        for part in parts {
            render_table(&mut html, id, part, &known);
        }
        html.push_str("</section>\n");
    }
    let lead = format!(
        "<b>{}</b> requirements. Cases check <b>{checked}</b> of them; the other <b>{}</b> cannot be checked, each for the given reason. If a case fails, all requirements that it checks are violated.",
        sources.requirements.len(),
        sources.requirements.len() - checked
    );
    frame.page(Page::Requirements, "Requirements", &lead, &html)
}

/// The explanation of the levels.
fn levels() -> String {
    let mut html = "<section id=\"levels\">\n<h2>Levels</h2>\n<p class=\"lead\">How much of a response is compared. Each level includes the previous ones.</p>\n<dl class=\"levels\">\n".to_owned();
    for level in Level::ALL {
        let meaning = match level {
            Level::Exchange => {
                "The status, the media type and the documented headers match, and the body can be parsed."
            }
            Level::Schema => {
                "The body matches its schema, including formats and the rules for each status of a job."
            }
            Level::Shape => "All properties of the example are present, with their types.",
            Level::Value => {
                "All documented values equal the actual ones. Numbers and timestamps are compared by value, properties in any order."
            }
        };
        let _ = writeln!(html, "<div><dt>{level}</dt><dd>{meaning}</dd></div>");
    }
    html.push_str("</dl>\n</section>\n");
    html
}

fn render_table(html: &mut String, id: &str, section: &Section<'_>, known: &BTreeSet<&str>) {
    let _ = write!(
        html,
        "<h3 id=\"{id}-{}\">{}</h3>\n<div class=\"scroll\"><table class=\"list\"><thead><tr><th class=\"half\">requirement</th><th>checked by</th></tr></thead><tbody>\n",
        slug(section.heading),
        escape_prose(section.heading)
    );
    for requirement in &section.requirements {
        let lines = match &requirement.source {
            DocumentationSource::Page { lines, .. } => {
                format!(" <small>{}</small>", escape_html(lines))
            }
            DocumentationSource::Behaviour { .. } => String::new(),
        };
        let _ = writeln!(
            html,
            "<tr id=\"{}\"><td>{}{lines}</td><td>{}</td></tr>",
            slug(&requirement.id),
            escape_prose(&requirement.says),
            render_cases(requirement, known)
        );
    }
    html.push_str("</tbody></table></div>\n");
}

fn render_cases(requirement: &Requirement, known: &BTreeSet<&str>) -> String {
    if let Some(reason) = &requirement.none {
        return format!(
            "<span class=\"dim\">not checked: {}</span>",
            escape_prose(reason)
        );
    }
    let cases = requirement.cases.iter().map(|case| {
        if known.contains(case.as_str()) {
            format!(
                "<a class=\"case\" href=\"{}#{}\">{}</a>",
                Page::Cases.file(),
                slug(case),
                escape_html(case)
            )
        } else {
            escape_html(case).to_string()
        }
    });
    cases.collect::<Vec<_>>().join("<br/>")
}
