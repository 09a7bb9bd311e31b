//! `cargo xtask lint`, with and without Node.js.
//!
//! Spectral and Redocly are not part of `cargo test`; small scripts with the output of the real ones replace them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use insta::assert_snapshot;
use openapi_document::Document;
use reprise_core::{LintRule, lint_document, parse_errata};

use crate::{root, run_to_end};

/// A document without findings.
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
struct LintRepository(tempfile::TempDir);

impl LintRepository {
    fn new() -> LintRepository {
        let workshop = LintRepository(tempfile::tempdir().unwrap());
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
    run_to_end(
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("lint")
            .args(args)
            .env("CARGO_MANIFEST_DIR", root.join("xtask"))
            .env("PATH", programs),
    )
}

#[test]
fn without_node_its_checks_are_skipped_and_the_repository_has_no_findings() {
    let workshop = LintRepository::new();
    let (code, output) = lint(&root(), &workshop.path("programs"), &[]);
    assert_eq!(code, 0, "{output}");
    assert_snapshot!(output, @"
    findings                     spec/openapi.json  spec/openapi.yaml  spec/openapi-3.0.json
    OpenAPI schema                               0                  0                      0
    reprise lint                                 0                  0                      0
    Spectral, spectral:oas                 skipped            skipped                skipped
    Redocly, recommended                   skipped            skipped                skipped
    Redocly, recommended-strict            skipped            skipped                skipped

    no findings
    SKIPPED: Spectral and Redocly: Node.js with npm is not installed; install version 20.19 or later
    ");
}

#[test]
fn node_can_be_required() {
    let (code, output) = LintRepository::new().run(&["--require-node"]);
    assert_eq!(code, 2, "{output}");
    assert_snapshot!(output, @"
    findings                     spec/openapi.json
    OpenAPI schema                               0
    reprise lint                                 0
    Spectral, spectral:oas                 skipped
    Redocly, recommended                   skipped
    Redocly, recommended-strict            skipped

    no findings
    error: Spectral and Redocly cannot run: Node.js with npm is not installed; install version 20.19 or later, or leave out --require-node
    ");
}

#[test]
fn findings_have_places() {
    let workshop = LintRepository::new();
    let broken = GREETING.replace(", \"version\": \"1\"", "").replace(
        "\"204\": { \"description\": \"Nothing.\" }",
        r#""200": { "description": "Hello.", "content": { "application/json": {
        "schema": { "type": "object" },
        "example": "hello"
      } } }"#,
    );
    workshop.write("broken.json", &broken);
    let path = workshop.path("broken.json").display().to_string();
    let (code, output) = workshop.run(&[&path]);
    assert_eq!(code, 1, "{output}");
    // the width of the table depends on the length of the path
    let (findings, table) = output.split_once("\nfindings ").unwrap();
    assert_snapshot!(findings.replace(&path, "broken.json"), @r#"
    OpenAPI schema:
    broken.json:3:11: standard: "version" is a required property
        /info
    reprise lint:
    broken.json:8:20: example: "hello" is not of type "object"
        /paths/~1greeting/get/responses/200/content/application~1json/example
    "#);
    assert!(table.contains("\n2 findings\n"), "{table}");
}

#[test]
fn a_document_is_checked_against_the_schema_of_its_version() {
    let workshop = LintRepository::new();
    for (version, standard) in [("3.0.3", "1"), ("3.1.0", "0"), ("3.2.0", "-")] {
        // 3.0 wants `paths`, 3.1 does not
        let text = format!(
            r#"{{ "openapi": "{version}", "info": {{ "title": "A", "version": "1" }}, "components": {{}} }}"#
        );
        workshop.write("some.json", &text);
        let path = workshop.path("some.json").display().to_string();
        let (_, output) = workshop.run(&[&path]);
        let row = output
            .lines()
            .find(|line| line.starts_with("OpenAPI schema  "));
        assert_eq!(
            row.unwrap().split_whitespace().last(),
            Some(standard),
            "{output}"
        );
    }
}

#[test]
fn an_unreadable_document_is_an_error() {
    let workshop = LintRepository::new();
    workshop.write("repository/spec/openapi.json", "{ \"openapi\": ");
    let (code, output) = workshop.run(&[]);
    assert_eq!(code, 2, "{output}");
    assert!(
        output.starts_with("error: spec/openapi.json:1:"),
        "{output}"
    );

    fs::remove_file(workshop.path("repository/spec/openapi.json")).unwrap();
    let (code, output) = workshop.run(&[]);
    assert_eq!(code, 2, "{output}");
    assert!(output.contains("run `cargo xtask spec`"), "{output}");
}

/// The configurations of the linters exclude exactly the examples that do not match their schemas, and an erratum
/// corrects each of them.
#[test]
fn a_rule_is_off_only_for_examples_with_errata() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let document = Document::parse("openapi.json", read("spec/openapi.json")).unwrap();
    let refused: BTreeSet<String> = lint_document(&document, &[])
        .unwrap()
        .into_iter()
        .map(|flaw| {
            assert_eq!(flaw.rule, LintRule::Example, "{flaw:?}");
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

    impl LintRepository {
        fn add_program(&self, below: &str, script: &str) {
            self.write(below, &format!("#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n"));
            let mode = fs::Permissions::from_mode(0o755);
            fs::set_permissions(self.path(below), mode).unwrap();
        }

        /// Adds `node` and `npm`; installing copies the folder `packages`, and counts.
        fn with_node(self) -> LintRepository {
            self.add_program("programs/node", "exit 0");
            let packages = self.path("packages").display().to_string();
            let install = format!(
                "if [ \"$1\" = ci ]; then echo \"$@\" >> {packages}/log; cp -R {packages}/node_modules .; fi"
            );
            self.add_program("programs/npm", &install);
            self.add_spectral("echo '[]'");
            self.add_redocly(r#"echo '{"problems": []}'"#);
            self
        }

        fn add_spectral(&self, script: &str) {
            self.add_program("packages/node_modules/.bin/spectral", script);
        }

        fn add_redocly(&self, script: &str) {
            self.add_program("packages/node_modules/.bin/redocly", script);
        }

        fn count_installations(&self) -> usize {
            let log = fs::read_to_string(self.path("packages/log")).unwrap();
            assert!(log.lines().all(|line| line == "ci --ignore-scripts"));
            log.lines().count()
        }
    }

    #[test]
    fn tools_without_findings() {
        let workshop = LintRepository::new().with_node();
        let (code, output) = workshop.run(&["--require-node"]);
        assert_eq!(code, 0, "{output}");
        assert_snapshot!(output, @"
        installing xtask/tools/lint with npm …
        running Spectral …
        running Redocly with recommended …
        running Redocly with recommended-strict …

        findings                     spec/openapi.json
        OpenAPI schema                               0
        reprise lint                                 0
        Spectral, spectral:oas                       0
        Redocly, recommended                         0
        Redocly, recommended-strict                  0

        no findings
        ");
    }

    #[test]
    fn tools_are_installed_again_only_if_the_lock_file_changes() {
        let workshop = LintRepository::new().with_node();
        workshop.run(&[]);
        let (_, output) = workshop.run(&[]);
        assert_eq!(workshop.count_installations(), 1);
        assert!(!output.contains("installing"), "{output}");
        workshop.write(
            "repository/xtask/tools/lint/package-lock.json",
            "{\"lockfileVersion\": 3}",
        );
        workshop.run(&[]);
        assert_eq!(workshop.count_installations(), 2);
    }

    #[test]
    fn findings_of_spectral_have_places() {
        let workshop = LintRepository::new().with_node();
        let source = workshop.path("repository/spec/openapi.json");
        workshop.add_spectral(&format!(
            r#"echo '[{{ "code": "operation-tags", "path": ["paths", "/greeting", "get"], "message": "no tags",
                "severity": 1, "range": {{ "start": {{ "line": 5, "character": 6 }} }}, "source": "{}" }}]'; exit 1"#,
            source.display()
        ));
        let (code, output) = workshop.run(&[]);
        assert_eq!(code, 1, "{output}");
        assert_snapshot!(output, @"
        installing xtask/tools/lint with npm …
        running Spectral …
        Spectral, spectral:oas:
        spec/openapi.json:6:7: operation-tags: no tags
            /paths/~1greeting/get
        running Redocly with recommended …
        running Redocly with recommended-strict …

        findings                     spec/openapi.json
        OpenAPI schema                               0
        reprise lint                                 0
        Spectral, spectral:oas                       1
        Redocly, recommended                         0
        Redocly, recommended-strict                  0

        1 finding
        ");
    }

    #[test]
    fn findings_of_redocly_have_places() {
        let workshop = LintRepository::new().with_node();
        workshop.add_redocly(
            r##"case "$*" in *redocly-recommended-strict.yaml*) echo '{"problems": []}'; exit 0;; esac
            echo '{"problems": [{ "ruleId": "operation-summary", "severity": "warn", "message": "no summary", "location":
                [{ "source": { "ref": "spec/openapi.json" }, "pointer": "#/paths/~1greeting/get", "reportOnKey": true }] }]}'"##,
        );
        let (code, output) = workshop.run(&[]);
        assert_eq!(code, 1, "{output}");
        assert_snapshot!(output, @"
        installing xtask/tools/lint with npm …
        running Spectral …
        running Redocly with recommended …
        Redocly, recommended:
        spec/openapi.json:6:7: operation-summary: no summary
            /paths/~1greeting/get
        running Redocly with recommended-strict …

        findings                     spec/openapi.json
        OpenAPI schema                               0
        reprise lint                                 0
        Spectral, spectral:oas                       0
        Redocly, recommended                         1
        Redocly, recommended-strict                  0

        1 finding
        ");
    }

    #[test]
    fn a_tool_that_fails_is_an_error() {
        let workshop = LintRepository::new().with_node();
        workshop.add_redocly("echo 'no such ruleset' >&2; exit 1");
        let (code, output) = workshop.run(&[]);
        assert_eq!(code, 2, "{output}");
        assert!(
            output.contains("error: Redocly failed with exit status: 1:\nno such ruleset\n"),
            "{output}"
        );

        let workshop = LintRepository::new().with_node();
        workshop.add_spectral("echo 'Invalid ruleset'; exit 2");
        let (code, output) = workshop.run(&[]);
        assert_eq!(code, 2, "{output}");
        assert!(output.contains("error: Spectral failed"), "{output}");

        let workshop = LintRepository::new().with_node();
        workshop.add_program(
            "programs/npm",
            "if [ \"$1\" = ci ]; then echo 'no registry' >&2; exit 7; fi",
        );
        let (code, output) = workshop.run(&[]);
        assert_eq!(code, 2, "{output}");
        assert!(
            output.contains("ended with exit status: 7; check that the npm registry can be reached, and try again:\nno registry"),
            "{output}"
        );
    }
}
