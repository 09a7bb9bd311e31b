//! The cases, each with its findings: both places, and both values side by side.

use std::fmt::{self, Write};

use super::bodies;
use super::markup::{escape_html, outcome_sign, slug};
use crate::finding_groups::{FindingGroup, group_findings};
use crate::record::{CaseRecord, RunRecord};
use crate::words::{self, count_of};

pub(super) fn write(page: &mut String, record: &RunRecord) -> fmt::Result {
    page.push_str("<section id=\"cases\">\n<h2>Cases</h2>\n");
    // cases that need a look come first, the rest in the order of the suite
    let (first, rest): (Vec<&CaseRecord>, Vec<&CaseRecord>) = record
        .selected_cases()
        .partition(|case| case.needs_attention());
    for case in first.into_iter().chain(rest) {
        write_case(page, case)?;
    }
    page.push_str(
        "<p class=\"dim\" id=\"nothing\" hidden=\"hidden\">No case matches.</p>\n</section>\n",
    );
    Ok(())
}

fn write_case(page: &mut String, case: &CaseRecord) -> fmt::Result {
    let (sign, class) = outcome_sign(case);
    let open = if case.needs_attention() {
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
        "<details class=\"case {class}\" id=\"case-{}\" data-outcome=\"{}\"{open}><summary><span class=\"sign\">{sign}</span> \
         <span class=\"id\">{}</span> <span class=\"route\"><span class=\"method\">{}</span> {}</span> <span class=\"outcome\">{} <small>{level}</small></span></summary>\n<div class=\"inside\">",
        slug(&case.id),
        case.outcome.as_str(),
        escape_html(&case.id),
        escape_html(&case.method),
        escape_html(&case.path),
        case.outcome.as_str(),
    )?;
    if let Some(reason) = case.outcome.reason() {
        write!(page, "<p>{}</p>", escape_html(reason))?;
    }
    for fold in &group_findings(case.outcome.findings()) {
        write_finding(page, fold)?;
    }
    if let Some(both) = &case.bodies {
        bodies::write_bodies(page, both)?;
    }
    if let Some(command) = &case.reproduce {
        write!(
            page,
            "<details class=\"more\"><summary>reproduce</summary><pre class=\"command\">{}</pre></details>",
            escape_html(command)
        )?;
    }
    write_case_info(page, case)?;
    page.push_str("</div></details>\n");
    Ok(())
}

fn write_finding(page: &mut String, fold: &FindingGroup<'_>) -> fmt::Result {
    let finding = fold.first;
    let id = slug(&finding.id);
    write!(
        page,
        "<article class=\"finding {}\" id=\"finding-{id}\"><h3><a class=\"anchor\" href=\"#finding-{id}\" aria-label=\"link to this finding\">#</a> <code>{}</code>",
        finding.class.as_str(),
        escape_html(&words::describe_part(&finding.place, &fold.pointer()))
    )?;
    if fold.count() > 1 {
        write!(page, " <span class=\"times\">{} times</span>", fold.count())?;
    }
    write!(
        page,
        " <span class=\"class\" title=\"{0}: {1}\">{0}</span></h3>",
        finding.class.as_str(),
        words::describe_class(finding.class)
    )?;
    if finding.accepted {
        page.push_str("<p class=\"dim\">Accepted: this is a known failure.</p>");
    }
    if let Some(claim) = words::describe_kind(&finding.kind) {
        write!(page, "<p>{}</p>", escape_html(&claim))?;
    }
    let (expected, actual) = words::kind_values(&finding.kind);
    bodies::write_values(page, expected, actual)?;
    if let Some(two) = finding.agreement {
        write!(
            page,
            "<p class=\"agreement\">{}</p>",
            escape_html(&two.to_string())
        )?;
    }
    write!(
        page,
        "<p class=\"claim\">documented at <code>{}</code> <code class=\"dim\">{}</code><br/>finding <code>{}</code></p>",
        escape_html(&finding.claim.to_string()),
        escape_html(&finding.claim.pointer),
        escape_html(&finding.id)
    )?;
    if fold.count() > 1 {
        page.push_str("<details class=\"more\"><summary>all places</summary><p>");
        for pointer in &fold.pointers {
            write!(page, "<code>{}</code> ", escape_html(pointer))?;
        }
        page.push_str("</p></details>");
    }
    page.push_str("</article>\n");
    Ok(())
}

fn write_case_info(page: &mut String, case: &CaseRecord) -> fmt::Result {
    let mut items: Vec<String> = Vec::new();
    if let Some(source) = &case.source {
        items.push(escape_html(&words::describe_source(source)).to_string());
    }
    let places = case.places;
    if places.exact + places.tolerated + places.unchecked > 0 {
        items.push(format!(
            "{} compared exactly, {} tolerated, {} unchecked",
            count_of(places.exact, "value", "values"),
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
            escape_html(erratum)
        ));
    }
    if !case.notes.is_empty() {
        let notes: Vec<String> = case
            .notes
            .iter()
            .map(|note| format!("<code>{}</code>", escape_html(&note.pointer)))
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
