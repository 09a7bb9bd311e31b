//! The errata, with evidence and the corrected expectations.

use std::fmt::Write as _;

use reprise_core::{Erratum, ErratumEffect};
use reprise_report::words::count_of;
use serde_json::Value;

use super::layout::{Frame, Page, SiteFile, escape_html, escape_prose, slug};
use super::sources::Sources;

pub(super) fn page(frame: &Frame, sources: &Sources) -> SiteFile {
    let mut html = String::new();
    for erratum in &sources.errata {
        write_erratum(&mut html, erratum);
    }
    let changing = sources
        .errata
        .iter()
        .filter(|one| one.effect.none.is_none());
    let lead = format!(
        "The documentation is wrong or contradicts itself in {}; for <b>{}</b> of them, the suite uses a corrected expectation. Each erratum lists the conflicting lines and the affected examples. There are no other exceptions.",
        count_of(sources.errata.len(), "place", "places"),
        changing.count()
    );
    frame.page(Page::Errata, "Errata", &lead, &html)
}

fn write_erratum(html: &mut String, erratum: &Erratum) {
    let _ = write!(
        html,
        "<article class=\"card\" id=\"{id}\">\n<h2><a href=\"#{id}\">{}</a></h2>\n<p>{}</p>\n<dl class=\"about\">\n<div><dt>lines</dt><dd>{}</dd></div>\n",
        escape_html(&erratum.id),
        escape_prose(erratum.claim.trim()),
        escape_html(&erratum.evidence.lines),
        id = slug(&erratum.id),
    );
    if let Some(behaviour) = &erratum.evidence.behaviour {
        let _ = writeln!(
            html,
            "<div><dt>behaviour</dt><dd>{}</dd></div>",
            escape_prose(behaviour)
        );
    }
    let corrections = describe_corrections(&erratum.effect);
    let _ = writeln!(
        html,
        "<div><dt>correction</dt><dd>{}</dd></div>",
        corrections.join("<br/>")
    );
    let examples: Vec<String> = erratum
        .examples
        .iter()
        .map(|case| {
            format!(
                "<a class=\"case\" href=\"{}#{}\">{}</a>",
                Page::Cases.file(),
                slug(case),
                escape_html(case)
            )
        })
        .collect();
    let _ = writeln!(
        html,
        "<div><dt>examples</dt><dd>{}</dd></div>\n</dl>\n</article>",
        examples.join("<br/>")
    );
}

/// The corrected expectations, a sentence for each one, as HTML.
fn describe_corrections(effect: &ErratumEffect) -> Vec<String> {
    let ErratumEffect {
        request,
        moves,
        replace,
        withdraw,
        none,
    } = effect;
    let code = |raw: &str| format!("<code>{}</code>", escape_html(raw));
    let value = |value: &Value| code(&value.to_string());
    let mut corrections = Vec::new();
    for (parameter, sent) in request {
        corrections.push(match sent {
            Value::Null => format!("{} is not sent", code(parameter)),
            sent => format!("{} is sent as {}", code(parameter), value(sent)),
        });
    }
    for moved in moves {
        corrections.push(format!(
            "the element at {} is at {}",
            code(&moved.from),
            code(&moved.to)
        ));
    }
    for (pointer, instead) in replace {
        corrections.push(format!("{} is {}", code(pointer), value(instead)));
    }
    for pointer in withdraw {
        corrections.push(format!("{} is not checked", code(pointer)));
    }
    if let Some(why) = none {
        corrections.push(format!("no correction: {}", escape_prose(why.trim())));
    }
    corrections
}
