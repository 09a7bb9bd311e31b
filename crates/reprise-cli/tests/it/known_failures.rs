//! Known failures: what they accept, and when they are wrong themselves.

use std::fs;

use crate::report::{Report, reported};
use crate::server::{Server, response};
use crate::{Run, command, file};

const DOCUMENT: &str = r"
openapi: 3.1.0
info: { title: Shelf, version: 1.2.3 }
paths:
  /books:
    get:
      operationId: listBooks
      responses:
        '200':
          description: The books.
          content:
            application/json:
              schema: { type: object, properties: { title: { type: string }, pages: { type: integer } } }
              examples: { some: { value: { title: Emma, pages: 7 } } }
";

struct Shelf {
    folder: tempfile::TempDir,
    config: String,
    known_failures: String,
    _server: Server,
}

impl Shelf {
    fn responding(body: &'static str) -> Shelf {
        let server = Server::start(move |_| response(200, "application/json", body));
        let (folder, _document) = file("shelf.yaml", DOCUMENT);
        let path = |name: &str| folder.path().join(name).display().to_string();
        let (config, known_failures) = (path("reprise.yaml"), path("known-failures.yaml"));
        let text = format!(
            "document: shelf.yaml\nknown_failures: known-failures.yaml\ntargets:\n  local: {{ base_url: {}, version: 17.4.1-ee }}\n",
            server.url()
        );
        fs::write(&config, text).unwrap();
        Shelf {
            folder,
            config,
            known_failures,
            _server: server,
        }
    }

    fn run(&self, known_failures: &str, more: &[&str]) -> Run {
        fs::write(&self.known_failures, known_failures).unwrap();
        command(&[&["run", "--config", &self.config], more].concat(), &[])
    }

    fn report(&self, known_failures: &str) -> (Run, Report) {
        fs::write(&self.known_failures, known_failures).unwrap();
        reported(&["run", "--config", &self.config], &[])
    }

    fn update(&self) -> Run {
        command(
            &["run", "--config", &self.config, "--update-known-failures"],
            &[],
        )
    }
}

fn entry(claim: &str, more: &str) -> String {
    format!(
        "- {{ case: listBooks.some, claim: {claim}, reason: known, owner: us, expires: 2999-01-01{more} }}\n"
    )
}

const TITLE: &str =
    "/paths/~1books/get/responses/200/content/application~1json/schema/properties/title";

