//! The target `gitlab` of this repository: the suite against a server without a state hook.

use insta::assert_snapshot;
use serde_json::json;

use crate::support::reference::ReferenceServer;
use crate::support::server::{Server, response};
use crate::support::{at_root, command, reported};

const TOKEN: &str = "glpat-sample-maintainer";

/// The reference server without its hook, serving the sample fixture.
fn start_reference() -> ReferenceServer {
    ReferenceServer::start(&["--fixture", &at_root("conformance/fixtures/sample.yaml")])
}

/// A server that passes everything on, and keeps a record.
fn start_recording_proxy(reference: &ReferenceServer) -> Server {
    reference.start_proxy(str::to_owned)
}

/// Runs a command against the target `gitlab` of this repository.
fn run_on_gitlab<T>(
    verb: &str,
    server: &Server,
    more: &[&str],
    run: impl FnOnce(&[&str], &[(&str, &str)]) -> T,
) -> T {
    let config = at_root("reprise.yaml");
    let mut args = vec![verb, "--config", &config, "--target", "gitlab"];
    args.extend(more);
    let url = format!("{}/api/v4", server.url());
    run(&args, &[("GITLAB_URL", &url), ("GITLAB_TOKEN", TOKEN)])
}

/// The paths of all requests, each once, in order.
fn requested_paths(server: &Server) -> Vec<String> {
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
    let reference = start_reference();
    let server = start_recording_proxy(&reference);
    let (run, report) = run_on_gitlab("run", &server, &["--param", "id=acme/shop"], |args, env| {
        reported(args, env)
    });
    run.exits(4);
    let record = &report.0;
    for rule in [
        json!({"rule": "a failed job", "params": {"job_id": 12, "pipeline_id": 5}}),
        json!({"rule": "a job with a log", "params": {"job_id": 12}}),
    ] {
        let discovered = record["discovered"].as_array().unwrap();
        assert!(discovered.contains(&rule), "{rule} {discovered:?}");
    }
    report.assert_valid();
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
    assert_eq!(report.ids_with_outcome("failed"), Vec::<&str>::new());

    // a rule that finds nothing blocks its own case, and says what to do
    let bridge = "listPipelineBridges.one-bridge";
    assert_eq!(report.outcome(bridge), "blocked");
    let (code, reason) = report.reason(bridge);
    assert_eq!(code, "nothing-discovered");
    assert_snapshot!(reason, @"discovery rule `a pipeline with a bridge that has succeeded` found nothing: GET /projects/acme%2Fshop/pipelines/4/bridges?scope%5B%5D=success responds with 200 and an empty list; create one, or pass --param pipeline_id=VALUE");
    let (code, reason) = report.reason("getJobTokenJob.header");
    assert_eq!(code, "missing-credential");
    assert_snapshot!(reason, @"no credential `job`; pass --credential job=ENV_VAR");

    let requests = server.requests();
    assert!(!requests.is_empty());
    for request in &requests {
        assert!(request.line.starts_with("GET "), "{request:?}");
    }
    // the ids of examples do not exist there; those that must not exist are words or a number that is too large
    assert_eq!(
        requested_paths(&server),
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
    let reference = start_reference();
    let server = start_recording_proxy(&reference);
    let run = run_on_gitlab("doctor", &server, &["--param", "id=1"], |args, env| {
        command(args, env)
    });
    run.exits(4);
    for line in [
        "✓ jobs that have run: job_id = 12, pipeline_id = 5, by GET /projects/1/jobs?scope%5B%5D=success&scope%5B%5D=failed&per_page=100",
        "✓ a job with a log: job_id = 12, by GET /projects/1/jobs/12/trace",
        "! a pipeline with a bridge that has succeeded: discovery rule `a pipeline with a bridge that has succeeded` found nothing: GET /projects/1/pipelines/4/bridges?scope%5B%5D=success responds with 200 and an empty list; create one, or pass --param pipeline_id=VALUE",
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
    let reference = start_reference();
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
        let server = start_recording_proxy(&reference);
        let more = [&["--param", "id=1"], more.as_slice()].concat();
        let run = run_on_gitlab("run", &server, &more, |args, env| command(args, env));
        assert_eq!(requested_paths(&server), expected, "{}{}", run.out, run.err);
    }
}

#[test]
fn a_parameter_without_a_value_blocks() {
    let server = Server::start(|_| response(500, "text/plain", "no"));
    let more = ["--only", "getJob.failed-job"];
    let (run, report) = run_on_gitlab("run", &server, &more, |args, env| reported(args, env));
    run.exits(4);
    let (code, reason) = report.reason("getJob.failed-job");
    assert_eq!(code, "no-value-for-parameter");
    assert_snapshot!(reason, @"no value for path parameter `id`; pass --param id=VALUE or set `params:` for this target");
    assert_eq!(requested_paths(&server), Vec::<String>::new());
}

#[test]
fn the_configuration_of_this_repository_can_be_used() {
    let config = at_root("reprise.yaml");
    let gitlab = [
        ("GITLAB_URL", "https://gitlab.example.com/api/v4"),
        ("GITLAB_TOKEN", "glpat-example"),
    ];
    for target in ["reference", "gitlab"] {
        let args = ["run", "--config", &config, "--target", target, "--dry-run"];
        let run = command(&args, &gitlab);
        run.exits(0);
    }
}
