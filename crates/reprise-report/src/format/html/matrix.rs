//! Operations by level that was reached.

use std::collections::HashMap;
use std::fmt::{self, Write};

use reprise_core::Level;

use super::markup::{sign, slug, text};
use crate::record::{Case, Outcome, Record};

/// One operation and its cases.
struct Row<'r> {
    method: &'r str,
    path: &'r str,
    operation: &'r str,
    cases: Vec<&'r Case>,
}

/// A description of a level, in a few words.
const fn meaning(level: Level) -> &'static str {
    match level {
        Level::Exchange => "status, media type, headers",
        Level::Schema => "valid against the schema",
        Level::Shape => "the properties of the example are present",
        Level::Value => "every documented value",
    }
}

pub(super) fn write(page: &mut String, record: &Record) -> fmt::Result {
    let rows = rows(record);
    if rows.is_empty() {
        return Ok(());
    }
    page.push_str("<section id=\"levels\">\n<h2>Operations by level</h2>\n<div class=\"scroll\"><table class=\"matrix\"><thead><tr><th>operation</th><th>cases</th>");
    for level in Level::ALL {
        write!(page, "<th title=\"{}\">{level}</th>", meaning(level))?;
    }
    page.push_str("</tr></thead><tbody>\n");
    for row in rows {
        write!(
            page,
            "<tr id=\"op-{}\"><th scope=\"row\"><span class=\"method\">{}</span> <span class=\"path\">{}</span></th><td class=\"dots\">",
            slug(row.operation),
            text(row.method),
            text(row.path)
        )?;
        for case in &row.cases {
            let (sign, mood) = sign(case);
            write!(
                page,
                "<a class=\"{mood}\" href=\"#case-{}\" title=\"{}: {}\">{sign}</a>",
                slug(&case.id),
                text(&case.id),
                case.outcome.as_str()
            )?;
        }
        page.push_str("</td>");
        for level in Level::ALL {
            cell(page, &row, level)?;
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody></table></div>\n<p class=\"dim\">A cell counts the cases that reached the level, or those that failed at it (✗). Each level includes those before it; a dash means that no case was checked at the level.</p>\n</section>\n");
    Ok(())
}

fn cell(page: &mut String, row: &Row<'_>, level: Level) -> fmt::Result {
    let level_reached = row
        .cases
        .iter()
        .filter(|case| {
            case.outcome
                .level_reached()
                .is_some_and(|most| most >= level)
        })
        .count();
    let failed = row
        .cases
        .iter()
        .filter(|case| fails_at(case, level))
        .count();
    match (level_reached, failed) {
        (0, 0) => write!(page, "<td class=\"none\">–</td>"),
        (_, 0) => write!(page, "<td class=\"good\">{level_reached}</td>"),
        (0, _) => write!(page, "<td class=\"bad\">✗ {failed}</td>"),
        (_, _) => write!(
            page,
            "<td class=\"bad\">✗ {failed} <small>{level_reached}</small></td>"
        ),
    }
}

/// Whether a case reached every level below a level, and not the level.
fn fails_at(case: &Case, level: Level) -> bool {
    matches!(&case.outcome, Outcome::Failed { level_reached, .. } if *level_reached == level.below())
}

fn rows(record: &Record) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for case in record.shown() {
        let at = *known.entry(&case.operation).or_insert_with(|| {
            rows.push(Row {
                method: &case.method,
                path: &case.path,
                operation: &case.operation,
                cases: Vec::new(),
            });
            rows.len() - 1
        });
        if let Some(row) = rows.get_mut(at) {
            row.cases.push(case);
        }
    }
    rows
}
