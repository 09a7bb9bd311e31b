//! The commands that reports print can be run by a shell.
#![cfg(unix)]

use std::process::Command;

use serde_json::Value;

use crate::support::reference::ReferenceServer;
use crate::support::{Run, jobs_api_args, output, reported};

/// Runs a script with variables.
fn run_script(script: &str, environment: &[(&str, &str)]) -> Run {
    output(
        Command::new("sh")
            .args(["-e", "-c", script])
            .envs(environment.iter().copied()),
    )
}

/// The lines of the comments of a command, without the sign.
fn comments(command: &str) -> Vec<&str> {
    command
        .lines()
        .filter_map(|line| line.strip_prefix("# ").or(line.strip_prefix("#")))
        .collect()
}

#[test]
fn a_command_of_a_run_with_a_hook_says_how_to_set_up_the_fixture() {
    let server = ReferenceServer::with_hook();
    let faulty = server.faulty("wrong-value");
    let hook = format!("{}/-/sandboxes", faulty.url());
    let args = jobs_api_args(&["run"], &["--hook", &hook, "--only", "getJob.failed-job"]);
    let (run, report) = reported(&args, &[]);
    run.exits(1);
    let command = report.reproduce("getJob.failed-job");
    let comments = comments(command);

    // the comments contain the command that sets up the fixture
    let post: Vec<&str> = comments
        .iter()
        .filter_map(|line| line.strip_prefix("  "))
        .collect();
    let posted = run_script(&post.join("\n"), &[]);
    let (_, body) = posted.out.split_once("\r\n\r\n").unwrap();
    let sandbox: Value = serde_json::from_str(body)
        .unwrap_or_else(|_| panic!("{command}\n{}{}", posted.out, posted.err));

    // the last comment names each variable and its place in the response
    let mut variables = Vec::new();
    let last = comments.last().unwrap();
    let (_, list) = last.split_once(" set ").unwrap();
    let (list, _) = list.split_once(". ").unwrap();
    for word in list.split(", ") {
        let (name, place) = word.split_once(" (`").unwrap();
        let place = place.trim_end_matches(['`', ')']);
        let pointer = format!("/{}", place.replace('.', "/"));
        let value = sandbox.pointer(&pointer).unwrap();
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        variables.push((name.to_owned(), value));
    }
    let names: Vec<&str> = variables.iter().map(|(name, _)| name.as_str()).collect();
    assert!(
        names.contains(&"BASE_URL") && names.contains(&"MAINTAINER"),
        "{names:?}"
    );
    let environment: Vec<(&str, &str)> = variables
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let again = run_script(command, &environment);
    assert_eq!(again.code, 0, "{command}\n{}{}", again.out, again.err);
    assert!(again.out.starts_with("HTTP/1.1 200"), "{}", again.out);
}
