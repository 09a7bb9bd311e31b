//! Every passed case, for `--verbose`, and the details of a case.

use super::lines::{Lines, width};
use crate::record::{CaseRecord, OutcomeRecord, RunRecord};
use crate::styles::{Styles, apply_style};
use crate::text::escape_for_display;
use crate::words::describe_source;

/// A line for each passed case, with its details below.
pub(super) fn lines(styles: &Styles, record: &RunRecord) -> Lines {
    let passed = || {
        record
            .selected_cases()
            .filter_map(|case| match &case.outcome {
                OutcomeRecord::Passed {
                    level_reached,
                    maximum_level,
                } => Some((case, *level_reached, *maximum_level)),
                _ => None,
            })
    };
    let widest = passed()
        .map(|(case, ..)| width(&escape_for_display(&case.id)))
        .max()
        .unwrap_or_default();
    let mut lines = Lines::new();
    for (case, reached, maximum) in passed() {
        let limit = if reached == maximum {
            String::new()
        } else {
            format!(" (of {maximum})")
        };
        let flaky = if case.attempts > 1 {
            apply_style(styles.warn, format!("  sent {} times", case.attempts))
        } else {
            String::new()
        };
        lines.push(format!(
            "{} {:widest$}  {} {}  {reached}{limit}{flaky}",
            apply_style(styles.good, '✓'),
            escape_for_display(&case.id),
            escape_for_display(&case.method),
            escape_for_display(&case.path),
        ));
        lines.extend(detail_lines(styles, case));
    }
    lines
}

/// Where a case comes from, its errata, and properties that its example does not mention.
pub(super) fn detail_lines(styles: &Styles, case: &CaseRecord) -> Lines {
    let mut lines = Lines::new();
    lines.extend(case.source.as_ref().map(describe_source));
    if !case.errata.is_empty() {
        lines.push(format!("errata: {}", case.errata.join(", ")));
    }
    for (undocumented, heading) in [(true, "in no schema"), (false, "not in the example")] {
        let notes: Vec<&str> = case
            .notes
            .iter()
            .filter(|note| note.undocumented == undocumented)
            .map(|note| note.pointer.as_str())
            .collect();
        if !notes.is_empty() {
            lines.push(format!("{heading}: {}", notes.join(" ")));
        }
    }
    lines
        .into_iter()
        .map(|line| apply_style(styles.dim, format!("      {}", escape_for_display(&line))))
        .collect()
}
