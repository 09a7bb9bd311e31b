//! The results as a reprise.yaml: a rule for each kind, which names the resource instead of searching for it.

use serde_json::{Value, json};

use super::search::{KINDS, SearchResult};

/// The searched project, and the name of the variable with the token.
pub(crate) struct SearchedProject<'a> {
    pub(crate) url: &'a str,
    pub(crate) project: &'a str,
    pub(crate) variable: &'a str,
}

/// The text of the configuration. JSON is valid YAML: values from outside are written as JSON.
pub(crate) fn render_config(place: &SearchedProject<'_>, found: &SearchResult) -> String {
    let newest = found.newest;
    let mut rules = log_rules(found.log);
    rules.push(json!({
        "find": "a pipeline with a bridge that has succeeded",
        "operation": "listPipelineBridges",
        "as": "maintainer",
        "parameters": { "pipeline_id": found.bridged.unwrap_or(newest.pipeline), "scope[]": ["success"] },
        "having": ["/downstream_pipeline/id"],
        "set": { "pipeline_id": "/pipeline/id" },
        "for": ["listPipelineBridges.one-bridge"]
    }));
    for (kind, place) in KINDS.iter().zip(found.kinds) {
        let mut rule = json!({ "find": kind.find, "as": "maintainer", "having": kind.having });
        match place {
            Some(place) => {
                rule["operation"] = "getJob".into();
                rule["parameters"] = json!({ "job_id": place.job });
            }
            // no job found: the rule blocks its cases with a reason, unless there is one at the time of the run
            None => {
                rule["operation"] = "listProjectJobs".into();
                rule["parameters"] = json!({ "scope[]": [kind.status], "per_page": 100 });
            }
        }
        rule["set"] = json!({ "job_id": "/id", "pipeline_id": "/pipeline/id" });
        rule["for"] = json!(kind.cases);
        rules.push(rule);
    }
    rules.push(json!({
        "find": "the newest job",
        "operation": "getJob",
        "as": "maintainer",
        "parameters": { "job_id": newest.job },
        "set": { "job_id": "/id", "pipeline_id": "/pipeline/id" }
    }));

    let token = json!({ "environment": place.variable });
    let mut text = format!(
        "document: spec/openapi.json\nsuite: conformance\n\ntargets:\n  found:\n    base_url: {}\n    credentials:\n",
        Value::from(place.url)
    );
    for role in ["maintainer", "developer", "reporter"] {
        text.push_str(&format!("      {role}: {token}\n"));
    }
    text.push_str(&format!(
        "    params: {}\n    timeout: 30\n    concurrency: 4\n    discover:\n",
        json!({ "id": place.project })
    ));
    for rule in rules {
        text.push_str(&format!("      - {rule}\n"));
    }
    text
}

/// The rules for a log: the job that has one, or a search for one at the time of the run.
fn log_rules(job: Option<u64>) -> Vec<Value> {
    let cases = json!(["getJobTrace.log"]);
    let find = "a job with a log";
    match job {
        Some(job) => vec![json!({
            "find": find,
            "operation": "getJob",
            "as": "maintainer",
            "parameters": { "job_id": job },
            "set": { "job_id": "/id" },
            "for": cases
        })],
        None => vec![
            json!({
                "find": "jobs that have run",
                "operation": "listProjectJobs",
                "as": "maintainer",
                "parameters": { "per_page": 100 },
                "having": ["/started_at"],
                "set": { "job_id": "/id" },
                "for": []
            }),
            json!({
                "find": find,
                "operation": "getJobTrace",
                "as": "maintainer",
                "keep": ["job_id"],
                "for": cases
            }),
        ],
    }
}
