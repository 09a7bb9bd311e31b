//! The cases, each with its findings: both places, and both values side by side.

use std::fmt::{self, Write};

use super::bodies;
use super::markup::{sign, slug, text};
use crate::fold::{Fold, fold};
use crate::record::{Case, Record};
use crate::words::{self, counted};

pub(super) fn write(page: &mut String, record: &Record) -> fmt::Result {
    page.push_str("<section id=\"cases\">\n<h2>Cases</h2>\n");
    // cases that need a look come first, the rest in the order of the suite
    let (first, rest): (Vec<&Case>, Vec<&Case>) =
        record.shown().partition(|case| case.needs_a_look());
    for case in first.into_iter().chain(rest) {
        write_case(page, case)?;
    }
    page.push_str(
        "<p class=\"dim\" id=\"nothing\" hidden=\"hidden\">No case matches.</p>\n</section>\n",
    );
    Ok(())
}

fn write_case(page: &mut String, case: &Case) -> fmt::Result {
    let (sign, mood) = sign(case);
    let open = if case.needs_a_look() {
        " open=\"open\""
    } else {
        ""
    };
    let level = case
        .outcome
        .level_reached()
        .map_or("", |level| level.as_str());
    write!(
        page,
        "<details class=\"case {mood}\" id=\"case-{}\" data-outcome=\"{}\"{open}><summary><span class=\"sign\">{sign}</span> \
         <span class=\"id\">{}</span> <span class=\"route\"><span class=\"method\">{}</span> {}</span> <span class=\"outcome\">{} <small>{level}</small></span></summary>\n<div class=\"inside\">",
        slug(&case.id),
        case.outcome.as_str(),
        text(&case.id),
        text(&case.method),
        text(&case.path),
        case.outcome.as_str(),
    )?;
    if let Some(reason) = case.outcome.reason() {
        write!(page, "<p>{}</p>", text(reason))?;
    }
    for fold in &fold(case.outcome.findings()) {
        finding(page, fold)?;
    }
    if let Some(both) = &case.bodies {
        bodies::wholes(page, both)?;
    }
    if let Some(command) = &case.reproduce {
        write!(
            page,
            "<details class=\"more\"><summary>reproduce</summary><pre class=\"command\">{}</pre></details>",
            text(command)
        )?;
    }
    about(page, case)?;
    page.push_str("</div></details>\n");
    Ok(())
}

fn finding(page: &mut String, fold: &Fold<'_>) -> fmt::Result {
    let finding = fold.first;
    let id = slug(&finding.id);
    write!(
        page,
        "<article class=\"finding {}\" id=\"finding-{id}\"><h3><a class=\"anchor\" href=\"#finding-{id}\" aria-label=\"link to this finding\">#</a> <code>{}</code>",
        finding.class.as_str(),
        text(&words::place(&finding.place, &fold.pointer()))
    )?;
    if fold.count() > 1 {
        write!(page, " <span class=\"times\">{} times</span>", fold.count())?;
    }
    write!(
        page,
        " <span class=\"class\" title=\"{0}: {1}\">{0}</span></h3>",
        finding.class.as_str(),
        words::class(finding.class)
    )?;
    if finding.accepted {
        page.push_str("<p class=\"dim\">Accepted: this is a known failure.</p>");
    }
    if let Some(claim) = words::claim(&finding.kind) {
        write!(page, "<p>{}</p>", text(&claim))?;
    }
    let (expected, actual) = words::values(&finding.kind);
    bodies::write(page, expected, actual)?;
    if let Some(two) = finding.agreement {
        write!(
            page,
            "<p class=\"agreement\">{}</p>",
            text(&two.to_string())
        )?;
    }
    write!(
        page,
        "<p class=\"claim\">documented at <code>{}</code> <code class=\"dim\">{}</code><br/>finding <code>{}</code></p>",
        text(&finding.claim.to_string()),
        text(&finding.claim.pointer),
        text(&finding.id)
    )?;
    if fold.count() > 1 {
        page.push_str("<details class=\"more\"><summary>all places</summary><p>");
        for pointer in &fold.pointers {
            write!(page, "<code>{}</code> ", text(pointer))?;
        }
        page.push_str("</p></details>");
    }
    page.push_str("</article>\n");
    Ok(())
}

fn about(page: &mut String, case: &Case) -> fmt::Result {
    let mut items: Vec<String> = Vec::new();
    if let Some(source) = &case.source {
        items.push(text(&words::source(source)).to_string());
    }
    let places = case.places;
    if places.exact + places.tolerated + places.unchecked > 0 {
        items.push(format!(
            "{} compared exactly, {} tolerated, {} unchecked",
            counted(places.exact, "value", "values"),
            places.tolerated,
            places.unchecked
        ));
    }
    if case.attempts > 1 {
        items.push(format!("flaky: sent {} times", case.attempts));
    }
    for erratum in &case.errata {
        items.push(format!(
            "erratum <a href=\"#erratum-{}\">{}</a>",
            slug(erratum),
            text(erratum)
        ));
    }
    if !case.notes.is_empty() {
        let notes: Vec<String> = case
            .notes
            .iter()
            .map(|note| format!("<code>{}</code>", text(&note.pointer)))
            .collect();
        items.push(format!("not in the example: {}", notes.join(" ")));
    }
    if items.is_empty() {
        return Ok(());
    }
    write!(
        page,
        "<ul class=\"about\"><li>{}</li></ul>",
        items.join("</li><li>")
    )
}
