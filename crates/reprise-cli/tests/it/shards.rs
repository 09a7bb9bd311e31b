//! One suite over several runs.

use std::collections::BTreeSet;

use crate::{reprise, reprise_with};

fn sent(out: &str) -> BTreeSet<String> {
    out.lines()
        .filter(|line| line.starts_with("send"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn each_case_is_in_one_shard() {
    let all = sent(&reprise(&["--dry-run"]).out);
    let mut together = BTreeSet::new();
    let mut sum = 0;
    for shard in ["1/3", "2/3", "3/3"] {
        let part = sent(&reprise(&["--dry-run", "--shard", shard]).out);
        assert!(!part.is_empty() && part.len() < all.len(), "{shard}");
        sum += part.len();
        together.extend(part);
    }
    let trimmed = |lines: BTreeSet<String>| -> BTreeSet<String> {
        lines
            .iter()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect()
    };
    assert_eq!(sum, all.len());
    assert_eq!(trimmed(together), trimmed(all));
}

#[test]
fn a_ci_system_may_tell_the_shard() {
    let typed = reprise(&["--dry-run", "--shard", "2/3"]).out;
    let told = reprise_with(
        &["--dry-run"],
        &[("CI_NODE_INDEX", "2"), ("CI_NODE_TOTAL", "3")],
    );
    assert_eq!(told.out, typed);
    let only_total = reprise_with(&["--dry-run"], &[("CI_NODE_TOTAL", "1")]);
    assert_eq!(sent(&only_total.out), sent(&reprise(&["--dry-run"]).out));
    let wrong = reprise_with(
        &["--dry-run"],
        &[("CI_NODE_INDEX", "4"), ("CI_NODE_TOTAL", "3")],
    );
    assert_eq!(wrong.code, 2);
    assert!(
        wrong
            .err
            .contains("CI_NODE_INDEX and CI_NODE_TOTAL: shard 4/3 does not exist"),
        "{}",
        wrong.err
    );
}

#[test]
fn a_shard_is_judged_by_itself() {
    let run = reprise(&["--shard", "1/2"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(run.out.contains(" skipped"), "{}", run.out);
}
