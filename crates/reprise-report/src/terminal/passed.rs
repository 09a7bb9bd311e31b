//! Every passed case, for `--verbose`, and the details of a case.

use super::lines::{Lines, width};
use crate::record::{Case, Outcome, Record};
use crate::styles::{Styles, styled};
use crate::text::visible;
use crate::words::source;

/// A line for each passed case, with its details below.
pub(super) fn lines(styles: &Styles, record: &Record) -> Lines {
    let passed = || {
        record.shown().filter_map(|case| match &case.outcome {
            Outcome::Passed {
                level_reached,
                maximum_level,
            } => Some((case, *level_reached, *maximum_level)),
            _ => None,
        })
    };
    let widest = passed()
        .map(|(case, ..)| width(&visible(&case.id)))
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
            styled(styles.warn, format!("  sent {} times", case.attempts))
        } else {
            String::new()
        };
        lines.push(format!(
            "{} {:widest$}  {} {}  {reached}{limit}{flaky}",
            styled(styles.good, '✓'),
            visible(&case.id),
            visible(&case.method),
            visible(&case.path),
        ));
        lines.extend(details(styles, case));
    }
    lines
}

/// Where a case comes from, its errata, and properties that its example does not mention.
pub(super) fn details(styles: &Styles, case: &Case) -> Lines {
    let mut lines = Lines::new();
    lines.extend(case.source.as_ref().map(source));
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
        .map(|line| styled(styles.dim, format!("      {}", visible(&line))))
        .collect()
}
