//! Every format of a report, from the real binary.

use std::io::Write;
use std::process::Stdio;

use insta::assert_snapshot;
use reprise_report::Format;
use serde_json::Value;

use crate::support::report::Report;
use crate::support::server::{Server, response};
use crate::support::{Project, Run, prepared};

const DOCUMENT: &str = r"
openapi: 3.1.0
info: { title: Shelf, version: 1.2.3 }
paths:
  /books:
    get:
      operationId: listBooks
      responses:
        '200':
          description: All books.
          content:
            application/json:
              schema: { type: array, items: { $ref: '#/components/schemas/Book' } }
              examples:
                two: { value: [{ id: 1, title: Emma }, { id: 2, title: Dune }] }
  /books/{id}:
    get:
      operationId: getBook
      security: [{ key: [] }]
      parameters: [{ name: id, in: path, required: true, schema: { type: integer }, examples: { emma: { value: 1 } } }]
      responses:
        '200':
          description: The book.
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Book' }
              examples:
                emma: { value: { id: 1, title: Emma }, x-reprise: { credentials: { scheme: key, as: reader } } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
  schemas:
    Book: { type: object, required: [id, title], properties: { id: { type: integer }, title: { type: string } } }
";

/// Runs the shelf against a server, in a project.
fn run(project: &Project, server: &Server, more: &[&str]) -> Run {
    let url = server.url();
    let args = [
        "run",
        "shelf.yaml",
        "--target",
        &url,
        "--param",
        "id=9",
        "--credential",
        "reader=SHELF_KEY",
    ];
    let secret = [("SHELF_KEY", "s3cret-of-the-shelf")];
    project.command(&[&args[..], more].concat(), &secret)
}

/// A server whose titles are numbers, and which returns the credential.
fn start_faulty_server() -> Server {
    Server::start(|request| {
        let body = if request.line.starts_with("GET /books/9 ") {
            r#"{ "id": 9, "title": 7, "x": "s3cret-of-the-shelf" }"#
        } else {
            r#"[{ "id": 1, "title": 7 }, { "id": 2, "title": 7 }]"#
        };
        response(200, "application/json", body)
    })
}

/// A project with the report of a run against the faulty server, which still runs.
fn failed() -> (Project, Server, Report) {
    let (project, server) = (Project::new(DOCUMENT), start_faulty_server());
    run(&project, &server, &["--report", "json=report.json"]).exits(1);
    let report = Report::read(&project.path("report.json"));
    (project, server, report)
}

#[test]
fn all_reports_are_written_at_once_without_secrets() {
    let (project, server) = (Project::new(DOCUMENT), start_faulty_server());
    let formats = || Format::ALL.iter().map(|format| format.as_str());
    let outputs: Vec<String> = formats()
        .map(|format| format!("--report={format}={format}"))
        .collect();
    let outputs: Vec<&str> = outputs.iter().map(String::as_str).collect();
    run(&project, &server, &outputs).exits(1);
    for format in formats() {
        let text = project.read(format);
        assert!(text.contains("getBook"), "{format}: {text}");
        assert!(!text.contains("s3cret"), "{format}: {text}");
    }
    // nothing was left beside the reports and the document
    assert_eq!(project.entries(), outputs.len() + 1);
    let report = Report::read(&project.path("json"));
    let reproduce = report.reproduce("getBook.emma");
    assert!(
        reproduce.contains(r#"--header 'X-Key: '"$SHELF_KEY""#) && reproduce.contains("/books/9"),
        "{reproduce}"
    );
}

#[test]
fn equal_runs_make_equal_reports_but_for_the_times() {
    let (project, server, mut first) = failed();
    first.assert_valid();
    run(&project, &server, &["--report", "json=report.json"]).exits(1);
    let mut second = Report::read(&project.path("report.json"));
    for report in [&mut first, &mut second] {
        report.0.as_object_mut().unwrap().remove("times").unwrap();
    }
    assert_eq!(first.0.to_string(), second.0.to_string());
}

#[test]
fn standard_output_contains_only_the_report() {
    let run = run(
        &Project::new(DOCUMENT),
        &start_faulty_server(),
        &["--report", "json=-"],
    );
    let report: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(report["format"], "reprise-report");
    assert_eq!(report["cases"].as_array().unwrap().len(), 2);
    assert!(run.err.contains("getBook.emma"), "{}", run.err);
}

#[test]
fn quiet_prints_less_and_verbose_more() {
    let (project, server) = (Project::new(DOCUMENT), start_faulty_server());
    let length = |more: &[&str]| {
        let run = run(&project, &server, more);
        assert!(run.out.contains("getBook.emma"), "{}", run.out);
        run.out.len()
    };
    let (quiet, usual, verbose) = (length(&["-q"]), length(&[]), length(&["-v"]));
    assert!(
        quiet < usual && usual < verbose,
        "{quiet} {usual} {verbose}"
    );
}

#[test]
fn a_finding_is_explained_with_the_entry_for_the_known_failures() {
    let (project, server, report) = failed();
    let id = report.finding("getBook.emma")["id"].as_str().unwrap();
    let explained = project.command(&["report", "explain", id, "--from", "report.json"], &[]);
    explained.exits(0);
    let (explanation, entry) = explained
        .out
        .split_once("\nTo accept it for 30 days")
        .unwrap();
    let explanation = explanation.replace(&server.url(), "http://server");
    assert_snapshot!(explanation.replace(id, "ID"), @r#"
    ID: body /title: the value is not of type "string"
      case         getBook.emma, GET /books/{id}
      level        schema
      class        breaking: clients written from the document fail or misread the response
      who is wrong schema and example agree, the server differs

    Documented
      shelf.yaml:32:102 /components/schemas/Book/properties/title/type
        30 | : apiKey, in: header, name: X-Key } }
        31 |
        32 | ed: [id, title], properties: { id: { type: integer }, title: { type: string } } }
           |                                                                      ^

    What the schema says there
      type         string

    Values
      expected  "Emma"
      actual    7

    Reproduce
      curl --include \
        --header 'X-Key: '"$SHELF_KEY" \
        --header 'Accept: application/json' \
        'http://server/books/9'
    "#);

    // the entry that it prints is valid, and matches this finding alone
    let (_, entry) = entry.split_once('\n').unwrap();
    let entry: String = entry
        .lines()
        .map(|line| format!("{}\n", &line[2..]))
        .collect();
    project.write("known-failures.yaml", &entry);
    let more = [
        "--known-failures",
        "known-failures.yaml",
        "--report",
        "json=report.json",
    ];
    run(&project, &server, &more).exits(1);
    let report = Report::read(&project.path("report.json"));
    assert_eq!(report.0["known_failures"]["accepted"], 1, "{entry}");
}

