//! Every form of a report, from the real binary.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::server::{Server, answer};
use crate::{Run, file, reprise_with, root};

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

/// Replays the shelf against a server whose titles are numbers.
fn run(server: &Server, document: &str, more: &[&str]) -> Run {
    let url = server.url();
    let mut args = vec![
        document,
        "--target",
        &url,
        "--bind",
        "id=9",
        "--credential",
        "reader=SHELF_KEY",
    ];
    args.extend(more);
    reprise_with(&args, &[("SHELF_KEY", "s3cret-of-the-shelf")])
}

fn liar() -> Server {
    Server::start(|asked| {
        if asked.line.starts_with("GET /books/9 ") {
            answer(
                200,
                "application/json",
                r#"{ "id": 9, "title": 7, "x": "s3cret-of-the-shelf" }"#,
            )
        } else {
            answer(
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
fn all_reports_are_written_at_once_and_none_tells_a_secret() {
    let server = liar();
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
    assert!(
        run.out.contains("body /*/title: "),
        "two equal findings are one: {}",
        run.out
    );
    assert!(run.out.contains("(2 times)"), "{}", run.out);
    assert!(
        run.out.contains(r#"--header 'X-Key: '"$READER""#) && run.out.contains("/books/9"),
        "{}",
        run.out
    );
    assert!(run.out.contains("\nfacts: "), "{}", run.out);
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn equal_runs_make_equal_reports_but_for_the_times() {
    let server = liar();
    let (folder, document) = file("shelf.yaml", DOCUMENT);
    let schema: Value = json(&root().join("crates/reprise/src/report/report.schema.json"));
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
fn a_report_on_standard_output_stands_alone_there() {
    let server = liar();
    let (_folder, document) = file("shelf.yaml", DOCUMENT);
    let run = run(&server, &document, &["--report", "json=-"]);
    let report: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(report["format"], "reprise-report");
    assert_eq!(report["summary"]["differ"], 2);
    assert!(run.err.contains("0 of 2 cases conform"), "{}", run.err);
}

#[test]
fn quiet_says_only_what_needs_a_look() {
    let server = liar();
    let (_folder, document) = file("shelf.yaml", DOCUMENT);
    let run = run(&server, &document, &["-q"]);
    assert!(run.out.starts_with('✗'), "{}", run.out);
    assert!(!run.out.contains("Shelf"), "{}", run.out);
}

#[test]
fn a_report_that_cannot_be_written_is_refused_before_anything_is_sent() {
    let server = liar();
    let (_folder, document) = file("shelf.yaml", DOCUMENT);
    for (report, said) in [
        ("jsno=x", "there is no format `jsno`, did you mean `json`?"),
        ("json", "`json` names no file"),
        (
            "json=/no/such/folder/x.json",
            "there is no folder /no/such/folder",
        ),
    ] {
        let run = run(&server, &document, &["--report", report]);
        assert_eq!(run.code, 2, "{}{}", run.out, run.err);
        assert!(run.err.contains(said), "{}", run.err);
    }
    assert!(server.asked().is_empty());
}
