//! One suite over several runs.

use std::collections::BTreeSet;

use crate::support::reference::ReferenceServer;
use crate::support::{Run, command, jobs_api_args, reported};

/// Lists what would be sent; nothing listens there.
fn dry_run(more: &[&str], environment: &[(&str, &str)]) -> Run {
    let hook = ["--hook", "http://127.0.0.1:1/hook", "--dry-run"];
    command(
        &jobs_api_args(&["run"], &[&hook, more].concat()),
        environment,
    )
}

/// The ids of the cases, which a dry run of a shard lists.
fn listed_ids(run: &Run) -> BTreeSet<String> {
    run.exits(0);
    run.out
        .lines()
        .filter(|line| line.starts_with("send"))
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

#[test]
fn each_case_is_in_one_shard() {
    let all = listed_ids(&dry_run(&[], &[]));
    let mut together = BTreeSet::new();
    let mut sum = 0;
    for shard in ["1/3", "2/3", "3/3"] {
        let part = listed_ids(&dry_run(&["--shard", shard], &[]));
        assert!(!part.is_empty() && part.len() < all.len(), "{shard}");
        sum += part.len();
        together.extend(part);
    }
    assert_eq!(sum, all.len());
    assert_eq!(together, all);
}

#[test]
fn a_ci_system_can_set_the_shard() {
    let typed = dry_run(&["--shard", "2/3"], &[]).out;
    let variables = [("CI_NODE_INDEX", "2"), ("CI_NODE_TOTAL", "3")];
    assert_eq!(dry_run(&[], &variables).out, typed);
    let only_total = dry_run(&[], &[("CI_NODE_TOTAL", "1")]);
    assert_eq!(listed_ids(&only_total), listed_ids(&dry_run(&[], &[])));
    let wrong = dry_run(&[], &[("CI_NODE_INDEX", "4"), ("CI_NODE_TOTAL", "3")]);
    wrong.exits(2);
    insta::assert_snapshot!(wrong.err, @"error: CI_NODE_INDEX and CI_NODE_TOTAL: shard 4/3 does not exist; shards are 1/3 to 3/3");
}

#[test]
fn a_shard_passes_on_its_own() {
    let server = ReferenceServer::with_hook();
    let args = jobs_api_args(&["run"], &["--hook", &server.hook(), "--shard", "1/2"]);
    let (run, report) = reported(&args, &[]);
    run.exits(0);
    let outcomes = report.outcomes();
    assert!(
        outcomes["passed"] > 100 && outcomes["skipped"] > 100,
        "{outcomes:?}"
    );
}
