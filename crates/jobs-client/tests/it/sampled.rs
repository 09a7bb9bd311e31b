//! The samples in the document work: each test runs one in the fixture of its example.

use std::process::Command;

use serde_json::Value;

use crate::server::{secret, start_reference};
use crate::{operations, samples};

/// Selects the sample that a child process runs.
const OPERATION: &str = "SAMPLE_OF";

#[tokio::test]
async fn every_operation_has_a_sample_that_runs() {
    for (id, operation) in operations() {
        let samples = operation["x-codeSamples"]
            .as_array()
            .unwrap_or_else(|| panic!("{id} has no samples"));
        let of = |sample: &Value| format!("{} {}", sample["lang"], sample["label"]);
        let kinds: Vec<String> = samples.iter().map(of).collect();
        assert_eq!(
            kinds,
            ["\"Shell\" \"curl\"", "\"Rust\" \"jobs-client\""],
            "{id}"
        );

        let example = success_example(&operation)
            .unwrap_or_else(|| panic!("{id} has no example of the page"));
        let server = start_reference(example["x-reprise"]["fixture"].as_str().unwrap()).await;
        let role = example["x-reprise"]["credentials"]["as"].as_str().unwrap();
        let (url, secret) = (server.base_url(), secret(&server, role));
        // the environment is a process's own, so each runs in one of its own: this test, and the next
        let child = tokio::task::spawn_blocking(move || {
            Command::new(std::env::current_exe().unwrap())
                .args([
                    "--exact",
                    "sampled::the_sample_that_is_named",
                    "--ignored",
                    "--nocapture",
                ])
                .env(OPERATION, &id)
                .env("GITLAB_URL", url)
                .env("GITLAB_TOKEN", &secret)
                .env("CI_JOB_TOKEN", &secret)
                .output()
                .map(|output| (id, output))
        });
        let (id, output) = child.await.unwrap().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success() && said.contains("1 passed"),
            "{id}: {said}"
        );
        server.stop().await;
    }
}

#[tokio::test]
#[ignore = "every_operation_has_a_sample_that_runs runs it, with its environment"]
async fn the_sample_that_is_named() {
    let operation = std::env::var(OPERATION).unwrap();
    samples::run(&operation).await.unwrap();
}

/// The first successful example of the page.
fn success_example(operation: &Value) -> Option<&Value> {
    let responses = operation["responses"]
        .as_object()?
        .iter()
        .filter(|(status, _)| status.starts_with('2'));
    responses
        .flat_map(|(_, response)| response["content"].as_object().unwrap().values())
        .flat_map(|content| content["examples"].as_object().unwrap().values())
        .find(|example| example["x-reprise"]["source"]["page"].is_string())
}

#[test]
fn the_example_in_the_guide_is_the_one_that_compiles() {
    let example = |path: &str, fence: &str| {
        let text = std::fs::read_to_string(crate::root().join(path)).unwrap();
        let after = text.split_once(fence).unwrap().1;
        after.split_once("```").unwrap().0.to_owned()
    };
    let guide = example("docs/client.md", "```rust\n");
    // the documentation test of the crate; the guide leaves out the function around it
    let readme = example("crates/jobs-client/README.md", "```rust,no_run\n");
    let is_frame =
        |line: &&str| line.starts_with("async fn") || matches!(*line, "    Ok(())" | "}");
    let compiled: Vec<&str> = readme
        .lines()
        .filter(|line| !is_frame(line))
        .map(|line| line.strip_prefix("    ").unwrap_or(line))
        .collect();
    assert_eq!(guide.lines().collect::<Vec<_>>(), compiled);
}
