//! The head of the page: the result of the run in one line, document and target, and the summary in tiles.

use std::fmt::{self, Write};

use reprise_core::RequirementStatus;

use super::markup::escape_html;
use crate::record::RunRecord;
use crate::words::count_of;

/// The number of failed cases with a finding that is not a known failure.
fn count_new_failures(record: &RunRecord) -> usize {
    record
        .summary
        .failed
        .saturating_sub(count_known_failures(record))
}

/// How many cases failed only as known failures say.
fn count_known_failures(record: &RunRecord) -> usize {
    let known = record.known_failures.as_ref();
    known.map_or(0, |known| known.accepted_cases)
}

/// The result of the whole run, in a few words.
pub(super) fn headline(record: &RunRecord) -> String {
    let sum = &record.summary;
    let cases = count_of(sum.cases, "case", "cases");
    match count_new_failures(record) {
        0 => format!("{} of {cases} passed", sum.passed),
        failed => format!("{failed} of {cases} failed"),
    }
}

pub(super) fn write(page: &mut String, record: &RunRecord) -> fmt::Result {
    let sum = &record.summary;
    let class = if count_new_failures(record) > 0 {
        "bad"
    } else if sum.passed == 0
        || sum.without_result() + sum.flaky + sum.defects > 0
        || !record.complete
    {
        "warn"
    } else {
        "good"
    };
    write!(
        page,
        "<header class=\"{class}\">\n<p class=\"over\">{}</p>\n<h1>{}</h1>\n\
         <dl class=\"about\"><div><dt>document</dt><dd><code>{}</code></dd></div><div><dt>target</dt><dd>{}</dd></div>",
        escape_html(&record.document.title),
        headline(record),
        escape_html(&record.document.file),
        escape_html(&record.target),
    )?;
    if !record.discovered.is_empty() {
        page.push_str("<div><dt>discovered</dt>");
        for discovered in &record.discovered {
            write!(
                page,
                "<dd>{} <code class=\"bound\">{}</code></dd>",
                escape_html(&discovered.rule),
                escape_html(&discovered.params_text())
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
    write_tiles(page, record)?;
    page.push_str("</header>\n");
    write_filter(page, record)
}

/// The summary; each number links to the section that it is about.
fn write_tiles(page: &mut String, record: &RunRecord) -> fmt::Result {
    let sum = &record.summary;
    let claims = record.claims.total();
    let values = ["of them at level value"; 2];
    let confirmed = ["claim confirmed", "claims confirmed"];
    let untested = ["claim untested", "claims untested"];
    let undocumented = ["property in no schema", "properties in no schema"];
    page.push_str("<ul class=\"tiles\">\n");
    write_tile(page, sum.passed, ["passed"; 2], "good", "#cases")?;
    write_tile(page, sum.passed_by_value, values, "plain", "#levels")?;
    write_tile(
        page,
        count_new_failures(record),
        ["failed"; 2],
        "bad",
        "#cases",
    )?;
    if record.known_failures.is_some() {
        let words = ["known failure", "known failures"];
        let link = "#known-failures";
        write_tile(page, count_known_failures(record), words, "plain", link)?;
    }
    let without_result = ["without a result"; 2];
    write_tile(
        page,
        sum.without_result(),
        without_result,
        "warn",
        "#reasons",
    )?;
    write_tile(page, sum.skipped, ["skipped"; 2], "plain", "#cases")?;
    if !record.requirements.is_empty() {
        let count = |status| record.requirements_with(status).count();
        let link = "#requirements";
        match count(RequirementStatus::Violated) {
            0 => {
                let met = count(RequirementStatus::Met);
                let words = ["requirement met", "requirements met"];
                write_tile(page, met, words, "plain", link)?;
            }
            violated => {
                let words = ["requirement violated", "requirements violated"];
                write_tile(page, violated, words, "bad", link)?;
            }
        }
    }
    write_tile(page, claims.confirmed, confirmed, "plain", "#claims")?;
    write_tile(page, claims.untested, untested, "plain", "#claims")?;
    write_tile(
        page,
        sum.undocumented,
        undocumented,
        "warn",
        "#undocumented",
    )?;
    page.write_str("</ul>\n")
}

/// A number with its word, for one and for several; plain if it is zero.
fn write_tile(
    page: &mut String,
    count: usize,
    [one, many]: [&str; 2],
    class: &str,
    link: &str,
) -> fmt::Result {
    let class = if count == 0 { "plain" } else { class };
    let word = if count == 1 { one } else { many };
    writeln!(
        page,
        "<li class=\"{class}\"><a href=\"{link}\"><b>{count}</b> {word}</a></li>"
    )
}

/// The filter of the cases; it needs the script.
fn write_filter(page: &mut String, record: &RunRecord) -> fmt::Result {
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
