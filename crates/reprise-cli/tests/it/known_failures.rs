//! Known failures: what they accept, and when they are wrong themselves.

use std::fs;

use crate::server::{Server, answer};
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
    document: String,
    target: String,
    known_failures: String,
    _server: Server,
}

impl Shelf {
    fn answering(body: &'static str) -> Shelf {
        let server = Server::start(move |_| answer(200, "application/json", body));
        let (folder, document) = file("shelf.yaml", DOCUMENT);
        let path = |name: &str| folder.path().join(name).display().to_string();
        let (target, known_failures) = (path("target.yaml"), path("known-failures.yaml"));
        fs::write(
            &target,
            format!("base_url: {}\nversion: 17.4.1-ee\n", server.url()),
        )
        .unwrap();
        Shelf {
            folder,
            document,
            target,
            known_failures,
            _server: server,
        }
    }

    fn run(&self, known_failures: &str, more: &[&str]) -> Run {
        fs::write(&self.known_failures, known_failures).unwrap();
        let mut args = vec![
            "run",
            &self.document,
            "--target",
            &self.target,
            "--known-failures",
            &self.known_failures,
        ];
        args.extend(more);
        command(&args, &[])
    }

    fn accept(&self) -> Run {
        command(
            &[
                "known_failures",
                &self.document,
                "--target",
                &self.target,
                "--known-failures",
                &self.known_failures,
                "--accept",
            ],
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
fn a_known_known_failure_changes_how_a_run_ends_and_not_what_it_tells() {
    let shelf = Shelf::answering(r#"{ "title": 1, "pages": 7 }"#);
    let bare = shelf.run("", &[]);
    assert_eq!(bare.code, 1, "{}{}", bare.out, bare.err);
    let known = shelf.run(&entry(TITLE, ""), &[]);
    assert_eq!(known.code, 0, "{}{}", known.out, known.err);
    assert!(known.out.contains("failed"), "{}", known.out);
    assert!(known.out.contains("1 differ"), "{}", known.out);
    assert!(
        known
            .out
            .contains("known_failures: 1 of 1 findings accepted"),
        "{}",
        known.out
    );
}

#[test]
fn only_what_it_names_is_accepted() {
    let shelf = Shelf::answering(r#"{ "title": 1, "pages": "many" }"#);
    let run = shelf.run(&entry(TITLE, ""), &[]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    let above = TITLE.trim_end_matches("/title");
    let run = shelf.run(&entry(above, ""), &[]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

#[test]
fn what_is_wrong_with_a_known_failure_is_told_of_a_complete_run() {
    let right = r#"{ "title": "Dune", "pages": 7 }"#;
    let wrong = r#"{ "title": 1, "pages": 7 }"#;
    for (body, known_failure, code, expected) in [
        (right, entry(TITLE, ""), 5, "no longer occurs; remove it"),
        (
            wrong,
            entry("/paths/nothing", "") + &entry(TITLE, ""),
            5,
            "names a case or a place that the document does not have",
        ),
        (
            wrong,
            entry(TITLE, "").replace("2999-01-01", "2001-01-01"),
            5,
            "has expired on 2001-01-01",
        ),
        (
            wrong,
            entry(TITLE, ", introduced: 17.0, fixed: 17.5"),
            0,
            "1 of 1 findings accepted",
        ),
        (
            wrong,
            entry(TITLE, ", fixed: 17.4"),
            1,
            "0 of 1 findings accepted",
        ),
        (
            wrong,
            entry(TITLE, ", introduced: 18.0"),
            1,
            "0 of 1 findings accepted",
        ),
    ] {
        let shelf = Shelf::answering(body);
        let run = shelf.run(&known_failure, &[]);
        assert_eq!(run.code, code, "{known_failure}{}{}", run.out, run.err);
        assert!(run.out.contains(expected), "{known_failure}{}", run.out);
    }
    let shelf = Shelf::answering(right);
    let partial = shelf.run(&entry(TITLE, ""), &["--shard", "1/2"]);
    assert_eq!(partial.code, 4, "{}{}", partial.out, partial.err);
}

#[test]
fn versions_need_a_version() {
    let shelf = Shelf::answering(r#"{ "title": 1, "pages": 7 }"#);
    let text = fs::read_to_string(&shelf.target).unwrap();
    fs::write(&shelf.target, text.replace("version: 17.4.1-ee\n", "")).unwrap();
    let run = shelf.run(&entry(TITLE, ", fixed: 17.5"), &[]);
    assert_eq!(run.code, 5, "{}{}", run.out, run.err);
    assert!(
        run.out
            .contains("say which one the target is with `version:`"),
        "{}",
        run.out
    );
}

#[test]
fn what_differs_today_can_be_accepted_for_a_month() {
    let shelf = Shelf::answering(r#"{ "title": 1, "pages": "many" }"#);
    fs::write(&shelf.known_failures, "# ours\n").unwrap();
    let accepted = shelf.accept();
    assert_eq!(accepted.code, 0, "{}{}", accepted.out, accepted.err);
    assert!(
        accepted.out.starts_with("2 entries added to "),
        "{}",
        accepted.out
    );
    let text = fs::read_to_string(&shelf.known_failures).unwrap();
    assert!(text.starts_with("# ours\n- finding: "), "{text}");
    assert_eq!(text.matches("untriaged: true").count(), 2, "{text}");
    let run = shelf.run(&text, &[]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let again = shelf.accept();
    assert!(
        again.out.starts_with("0 entries added to "),
        "{}",
        again.out
    );
    assert_eq!(fs::read_to_string(&shelf.known_failures).unwrap(), text);
    let left: Vec<_> = fs::read_dir(shelf.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left.len(), 3, "{left:?}");
}

#[test]
fn what_is_wrong_with_the_file_is_said_with_its_place() {
    let shelf = Shelf::answering("{}");
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
            "known-failures.yaml:1:3: the `reason` is missing",
        ),
        (
            "- reason: so\n  owner: us\n  expires: 2999-01-01\n",
            "known-failures.yaml:1:3: a known failure speaks of a `finding`",
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
