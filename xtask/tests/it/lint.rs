//! `cargo xtask lint`: what it does where there is no Node.js, and with tools that find something.
//!
//! The real Spectral and Redocly are not part of `cargo test`; here small scripts answer in their place, with what the
//! real ones write.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use openapi_document::Document;
use reprise_core::{Rule, lint_document, parse_errata};

use crate::root;

/// A document that no check has anything to say about.
const GREETING: &str = r#"{
  "openapi": "3.1.0",
  "info": { "title": "Greetings", "version": "1" },
  "paths": {
    "/greeting": {
      "get": { "responses": { "204": { "description": "Nothing." } } }
    }
  }
}
"#;

/// A repository with one document, and a folder of programs that is all of `PATH`.
struct Workshop(tempfile::TempDir);

impl Workshop {
    fn new() -> Workshop {
        let workshop = Workshop(tempfile::tempdir().unwrap());
        workshop.write("repository/spec/openapi.json", GREETING);
        workshop.write("repository/xtask/tools/lint/package.json", "{}");
        workshop.write("repository/xtask/tools/lint/package-lock.json", "{}");
        workshop.write("repository/xtask/tools/lint/.npmrc", "");
        fs::create_dir_all(workshop.path("programs")).unwrap();
        workshop
    }

    fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    fn write(&self, below: &str, text: &str) {
        let path = self.path(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn run(&self, args: &[&str]) -> (i32, String) {
        lint(&self.path("repository"), &self.path("programs"), args)
    }
}

fn lint(root: &Path, programs: &Path, args: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("lint")
        .args(args)
        .env("CARGO_MANIFEST_DIR", root.join("xtask"))
        .env("PATH", programs)
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.code().unwrap(),
        String::from_utf8(said).unwrap(),
    )
}

#[test]
fn without_node_the_documents_of_the_repository_are_clean_and_what_is_left_out_is_said() {
    let workshop = Workshop::new();
    let (code, said) = lint(&root(), &workshop.path("programs"), &[]);
    assert_eq!(code, 0, "{said}");
    for line in [
        "findings                     spec/openapi.json  spec/openapi.yaml",
        "OpenAPI schema                               0                  0",
        "reprise lint                                 0                  0",
        "Redocly, recommended-strict           left out           left out",
        "LEFT OUT: Spectral and Redocly, for there is no Node.js with npm here",
    ] {
        assert!(said.contains(line), "{said}");
    }
}

#[test]
fn where_nothing_may_be_left_out_there_has_to_be_node() {
    let (code, said) = Workshop::new().run(&["--require-node"]);
    assert_eq!(code, 2, "{said}");
    assert!(
        said.contains("error: Spectral and Redocly cannot be run: there is no Node.js"),
        "{said}"
    );
}

#[test]
fn a_broken_document_is_named_with_its_places() {
    let workshop = Workshop::new();
    let broken = GREETING.replace(", \"version\": \"1\"", "").replace(
        "\"204\": { \"description\": \"Nothing.\" }",
        r#""200": { "description": "Hello.", "content": { "application/json": {
        "schema": { "type": "object" },
        "example": "hello"
      } } }"#,
    );
    workshop.write("broken.json", &broken);
    let path = workshop.path("broken.json").display().to_string();
    let (code, said) = workshop.run(&[&path]);
    assert_eq!(code, 1, "{said}");
    for line in [
        "OpenAPI schema has found:\n",
        &format!("{path}:3:11: standard: \"version\" is a required property\n    /info\n"),
        "reprise lint has found:\n",
        &format!("{path}:8:20: example: \"hello\" is not of type \"object\"\n"),
        "\n2 found\n",
    ] {
        assert!(said.contains(line), "no {line} in\n{said}");
    }
}

