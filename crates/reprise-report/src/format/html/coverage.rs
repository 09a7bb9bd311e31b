//! The claims of the document: how many of each operation and each schema the responses confirm.

use std::fmt::{self, Write};

use reprise_core::{ClaimKind, Count};

use super::markup::{Part, bar, slug, text};
use crate::record::coverage::{self, Area};
use crate::record::{Record, Spot};

/// How many claims are listed one by one; a large document has too many to read.
const MOST_LISTED: usize = 2_000;

pub(super) fn write(page: &mut String, record: &Record) -> fmt::Result {
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
        count_bar(page, count)?;
        writeln!(
            page,
            "</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
            count.confirmed, count.refuted, count.untested
        )?;
    }
    page.push_str("</tbody></table></div>\n");
    let (operations, parts): (Vec<&Area>, Vec<&Area>) = claims
        .areas
        .iter()
        .partition(|area| area.at.pointer.starts_with("/paths/"));
    map(page, "Operations", &operations)?;
    map(page, "Shared parts", &parts)?;
    lists(page, record)?;
    page.push_str("</section>\n");
    Ok(())
}

fn map(page: &mut String, heading: &str, areas: &[&Area]) -> fmt::Result {
    if areas.is_empty() {
        return Ok(());
    }
    write!(page, "<h3>{heading}</h3>\n<ul class=\"map\">\n")?;
    for area in areas {
        let Count {
            confirmed,
            refuted,
            untested,
        } = area.count;
        write!(
            page,
            "<li id=\"area-{}\" title=\"{}\"><span class=\"name\">{}</span><span class=\"share\">{confirmed}/{}</span>",
            slug(&area.at.pointer),
            text(&area.at.to_string()),
            text(&area.name),
            confirmed + refuted + untested,
        )?;
        count_bar(page, area.count)?;
        page.push_str("</li>\n");
    }
    page.push_str("</ul>\n");
    Ok(())
}

/// The share of claims that were confirmed.
fn count_bar(page: &mut String, count: Count) -> fmt::Result {
    let parts = [
        Part("good", count.confirmed, "confirmed"),
        Part("bad", count.refuted, "refuted"),
        Part("none", count.untested, "untested"),
    ];
    bar(page, &parts)
}

fn lists(page: &mut String, record: &Record) -> fmt::Result {
    let claims = &record.claims;
    let refuted = claims
        .refuted
        .iter()
        .map(|claim| (claim.kind, "a response refutes it", &claim.claim));
    list(page, "refuted", claims.refuted.len(), refuted)?;
    let untested = claims
        .untested
        .iter()
        .map(|claim| (claim.kind, coverage::why(claim.why), &claim.claim));
    list(page, "untested", claims.untested.len(), untested)
}

fn list<'r>(
    page: &mut String,
    heading: &str,
    count: usize,
    claims: impl Iterator<Item = (ClaimKind, &'static str, &'r Spot)>,
) -> fmt::Result {
    if count == 0 {
        return Ok(());
    }
    write!(
        page,
        "<details><summary>{heading} <b>{count}</b></summary>\n<div class=\"scroll\"><table class=\"list\"><thead><tr><th>claim</th><th>why</th><th>place</th></tr></thead><tbody>\n"
    )?;
    for (claim, why, at) in claims.take(MOST_LISTED) {
        writeln!(
            page,
            "<tr><td>{}</td><td>{why}</td><td><code>{}</code><br/><code class=\"dim\">{}</code></td></tr>",
            claim.plural(),
            text(&at.to_string()),
            text(&at.pointer)
        )?;
    }
    page.push_str("</tbody></table></div>");
    if count > MOST_LISTED {
        write!(
            page,
            "<p class=\"dim\">… and {} more, all in the JSON report.</p>",
            count - MOST_LISTED
        )?;
    }
    page.push_str("</details>\n");
    Ok(())
}
