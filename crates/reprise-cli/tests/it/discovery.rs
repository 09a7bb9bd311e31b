//! Running against a server without a state hook: what exists there is found first.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::server::{Asked, Server, answer};
use crate::{Run, command, file, root};

const TOKEN: &str = "glpat-sample-maintainer";

/// The reference server without its hook, serving the sample fixture; it ends when it is dropped.
struct Reference {
    process: Child,
    address: String,
}

impl Reference {
    fn start() -> Reference {
        let fixture = root().join("conformance/fixtures/sample.yaml");
        let mut process = Command::new(env!("CARGO_BIN_EXE_reprise"))
            .args(["serve", "--listen", "127.0.0.1:0", "--log-format", "none"])
            .arg("--fixture")
            .arg(fixture)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let rest = line.trim_end().strip_prefix("http://").unwrap();
        let address = rest.strip_suffix("/api/v4").unwrap().to_owned();
        Reference { process, address }
    }

    /// A server that passes everything on to this one, and keeps a record.
    fn recorded(&self) -> Server {
        let address = self.address.clone();
        Server::start(move |asked| passed_on(&address, asked))
    }
}

impl Drop for Reference {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn passed_on(address: &str, asked: &Asked) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let mut head = format!("{}\r\n", asked.line);
    for header in &asked.headers {
        if !header.to_ascii_lowercase().starts_with("connection:") {
            head.push_str(&format!("{header}\r\n"));
        }
    }
    write!(stream, "{head}connection: close\r\n\r\n{}", asked.body).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8(answer).unwrap()
}

fn gitlab(verb: &str, server: &Server, more: &[&str]) -> Run {
    let target = root().join("conformance/targets/gitlab.yaml");
    let target = target.display().to_string();
    let mut args = vec![verb, "--target", &target];
    args.extend(more);
    let url = format!("{}/api/v4", server.url());
    command(&args, &[("GITLAB_URL", &url), ("GITLAB_TOKEN", TOKEN)])
}

/// The record of a run, from its report.
fn report(server: &Server, more: &[&str]) -> (Run, Value) {
    let (_folder, path) = file("report.json", "");
    let json = format!("json={path}");
    let run = gitlab("run", server, &[&["--report", &json], more].concat());
    let text = fs::read_to_string(path).unwrap();
    let record = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{}{}", run.out, run.err));
    (run, record)
}

fn case<'r>(record: &'r Value, id: &str) -> &'r Value {
    let mut cases = record["cases"].as_array().unwrap().iter();
    cases.find(|case| case["id"] == id).unwrap()
}

/// The paths that were asked for, each once, in order.
fn paths(server: &Server) -> Vec<String> {
    let mut paths: Vec<String> = server
        .asked()
        .iter()
        .map(|asked| {
            let target = asked.line.split(' ').nth(1).unwrap();
            target.split('?').next().unwrap().to_owned()
        })
        .collect();
    paths.sort();
    paths.dedup();
    paths
}