#[test]
fn documents_of_each_version_are_held_to_the_schema_of_theirs() {
    let workshop = Workshop::new();
    for (version, standard) in [("3.0.3", "1"), ("3.1.0", "0"), ("3.2.0", "-")] {
        // 3.0 wants `paths`, 3.1 does not
        let text = format!(
            r#"{{ "openapi": "{version}", "info": {{ "title": "A", "version": "1" }}, "components": {{}} }}"#
        );
        workshop.write("some.json", &text);
        let path = workshop.path("some.json").display().to_string();
        let (_, said) = workshop.run(&[&path]);
        let row = said
            .lines()
            .find(|line| line.starts_with("OpenAPI schema  "));
        assert_eq!(
            row.unwrap().split_whitespace().last(),
            Some(standard),
            "{said}"
        );
    }
}

#[test]
fn what_is_no_document_cannot_be_checked() {
    let workshop = Workshop::new();
    workshop.write("repository/spec/openapi.json", "{ \"openapi\": ");
    let (code, said) = workshop.run(&[]);
    assert_eq!(code, 2, "{said}");
    assert!(said.starts_with("error: spec/openapi.json:1:"), "{said}");

    fs::remove_file(workshop.path("repository/spec/openapi.json")).unwrap();
    let (code, said) = workshop.run(&[]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("run `cargo xtask spec`"), "{said}");
}

/// The examples that the linters' configurations leave out are those that the document's own schemas refuse, and each
/// of them is mended by an erratum: nothing else is forgiven, and nothing longer than it has to be.
#[test]
fn a_rule_is_off_exactly_where_the_page_is_wrong() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let document = Document::parse("openapi.json", read("spec/openapi.json")).unwrap();
    let refused: BTreeSet<String> = lint_document(&document, &[])
        .unwrap()
        .into_iter()
        .map(|flaw| {
            assert_eq!(flaw.rule, Rule::Example, "{flaw:?}");
            example(flaw.place.as_str())
        })
        .collect();
    assert!(!refused.is_empty());
    let errata = parse_errata("errata.yaml", &read("conformance/errata.yaml")).unwrap();
    assert_eq!(lint_document(&document, &errata).unwrap(), []);

    for configuration in ["spectral.yaml", ".redocly.lint-ignore.yaml"] {
        let text = read(&format!("xtask/tools/lint/{configuration}"));
        let text = text.replace("%7B", "{").replace("%7D", "}");
        let left_out: BTreeSet<String> = text
            .split('"')
            .filter_map(|quoted| Some(quoted.split_once('#')?.1))
            .filter(|pointer| pointer.starts_with("/paths/"))
            .map(example)
            .collect();
        assert_eq!(left_out, refused, "{configuration}");
    }
}

/// The Example Object that a place is in.
fn example(pointer: &str) -> String {
    let (before, within) = pointer.split_once("/examples/").unwrap();
    let name = within.split('/').next().unwrap();
    format!("{before}/examples/{name}")
}

#[cfg(unix)]
mod with_tools {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    impl Workshop {
        fn program(&self, below: &str, script: &str) {
            self.write(below, &format!("#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n"));
            let mode = fs::Permissions::from_mode(0o755);
            fs::set_permissions(self.path(below), mode).unwrap();
        }

        /// Puts `node` and `npm` there; installing copies the folder `packages`, and counts.
        fn with_node(self) -> Workshop {
            self.program("programs/node", "exit 0");
            let packages = self.path("packages").display().to_string();
            let install = format!(
                "if [ \"$1\" = ci ]; then echo \"$@\" >> {packages}/log; cp -R {packages}/node_modules .; fi"
            );
            self.program("programs/npm", &install);
            self.spectral("echo '[]'");
            self.redocly(r#"echo '{"problems": []}'"#);
            self
        }

        fn spectral(&self, script: &str) {
            self.program("packages/node_modules/.bin/spectral", script);
        }

        fn redocly(&self, script: &str) {
            self.program("packages/node_modules/.bin/redocly", script);
        }

        fn installations(&self) -> usize {
            let log = fs::read_to_string(self.path("packages/log")).unwrap();
            assert!(log.lines().all(|line| line == "ci --ignore-scripts"));
            log.lines().count()
        }
    }

