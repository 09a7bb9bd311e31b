//! Cases without a result, in groups with their remedy.

use super::lines::{self, Lines};
use crate::groups::Group;
use crate::record::Record;
use crate::styles::{Styles, styled};
use crate::text::visible;
use crate::words::counted;

/// How many sentences of a group are printed.
const MOST_SENTENCES: usize = 3;

/// The groups, each with its first cases; skipped cases in a line for each reason.
pub(super) fn lines(styles: &Styles, groups: &[Group<'_>], all: bool) -> Lines {
    groups
        .iter()
        .flat_map(|group| {
            let lines = one(styles, group, all);
            if group.is_skipped() {
                lines
                    .into_iter()
                    .map(|line| styled(styles.dim, line))
                    .collect()
            } else {
                lines
            }
        })
        .collect()
}

fn one(styles: &Styles, group: &Group<'_>, all: bool) -> Lines {
    let sign = if group.is_skipped() {
        "-".to_owned()
    } else {
        styled(styles.warn, '!')
    };
    let head = format!(
        "{sign} {} {}",
        counted(group.count(), "case", "cases"),
        group.adjective()
    );
    let names = |cases: &mut dyn Iterator<Item = &str>| lines::names(cases, all);
    if let Some(sentence) = group.sentence() {
        let mut lines = vec![format!("{head}: {}", visible(sentence))];
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
        MOST_SENTENCES
    };
    for (sentence, cases) in group.reasons.iter().take(most) {
        let names = names(&mut cases.iter().copied()).join(" ");
        lines.push(format!("    {names}: {}", visible(sentence)));
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
            counted(rest, "more case", "more cases")
        ));
    }
    lines
}

/// The cases whose requests had to be sent more than once.
pub(super) fn flaky(styles: &Styles, record: &Record, all: bool) -> Lines {
    let flaky: Vec<String> = record
        .shown()
        .filter(|case| case.attempts > 1)
        .map(|case| format!("{} ({} times)", case.id, case.attempts))
        .collect();
    if flaky.is_empty() {
        return Lines::new();
    }
    let mut lines = vec![format!(
        "{} {} flaky: sent more than once before a response came",
        styled(styles.warn, '!'),
        counted(flaky.len(), "case", "cases")
    )];
    let names = lines::names(flaky.iter().map(String::as_str), all);
    lines.extend(names.into_iter().map(|line| format!("    {line}")));
    lines
}