#[test]
fn a_known_failure_affects_only_the_exit_code() {
    let shelf = Shelf::responding(r#"{ "title": 1, "pages": 7 }"#);
    let bare = shelf.run("", &[]);
    assert_eq!(bare.code, 1, "{}{}", bare.out, bare.err);
    let (known, report) = shelf.report(&entry(TITLE, ""));
    assert_eq!(known.code, 0, "{}{}", known.out, known.err);
    assert_eq!(report.outcome("listBooks.some"), "failed");
    assert_eq!(report.findings("listBooks.some")[0]["accepted"], true);
    assert_eq!(report.0["known_failures"]["accepted_cases"], 1);
}

#[test]
fn the_flag_names_another_file_than_the_configuration() {
    let shelf = Shelf::responding(r#"{ "title": 1, "pages": 7 }"#);
    let other = shelf.folder.path().join("other.yaml").display().to_string();
    fs::write(&other, entry(TITLE, "")).unwrap();
    let run = shelf.run("", &["--known-failures", &other]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

#[test]
fn only_findings_at_or_below_the_place_are_accepted() {
    let shelf = Shelf::responding(r#"{ "title": 1, "pages": "many" }"#);
    let run = shelf.run(&entry(TITLE, ""), &[]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    let above = TITLE.trim_end_matches("/title");
    let run = shelf.run(&entry(above, ""), &[]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

#[test]
fn a_known_failure_that_is_wrong_itself_is_reported_for_complete_runs() {
    let right = r#"{ "title": "Dune", "pages": 7 }"#;
    let wrong = r#"{ "title": 1, "pages": 7 }"#;
    for (body, known_failure, code, complaint) in [
        (right, entry(TITLE, ""), 5, "no longer occurs"),
        (
            wrong,
            entry("/paths/nothing", "") + &entry(TITLE, ""),
            5,
            "names an unknown case or place",
        ),
        (
            wrong,
            entry(TITLE, "").replace("2999-01-01", "2001-01-01"),
            5,
            "expired on 2001-01-01",
        ),
        (
            wrong,
            entry(TITLE, ", introduced: 17.0, fixed: 17.5"),
            0,
            "",
        ),
        (wrong, entry(TITLE, ", fixed: 17.4"), 1, ""),
        (wrong, entry(TITLE, ", introduced: 18.0"), 1, ""),
    ] {
        let shelf = Shelf::responding(body);
        let (run, report) = shelf.report(&known_failure);
        assert_eq!(run.code, code, "{known_failure}{}{}", run.out, run.err);
        let complaints = &report.0["known_failures"]["complaints"];
        let is_complaint = complaints.to_string().contains(complaint);
        assert!(is_complaint, "{known_failure}{complaints}");
    }
    let shelf = Shelf::responding(right);
    let partial = shelf.run(&entry(TITLE, ""), &["--shard", "1/2"]);
    assert_eq!(partial.code, 4, "{}{}", partial.out, partial.err);
}

#[test]
fn versions_need_a_version() {
    let shelf = Shelf::responding(r#"{ "title": 1, "pages": 7 }"#);
    let text = fs::read_to_string(&shelf.config).unwrap();
    fs::write(&shelf.config, text.replace(", version: 17.4.1-ee", "")).unwrap();
    let (run, report) = shelf.report(&entry(TITLE, ", fixed: 17.5"));
    assert_eq!(run.code, 5, "{}{}", run.out, run.err);
    let complaints = report.0["known_failures"]["complaints"].to_string();
    assert!(complaints.contains("`version:`"), "{complaints}");
}

#[test]
fn current_failures_can_be_added() {
    let shelf = Shelf::responding(r#"{ "title": 1, "pages": "many" }"#);
    fs::write(&shelf.known_failures, "# ours\n").unwrap();
    let updated = shelf.update();
    assert_eq!(updated.code, 0, "{}{}", updated.out, updated.err);
    assert!(
        updated.out.contains("2 entries added to "),
        "{}",
        updated.out
    );
    let text = fs::read_to_string(&shelf.known_failures).unwrap();
    assert!(text.starts_with("# ours\n- finding: "), "{text}");
    assert_eq!(text.matches("untriaged: true").count(), 2, "{text}");
    let run = shelf.run(&text, &[]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let again = shelf.update();
    assert!(again.out.contains("0 entries added to "), "{}", again.out);
    assert_eq!(fs::read_to_string(&shelf.known_failures).unwrap(), text);
    let files = fs::read_dir(shelf.folder.path()).unwrap();
    let files: Vec<_> = files.map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(files.len(), 3, "{files:?}");
}

#[test]
fn the_file_is_made_if_it_does_not_exist() {
    let shelf = Shelf::responding(r#"{ "title": 1, "pages": 7 }"#);
    let bare = command(&["run", "--config", &shelf.config], &[]);
    assert_eq!(bare.code, 2, "{}{}", bare.out, bare.err);
    let updated = shelf.update();
    assert_eq!(updated.code, 0, "{}{}", updated.out, updated.err);
    let text = fs::read_to_string(&shelf.known_failures).unwrap();
    assert_eq!(shelf.run(&text, &[]).code, 0);
}

#[test]
fn errors_in_the_file_have_a_place() {
    let shelf = Shelf::responding("{}");
    for (text, expected) in [
        (
            "- finding: abc\n  expries: 2999-01-01\n",
            "did you mean `expires`?",
        ),
        (
            "- finding: abc\n  expires: tomorrow\n",
            "known-failures.yaml:2:12: `tomorrow` is not a date; write it like 2027-03-31",
        ),
        (
            "- finding: abc\n  expires: 2999-01-01\n",
            "known-failures.yaml:1:3: `reason` is missing",
        ),
        (
            "- reason: so\n  owner: us\n  expires: 2999-01-01\n",
            "known-failures.yaml:1:3: a known failure needs either `finding`",
        ),
        (
            "- { case: a, claim: b, reason: so, owner: us, expires: 2999-01-01 }\n",
            "expected a JSON Pointer",
        ),
    ] {
        let run = shelf.run(text, &[]);
        assert_eq!(run.code, 2, "{text}{}{}", run.out, run.err);
        assert!(run.err.contains(expected), "{text}{}", run.err);
    }
}
