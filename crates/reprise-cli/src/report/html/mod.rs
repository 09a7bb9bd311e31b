//! `html`: the report as one page. It needs no network, and no JavaScript to be read; the script only filters,
//! opens what a link points to, and copies.
//!
//! Everything that comes from a server or a document goes through [`text`]. The policy of the page forbids every
//! script but its own and every connection, so even what would slip through could do nothing.
//!
//! The page is well-formed XML, too.

mod bodies;
mod coverage;
mod findings;
mod head;
mod matrix;
mod requirements;

use std::fmt::{self, Display, Write};

use super::record::{Case, Outcome, Record};
use super::words::counted;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");
/// The SHA-256 of the script, by which the policy knows it.
const SCRIPT_HASH: &str = "sha256-zsispgMoI8PeADE6N7hRPcYOmAI4rdiwU33d2zIAHmc=";

/// The record as a page.
pub(super) fn render(record: &Record) -> String {
    let mut page = String::new();
    // writing to a string cannot fail
    let _ = write_page(&mut page, record);
    page
}

fn write_page(page: &mut String, record: &Record) -> fmt::Result {
    let title = text(&record.document.title);
    write!(
        page,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src '{SCRIPT_HASH}'; base-uri 'none'; form-action 'none'\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <meta name=\"color-scheme\" content=\"light dark\"/>\n\
         <meta name=\"generator\" content=\"{} {}\"/>\n\
         <title>{title}: {}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
        text(&record.tool.name),
        text(&record.tool.version),
        head::headline(record),
    )?;
    head::write(page, record)?;
    page.push_str("<main>\n");
    matrix::write(page, record)?;
    findings::write(page, record)?;
    requirements::write(page, record)?;
    coverage::write(page, record)?;
    undocumented(page, record)?;
    known_failures(page, record)?;
    errata(page, record)?;
    document_trouble(page, record)?;
    page.push_str("</main>\n");
    write!(
        page,
        "<footer>{} {} · format {} · begun <time datetime=\"{started}\">{started}</time>, {} ms</footer>\n\
         <script>{SCRIPT}</script>\n</body>\n</html>\n",
        text(&record.tool.name),
        text(&record.tool.version),
        record.version,
        record.times.milliseconds,
        started = text(&record.times.started),
    )
}

