//! The help of all tasks.

use std::process::Command;

use insta::assert_snapshot;

use crate::run_to_end;

#[test]
fn every_task_has_help() {
    let help = |args: &[&str]| {
        let (code, text) = run_to_end(
            Command::new(env!("CARGO_BIN_EXE_xtask"))
                .args(args)
                .arg("--help"),
        );
        assert_eq!(code, 0, "{text}");
        // a user does not see the indentation of empty lines
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        lines.join("\n")
    };
    let overview = help(&[]);
    let tasks: Vec<String> = overview
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .filter(|task| task != "help")
        .collect();
    assert!(tasks.len() > 5, "{tasks:?}");
    let mut all = overview;
    for task in &tasks {
        all.push_str(&format!("\n\n== {task}\n{}", help(&[task])));
    }
    assert_snapshot!(all);
}