#[test]
fn a_gitlab_without_a_hook_is_searched_and_replayed_by_shape() {
    let reference = Reference::start();
    let server = reference.recorded();
    let (run, record) = report(&server, &["--param", "id=acme/shop"]);
    assert_eq!(run.code, 4, "{}{}", run.out, run.err);
    for found in [
        "found     job_id = 12, pipeline_id = 5 (a failed job)",
        "found     job_id = 12 (a job with a log)",
    ] {
        assert!(run.out.contains(found), "no {found} in\n{}", run.out);
    }
    assert_eq!(
        record["discovered"][2],
        serde_json::json!({"rule": "a failed job", "params": {"job_id": 12, "pipeline_id": 5}})
    );
    let schema = fs::read_to_string(root().join("spec/schemas/Report.schema.json")).unwrap();
    let schema = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(&record), "{record}");
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
        let case = case(&record, id);
        assert_eq!(case["outcome"], "passed", "{case}");
        assert_eq!(case["level_reached"], "shape", "{case}");
    }
    assert_eq!(record["summary"]["differ"], 0, "{}", run.out);

    // a rule that finds nothing blocks its own case, and says what to do
    let bridge = case(&record, "listPipelineBridges.one-bridge");
    assert_eq!(bridge["outcome"], "blocked");
    let reason = bridge["reason"].as_str().unwrap();
    for part in [
        "discovery rule `a pipeline with a bridge that has succeeded` found nothing",
        "GET /projects/acme%2Fshop/pipelines/4/bridges?scope%5B%5D=success answers 200 with an empty list",
        "--param pipeline_id=VALUE",
    ] {
        assert!(reason.contains(part), "{reason}");
    }
    let token = case(&record, "getJobTokenJob.header");
    assert!(
        token["reason"]
            .as_str()
            .unwrap()
            .contains("name one with --credential job="),
        "{token}"
    );

    let asked = server.asked();
    assert!(!asked.is_empty());
    for request in &asked {
        assert!(request.line.starts_with("GET "), "{request:?}");
    }
    // examples know projects, pipelines and jobs by other numbers, and what is none by words or by a number that
    // nobody has
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
    let told = format!("{}{}{record}", run.out, run.err);
    assert!(!told.contains(TOKEN), "{told}");
}

#[test]
fn doctor_shows_what_came_of_each_rule() {
    let reference = Reference::start();
    let server = reference.recorded();
    let run = gitlab("doctor", &server, &["--param", "id=1"]);
    assert_eq!(run.code, 4, "{}{}", run.out, run.err);
    for line in [
        "✓ jobs that have run: job_id = 12, pipeline_id = 5, by GET /projects/1/jobs?scope%5B%5D=success&scope%5B%5D=failed&per_page=100",
        "✓ a job with a log: job_id = 12, by GET /projects/1/jobs/12/trace",
        "! a pipeline with a bridge that has succeeded: discovery rule `a pipeline with a bridge that has succeeded` found nothing: GET /projects/1/pipelines/4/bridges?scope%5B%5D=success answers 200 with an empty list; create one, or pass --param pipeline_id=VALUE",
        "✓ a failed job: job_id = 12, pipeline_id = 5, by GET /projects/1/jobs?scope%5B%5D=failed&per_page=100",
        "- a manual job: not asked, since no case needs it",
        "✓ getJob.failed-job  up to shape: the state is not ours, so values are not owed",
    ] {
        assert!(
            run.out.lines().any(|said| said == line),
            "no {line:?} in\n{}",
            run.out
        );
    }
    assert!(
        server
            .asked()
            .iter()
            .all(|asked| asked.line.starts_with("GET "))
    );
    assert!(!run.out.contains(TOKEN), "{}", run.out);
}

#[test]
fn only_what_a_case_needs_is_looked_for_and_nothing_that_was_typed() {
    let reference = Reference::start();
    for (more, asked) in [
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
        let server = reference.recorded();
        let run = gitlab(
            "run",
            &server,
            &[&["--param", "id=1"], more.as_slice()].concat(),
        );
        assert_eq!(paths(&server), asked, "{}{}", run.out, run.err);
    }
}

