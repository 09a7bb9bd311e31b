//! Running against a server without a state hook: what exists there is found first.

use std::fs;

use serde_json::{Value, json};

use crate::reference::Reference;
use crate::report::{Report, reported};
use crate::server::{Server, response};
use crate::{Run, command, file, root};

const TOKEN: &str = "glpat-sample-maintainer";

/// The reference server without its hook, serving the sample fixture.
fn reference() -> Reference {
    let fixture = root().join("conformance/fixtures/sample.yaml");
    Reference::start(&["--fixture", &fixture.display().to_string()])
}

/// A server that passes everything on, and keeps a record.
fn recorded(reference: &Reference) -> Server {
    reference.behind(str::to_owned)
}

/// Runs a command against the target `gitlab` of this repository.
fn gitlab<T>(
    verb: &str,
    server: &Server,
    more: &[&str],
    run: impl FnOnce(&[&str], &[(&str, &str)]) -> T,
) -> T {
    let config = root().join("reprise.yaml").display().to_string();
    let mut args = vec![verb, "--config", &config, "--target", "gitlab"];
    args.extend(more);
    let url = format!("{}/api/v4", server.url());
    run(&args, &[("GITLAB_URL", &url), ("GITLAB_TOKEN", TOKEN)])
}

/// The paths of all requests, each once, in order.
fn paths(server: &Server) -> Vec<String> {
    let mut paths: Vec<String> = server
        .requests()
        .iter()
        .map(|request| request.method_and_path().1.to_owned())
        .collect();
    paths.sort();
    paths.dedup();
    paths
}

#[test]
fn a_gitlab_without_a_hook_is_compared_by_shape() {
    let reference = reference();
    let server = recorded(&reference);
    let (run, report) = gitlab("run", &server, &["--param", "id=acme/shop"], reported);
    assert_eq!(run.code, 4, "{}{}", run.out, run.err);
    let record = &report.0;
    for rule in [
        json!({"rule": "a failed job", "params": {"job_id": 12, "pipeline_id": 5}}),
        json!({"rule": "a job with a log", "params": {"job_id": 12}}),
    ] {
        let discovered = record["discovered"].as_array().unwrap();
        assert!(discovered.contains(&rule), "{rule} {discovered:?}");
    }
    let schema = fs::read_to_string(root().join("spec/schemas/Report.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(record), "{record}");
    for id in [
        "listProjectJobs.failed-jobs",
        "listProjectJobs.unknown-scope",
        "listProjectJobs.anonymous",
        "listProjectJobs.no-such-project",
        "listPipelineJobs.failed-jobs",
        "listPipelineJobs.unknown-token",
        "listPipelineJobs.no-such-pipeline",
        "listPipelineJobs.unknown-scope",
        "listPipelineBridges.unknown-scope",
        "getJob.failed-job",
        "getJob.job-id-is-no-number",
        "getJob.no-such-job",
        "getJob.no-such-project",
        "getJobTokenJob.anonymous",
        "getJobTokenJob.token-of-a-user",
        "getJobTrace.log",
        "getJobTrace.job-id-is-no-number",
    ] {
        let case = report.case(id);
        assert_eq!(case["outcome"], "passed", "{case}");
        assert_eq!(case["level_reached"], "shape", "{case}");
    }
    assert_eq!(report.with_outcome("failed"), Vec::<&str>::new());

    // a rule that finds nothing blocks its own case, and says what to do
    let bridge = "listPipelineBridges.one-bridge";
    assert_eq!(report.outcome(bridge), "blocked");
    let (code, reason) = report.reason(bridge);
    assert_eq!(code, "nothing-discovered");
    for part in [
        "discovery rule `a pipeline with a bridge that has succeeded` found nothing",
        "GET /projects/acme%2Fshop/pipelines/4/bridges?scope%5B%5D=success answers 200 with an empty list",
        "--param pipeline_id=VALUE",
    ] {
        assert!(reason.contains(part), "{reason}");
    }
    let (code, reason) = report.reason("getJobTokenJob.header");
    assert_eq!(code, "missing-credential");
    assert!(reason.contains("pass --credential job="), "{reason}");

    let requests = server.requests();
    assert!(!requests.is_empty());
    for request in &requests {
        assert!(request.line.starts_with("GET "), "{request:?}");
    }
    // the ids of examples do not exist there; those that must not exist are words or a number that is too large
    assert_eq!(
        paths(&server),
        [
            "/api/v4/job",
            "/api/v4/job/allowed_agents",
            "/api/v4/projects/999999999999/jobs",
            "/api/v4/projects/999999999999/jobs/7",
            "/api/v4/projects/999999999999/jobs/7/trace",
            "/api/v4/projects/999999999999/pipelines/6/bridges",
            "/api/v4/projects/999999999999/pipelines/6/jobs",
            "/api/v4/projects/acme%2Fshop/jobs",
            "/api/v4/projects/acme%2Fshop/jobs/12",
            "/api/v4/projects/acme%2Fshop/jobs/12/trace",
            "/api/v4/projects/acme%2Fshop/jobs/15",
            "/api/v4/projects/acme%2Fshop/jobs/15/trace",
            "/api/v4/projects/acme%2Fshop/jobs/15/weather",
            "/api/v4/projects/acme%2Fshop/jobs/999999999999",
            "/api/v4/projects/acme%2Fshop/jobs/999999999999/trace",
            "/api/v4/projects/acme%2Fshop/jobs/seven",
            "/api/v4/projects/acme%2Fshop/jobs/seven/trace",
            "/api/v4/projects/acme%2Fshop/pipelines/4/bridges",
            "/api/v4/projects/acme%2Fshop/pipelines/4/jobs",
            "/api/v4/projects/acme%2Fshop/pipelines/5/bridges",
            "/api/v4/projects/acme%2Fshop/pipelines/5/jobs",
            "/api/v4/projects/acme%2Fshop/pipelines/999999999999/bridges",
            "/api/v4/projects/acme%2Fshop/pipelines/999999999999/jobs",
            "/api/v4/projects/acme%2Fshop/pipelines/latest/bridges",
            "/api/v4/projects/acme%2Fshop/works/15",
            "/api/v4/weather",
        ]
    );
    let output = format!("{}{}{record}", run.out, run.err);
    assert!(!output.contains(TOKEN), "{output}");
}

#[test]
fn doctor_prints_the_result_of_each_rule() {
    let reference = reference();
    let server = recorded(&reference);
    let run = gitlab("doctor", &server, &["--param", "id=1"], command);
    assert_eq!(run.code, 4, "{}{}", run.out, run.err);
    for line in [
        "✓ jobs that have run: job_id = 12, pipeline_id = 5, by GET /projects/1/jobs?scope%5B%5D=success&scope%5B%5D=failed&per_page=100",
        "✓ a job with a log: job_id = 12, by GET /projects/1/jobs/12/trace",
        "! a pipeline with a bridge that has succeeded: discovery rule `a pipeline with a bridge that has succeeded` found nothing: GET /projects/1/pipelines/4/bridges?scope%5B%5D=success answers 200 with an empty list; create one, or pass --param pipeline_id=VALUE",
        "✓ a failed job: job_id = 12, pipeline_id = 5, by GET /projects/1/jobs?scope%5B%5D=failed&per_page=100",
        "- a manual job: not sent: no case needs it",
        "✓ getJob.failed-job  up to shape: values not compared: the state of the server is not documented (--state documented)",
    ] {
        assert!(
            run.out.lines().any(|printed| printed == line),
            "no {line:?} in\n{}",
            run.out
        );
    }
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.line.starts_with("GET "))
    );
    assert!(!run.out.contains(TOKEN), "{}", run.out);
}

