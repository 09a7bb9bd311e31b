//! The claims of the document: how many of each operation and each schema the responses confirm.

use std::fmt::{self, Write};

use reprise_core::{ClaimCount, ClaimKind};

use super::markup::{BarPart, escape_html, slug, write_bar};
use crate::record::coverage::{self, ClaimArea};
use crate::record::{RunRecord, SourceLocation};

/// How many claims are listed one by one; a large document has too many to read.
const MAX_LISTED: usize = 2_000;

pub(super) fn write(page: &mut String, record: &RunRecord) -> fmt::Result {
    let claims = &record.claims;
    let total = claims.total();
    write!(
        page,
        "<section id=\"claims\">\n<h2>Claims of the document</h2>\n<p class=\"lead\"><b>{}</b> claims confirmed, <b>{}</b> refuted, <b>{}</b> untested</p>\n",
        total.confirmed, total.refuted, total.untested
    )?;
    page.push_str("<div class=\"scroll\"><table class=\"list claims\"><thead><tr><th>claim</th><th class=\"wide\"></th><th class=\"n\">confirmed</th><th class=\"n\">refuted</th><th class=\"n\">untested</th></tr></thead><tbody>\n");
    for claim in ClaimKind::ALL {
        let count = claims.counts.get(&claim).copied().unwrap_or_default();
        write!(
            page,
            "<tr><th scope=\"row\">{}</th><td class=\"wide\">",
            claim.plural()
        )?;
        write_count_bar(page, count)?;
        writeln!(
            page,
            "</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
            count.confirmed, count.refuted, count.untested
        )?;
    }
    page.push_str("</tbody></table></div>\n");
    let (operations, parts): (Vec<&ClaimArea>, Vec<&ClaimArea>) = claims
        .areas
        .iter()
        .partition(|area| area.at.pointer.starts_with("/paths/"));
    write_areas(page, "Operations", &operations)?;
    write_areas(page, "Components", &parts)?;
    write_claim_lists(page, record)?;
    page.push_str("</section>\n");
    Ok(())
}

fn write_areas(page: &mut String, heading: &str, areas: &[&ClaimArea]) -> fmt::Result {
    if areas.is_empty() {
        return Ok(());
    }
    write!(page, "<h3>{heading}</h3>\n<ul class=\"map\">\n")?;
    for area in areas {
        let ClaimCount {
            confirmed,
            refuted,
            untested,
        } = area.count;
        write!(
            page,
            "<li id=\"area-{}\" title=\"{}\"><span class=\"name\">{}</span><span class=\"share\">{confirmed}/{}</span>",
            slug(&area.at.pointer),
            escape_html(&area.at.to_string()),
            escape_html(&area.name),
            confirmed + refuted + untested,
        )?;
        write_count_bar(page, area.count)?;
        page.push_str("</li>\n");
    }
    page.push_str("</ul>\n");
    Ok(())
}

/// The share of claims that were confirmed.
fn write_count_bar(page: &mut String, count: ClaimCount) -> fmt::Result {
    let parts = [
        BarPart("good", count.confirmed, "confirmed"),
        BarPart("bad", count.refuted, "refuted"),
        BarPart("none", count.untested, "untested"),
    ];
    write_bar(page, &parts)
}

fn write_claim_lists(page: &mut String, record: &RunRecord) -> fmt::Result {
    let claims = &record.claims;
    let refuted = claims
        .refuted
        .iter()
        .map(|claim| (claim.kind, "a response refutes it", &claim.claim));
    write_claim_list(page, "refuted", claims.refuted.len(), refuted)?;
    let untested = claims.untested.iter().map(|claim| {
        (
            claim.kind,
            coverage::describe_untested(claim.why),
            &claim.claim,
        )
    });
    write_claim_list(page, "untested", claims.untested.len(), untested)
}

fn write_claim_list<'r>(
    page: &mut String,
    heading: &str,
    count: usize,
    claims: impl Iterator<Item = (ClaimKind, &'static str, &'r SourceLocation)>,
) -> fmt::Result {
    if count == 0 {
        return Ok(());
    }
    write!(
        page,
        "<details><summary>{heading} <b>{count}</b></summary>\n<div class=\"scroll\"><table class=\"list\"><thead><tr><th>claim</th><th>why</th><th>place</th></tr></thead><tbody>\n"
    )?;
    for (claim, why, at) in claims.take(MAX_LISTED) {
        writeln!(
            page,
            "<tr><td>{}</td><td>{why}</td><td><code>{}</code><br/><code class=\"dim\">{}</code></td></tr>",
            claim.plural(),
            escape_html(&at.to_string()),
            escape_html(&at.pointer)
        )?;
    }
    page.push_str("</tbody></table></div>");
    if count > MAX_LISTED {
        write!(
            page,
            "<p class=\"dim\">… and {} more, all in the JSON report.</p>",
            count - MAX_LISTED
        )?;
    }
    page.push_str("</details>\n");
    Ok(())
}
