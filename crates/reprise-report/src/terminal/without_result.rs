//! Cases without a result, in groups with their remedy.

use super::lines::{self, Lines};
use crate::case_groups::CaseGroup;
use crate::record::RunRecord;
use crate::styles::{Styles, apply_style};
use crate::text::escape_for_display;
use crate::words::count_of;

/// How many sentences of a group are printed.
const MAX_SENTENCES: usize = 3;

/// The groups, each with its first cases; skipped cases in a line for each reason.
pub(super) fn lines(styles: &Styles, groups: &[CaseGroup<'_>], all: bool) -> Lines {
    groups
        .iter()
        .flat_map(|group| {
            let lines = group_lines(styles, group, all);
            if group.is_skipped() {
                lines
                    .into_iter()
                    .map(|line| apply_style(styles.dim, line))
                    .collect()
            } else {
                lines
            }
        })
        .collect()
}

fn group_lines(styles: &Styles, group: &CaseGroup<'_>, all: bool) -> Lines {
    let sign = if group.is_skipped() {
        "-".to_owned()
    } else {
        apply_style(styles.warn, '!')
    };
    let head = format!(
        "{sign} {} {}",
        count_of(group.count(), "case", "cases"),
        group.adjective()
    );
    let names = |cases: &mut dyn Iterator<Item = &str>| lines::name_lines(cases, all);
    if let Some(sentence) = group.only_reason() {
        let mut lines = vec![format!("{head}: {}", escape_for_display(sentence))];
        if all || !group.is_skipped() {
            let names = names(&mut group.cases());
            lines.extend(names.into_iter().map(|line| format!("    {line}")));
        }
        return lines;
    }
    let mut lines = vec![format!("{head} ({})", group.code)];
    let most = if all {
        group.reasons.len()
    } else {
        MAX_SENTENCES
    };
    for (sentence, cases) in group.reasons.iter().take(most) {
        let names = names(&mut cases.iter().copied()).join(" ");
        lines.push(format!("    {names}: {}", escape_for_display(sentence)));
    }
    let rest: usize = group
        .reasons
        .iter()
        .skip(most)
        .map(|(_, cases)| cases.len())
        .sum();
    if rest > 0 {
        lines.push(format!(
            "    … {}",
            count_of(rest, "more case", "more cases")
        ));
    }
    lines
}

/// The cases whose requests had to be sent more than once.
pub(super) fn flaky_lines(styles: &Styles, record: &RunRecord, all: bool) -> Lines {
    let flaky: Vec<String> = record
        .selected_cases()
        .filter(|case| case.attempts > 1)
        .map(|case| format!("{} ({} times)", case.id, case.attempts))
        .collect();
    if flaky.is_empty() {
        return Lines::new();
    }
    let mut lines = vec![format!(
        "{} {} flaky: more than one attempt was needed",
        apply_style(styles.warn, '!'),
        count_of(flaky.len(), "case", "cases")
    )];
    let names = lines::name_lines(flaky.iter().map(String::as_str), all);
    lines.extend(names.into_iter().map(|line| format!("    {line}")));
    lines
}
