//! What is promised, and which cases hold it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use reprise_core::{Level, Requirement, Source};

use super::layout::{Frame, Page, SiteFile, prose, slug, text};
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
    let held = sources.requirements.iter().filter(|one| one.none.is_none());
    let held = held.count();
    let mut html = levels();
    for (id, heading, lead, parts) in [
        (
            "page",
            "The page",
            "What the documentation says. It must be kept.",
            &of_page,
        ),
        (
            "behaviour",
            "The behaviour",
            "What is known of a real server where the page is silent. It should be kept.",
            &of_behaviour,
        ),
    ] {
        let _ = write!(
            html,
            "<section id=\"{id}\">\n<h2>{heading}</h2>\n<p class=\"lead\">{lead}</p>\n"
        );
        for part in parts {
            table(&mut html, id, part, &known);
        }
        html.push_str("</section>\n");
    }
    let lead = format!(
        "<b>{}</b> requirements. <b>{held}</b> are held by cases; <b>{}</b> by none, each with the reason. Where a case differs, each requirement that it holds is broken.",
        sources.requirements.len(),
        sources.requirements.len() - held
    );
    frame.page(Page::Requirements, "What the suite checks", &lead, &html)
}

/// How much of an answer is compared.
fn levels() -> String {
    let mut html = "<section id=\"levels\">\n<h2>Levels</h2>\n<p class=\"lead\">How much of an answer is compared. Each level includes those before it.</p>\n<dl class=\"levels\">\n".to_owned();
    for level in Level::ALL {
        let meaning = match level {
            Level::Exchange => {
                "The status, the media type and the documented headers are right, and the body can be read."
            }
            Level::Schema => {
                "The body is valid against its schema, with formats, and with rules that depend on the state of a job."
            }
            Level::Shape => "What the example shows is there, with its type.",
            Level::Value => {
                "Every documented value equals the actual one: numbers and instants by value, members in any order."
            }
        };
        let _ = writeln!(html, "<div><dt>{level}</dt><dd>{meaning}</dd></div>");
    }
    html.push_str("</dl>\n</section>\n");
    html
}

fn table(html: &mut String, id: &str, section: &Section<'_>, known: &BTreeSet<&str>) {
    let _ = write!(
        html,
        "<h3 id=\"{id}-{}\">{}</h3>\n<div class=\"scroll\"><table class=\"list\"><thead><tr><th class=\"half\">requirement</th><th>held by</th></tr></thead><tbody>\n",
        slug(section.heading),
        prose(section.heading)
    );
    for requirement in &section.requirements {
        let lines = match &requirement.source {
            Source::Page { lines, .. } => format!(" <small>{}</small>", text(lines)),
            Source::Behaviour { .. } => String::new(),
        };
        let _ = writeln!(
            html,
            "<tr id=\"{}\"><td>{}{lines}</td><td>{}</td></tr>",
            slug(&requirement.id),
            prose(&requirement.says),
            held_by(requirement, known)
        );
    }
    html.push_str("</tbody></table></div>\n");
}

fn held_by(requirement: &Requirement, known: &BTreeSet<&str>) -> String {
    if let Some(reason) = &requirement.none {
        return format!("<span class=\"dim\">none: {}</span>", prose(reason));
    }
    let cases = requirement.cases.iter().map(|case| {
        if known.contains(case.as_str()) {
            format!(
                "<a class=\"case\" href=\"{}#{}\">{}</a>",
                Page::Cases.file(),
                slug(case),
                text(case)
            )
        } else {
            text(case).to_string()
        }
    });
    cases.collect::<Vec<_>>().join("<br/>")
}
