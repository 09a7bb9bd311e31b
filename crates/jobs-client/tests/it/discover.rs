//! The example that looks through a project: what it finds, and the configuration that it writes.

#[path = "../../examples/discover/config.rs"]
mod config;
#[path = "../../examples/discover/search.rs"]
mod search;

use serde_json::Value;

use self::search::JobAndPipeline;
use crate::server::{client_as, start_reference};

#[tokio::test]
async fn a_project_is_searched_and_a_configuration_written() {
    let server = start_reference("sample").await;
    let client = client_as(&server, "maintainer");
    let mut seen = 0;
    let found = search::search(&client, "acme/shop", &mut |count| seen = count)
        .await
        .unwrap();
    assert_eq!(seen, 6);
    assert_eq!(
        found.newest,
        JobAndPipeline {
            job: 15,
            pipeline: 4
        }
    );
    let at = |job, pipeline| Some(JobAndPipeline { job, pipeline });
    assert_eq!(
        found.kinds,
        [at(12, 5), at(13, 5), at(15, 4), at(14, 5), None, at(11, 5)]
    );
    assert_eq!((found.log, found.bridged), (Some(12), None));

    let place = config::SearchedProject {
        url: &server.base_url(),
        project: "acme/shop",
        variable: "GITLAB_TOKEN",
    };
    let file = parse_valid_config(&config::render_config(&place, &found));
    assert_eq!(file["targets"]["found"]["params"]["id"], "acme/shop");
    assert_eq!(
        file["targets"]["found"]["discover"][2]["parameters"]["job_id"],
        12
    );
    let without = search::SearchResult { log: None, ..found };
    let file = parse_valid_config(&config::render_config(&place, &without));
    assert_eq!(file["targets"]["found"]["discover"][1]["keep"][0], "job_id");
    server.stop().await;
}

/// A configuration that its schema accepts.
fn parse_valid_config(text: &str) -> Value {
    let file = serde_saphyr::from_str(text).unwrap();
    let schema = crate::root().join("spec/schemas/Config.schema.json");
    let schema = serde_json::from_str(&std::fs::read_to_string(schema).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let flaws: Vec<String> = validator
        .iter_errors(&file)
        .map(|flaw| flaw.to_string())
        .collect();
    assert!(flaws.is_empty(), "{flaws:?}\n{text}");
    file
}

#[tokio::test]
async fn a_project_without_jobs_is_reported() {
    let server = start_reference("sample").await;
    let error = search::search(
        &client_as(&server, "maintainer"),
        "acme/deployment",
        &mut |_| (),
    )
    .await
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the project has no job; name one that has"
    );
    server.stop().await;
}