#[test]
fn only_rules_that_a_case_needs_are_sent_and_none_for_parameters_with_a_value() {
    let reference = reference();
    for (more, expected) in [
        (
            vec!["--only", "getJob.failed-job"],
            vec!["/api/v4/projects/1/jobs", "/api/v4/projects/1/jobs/12"],
        ),
        (
            vec!["--only", "getJob.failed-job", "--param", "job_id=10"],
            vec!["/api/v4/projects/1/jobs/10"],
        ),
        (vec!["--dry-run"], vec![]),
    ] {
        let server = recorded(&reference);
        let more = [&["--param", "id=1"], more.as_slice()].concat();
        let run = gitlab("run", &server, &more, command);
        assert_eq!(paths(&server), expected, "{}{}", run.out, run.err);
    }
}

#[test]
fn a_parameter_without_a_value_blocks() {
    let server = Server::start(|_| response(500, "text/plain", "no"));
    let more = ["--only", "getJob.failed-job"];
    let (run, report) = gitlab("run", &server, &more, reported);
    assert_eq!(run.code, 4, "{}{}", run.out, run.err);
    let (code, reason) = report.reason("getJob.failed-job");
    assert_eq!(code, "no-value-for-parameter");
    assert!(reason.contains("pass --param id=VALUE"), "{reason}");
    assert_eq!(paths(&server), Vec::<String>::new());
}

