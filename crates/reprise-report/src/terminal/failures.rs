//! Failed cases in full, known failures on a line each, and the recap.

use std::borrow::Cow;
use std::collections::HashMap;

use super::difference::{FindingDifference, collect_differences};
use super::lines::Lines;
use super::passed_cases::detail_lines;
use crate::finding_groups::group_findings;
use crate::record::{CaseRecord, OutcomeRecord, RunRecord};
use crate::styles::{Styles, apply_style};
use crate::text::escape_for_display;
use crate::words::{count_of, describe_part};

/// How many characters of a comment are shown.
const MAX_COMMENT_WIDTH: usize = 120;

/// How many failures fit on a screen, so that they need no recap.
const MAX_WITHOUT_RECAP: usize = 3;
/// How many failures the recap lists.
const MAX_IN_RECAP: usize = 20;

/// A block for each failed case that has a difference of its own. A difference is printed only at the first case that
/// has it, with the others.
pub(super) fn failure_blocks(styles: &Styles, record: &RunRecord, is_full: bool) -> Vec<Lines> {
    let mut by_case: HashMap<&str, Vec<FindingDifference<'_>>> = HashMap::new();
    for difference in collect_differences(record, false) {
        if let Some(case) = difference.cases.first() {
            by_case.entry(&case.id).or_default().push(difference);
        }
    }
    let cases = record.selected_cases().filter(|case| case.is_new_failure());
    cases
        .filter_map(|case| {
            // a report could contain a failure without findings
            let differences = by_case.remove(case.id.as_str());
            if differences.is_none() && !case.outcome.findings().is_empty() {
                return None;
            }
            let mut lines = vec![header_line(styles, case)];
            for difference in differences.into_iter().flatten() {
                lines.extend(difference.lines(styles, is_full));
            }
            lines.extend(reproduce_lines(styles, case));
            if is_full {
                lines.extend(detail_lines(styles, case));
            }
            Some(lines)
        })
        .collect()
}

fn header_line(styles: &Styles, case: &CaseRecord) -> String {
    let flaky = if case.attempts > 1 {
        let text = format!("  sent {} times", case.attempts);
        apply_style(styles.warn, text)
    } else {
        String::new()
    };
    let level = match &case.outcome {
        OutcomeRecord::Failed {
            level_reached: Some(level),
            ..
        } => format!("  level {level} reached"),
        _ => String::new(),
    };
    format!(
        "{} {}  {} {}  example {}{}{flaky}",
        apply_style(styles.bad, '✗'),
        apply_style(styles.bold, escape_for_display(&case.id)),
        escape_for_display(&case.method),
        escape_for_display(&case.path),
        escape_for_display(&case.example),
        apply_style(styles.dim, level),
    )
}

fn reproduce_lines(styles: &Styles, case: &CaseRecord) -> Lines {
    let mut lines = Lines::new();
    let mut label = "reproduce  ";
    for line in case.reproduce.iter().flat_map(|command| command.lines()) {
        let line = format!("    {label}{}", escape_for_display(&shorten_comment(line)));
        lines.push(apply_style(styles.dim, line));
        label = "           ";
    }
    lines
}

/// A comment, its end cut off if it is long: the fixture of a case can fill a screen. The other formats have it in full.
fn shorten_comment(line: &str) -> Cow<'_, str> {
    match line.char_indices().nth(MAX_COMMENT_WIDTH) {
        Some((cut, _)) if line.starts_with('#') => {
            let start = line.get(..cut).unwrap_or_default();
            Cow::Owned(format!("{start}… (in full in the HTML and JSON reports)"))
        }
        _ => Cow::Borrowed(line),
    }
}

/// A line for each difference that is a known failure.
pub(super) fn known_failure_lines(styles: &Styles, record: &RunRecord) -> Lines {
    let line = |difference: FindingDifference<'_>| {
        let case = difference.cases.first()?;
        let cases = match difference.cases.len() {
            1 => String::new(),
            count => format!(", in {count} cases"),
        };
        let line = format!(
            "~ {}  {}  {}  known failure{cases}",
            escape_for_display(&case.id),
            difference.place(),
            difference.id()
        );
        Some(apply_style(styles.dim, line))
    };
    collect_differences(record, true)
        .into_iter()
        .filter_map(line)
        .collect()
}

/// A line for each failed case, if there are so many that the first ones are out of sight.
pub(super) fn recap_lines(styles: &Styles, record: &RunRecord, is_full: bool) -> Lines {
    let failed: Vec<&CaseRecord> = record
        .selected_cases()
        .filter(|case| case.is_new_failure())
        .collect();
    if failed.len() <= MAX_WITHOUT_RECAP {
        return Lines::new();
    }
    let most = if is_full {
        failed.len()
    } else {
        MAX_IN_RECAP.min(failed.len())
    };
    let rows: Vec<(String, String, String)> = failed
        .iter()
        .take(most)
        .map(|case| recap_row(case))
        .collect();
    let widest = |cell: fn(&(String, String, String)) -> &String| {
        let widths = rows.iter().map(|row| cell(row).chars().count());
        widths.max().unwrap_or_default()
    };
    let (case_width, place_width) = (widest(|row| &row.0), widest(|row| &row.1));
    let mut lines: Lines = rows
        .iter()
        .map(|(case, place, id)| {
            let line = format!("{case:case_width$}  {place:place_width$}  {id}");
            format!("{} {}", apply_style(styles.bad, '✗'), line.trim_end())
        })
        .collect();
    if failed.len() > most {
        lines.push(format!(
            "  … {}; `--verbose` lists all",
            count_of(failed.len() - most, "more failed case", "more failed cases")
        ));
    }
    lines
}

/// The case, its first finding that is not a known failure, and the id of that.
fn recap_row(case: &CaseRecord) -> (String, String, String) {
    let folds = group_findings(case.outcome.findings());
    let open: Vec<_> = folds.iter().filter(|fold| !fold.first.accepted).collect();
    let Some(first) = open.first() else {
        return (escape_for_display(&case.id), String::new(), String::new());
    };
    let mut text = escape_for_display(&describe_part(&first.first.place, &first.pointer()));
    if open.len() > 1 {
        text.push_str(&format!(" and {} more", open.len() - 1));
    }
    (
        escape_for_display(&case.id),
        text,
        escape_for_display(&first.first.id),
    )
}
