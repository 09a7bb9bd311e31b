//! Operations by outcome.

use std::collections::HashMap;

use anstyle::Style;
use reprise_core::Level;

use super::lines::{Lines, MAX_WIDTH, keep_end, width};
use crate::record::{CaseRecord, OutcomeRecord, RunRecord};
use crate::styles::{Styles, apply_style};
use crate::text::escape_for_display;

/// The columns, in order.
const COLUMNS: [&str; 8] = [
    "passed",
    "failed",
    "known",
    "blocked",
    "inconclusive",
    "unreachable",
    "invalid",
    "skipped",
];

/// An operation.
#[derive(Default)]
struct OperationRow {
    method: String,
    path: String,
    counts: [usize; COLUMNS.len()],
    highest_level: Option<Level>,
    lowest_before_failure: Option<Option<Level>>,
}

impl OperationRow {
    /// The highest level that a case reached and at which none failed.
    fn level(&self) -> Option<Level> {
        match self.lowest_before_failure {
            Some(lowest) => self.highest_level.min(lowest),
            None => self.highest_level,
        }
    }

    fn width(&self) -> usize {
        width(&self.method) + 1 + width(&self.path)
    }
}

/// The table, if there is more than one operation. It has a column for each outcome that occurs.
pub(super) fn lines(styles: &Styles, record: &RunRecord) -> Lines {
    let rows = operation_rows(record);
    if rows.len() < 2 {
        return Lines::new();
    }
    let columns: Vec<(usize, &str)> = COLUMNS
        .into_iter()
        .enumerate()
        .filter(|(at, _)| rows.iter().any(|row| row.counts[*at] > 0))
        .collect();
    let numbers: usize = columns.iter().map(|(_, word)| 2 + word.len()).sum();
    let level = 2 + "exchange".len();
    let widest = rows.iter().map(OperationRow::width).max();
    let name_width = widest
        .unwrap_or_default()
        .max("operation".len())
        .min(MAX_WIDTH - numbers - level);
    let mut head = format!("{:name_width$}", "operation");
    for (_, word) in &columns {
        head.push_str(&format!("  {word}"));
    }
    head.push_str("  level");
    let mut lines = vec![apply_style(styles.dim, head)];
    for row in &rows {
        let path = keep_end(&row.path, name_width.saturating_sub(width(&row.method) + 1));
        let mut line = format!("{:name_width$}", format!("{} {path}", row.method));
        for (at, word) in &columns {
            let count = match row.counts[*at] {
                0 => "-".to_owned(),
                count => count.to_string(),
            };
            let cell = format!("{count:>width$}", width = word.len());
            let style = if row.counts[*at] > 0 {
                column_style(styles, word)
            } else {
                styles.dim
            };
            line.push_str(&format!("  {}", apply_style(style, cell)));
        }
        let level = row.level().map_or("-", Level::as_str);
        lines.push(format!("{line}  {level}"));
    }
    lines
}

fn column_style(styles: &Styles, word: &str) -> Style {
    match word {
        "passed" => Style::new(),
        "failed" => styles.bad,
        "known" | "skipped" => styles.dim,
        _ => styles.warn,
    }
}

fn operation_rows(record: &RunRecord) -> Vec<OperationRow> {
    let mut rows: Vec<OperationRow> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for case in record.selected_cases() {
        let at = *known.entry(&case.operation).or_insert_with(|| {
            rows.push(OperationRow {
                method: escape_for_display(&case.method),
                path: escape_for_display(&case.path),
                ..OperationRow::default()
            });
            rows.len() - 1
        });
        let Some(row) = rows.get_mut(at) else {
            continue;
        };
        row.counts[column_index(case)] += 1;
        row.highest_level = row.highest_level.max(case.outcome.level_reached());
        if let OutcomeRecord::Failed { level_reached, .. } = &case.outcome {
            let lowest = row.lowest_before_failure.unwrap_or(*level_reached);
            row.lowest_before_failure = Some(lowest.min(*level_reached));
        }
    }
    rows
}

fn column_index(case: &CaseRecord) -> usize {
    match case.outcome {
        OutcomeRecord::Passed { .. } => 0,
        OutcomeRecord::Failed { .. } if case.is_known_failure() => 2,
        OutcomeRecord::Failed { .. } => 1,
        OutcomeRecord::Blocked { .. } => 3,
        OutcomeRecord::Inconclusive { .. } => 4,
        OutcomeRecord::Unreachable { .. } => 5,
        OutcomeRecord::InvalidCase { .. } => 6,
        OutcomeRecord::Skipped { .. } => 7,
    }
}
