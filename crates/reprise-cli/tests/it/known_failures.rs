//! Known failures: what they accept, and when they are wrong themselves.

use insta::assert_snapshot;

use crate::support::report::Report;
use crate::support::server::Server;
use crate::support::{Project, Run, list_books};

/// The content of the response of `listBooks`.
const BOOKS: &str = "{ schema: { type: object, properties: { title: { type: string }, pages: { type: integer } } }, examples: { some: { value: { title: Emma, pages: 7 } } } }";

/// The name of the file.
const FILE: &str = "known-failures.yaml";

struct Shelf {
    project: Project,
    _server: Server,
}

impl Shelf {
    fn with_response(body: &'static str) -> Shelf {
        let server = Server::json(body);
        let text = format!(
            "document: shelf.yaml\nknown_failures: known-failures.yaml\ntargets:\n  local: {{ base_url: {}, version: 17.4.1-ee }}\n",
            server.url()
        );
        Shelf {
            project: Project::new(&list_books(BOOKS)).with("reprise.yaml", &text),
            _server: server,
        }
    }

    fn run(&self, known_failures: &str, more: &[&str]) -> Run {
        self.project.write(FILE, known_failures);
        self.project.command(&[&["run"], more].concat(), &[])
    }

    fn report(&self, known_failures: &str) -> (Run, Report) {
        self.project.write(FILE, known_failures);
        self.project.reported(&["run"], &[])
    }

    fn update(&self) -> Run {
        self.project
            .command(&["run", "--update-known-failures"], &[])
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
    let shelf = Shelf::with_response(r#"{ "title": 1, "pages": 7 }"#);
    let bare = shelf.run("", &[]);
    bare.exits(1);
    let (known, report) = shelf.report(&entry(TITLE, ""));
    known.exits(0);
    assert_eq!(report.outcome("listBooks.some"), "failed");
    assert_eq!(report.findings("listBooks.some")[0]["accepted"], true);
    assert_eq!(report.0["known_failures"]["accepted_cases"], 1);
}

#[test]
fn the_flag_names_another_file_than_the_configuration() {
    let shelf = Shelf::with_response(r#"{ "title": 1, "pages": 7 }"#);
    shelf.project.write("other.yaml", &entry(TITLE, ""));
    let run = shelf.run("", &["--known-failures", "other.yaml"]);
    run.exits(0);
}

#[test]
fn only_findings_at_or_below_the_place_are_accepted() {
    let shelf = Shelf::with_response(r#"{ "title": 1, "pages": "many" }"#);
    let run = shelf.run(&entry(TITLE, ""), &[]);
    run.exits(1);
    let above = TITLE.trim_end_matches("/title");
    let run = shelf.run(&entry(above, ""), &[]);
    run.exits(0);
}

#[test]
fn a_known_failure_that_is_wrong_itself_is_reported_for_complete_runs() {
    let right = r#"{ "title": "Dune", "pages": 7 }"#;
    let wrong = r#"{ "title": 1, "pages": 7 }"#;
    let mut results = String::new();
    for (body, known_failure) in [
        (right, entry(TITLE, "")),
        (wrong, entry("/paths/nothing", "") + &entry(TITLE, "")),
        (wrong, entry(TITLE, "").replace("2999-01-01", "2001-01-01")),
        (wrong, entry(TITLE, ", introduced: 17.0, fixed: 17.5")),
        (wrong, entry(TITLE, ", fixed: 17.4")),
        (wrong, entry(TITLE, ", introduced: 18.0")),
    ] {
        let (run, report) = Shelf::with_response(body).report(&known_failure);
        let complaints = &report.0["known_failures"]["complaints"];
        results += &format!("{}: {complaints}\n", run.code);
    }
    assert_snapshot!(results, @r#"
    5: ["known-failures.yaml:1:3: the known failure for listBooks.some /paths/~1books/get/responses/200/content/application~1json/schema/properties/title no longer occurs; remove it"]
    5: ["known-failures.yaml:1:3: the known failure for listBooks.some /paths/nothing names an unknown case or place; correct or remove it"]
    5: ["known-failures.yaml:1:3: the known failure for listBooks.some /paths/~1books/get/responses/200/content/application~1json/schema/properties/title expired on 2001-01-01; fix the server or renew the entry"]
    0: []
    1: []
    1: []
    "#);
    let shelf = Shelf::with_response(right);
    let partial = shelf.run(&entry(TITLE, ""), &["--shard", "1/2"]);
    partial.exits(4);
}

#[test]
fn versions_need_a_version() {
    let shelf = Shelf::with_response(r#"{ "title": 1, "pages": 7 }"#);
    let text = shelf.project.read("reprise.yaml");
    shelf
        .project
        .write("reprise.yaml", &text.replace(", version: 17.4.1-ee", ""));
    let (run, report) = shelf.report(&entry(TITLE, ", fixed: 17.5"));
    run.exits(5);
    let complaints = report.0["known_failures"]["complaints"].to_string();
    assert_snapshot!(complaints, @r#"["known-failures.yaml:1:3: the known failure for listBooks.some /paths/~1books/get/responses/200/content/application~1json/schema/properties/title depends on the version of the target; set `version:` in the target file"]"#);
}

#[test]
fn current_failures_can_be_added() {
    let shelf = Shelf::with_response(r#"{ "title": 1, "pages": "many" }"#);
    shelf.project.write(FILE, "# ours\n");
    let updated = shelf.update();
    updated.exits(0);
    assert!(
        updated.out.contains("2 entries added to "),
        "{}",
        updated.out
    );
    let text = shelf.project.read(FILE);
    assert!(text.starts_with("# ours\n- finding: "), "{text}");
    assert_eq!(text.matches("untriaged: true").count(), 2, "{text}");
    let run = shelf.run(&text, &[]);
    run.exits(0);
    let again = shelf.update();
    assert!(again.out.contains("0 entries added to "), "{}", again.out);
    assert_eq!(shelf.project.read(FILE), text);
    assert_eq!(shelf.project.entries(), 3);
}

#[test]
fn the_file_is_made_if_it_does_not_exist() {
    let shelf = Shelf::with_response(r#"{ "title": 1, "pages": 7 }"#);
    let bare = shelf.project.command(&["run"], &[]);
    bare.exits(2);
    let updated = shelf.update();
    updated.exits(0);
    let text = shelf.project.read(FILE);
    shelf.run(&text, &[]).exits(0);
}

#[test]
fn errors_in_the_file_have_a_place() {
    let shelf = Shelf::with_response("{}");
    let mut errors = String::new();
    for text in [
        "- finding: abc\n  expries: 2999-01-01\n",
        "- finding: abc\n  expires: tomorrow\n",
        "- finding: abc\n  expires: 2999-01-01\n",
        "- reason: so\n  owner: us\n  expires: 2999-01-01\n",
        "- { case: a, claim: b, reason: so, owner: us, expires: 2999-01-01 }\n",
    ] {
        let run = shelf.run(text, &[]);
        run.exits(2);
        errors += &run.err;
    }
    assert_snapshot!(errors, @"
    error: known-failures.yaml:2:3: unknown field `expries`, expected one of finding, case, claim, reason, owner, issue, expires, introduced, fixed, untriaged; did you mean `expires`?
    error: known-failures.yaml:2:12: `tomorrow` is not a date; write it like 2027-03-31
    error: known-failures.yaml:1:3: `reason` is missing; it is required unless `untriaged: true` is set
    error: known-failures.yaml:1:3: a known failure needs either `finding`, or `case` and `claim`
    error: known-failures.yaml:1:21: expected a JSON Pointer such as /paths
    ");
}
