//! Operations by outcome.

use std::collections::HashMap;

use anstyle::Style;
use reprise_core::Level;

use super::lines::{Lines, WIDTH, end, width};
use crate::record::{Case, Outcome, Record};
use crate::styles::{Styles, styled};
use crate::text::visible;

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
struct Row {
    method: String,
    path: String,
    counts: [usize; COLUMNS.len()],
    highest: Option<Level>,
    failed_after: Option<Option<Level>>,
}

impl Row {
    /// The highest level that a case reached and at which none failed.
    fn level(&self) -> Option<Level> {
        match self.failed_after {
            Some(lowest) => self.highest.min(lowest),
            None => self.highest,
        }
    }

    fn width(&self) -> usize {
        width(&self.method) + 1 + width(&self.path)
    }
}

/// The table, if there is more than one operation. It has a column for each outcome that occurs.
pub(super) fn lines(styles: &Styles, record: &Record) -> Lines {
    let rows = rows(record);
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
    let widest = rows.iter().map(Row::width).max();
    let name_width = widest
        .unwrap_or_default()
        .max("operation".len())
        .min(WIDTH - numbers - level);
    let mut head = format!("{:name_width$}", "operation");
    for (_, word) in &columns {
        head.push_str(&format!("  {word}"));
    }
    head.push_str("  level");
    let mut lines = vec![styled(styles.dim, head)];
    for row in &rows {
        let path = end(&row.path, name_width.saturating_sub(width(&row.method) + 1));
        let mut line = format!("{:name_width$}", format!("{} {path}", row.method));
        for (at, word) in &columns {
            let count = match row.counts[*at] {
                0 => "-".to_owned(),
                count => count.to_string(),
            };
            let cell = format!("{count:>width$}", width = word.len());
            let style = if row.counts[*at] > 0 {
                style(styles, word)
            } else {
                styles.dim
            };
            line.push_str(&format!("  {}", styled(style, cell)));
        }
        let level = row.level().map_or("-", Level::as_str);
        lines.push(format!("{line}  {level}"));
    }
    lines
}

fn style(styles: &Styles, word: &str) -> Style {
    match word {
        "passed" => Style::new(),
        "failed" => styles.bad,
        "known" | "skipped" => styles.dim,
        _ => styles.warn,
    }
}

fn rows(record: &Record) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for case in record.shown() {
        let at = *known.entry(&case.operation).or_insert_with(|| {
            rows.push(Row {
                method: visible(&case.method),
                path: visible(&case.path),
                ..Row::default()
            });
            rows.len() - 1
        });
        let Some(row) = rows.get_mut(at) else {
            continue;
        };
        row.counts[column(case)] += 1;
        row.highest = row.highest.max(case.outcome.level_reached());
        if let Outcome::Failed { level_reached, .. } = &case.outcome {
            let lowest = row.failed_after.unwrap_or(*level_reached);
            row.failed_after = Some(lowest.min(*level_reached));
        }
    }
    rows
}

fn column(case: &Case) -> usize {
    match case.outcome {
        Outcome::Passed { .. } => 0,
        Outcome::Failed { .. } if case.is_known_failure() => 2,
        Outcome::Failed { .. } => 1,
        Outcome::Blocked { .. } => 3,
        Outcome::Inconclusive { .. } => 4,
        Outcome::Unreachable { .. } => 5,
        Outcome::InvalidCase { .. } => 6,
        Outcome::Skipped { .. } => 7,
    }
}
