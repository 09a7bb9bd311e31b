//! `html`: the report as one page. It needs no network, and can be read without JavaScript; the script only filters
//! and opens the target of a link.
//!
//! Every text of a server or a document goes through [`text`]. The policy of the page forbids every script but its
//! own and every connection, so that even an injected script could do nothing.
//!
//! The page is also well-formed XML.

mod bodies;
mod coverage;
mod findings;
mod head;
mod markup;
mod matrix;
mod reasons;
mod requirements;

use std::fmt::{self, Write};

use crate::error::RenderError;
use crate::record::RunRecord;
use crate::words::count_of;

use markup::{escape_html, slug, write_case_link};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");
/// The SHA-256 of the script, for the policy.
const SCRIPT_HASH: &str = "sha256-TdKYtOfYCLUhtkONTcIGO2vOJ7cutCy9S/l460/Pv7o=";

/// The record as a page.
pub(super) fn render(record: &RunRecord) -> Result<String, RenderError> {
    let mut page = String::new();
    write_page(&mut page, record)?;
    Ok(page)
}

fn write_page(page: &mut String, record: &RunRecord) -> fmt::Result {
    let title = escape_html(&record.document.title);
    write!(
        page,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src '{SCRIPT_HASH}'; base-uri 'none'; form-action 'none'\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <meta name=\"color-scheme\" content=\"light dark\"/>\n\
         <meta name=\"generator\" content=\"{} {}\"/>\n\
         <title>{title}: {}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
        escape_html(&record.tool.name),
        escape_html(&record.tool.version),
        head::headline(record),
    )?;
    head::write(page, record)?;
    page.push_str("<main>\n");
    matrix::write(page, record)?;
    reasons::write(page, record)?;
    findings::write(page, record)?;
    requirements::write(page, record)?;
    coverage::write(page, record)?;
    write_undocumented(page, record)?;
    write_known_failures(page, record)?;
    write_errata(page, record)?;
    write_document_problems(page, record)?;
    page.push_str("</main>\n");
    write!(
        page,
        "<footer>{} {} · format {} · started <time datetime=\"{started}\">{started}</time>, {} ms</footer>\n\
         <script>{SCRIPT}</script>\n</body>\n</html>\n",
        escape_html(&record.tool.name),
        escape_html(&record.tool.version),
        record.version,
        record.times.milliseconds,
        started = escape_html(&record.times.started),
    )
}

fn write_undocumented(page: &mut String, record: &RunRecord) -> fmt::Result {
    let mut seen: Vec<(&str, String, bool, usize)> = Vec::new();
    for case in record.selected_cases() {
        for note in &case.notes {
            let pointer = crate::finding_groups::generalize_pointer(&note.pointer);
            let known = seen.iter_mut().find(|(operation, at, undocumented, _)| {
                *operation == case.operation && *at == pointer && *undocumented == note.undocumented
            });
            match known {
                Some((.., count)) => *count += 1,
                None => seen.push((&case.operation, pointer, note.undocumented, 1)),
            }
        }
    }
    if seen.is_empty() {
        return Ok(());
    }
    page.push_str("<section id=\"undocumented\">\n<h2>Undocumented properties</h2>\n");
    for (kind, heading, open) in [
        (true, "in no schema", " open=\"open\""),
        (false, "in the schema, but in no example", ""),
    ] {
        let properties: Vec<_> = seen
            .iter()
            .filter(|(.., undocumented, _)| *undocumented == kind)
            .collect();
        if properties.is_empty() {
            continue;
        }
        write!(
            page,
            "<details{open}><summary>{} <b>{}</b></summary>\n<div class=\"scroll\"><table class=\"list\"><thead><tr><th>operation</th><th>property</th><th class=\"n\">seen</th></tr></thead><tbody>\n",
            heading,
            properties.len()
        )?;
        for (operation, pointer, _, count) in properties {
            writeln!(
                page,
                "<tr><td>{}</td><td><code>{}</code></td><td class=\"n\">{count}</td></tr>",
                escape_html(operation),
                escape_html(pointer)
            )?;
        }
        page.push_str("</tbody></table></div></details>\n");
    }
    page.push_str("</section>\n");
    Ok(())
}

fn write_errata(page: &mut String, record: &RunRecord) -> fmt::Result {
    if record.errata.is_empty() {
        return Ok(());
    }
    page.push_str("<section id=\"errata\">\n<h2>Errata</h2>\n<p class=\"lead\">The documentation is wrong in these places, and a corrected expectation was used.</p>\n");
    for erratum in &record.errata {
        write!(
            page,
            "<article class=\"erratum\" id=\"erratum-{}\"><h3>{}</h3><p>{}</p>",
            slug(&erratum.id),
            escape_html(&erratum.id),
            escape_html(&erratum.claim)
        )?;
        if erratum.cases.is_empty() {
            page.push_str("<p class=\"dim\">It changed no case in this run.</p>");
        } else {
            page.push_str("<p class=\"links\">");
            for id in &erratum.cases {
                write_case_link(
                    page,
                    id,
                    record.selected_cases().find(|case| case.id == *id),
                )?;
            }
            page.push_str("</p>");
        }
        page.push_str("</article>\n");
    }
    page.push_str("</section>\n");
    Ok(())
}

fn write_known_failures(page: &mut String, record: &RunRecord) -> fmt::Result {
    let Some(known_failures) = &record.known_failures else {
        return Ok(());
    };
    write!(
        page,
        "<section id=\"known-failures\">\n<h2>Known failures</h2>\n<p class=\"lead\"><b>{}</b> of {} accepted.</p>\n",
        known_failures.accepted,
        count_of(record.summary.findings, "finding", "findings")
    )?;
    if !known_failures.complaints.is_empty() {
        page.push_str("<ul class=\"plainlist\">");
        for complaint in &known_failures.complaints {
            write!(page, "<li>{}</li>", escape_html(complaint))?;
        }
        page.push_str("</ul>\n");
    }
    page.push_str("</section>\n");
    Ok(())
}

fn write_document_problems(page: &mut String, record: &RunRecord) -> fmt::Result {
    if record.defects.is_empty() && record.unused.is_empty() {
        return Ok(());
    }
    page.push_str("<section id=\"document\">\n<h2>The document</h2>\n");
    if !record.defects.is_empty() {
        write!(
            page,
            "<details open=\"open\"><summary>defects <b>{}</b></summary><ul class=\"plainlist\">",
            record.defects.len()
        )?;
        for defect in &record.defects {
            write!(
                page,
                "<li><code>{}</code> {}",
                escape_html(&defect.at.to_string()),
                escape_html(&defect.message)
            )?;
            if let Some(operation) = &defect.operation {
                write!(
                    page,
                    " <span class=\"dim\">{} is left out</span>",
                    escape_html(operation)
                )?;
            }
            write!(
                page,
                "<br/><code class=\"dim\">{}</code></li>",
                escape_html(&defect.at.pointer)
            )?;
        }
        page.push_str("</ul></details>\n");
    }
    if !record.unused.is_empty() {
        write!(
            page,
            "<details><summary>unused examples <b>{}</b></summary><ul class=\"plainlist\">",
            record.unused.len()
        )?;
        for unused in &record.unused {
            write!(
                page,
                "<li><code>{}</code> {}<br/><code class=\"dim\">{}</code></li>",
                escape_html(&unused.at.to_string()),
                escape_html(&unused.reason),
                escape_html(&unused.at.pointer)
            )?;
        }
        page.push_str("</ul></details>\n");
    }
    page.push_str("</section>\n");
    Ok(())
}

#[cfg(test)]
mod tests;
