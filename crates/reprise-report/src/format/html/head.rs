//! The head of the page: the outcome of the run in one line, what was replayed against what, and the sum in tiles.

use std::fmt::{self, Write};

use reprise_core::RequirementStatus;

use super::markup::text;
use crate::record::Record;
use crate::words::counted;

/// The outcome of the whole run, in a few words.
pub(super) fn headline(record: &Record) -> String {
    let sum = &record.summary;
    match sum.differ {
        0 if sum.conform == 0 => "nothing conforms".to_owned(),
        0 => format!(
            "{} of {} conform",
            sum.conform,
            counted(sum.cases, "case", "cases")
        ),
        differ => format!(
            "{differ} of {} {}",
            counted(sum.cases, "case", "cases"),
            if differ == 1 { "failed" } else { "differ" }
        ),
    }
}

pub(super) fn write(page: &mut String, record: &Record) -> fmt::Result {
    let sum = &record.summary;
    let mood = if sum.differ > 0 {
        "bad"
    } else if sum.conform == 0 || sum.unjudged() + sum.flaky + sum.defects > 0 || !record.complete {
        "warn"
    } else {
        "good"
    };
    write!(
        page,
        "<header class=\"{mood}\">\n<p class=\"over\">{}</p>\n<h1>{}</h1>\n\
         <dl class=\"about\"><div><dt>document</dt><dd><code>{}</code></dd></div><div><dt>target</dt><dd>{}</dd></div>",
        text(&record.document.title),
        headline(record),
        text(&record.document.file),
        text(&record.target),
    )?;
    if !record.discovered.is_empty() {
        page.push_str("<div><dt>found</dt>");
        for discovered in &record.discovered {
            write!(
                page,
                "<dd>{} <code class=\"bound\">{}</code></dd>",
                text(&discovered.rule),
                text(&discovered.bound())
            )?;
        }
        page.push_str("</div>");
    }
    page.push_str("</dl>\n");
    if !record.complete {
        page.push_str(
            "<p class=\"stop\">The run was interrupted; this is what was known by then.</p>\n",
        );
    }
    tiles(page, record)?;
    page.push_str("</header>\n");
    tools(page, record)
}

/// The sum, each number a link to what it counts.
fn tiles(page: &mut String, record: &Record) -> fmt::Result {
    let sum = &record.summary;
    let claims = record.claims.total();
    let mut tiles = vec![
        (sum.conform, "conform", "good", "#cases"),
        (sum.by_value, "of them by value", "plain", "#levels"),
        (sum.differ, "differ", "bad", "#cases"),
        (sum.unjudged(), "not judged", "warn", "#cases"),
        (sum.skipped, "skipped", "plain", "#cases"),
        (claims.confirmed, "claims confirmed", "plain", "#claims"),
        (claims.untested, "claims untested", "plain", "#claims"),
        (
            sum.undocumented,
            "members in no schema",
            "warn",
            "#undocumented",
        ),
    ];
    if !record.requirements.is_empty() {
        let broken = record.promised(RequirementStatus::Violated).count();
        let held = record.promised(RequirementStatus::Met).count();
        let tile = match broken {
            0 => (held, "requirements held", "plain", "#requirements"),
            _ => (broken, "requirements broken", "bad", "#requirements"),
        };
        tiles.insert(5, tile);
    }
    page.push_str("<ul class=\"tiles\">\n");
    for (count, word, mood, link) in tiles {
        let mood = if count == 0 { "plain" } else { mood };
        writeln!(
            page,
            "<li class=\"{mood}\"><a href=\"{link}\"><b>{count}</b> {word}</a></li>"
        )?;
    }
    page.push_str("</ul>\n");
    Ok(())
}

/// The filter of the cases, which needs the script.
fn tools(page: &mut String, record: &Record) -> fmt::Result {
    let sum = &record.summary;
    page.push_str(
        "<nav class=\"tools\" hidden=\"hidden\"><input type=\"search\" id=\"filter\" placeholder=\"Filter cases…\" aria-label=\"Filter cases\"/>\
         <span class=\"chips\">",
    );
    for (word, count) in [
        ("passed", sum.conform),
        ("failed", sum.differ),
        ("invalid-case", sum.mistaken),
        ("blocked", sum.blocked),
        ("inconclusive", sum.inconclusive),
        ("unreachable", sum.unreached),
    ] {
        if count > 0 {
            write!(
                page,
                "<button type=\"button\" data-outcome=\"{word}\" aria-pressed=\"true\">{word} <b>{count}</b></button>"
            )?;
        }
    }
    page.push_str("</span></nav>\n");
    Ok(())
}