const DOCUMENT: &str = r"
openapi: 3.1.0
info: { title: Shelf, version: 1.2.3 }
paths:
  /books:
    get:
      operationId: listBooks
      parameters: [{ name: lent, in: query, schema: { type: boolean } }]
      responses: { '200': { description: The books. } }
    delete:
      operationId: burnBooks
      responses: { '204': { description: None. } }
  /books/{id}:
    parameters: [{ name: id, in: path, required: true, schema: {}, examples: { emma: { value: 1 } } }]
    get:
      operationId: getBook
      responses:
        '200':
          description: The book.
          content: { application/json: { examples: { emma: { value: { id: 1, pages: [1] } } } } }
components:
  securitySchemes: { key: { type: apiKey, in: query, name: key } }
";

fn shelf(server: &Server, rule: &str) -> (Run, Report) {
    shelf_with(server, rule, reported)
}

fn shelf_with<T>(
    server: &Server,
    rule: &str,
    run: impl FnOnce(&[&str], &[(&str, &str)]) -> T,
) -> T {
    let (folder, _document) = file("shelf.yaml", DOCUMENT);
    let config = folder.path().join("reprise.yaml").display().to_string();
    let text = format!(
        "document: shelf.yaml\ntargets:\n  local:\n    base_url: {}\n    credentials: {{ key: {{ environment: KEY }} }}\n    discover:\n      - {rule}\n",
        server.url()
    );
    fs::write(&config, text).unwrap();
    run(&["run", "--config", &config], &[("KEY", "s3cret-key")])
}

#[test]
fn a_rule_that_does_not_fit_the_document_is_an_error_before_anything_is_sent() {
    let server = Server::start(|_| response(200, "application/json", "[]"));
    for (rule, expected) in [
        (
            "{ find: a book, operation: burnBooks, set: { id: /id } }",
            "reprise.yaml:7:36: `burnBooks` is a DELETE; discovery sends GET requests only; use a GET operation",
        ),
        (
            "{ find: a book, operation: listBooks, parameters: { lnet: true }, set: { id: /id } }",
            "reprise.yaml:7:61: unknown parameter of listBooks `lnet`; did you mean `lent`?",
        ),
        (
            "{ find: a book, operation: listBooks, bnid: { id: /id } }",
            "reprise.yaml:7:47: unknown field `bnid`",
        ),
    ] {
        let run = shelf_with(&server, rule, command);
        assert_eq!(run.code, 2, "{}{}", run.out, run.err);
        assert!(run.err.contains(expected), "{}", run.err);
    }
    assert_eq!(paths(&server), Vec::<String>::new());
}

#[test]
fn a_failure_is_reproduced_with_the_discovered_value() {
    let server = Server::start(|request| {
        let body = match request.line.split(' ').nth(1).unwrap() {
            "/books?lent=false&key=s3cret-key" => r#"[{ "id": 9 }]"#,
            _ => r#"{ "id": 9 }"#,
        };
        response(200, "application/json", body)
    });
    let rule = "{ find: a book, operation: listBooks, as: key, scheme: key, parameters: { lent: false }, set: { id: /id } }";
    let (run, report) = shelf(&server, rule);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert_eq!(
        report.0["discovered"],
        json!([{ "rule": "a book", "params": { "id": 9 } }])
    );
    let reproduce = report.case("getBook.emma")["reproduce"].as_str().unwrap();
    assert!(reproduce.contains("/books/9'"), "{reproduce}");
}

#[test]
fn a_discovered_value_that_contains_a_secret_is_masked() {
    for body in [
        r#"[{ "id": "s3cret-key" }]"#,
        r#"[{ "id": "a-s3cret-key" }]"#,
    ] {
        let server = Server::start(
            move |request| match request.line.split(' ').nth(1).unwrap() {
                "/books?key=s3cret-key" => response(200, "application/json", body),
                _ => response(404, "application/json", "{}"),
            },
        );
        let rule = "{ find: a book, operation: listBooks, as: key, scheme: key, set: { id: /id } }";
        let (run, report) = shelf(&server, rule);
        let id = report.0["discovered"][0]["params"]["id"].as_str().unwrap();
        assert!(id.ends_with("‹key›"), "{id}");
        let output = format!("{}{}{}", run.out, run.err, report.0);
        assert!(!output.contains("s3cret-key"), "{output}");
    }
}

#[test]
fn a_rule_that_is_refused_blocks_with_the_status() {
    let server = Server::start(|_| response(403, "application/json", "{}"));
    let (run, report) = shelf(
        &server,
        "{ find: a book, operation: listBooks, as: key, scheme: key, set: { id: /id } }",
    );
    assert_eq!(run.code, 4, "{}{}", run.out, run.err);
    assert_eq!(
        report.reason("getBook.emma").1,
        "discovery rule `a book` found nothing: GET /books answers 403; create one, or pass --param id=VALUE"
    );
}
