//! Failed cases in full, known failures on a line each, and the recap.

use std::borrow::Cow;
use std::collections::HashMap;

use super::difference::{Difference, differences};
use super::lines::Lines;
use super::passed::details;
use crate::fold::fold;
use crate::record::{Case, Outcome, Record};
use crate::styles::{Styles, styled};
use crate::text::visible;
use crate::words::{counted, place};

/// How many characters of a comment are shown.
const COMMENT_WIDTH: usize = 120;

/// How many failures fit on a screen, so that they need no recap.
const FEW: usize = 3;
/// How many failures the recap lists.
const MOST_IN_RECAP: usize = 20;

/// A block for each failed case that has a difference of its own. A difference is printed only at the first case that
/// has it, with the others.
pub(super) fn blocks(styles: &Styles, record: &Record, is_full: bool) -> Vec<Lines> {
    let mut by_case: HashMap<&str, Vec<Difference<'_>>> = HashMap::new();
    for difference in differences(record, false) {
        if let Some(case) = difference.cases.first() {
            by_case.entry(&case.id).or_default().push(difference);
        }
    }
    let cases = record.shown().filter(|case| case.is_open_failure());
    cases
        .filter_map(|case| {
            // a report could contain a failure without findings
            let differences = by_case.remove(case.id.as_str());
            if differences.is_none() && !case.outcome.findings().is_empty() {
                return None;
            }
            let mut lines = vec![head(styles, case)];
            for difference in differences.into_iter().flatten() {
                lines.extend(difference.lines(styles, is_full));
            }
            lines.extend(reproduce(styles, case));
            if is_full {
                lines.extend(details(styles, case));
            }
            Some(lines)
        })
        .collect()
}

fn head(styles: &Styles, case: &Case) -> String {
    let flaky = if case.attempts > 1 {
        let text = format!("  sent {} times", case.attempts);
        styled(styles.warn, text)
    } else {
        String::new()
    };
    let level = match &case.outcome {
        Outcome::Failed {
            level_reached: Some(level),
            ..
        } => format!("  level {level} reached"),
        _ => String::new(),
    };
    format!(
        "{} {}  {} {}  example {}{}{flaky}",
        styled(styles.bad, '✗'),
        styled(styles.bold, visible(&case.id)),
        visible(&case.method),
        visible(&case.path),
        visible(&case.example),
        styled(styles.dim, level),
    )
}

fn reproduce(styles: &Styles, case: &Case) -> Lines {
    let mut lines = Lines::new();
    let mut label = "reproduce  ";
    for line in case.reproduce.iter().flat_map(|command| command.lines()) {
        let line = format!("    {label}{}", visible(&shortened(line)));
        lines.push(styled(styles.dim, line));
        label = "           ";
    }
    lines
}

/// A comment, its end cut off if it is long: the fixture of a case can fill a screen. The other formats have it in full.
fn shortened(line: &str) -> Cow<'_, str> {
    match line.char_indices().nth(COMMENT_WIDTH) {
        Some((cut, _)) if line.starts_with('#') => {
            let start = line.get(..cut).unwrap_or_default();
            Cow::Owned(format!("{start}… (in full in the HTML and JSON reports)"))
        }
        _ => Cow::Borrowed(line),
    }
}

/// A line for each difference that is a known failure.
pub(super) fn known(styles: &Styles, record: &Record) -> Lines {
    let line = |difference: Difference<'_>| {
        let case = difference.cases.first()?;
        let cases = match difference.cases.len() {
            1 => String::new(),
            count => format!(", in {count} cases"),
        };
        let line = format!(
            "~ {}  {}  {}  known failure{cases}",
            visible(&case.id),
            difference.place(),
            difference.id()
        );
        Some(styled(styles.dim, line))
    };
    differences(record, true)
        .into_iter()
        .filter_map(line)
        .collect()
}

/// A line for each failed case, if there are so many that the first ones are out of sight.
pub(super) fn recap(styles: &Styles, record: &Record, is_full: bool) -> Lines {
    let failed: Vec<&Case> = record
        .shown()
        .filter(|case| case.is_open_failure())
        .collect();
    if failed.len() <= FEW {
        return Lines::new();
    }
    let most = if is_full {
        failed.len()
    } else {
        MOST_IN_RECAP.min(failed.len())
    };
    let rows: Vec<(String, String, String)> =
        failed.iter().take(most).map(|case| row(case)).collect();
    let widest = |cell: fn(&(String, String, String)) -> &String| {
        let widths = rows.iter().map(|row| cell(row).chars().count());
        widths.max().unwrap_or_default()
    };
    let (case_width, place_width) = (widest(|row| &row.0), widest(|row| &row.1));
    let mut lines: Lines = rows
        .iter()
        .map(|(case, place, id)| {
            let line = format!("{case:case_width$}  {place:place_width$}  {id}");
            format!("{} {}", styled(styles.bad, '✗'), line.trim_end())
        })
        .collect();
    if failed.len() > most {
        lines.push(format!(
            "  … {}; `--verbose` lists all",
            counted(failed.len() - most, "more failed case", "more failed cases")
        ));
    }
    lines
}

/// The case, its first finding that is not a known failure, and the id of that.
fn row(case: &Case) -> (String, String, String) {
    let folds = fold(case.outcome.findings());
    let open: Vec<_> = folds.iter().filter(|fold| !fold.first.accepted).collect();
    let Some(first) = open.first() else {
        return (visible(&case.id), String::new(), String::new());
    };
    let mut text = visible(&place(&first.first.place, &first.pointer()));
    if open.len() > 1 {
        text.push_str(&format!(" and {} more", open.len() - 1));
    }
    (visible(&case.id), text, visible(&first.first.id))
}
