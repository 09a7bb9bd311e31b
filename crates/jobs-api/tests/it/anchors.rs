//! Anchors of links from other sites and names in generated clients: they must not change between versions.

use serde_json::Value;

use crate::document;

/// Operation ids in the order of the documentation page, each with its tag.
const OPERATIONS: [(&str, &str); 11] = [
    ("listProjectJobs", "jobs"),
    ("listPipelineJobs", "jobs"),
    ("listPipelineBridges", "jobs"),
    ("getJobTokenJob", "job token"),
    ("listJobTokenAllowedAgents", "job token"),
    ("getJob", "jobs"),
    ("getJobTrace", "jobs"),
    ("cancelJob", "jobs"),
    ("retryJob", "jobs"),
    ("eraseJob", "jobs"),
    ("playJob", "jobs"),
];

/// Links, by operation and status: generated clients make methods of them.
const LINKS: [(&str, &str); 11] = [
    (
        "listProjectJobs 200",
        "theFirstJob logOfTheFirstJob jobsOfTheFirstPipeline theNextPage",
    ),
    (
        "listPipelineJobs 200",
        "theFirstJob logOfTheFirstJob bridgesOfThePipeline theNextPage",
    ),
    (
        "listPipelineBridges 200",
        "jobsOfTheDownstreamPipeline playTheFirstBridge jobsOfThePipeline theNextPage",
    ),
    ("getJobTokenJob 200", "theJob itsLog allowedAgents"),
    ("listJobTokenAllowedAgents 200", "theJob jobsOfItsPipeline"),
    (
        "getJob 200",
        "itsLog cancelIt retryIt eraseIt playIt jobsOfItsPipeline bridgesOfItsPipeline",
    ),
    ("getJobTrace 200", "theJob"),
    ("cancelJob 201", "theJob itsLog retryIt eraseIt"),
    ("retryJob 201", "theJob itsLog cancelIt theOldJob"),
    ("eraseJob 201", "theJob retryIt"),
    ("playJob 200", "theJob itsLog cancelIt"),
];

fn operations(document: &Value) -> impl Iterator<Item = &Value> {
    let items = document["paths"].as_object().unwrap().values();
    items.flat_map(|item| item.as_object().unwrap().values())
}

#[test]
fn operations_keep_their_names_their_tags_and_their_order() {
    let document = document();
    let found: Vec<(&str, &str)> = operations(&document)
        .map(|operation| {
            let tags = operation["tags"].as_array().unwrap();
            assert_eq!(tags.len(), 1, "an operation is shown once");
            let id = operation["operationId"].as_str().unwrap();
            (id, tags[0].as_str().unwrap())
        })
        .collect();
    assert_eq!(found, OPERATIONS);
    let tags: Vec<&Value> = document["tags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| &tag["name"])
        .collect();
    assert_eq!(tags, ["jobs", "job token"]);
}

#[test]
fn links_keep_their_names() {
    let document = document();
    let mut found = Vec::new();
    for operation in operations(&document) {
        for (status, response) in operation["responses"].as_object().unwrap() {
            let Some(links) = response["links"].as_object() else {
                continue;
            };
            let names: Vec<&str> = links.keys().map(String::as_str).collect();
            let id = operation["operationId"].as_str().unwrap();
            found.push((format!("{id} {status}"), names.join(" ")));
        }
    }
    let expected = LINKS.map(|(at, names)| (at.to_owned(), names.to_owned()));
    assert_eq!(found, expected);
}

#[test]
fn every_schema_is_titled_with_its_name_and_has_a_name_that_is_its_anchor() {
    let document = document();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        assert_eq!(schema["title"], **name);
        assert!(
            name.chars().all(|c| c.is_ascii_alphanumeric()),
            "{name} would be escaped in an address"
        );
    }
}