#[test]
fn a_target_that_names_too_little_is_refused_or_told() {
    let server = Server::start(|_| answer(500, "text/plain", "no"));
    let run = gitlab("run", &server, &["--only", "getJob.failed-job"]);
    assert_eq!(run.code, 4, "{}{}", run.out, run.err);
    assert!(
        run.out
            .contains("no value for path parameter `id`; pass --param id=VALUE or set `params:` for this target"),
        "{}",
        run.out
    );
    assert_eq!(paths(&server), Vec::<String>::new());
    let target = root().join("conformance/targets/gitlab.yaml");
    let target = target.display().to_string();
    let run = command(&["run", "--target", &target], &[("GITLAB_TOKEN", TOKEN)]);
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    assert!(
        run.err
            .contains("base_url: there is no environment variable GITLAB_URL; export it"),
        "{}",
        run.err
    );
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

fn shelf(server: &Server, rule: &str) -> Run {
    let (folder, document) = file("shelf.yaml", DOCUMENT);
    let target = folder.path().join("target.yaml").display().to_string();
    let text = format!(
        "base_url: {}\ncredentials: {{ reader: {{ environment: KEY }} }}\ndiscover:\n  - {rule}\n",
        server.url()
    );
    fs::write(&target, text).unwrap();
    command(
        &["run", &document, "--target", &target],
        &[("KEY", "s3cret-key")],
    )
}

#[test]
fn a_rule_that_does_not_fit_is_refused_before_anything_is_sent() {
    let server = Server::start(|_| answer(200, "application/json", "[]"));
    for (rule, expected) in [
        (
            "{ find: a book, operation: burnBooks, set: { id: /id } }",
            "target.yaml:4:32: `burnBooks` is a DELETE; discovery sends GET requests only; use a GET operation",
        ),
        (
            "{ find: a book, operation: listBooks, parameters: { lnet: true }, set: { id: /id } }",
            "target.yaml:4:57: unknown parameter of listBooks `lnet`; did you mean `lent`?",
        ),
        (
            "{ find: a book, operation: listBooks, bnid: { id: /id } }",
            "target.yaml:4:43: unknown field `bnid`",
        ),
    ] {
        let run = shelf(&server, rule);
        assert_eq!(run.code, 2, "{}{}", run.out, run.err);
        assert!(run.err.contains(expected), "{}", run.err);
    }
    assert_eq!(paths(&server), Vec::<String>::new());
}

#[test]
fn what_differs_is_reproduced_with_what_was_found() {
    let server = Server::start(|asked| {
        let body = match asked.line.split(' ').nth(1).unwrap() {
            "/books?lent=false&key=s3cret-key" => r#"[{ "id": 9 }]"#,
            _ => r#"{ "id": 9 }"#,
        };
        answer(200, "application/json", body)
    });
    let rule = "{ find: a book, operation: listBooks, as: reader, scheme: key, parameters: { lent: false }, set: { id: /id } }";
    let run = shelf(&server, rule);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert!(
        run.out.contains("found     id = 9 (a book)\n"),
        "{}",
        run.out
    );
    assert!(run.out.contains("/books/9'"), "{}", run.out);
}

#[test]
fn what_a_server_gives_as_an_id_tells_no_secret() {
    for body in [
        r#"[{ "id": "s3cret-key" }]"#,
        r#"[{ "id": "a-s3cret-key" }]"#,
    ] {
        let server = Server::start(move |asked| match asked.line.split(' ').nth(1).unwrap() {
            "/books?key=s3cret-key" => answer(200, "application/json", body),
            _ => answer(404, "application/json", "{}"),
        });
        let rule =
            "{ find: a book, operation: listBooks, as: reader, scheme: key, set: { id: /id } }";
        let run = shelf(&server, rule);
        assert!(
            run.out.contains("‹reader›\" (a book)"),
            "{}{}",
            run.out,
            run.err
        );
        assert!(!format!("{}{}", run.out, run.err).contains("s3cret-key"));
    }
}

#[test]
fn a_server_that_refuses_blocks_with_what_it_said() {
    let server = Server::start(|_| answer(403, "application/json", "{}"));
    let run = shelf(
        &server,
        "{ find: a book, operation: listBooks, as: reader, scheme: key, set: { id: /id } }",
    );
    assert_eq!(run.code, 4, "{}{}", run.out, run.err);
    assert!(
        run.out.contains(
            "discovery rule `a book` found nothing: GET /books answers 403; create one, or pass --param id=VALUE"
        ),
        "{}",
        run.out
    );
}