fn undocumented(page: &mut String, record: &Record) -> fmt::Result {
    let mut seen: Vec<(&str, String, bool, usize)> = Vec::new();
    for case in record.shown() {
        for note in &case.notes {
            let pointer = super::fold::general(&note.pointer);
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
    page.push_str("<section id=\"undocumented\">\n<h2>Members beyond the document</h2>\n");
    for (kind, heading, open) in [
        (true, "in no schema", " open=\"open\""),
        (false, "in the schema, but in no example", ""),
    ] {
        let members: Vec<_> = seen
            .iter()
            .filter(|(.., undocumented, _)| *undocumented == kind)
            .collect();
        if members.is_empty() {
            continue;
        }
        write!(
            page,
            "<details{open}><summary>{} <b>{}</b></summary>\n<div class=\"scroll\"><table class=\"list\"><thead><tr><th>operation</th><th>member</th><th class=\"n\">seen</th></tr></thead><tbody>\n",
            heading,
            members.len()
        )?;
        for (operation, pointer, _, count) in members {
            writeln!(
                page,
                "<tr><td>{}</td><td><code>{}</code></td><td class=\"n\">{count}</td></tr>",
                text(operation),
                text(pointer)
            )?;
        }
        page.push_str("</tbody></table></div></details>\n");
    }
    page.push_str("</section>\n");
    Ok(())
}

fn errata(page: &mut String, record: &Record) -> fmt::Result {
    if record.errata.is_empty() {
        return Ok(());
    }
    page.push_str("<section id=\"errata\">\n<h2>Errata</h2>\n<p class=\"lead\">The documentation is wrong in these places, and something else was held.</p>\n");
    for erratum in &record.errata {
        write!(
            page,
            "<article class=\"erratum\" id=\"erratum-{}\"><h3>{}</h3><p>{}</p>",
            slug(&erratum.id),
            text(&erratum.id),
            text(&erratum.claim)
        )?;
        if erratum.cases.is_empty() {
            page.push_str("<p class=\"dim\">It changed no case of this run.</p>");
        } else {
            page.push_str("<p class=\"links\">");
            for id in &erratum.cases {
                case_link(page, id, record.shown().find(|case| case.id == *id))?;
            }
            page.push_str("</p>");
        }
        page.push_str("</article>\n");
    }
    page.push_str("</section>\n");
    Ok(())
}

fn known_failures(page: &mut String, record: &Record) -> fmt::Result {
    let Some(known_failures) = &record.known_failures else {
        return Ok(());
    };
    write!(
        page,
        "<section id=\"known_failures\">\n<h2>known_failures</h2>\n<p class=\"lead\">The target is known to differ in <b>{}</b> of {}.</p>\n",
        known_failures.accepted,
        counted(record.summary.findings, "finding", "findings")
    )?;
    if !known_failures.complaints.is_empty() {
        page.push_str("<ul class=\"plainlist\">");
        for complaint in &known_failures.complaints {
            write!(page, "<li>{}</li>", text(complaint))?;
        }
        page.push_str("</ul>\n");
    }
    page.push_str("</section>\n");
    Ok(())
}

fn document_trouble(page: &mut String, record: &Record) -> fmt::Result {
    if record.defects.is_empty() && record.unused.is_empty() {
        return Ok(());
    }
    page.push_str("<section id=\"document\">\n<h2>The document itself</h2>\n");
    if !record.defects.is_empty() {
        write!(
            page,
            "<details open=\"open\"><summary>broken <b>{}</b></summary><ul class=\"plainlist\">",
            record.defects.len()
        )?;
        for defect in &record.defects {
            write!(
                page,
                "<li><code>{}</code> {}",
                text(&defect.at.to_string()),
                text(&defect.message)
            )?;
            if let Some(operation) = &defect.operation {
                write!(
                    page,
                    " <span class=\"dim\">costs {}</span>",
                    text(operation)
                )?;
            }
            write!(
                page,
                "<br/><code class=\"dim\">{}</code></li>",
                text(&defect.at.pointer)
            )?;
        }
        page.push_str("</ul></details>\n");
    }
    if !record.unused.is_empty() {
        write!(
            page,
            "<details><summary>makes no case <b>{}</b></summary><ul class=\"plainlist\">",
            record.unused.len()
        )?;
        for unused in &record.unused {
            write!(
                page,
                "<li><code>{}</code> {}<br/><code class=\"dim\">{}</code></li>",
                text(&unused.at.to_string()),
                text(&unused.reason),
                text(&unused.at.pointer)
            )?;
        }
        page.push_str("</ul></details>\n");
    }
    page.push_str("</section>\n");
    Ok(())
}

/// The name of a case, which leads to it where the page shows it.
fn case_link(page: &mut String, id: &str, shown: Option<&Case>) -> fmt::Result {
    let Some(case) = shown else {
        return write!(page, "<span class=\"dim\">{}</span> ", text(id));
    };
    let (sign, mood) = sign(&case.outcome);
    write!(
        page,
        "<a class=\"{mood}\" href=\"#case-{}\">{sign} {}</a> ",
        slug(id),
        text(id)
    )
}

/// A part of a bar: its class, how wide it is beside the others, and its name.
struct Part(&'static str, usize, &'static str);

/// A bar whose parts are as wide as they count.
fn bar(page: &mut String, parts: &[Part]) -> fmt::Result {
    page.push_str("<span class=\"bar\" role=\"img\" aria-label=\"");
    for (index, Part(_, count, name)) in parts.iter().enumerate() {
        let comma = if index > 0 { ", " } else { "" };
        write!(page, "{comma}{count} {name}")?;
    }
    page.push_str("\">");
    for Part(class, count, _) in parts.iter().filter(|part| part.1 > 0) {
        write!(
            page,
            "<i class=\"{class}\" style=\"flex-grow:{count}\"></i>"
        )?;
    }
    page.push_str("</span>");
    Ok(())
}

/// The sign and the class of a outcome.
fn sign(outcome: &Outcome) -> (&'static str, &'static str) {
    match outcome {
        Outcome::Passed { .. } => ("✓", "good"),
        Outcome::Failed { .. } => ("✗", "bad"),
        Outcome::InvalidCase { .. }
        | Outcome::Blocked { .. }
        | Outcome::Inconclusive { .. }
        | Outcome::Unreachable { .. } => ("!", "warn"),
        Outcome::Skipped { .. } => ("–", "plain"),
    }
}

/// A text as text: nothing in it can be a tag, an attribute or an end of one, and nothing can hide or turn around
/// what stands beside it.
fn text(raw: &str) -> impl Display + '_ {
    struct Text<'t>(&'t str);
    impl Display for Text<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            for c in self.0.chars() {
                match c {
                    '<' => f.write_str("&lt;")?,
                    '>' => f.write_str("&gt;")?,
                    '&' => f.write_str("&amp;")?,
                    '"' => f.write_str("&quot;")?,
                    '\'' => f.write_str("&#39;")?,
                    '\n' | '\t' => f.write_char(c)?,
                    c if crate::text::is_dangerous(c) => write!(f, "{}", c.escape_unicode())?,
                    c => f.write_char(c)?,
                }
            }
            Ok(())
        }
    }
    Text(raw)
}

/// A text as part of an id: equal texts and no others have equal ids.
fn slug(raw: &str) -> String {
    let mut slug = String::new();
    for c in raw.chars() {
        if c.is_ascii_alphanumeric() || c == '.' || c == '-' {
            slug.push(c);
        } else {
            slug.push_str(&format!("_{:x}_", u32::from(c)));
        }
    }
    slug
}

#[cfg(test)]
mod tests;