#[test]
fn a_wrong_id_gets_the_nearest_right_one() {
    let (project, _server, report) = failed();
    let id = report.finding("getBook.emma")["id"].as_str().unwrap();
    let mut near = id.to_owned();
    near.replace_range(3..4, if &id[3..4] == "0" { "1" } else { "0" });
    let error = |id: &str| {
        let run = project.command(&["report", "explain", id, "--from", "report.json"], &[]);
        run.exits(2);
        run.err
    };
    assert_eq!(
        error(&near),
        format!("error: the report has no finding `{near}`; did you mean `{id}`?\n")
    );
    let findings = report
        .cases()
        .iter()
        .flat_map(|case| case["findings"].as_array().unwrap());
    let ids: Vec<&str> = findings
        .map(|finding| finding["id"].as_str().unwrap())
        .collect();
    assert_eq!(
        error("zzz"),
        format!(
            "error: the report has no finding `zzz`; it has: {}\n",
            ids.join(", ")
        )
    );

    // a report can come from a pipe, and outlive the document
    project.write("shelf.yaml", &DOCUMENT.replace("Shelf", "Board"));
    let mut child = prepared(&["report", "explain", id, "--from", "-"], &[])
        .current_dir(project.path(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let text = project.read("report.json");
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{out}");
    let line = out.lines().find(|line| line.contains("not shown"));
    assert_snapshot!(line.unwrap_or_default(), @"    the lines are not shown: shelf.yaml is not the document of the report: it or a referenced file has changed");
}

#[test]
fn long_bodies_are_cut_and_contain_no_secret() {
    let server = Server::start(|request| {
        let body = if request.line.starts_with("GET /books/9 ") {
            // a long one, whose end is cut off
            format!(
                r#"{{ "more": "{}", "title": 7, "id": 9, "x": "s3cret-of-the-shelf" }}"#,
                "s3cret-of-the-shelf ".repeat(10_000)
            )
        } else {
            r#"[{ "title": "s3cret-of-the-shelf", "id": 1 }, { "id": "2", "title": "Dune" }]"#
                .to_owned()
        };
        response(200, "application/json", &body)
    });
    let project = Project::new(DOCUMENT);
    let outputs = ["--report", "html=page.html", "--report", "json=report.json"];
    run(&project, &server, &outputs).exits(1);
    let report = Report::read(&project.path("report.json")).0;
    let bodies = |case: usize| &report["cases"][case]["bodies"];
    assert_eq!(
        bodies(0)["documented"]["text"],
        "[\n  {\n    \"id\": 1,\n    \"title\": \"Emma\"\n  },\n  {\n    \"id\": 2,\n    \"title\": \"Dune\"\n  }\n]"
    );
    // in the order of the document, and without the secret
    assert_eq!(
        bodies(0)["actual"]["text"],
        "[\n  {\n    \"id\": 1,\n    \"title\": \"‹reader›\"\n  },\n  {\n    \"id\": \"2\",\n    \"title\": \"Dune\"\n  }\n]"
    );
    assert_eq!(bodies(0)["actual"].get("cut"), None);
    let long = bodies(1)["actual"]["text"].as_str().unwrap();
    assert!(
        long.len() <= 64 << 10 && long.len() > 60 << 10,
        "{}",
        long.len()
    );
    assert!(long.contains("‹reader›") && !long.contains("s3cret"));
    assert!(bodies(1)["actual"]["cut"].as_u64().unwrap() > 200_000);
    let page = project.read("page.html");
    assert!(!page.contains("s3cret"));
    assert!(page.contains("<summary>whole body"), "{page}");
    assert!(page.contains("bytes; the report contains "), "{page}");
    assert!(page.len() < 1 << 20, "{}", page.len());
}
