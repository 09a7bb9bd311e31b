//! Every format of a report, from the real binary.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use crate::report::Report;
use crate::server::{Server, response};
use crate::{Run, command, file, reprise_with, root};

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

/// Runs the shelf against a server.
fn run(server: &Server, document: &str, more: &[&str]) -> Run {
    let url = server.url();
    let mut args = vec![
        document,
        "--target",
        &url,
        "--param",
        "id=9",
        "--credential",
        "reader=SHELF_KEY",
    ];
    args.extend(more);
    reprise_with(&args, &[("SHELF_KEY", "s3cret-of-the-shelf")])
}

/// A server whose titles are numbers, and which returns the credential.
fn faulty() -> Server {
    Server::start(|request| {
        if request.line.starts_with("GET /books/9 ") {
            response(
                200,
                "application/json",
                r#"{ "id": 9, "title": 7, "x": "s3cret-of-the-shelf" }"#,
            )
        } else {
            response(
                200,
                "application/json",
                r#"[{ "id": 1, "title": 7 }, { "id": 2, "title": 7 }]"#,
            )
        }
    })
}

const FORMATS: [&str; 8] = [
    "json", "jsonl", "junit", "html", "markdown", "sarif", "github", "gitlab",
];

#[test]
fn all_reports_are_written_at_once_without_secrets() {
    let server = faulty();
    let (folder, document) = file("shelf.yaml", DOCUMENT);
    let outputs: Vec<String> = FORMATS
        .iter()
        .map(|format| format!("{format}={}", folder.path().join(format).display()))
        .collect();
    let args: Vec<&str> = outputs
        .iter()
        .flat_map(|output| ["--report", output])
        .collect();
    let run = run(&server, &document, &args);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    for format in FORMATS {
        let text = fs::read_to_string(folder.path().join(format)).unwrap();
        assert!(text.contains("getBook"), "{format}: {text}");
        assert!(!text.contains("s3cret"), "{format}: {text}");
    }
    let names = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(
        names,
        FORMATS.len() + 1,
        "something was left beside the reports"
    );
    let report = Report::read(&folder.path().join("json"));
    let reproduce = report.case("getBook.emma")["reproduce"].as_str().unwrap();
    assert!(
        reproduce.contains(r#"--header 'X-Key: '"$SHELF_KEY""#) && reproduce.contains("/books/9"),
        "{reproduce}"
    );
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn equal_runs_make_equal_reports_but_for_the_times() {
    let server = faulty();
    let (folder, document) = file("shelf.yaml", DOCUMENT);
    let schema: Value = json(&root().join("spec/schemas/Report.schema.json"));
    let schema = jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    let mut reports = Vec::new();
    for name in ["first.json", "second.json"] {
        let path = folder.path().join(name);
        run(
            &server,
            &document,
            &["--report", &format!("json={}", path.display())],
        );
        let mut report = json(&path);
        let errors: Vec<String> = schema
            .iter_errors(&report)
            .map(|error| format!("{} {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
        report.as_object_mut().unwrap().remove("times").unwrap();
        reports.push(report.to_string());
    }
    assert_eq!(reports[0], reports[1]);
}

#[test]
fn standard_output_contains_only_the_report() {
    let server = faulty();
    let (_folder, document) = file("shelf.yaml", DOCUMENT);
    let run = run(&server, &document, &["--report", "json=-"]);
    let report: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(report["format"], "reprise-report");
    assert_eq!(report["cases"].as_array().unwrap().len(), 2);
    assert!(run.err.contains("getBook.emma"), "{}", run.err);
}

#[test]
fn only_one_report_can_go_to_standard_output() {
    let server = faulty();
    let (_folder, document) = file("shelf.yaml", DOCUMENT);
    let more = ["--report", "json=-", "--report", "junit=-"];
    let run = run(&server, &document, &more);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
    assert!(run.err.contains("json, junit"), "{}", run.err);
    assert!(server.requests().is_empty());
}

#[test]
fn quiet_prints_less_and_verbose_more() {
    let server = faulty();
    let (_folder, document) = file("shelf.yaml", DOCUMENT);
    let length = |more: &[&str]| {
        let run = run(&server, &document, more);
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
fn a_report_that_cannot_be_written_is_an_error_before_anything_is_sent() {
    let server = faulty();
    let (_folder, document) = file("shelf.yaml", DOCUMENT);
    for (report, said) in [
        ("jsno=x", "did you mean `json`?"),
        ("json", "json"),
        ("json=/no/such/folder/x.json", "/no/such/folder"),
    ] {
        let run = run(&server, &document, &["--report", report]);
        assert_eq!(run.code, 2, "{}{}", run.out, run.err);
        assert!(run.err.contains(said), "{}", run.err);
    }
    assert!(server.requests().is_empty());
}

/// The text between two headings of an explanation.
fn section<'t>(text: &'t str, heading: &str) -> &'t str {
    let (_, after) = text.split_once(&format!("\n{heading}\n")).unwrap();
    after.split("\n\n").next().unwrap()
}

#[test]
fn a_finding_is_explained_with_the_entry_for_the_known_failures() {
    let server = faulty();
    let (folder, document) = file("shelf.yaml", DOCUMENT);
    let report = folder.path().join("report.json").display().to_string();
    run(&server, &document, &["--report", &format!("json={report}")]);
    let told = json(Path::new(&report));
    let finding = &told["cases"][1]["findings"][0];
    let id = finding["id"].as_str().unwrap();
    let explained = command(&["report", "explain", id, "--from", &report], &[]);
    assert_eq!(explained.code, 0, "{}", explained.err);
    let out = explained.out.replace(&document, "shelf.yaml");
    assert!(out.starts_with(&format!("{id}: body /title: ")), "{out}");
    for line in [
        "  case         getBook.emma, GET /books/{id}\n",
        "  level        schema\n",
        "  class        breaking: ",
        "  who is wrong schema and example agree, the server differs\n",
    ] {
        assert!(out.contains(line), "{line}{out}");
    }

    // the place in the text is the one that the pointer leads to
    let claim = &finding["claim"];
    let lines: Vec<&str> = section(&out, "Documented").lines().collect();
    assert!(
        lines[0].ends_with(claim["pointer"].as_str().unwrap()),
        "{out}"
    );
    let caret = lines.iter().position(|line| line.ends_with('^')).unwrap();
    let marked = &lines[caret - 1][lines[caret].find('^').unwrap()..];
    assert!(marked.starts_with("string }"), "{out}");
    assert!(
        section(&out, "What the schema says there").contains("type         string"),
        "{out}"
    );
    assert_eq!(
        section(&out, "Values"),
        "  expected  \"Emma\"\n  actual    7"
    );
    assert!(section(&out, "Reproduce").contains("/books/9"), "{out}");

    // the entry that it prints is valid, and matches this finding alone
    let entry = section(&out, "To accept it for 30 days, add to the known failures");
    let entry: String = entry
        .lines()
        .map(|line| format!("{}\n", &line[2..]))
        .collect();
    let (_folder, known_failures) = file("known-failures.yaml", &entry);
    let again = run(
        &server,
        &document,
        &[
            "--known-failures",
            &known_failures,
            "--report",
            &format!("json={report}"),
        ],
    );
    let report = Report::read(Path::new(&report));
    assert_eq!(report.0["known_failures"]["accepted"], 1, "{entry}");
    assert_eq!(again.code, 1);
}

#[test]
fn a_wrong_id_gets_the_nearest_right_one() {
    let server = faulty();
    let (folder, document) = file("shelf.yaml", DOCUMENT);
    let report = folder.path().join("report.json").display().to_string();
    run(&server, &document, &["--report", &format!("json={report}")]);
    let told = json(Path::new(&report));
    let id = told["cases"][1]["findings"][0]["id"].as_str().unwrap();
    let mut near = id.to_owned();
    near.replace_range(3..4, if &id[3..4] == "0" { "1" } else { "0" });
    for (wrong, said) in [
        (
            near.as_str(),
            format!("the report has no finding `{near}`; did you mean `{id}`?"),
        ),
        (
            "zzz",
            format!(
                "it has: {}",
                told["cases"][0]["findings"][0]["id"].as_str().unwrap()
            ),
        ),
    ] {
        let run = command(&["report", "explain", wrong, "--from", &report], &[]);
        assert_eq!(run.code, 2, "{}", run.out);
        assert!(run.err.contains(&said), "{}", run.err);
    }
    // a report can come from a pipe, and outlive the document
    fs::write(&document, DOCUMENT.replace("Shelf", "Board")).unwrap();
    let mut child = crate::prepared(&["report", "explain", id, "--from", "-"], &[])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let text = fs::read(&report).unwrap();
    child.stdin.take().unwrap().write_all(&text).unwrap();
    let output = child.wait_with_output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{out}");
    assert!(out.contains("the lines are not shown: "), "{out}");
    assert!(out.contains("is not the document of the report"), "{out}");
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
    let (folder, document) = file("shelf.yaml", DOCUMENT);
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (page, report) = (path("page.html"), path("report.json"));
    let outputs = [format!("html={page}"), format!("json={report}")];
    run(
        &server,
        &document,
        &["--report", &outputs[0], "--report", &outputs[1]],
    );
    let told = json(Path::new(&report));
    let bodies = |case: usize| &told["cases"][case]["bodies"];
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
    let page = fs::read_to_string(&page).unwrap();
    assert!(!page.contains("s3cret"));
    assert!(page.contains("<summary>whole body"), "{page}");
    assert!(page.contains("bytes; the report contains "), "{page}");
    assert!(page.len() < 1 << 20, "{}", page.len());
}