    #[test]
    fn tools_that_find_nothing() {
        let workshop = Workshop::new().with_node();
        let (code, said) = workshop.run(&["--require-node"]);
        assert_eq!(code, 0, "{said}");
        for line in [
            "installing xtask/tools/lint with npm …\n",
            "running Redocly with recommended-strict …\n",
            "Spectral, spectral:oas                       0\n",
            "\nnothing found\n",
        ] {
            assert!(said.contains(line), "{said}");
        }
        assert!(!said.contains("LEFT OUT"), "{said}");
    }

    #[test]
    fn what_is_installed_is_not_installed_again_until_the_lock_file_changes() {
        let workshop = Workshop::new().with_node();
        workshop.run(&[]);
        let (_, said) = workshop.run(&[]);
        assert_eq!(workshop.installations(), 1);
        assert!(!said.contains("installing"), "{said}");
        workshop.write(
            "repository/xtask/tools/lint/package-lock.json",
            "{\"lockfileVersion\": 3}",
        );
        workshop.run(&[]);
        assert_eq!(workshop.installations(), 2);
    }

    #[test]
    fn what_spectral_finds_is_told_with_its_place() {
        let workshop = Workshop::new().with_node();
        let source = workshop.path("repository/spec/openapi.json");
        workshop.spectral(&format!(
            r#"echo '[{{ "code": "operation-tags", "path": ["paths", "/greeting", "get"], "message": "no tags",
                "severity": 1, "range": {{ "start": {{ "line": 5, "character": 6 }} }}, "source": "{}" }}]'; exit 1"#,
            source.display()
        ));
        let (code, said) = workshop.run(&[]);
        assert_eq!(code, 1, "{said}");
        assert!(
            said.contains(
                "Spectral, spectral:oas has found:\nspec/openapi.json:6:7: operation-tags: no tags\n    /paths/~1greeting/get\n"
            ),
            "{said}"
        );
        assert!(said.contains("\n1 found\n"), "{said}");
    }

    #[test]
    fn what_redocly_finds_is_told_with_its_place() {
        let workshop = Workshop::new().with_node();
        workshop.redocly(
            r##"case "$*" in *redocly-recommended-strict.yaml*) echo '{"problems": []}'; exit 0;; esac
            echo '{"problems": [{ "ruleId": "operation-summary", "severity": "warn", "message": "no summary", "location":
                [{ "source": { "ref": "spec/openapi.json" }, "pointer": "#/paths/~1greeting/get", "reportOnKey": true }] }]}'"##,
        );
        let (code, said) = workshop.run(&[]);
        assert_eq!(code, 1, "{said}");
        assert!(
            said.contains(
                "Redocly, recommended has found:\nspec/openapi.json:6:7: operation-summary: no summary\n    /paths/~1greeting/get\n"
            ),
            "{said}"
        );
        assert!(said.contains("\n1 found\n"), "{said}");
    }

    #[test]
    fn a_tool_that_fails_is_not_one_that_finds_nothing() {
        let workshop = Workshop::new().with_node();
        workshop.redocly("echo 'no such ruleset' >&2; exit 1");
        let (code, said) = workshop.run(&[]);
        assert_eq!(code, 2, "{said}");
        assert!(
            said.contains("error: Redocly has failed, with exit status: 1:\nno such ruleset\n"),
            "{said}"
        );

        let workshop = Workshop::new().with_node();
        workshop.spectral("echo 'Invalid ruleset'; exit 2");
        let (code, said) = workshop.run(&[]);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("error: Spectral has failed"), "{said}");

        let workshop = Workshop::new().with_node();
        workshop.program(
            "programs/npm",
            "if [ \"$1\" = ci ]; then echo 'no registry' >&2; exit 7; fi",
        );
        let (code, said) = workshop.run(&[]);
        assert_eq!(code, 2, "{said}");
        assert!(
            said.contains("ended with exit status: 7; see that the npm registry can be reached, and try again:\nno registry"),
            "{said}"
        );
    }
}
