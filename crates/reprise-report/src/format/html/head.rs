//! The head of the page: the result of the run in one line, document and target, and the summary in tiles.

use std::fmt::{self, Write};

use reprise_core::RequirementStatus;

use super::markup::text;
use crate::record::Record;
use crate::words::counted;

/// How many cases failed, and not only as known failures say.
fn failed(record: &Record) -> usize {
    record.summary.failed.saturating_sub(known_failures(record))
}

/// How many cases failed only as known failures say.
fn known_failures(record: &Record) -> usize {
    let known = record.known_failures.as_ref();
    known.map_or(0, |known| known.accepted_cases)
}

/// The result of the whole run, in a few words.
pub(super) fn headline(record: &Record) -> String {
    let sum = &record.summary;
    let cases = counted(sum.cases, "case", "cases");
    match failed(record) {
        0 => format!("{} of {cases} passed", sum.passed),
        failed => format!("{failed} of {cases} failed"),
    }
}

pub(super) fn write(page: &mut String, record: &Record) -> fmt::Result {
    let sum = &record.summary;
    let mood = if failed(record) > 0 {
        "bad"
    } else if sum.passed == 0 || sum.unjudged() + sum.flaky + sum.defects > 0 || !record.complete {
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
        page.push_str("<div><dt>discovered</dt>");
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
            "<p class=\"stop\">The run was interrupted; these are partial results.</p>\n",
        );
    }
    tiles(page, record)?;
    page.push_str("</header>\n");
    tools(page, record)
}

/// The summary; each number links to the section that it is about.
fn tiles(page: &mut String, record: &Record) -> fmt::Result {
    let sum = &record.summary;
    let claims = record.claims.total();
    let values = ["of them at level value"; 2];
    let confirmed = ["claim confirmed", "claims confirmed"];
    let untested = ["claim untested", "claims untested"];
    let undocumented = ["property in no schema", "properties in no schema"];
    page.push_str("<ul class=\"tiles\">\n");
    tile(page, sum.passed, ["passed"; 2], "good", "#cases")?;
    tile(page, sum.passed_by_value, values, "plain", "#levels")?;
    tile(page, failed(record), ["failed"; 2], "bad", "#cases")?;
    if record.known_failures.is_some() {
        let words = ["known failure", "known failures"];
        let link = "#known-failures";
        tile(page, known_failures(record), words, "plain", link)?;
    }
    let without_result = ["without a result"; 2];
    tile(page, sum.unjudged(), without_result, "warn", "#reasons")?;
    tile(page, sum.skipped, ["skipped"; 2], "plain", "#cases")?;
    if !record.requirements.is_empty() {
        let count = |status| record.requirements_with(status).count();
        let link = "#requirements";
        match count(RequirementStatus::Violated) {
            0 => {
                let met = count(RequirementStatus::Met);
                let words = ["requirement met", "requirements met"];
                tile(page, met, words, "plain", link)?;
            }
            violated => {
                let words = ["requirement violated", "requirements violated"];
                tile(page, violated, words, "bad", link)?;
            }
        }
    }
    tile(page, claims.confirmed, confirmed, "plain", "#claims")?;
    tile(page, claims.untested, untested, "plain", "#claims")?;
    tile(
        page,
        sum.undocumented,
        undocumented,
        "warn",
        "#undocumented",
    )?;
    page.write_str("</ul>\n")
}

/// A number with its word, for one and for several; plain if it is zero.
fn tile(
    page: &mut String,
    count: usize,
    [one, many]: [&str; 2],
    mood: &str,
    link: &str,
) -> fmt::Result {
    let mood = if count == 0 { "plain" } else { mood };
    let word = if count == 1 { one } else { many };
    writeln!(
        page,
        "<li class=\"{mood}\"><a href=\"{link}\"><b>{count}</b> {word}</a></li>"
    )
}

/// The filter of the cases; it needs the script.
fn tools(page: &mut String, record: &Record) -> fmt::Result {
    let sum = &record.summary;
    page.push_str(
        "<nav class=\"tools\" hidden=\"hidden\"><input type=\"search\" id=\"filter\" placeholder=\"Filter cases…\" aria-label=\"Filter cases\"/>\
         <span class=\"chips\">",
    );
    for (word, count) in [
        ("passed", sum.passed),
        ("failed", sum.failed),
        ("invalid-case", sum.invalid),
        ("blocked", sum.blocked),
        ("inconclusive", sum.inconclusive),
        ("unreachable", sum.unreachable),
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
