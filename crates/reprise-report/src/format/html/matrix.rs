//! Operations by level that was reached.

use std::collections::HashMap;
use std::fmt::{self, Write};

use reprise_core::Level;

use super::markup::{escape_html, outcome_sign, slug};
use crate::record::{CaseRecord, OutcomeRecord, RunRecord};

/// One operation and its cases.
struct OperationCases<'r> {
    method: &'r str,
    path: &'r str,
    operation: &'r str,
    cases: Vec<&'r CaseRecord>,
}

/// A description of a level, in a few words.
const fn describe_level(level: Level) -> &'static str {
    match level {
        Level::Exchange => "status, media type, headers",
        Level::Schema => "valid against the schema",
        Level::Shape => "the properties of the example are present",
        Level::Value => "every documented value",
    }
}

pub(super) fn write(page: &mut String, record: &RunRecord) -> fmt::Result {
    let rows = operation_rows(record);
    if rows.is_empty() {
        return Ok(());
    }
    page.push_str("<section id=\"levels\">\n<h2>Operations by level</h2>\n<div class=\"scroll\"><table class=\"matrix\"><thead><tr><th>operation</th><th>cases</th>");
    for level in Level::ALL {
        write!(page, "<th title=\"{}\">{level}</th>", describe_level(level))?;
    }
    page.push_str("</tr></thead><tbody>\n");
    for row in rows {
        write!(
            page,
            "<tr id=\"op-{}\"><th scope=\"row\"><span class=\"method\">{}</span> <span class=\"path\">{}</span></th><td class=\"dots\">",
            slug(row.operation),
            escape_html(row.method),
            escape_html(row.path)
        )?;
        for case in &row.cases {
            let (sign, class) = outcome_sign(case);
            write!(
                page,
                "<a class=\"{class}\" href=\"#case-{}\" title=\"{}: {}\">{sign}</a>",
                slug(&case.id),
                escape_html(&case.id),
                case.outcome.as_str()
            )?;
        }
        page.push_str("</td>");
        for level in Level::ALL {
            write_cell(page, &row, level)?;
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody></table></div>\n<p class=\"dim\">A cell counts the cases that reached the level, or those that failed at it (✗). Each level includes those before it; `–` means that no case was checked at the level.</p>\n</section>\n");
    Ok(())
}

fn write_cell(page: &mut String, row: &OperationCases<'_>, level: Level) -> fmt::Result {
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
fn fails_at(case: &CaseRecord, level: Level) -> bool {
    matches!(&case.outcome, OutcomeRecord::Failed { level_reached, .. } if *level_reached == level.next_lower())
}

fn operation_rows(record: &RunRecord) -> Vec<OperationCases<'_>> {
    let mut rows: Vec<OperationCases<'_>> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for case in record.selected_cases() {
        let at = *known.entry(&case.operation).or_insert_with(|| {
            rows.push(OperationCases {
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
