//! The help of every command and the errors of arguments, as users see them. Errors of the configuration are in the
//! tests of reprise-engine.

use std::fs;

use insta::assert_snapshot;

use crate::{command, file, jobs, output, prepared};

/// The commands with separate help.
const COMMANDS: [&str; 15] = [
    "run",
    "demo",
    "init",
    "doctor",
    "list",
    "explain",
    "report",
    "report explain",
    "report merge",
    "lint",
    "diff",
    "convert",
    "mutants",
    "serve",
    "completions",
];

#[test]
fn help() {
    let help = |args: &[&str]| {
        let run = command(&[args, &["--help"]].concat(), &[("NO_COLOR", "1")]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{args:?}");
        run.out
    };
    let program = help(&[]);
    for name in COMMANDS {
        let first = name.split(' ').next().unwrap();
        assert!(program.contains(&format!("\n  {first} ")), "{first}");
        let args: Vec<&str> = name.split(' ').collect();
        let snapshot = format!("help_{}", name.replace(' ', "_"));
        insta::assert_snapshot!(snapshot, help(&args));
    }
    insta::assert_snapshot!("help", program);
}

#[test]
fn a_run_without_a_document_says_what_to_do_next() {
    let run = command(&["run"], &[]);
    assert_eq!(run.code, 2);
    assert_snapshot!(run.err, @"error: no document; give one (`reprise run openapi.yaml --target URL`), or run `reprise init openapi.yaml` to write a reprise.yaml, or try `reprise demo`");
    let folder = tempfile::tempdir().unwrap();
    let run = output(prepared(&["list"], &[]).current_dir(folder.path()));
    assert_eq!(run.code, 2);
    assert_snapshot!(run.err, @"error: no document; give one (`reprise run openapi.yaml --target URL`), or run `reprise init openapi.yaml` to write a reprise.yaml, or try `reprise demo`");
}

/// The errors of commands, each after its arguments; paths are replaced.
fn errors<'a>(
    commands: impl IntoIterator<Item = Vec<&'a str>>,
    replace: &[(&str, &str)],
) -> String {
    let mut text = String::new();
    for args in commands {
        let run = command(&args, &[]);
        assert_eq!(
            (run.code, run.out.as_str()),
            (2, ""),
            "{args:?}: {}",
            run.err
        );
        text.push_str(&format!("$ reprise {}\n{}\n", args.join(" "), run.err));
    }
    for (from, to) in replace {
        text = text.replace(from, to);
    }
    text
}

const NOWHERE: &str = "http://127.0.0.1:1";

#[test]
fn errors_of_arguments() {
    let (folder, _document) = file("shelf.yaml", "openapi: 3.1.0\npaths: {}\n");
    let path = |name: &str| folder.path().join(name).display().to_string();
    fs::write(path("known-failures.yaml"), "").unwrap();
    let (document, missing, known) = (
        path("shelf.yaml"),
        path("missing.yaml"),
        path("known-failures.yaml"),
    );
    let document = document.as_str();
    let run = |more: &[&'static str]| [&["run", document][..], more].concat();
    let mut commands = vec![
        run(&["--tarjet", NOWHERE]),
        run(&["--target", NOWHERE, "--hook", NOWHERE]),
        run(&["--target", "api.example.com"]),
        run(&["--target", NOWHERE, "--state", "seeded"]),
        run(&["--target", NOWHERE, "--state", "fixtures"]),
        run(&["--target", NOWHERE, "--param", "id"]),
        run(&["--target", NOWHERE, "--credential", "s3cret"]),
        run(&["--target", NOWHERE, "--shard", "4/3"]),
        run(&["--target", NOWHERE, "--jobs", "0"]),
        run(&["--target", NOWHERE, "--max-depth", "128"]),
        run(&["--target", NOWHERE, "--suite", "/no/such/folder"]),
        run(&["--target", NOWHERE, "--report", "jsno=x"]),
        run(&["--target", NOWHERE, "--report", "json"]),
        run(&["--target", NOWHERE, "--report", "json=/no/such/folder/x"]),
        run(&[
            "--target", NOWHERE, "--report", "json=-", "--report", "junit=-",
        ]),
        run(&["--target", NOWHERE, "--update-known-failures"]),
        run(&["--hook", NOWHERE, "--param", "id=1"]),
        vec!["lst"],
        vec!["init"],
        vec!["completions", "bsh"],
        vec!["convert", document, "--to", "2.0"],
    ];
    commands.push(vec!["list", &missing]);
    commands.push(vec!["lint", &known]);
    commands.push(vec!["init", document, "--output", document]);
    commands.push(vec!["run", "--config", &missing]);
    let folder = folder.path().display().to_string();
    assert_snapshot!(errors(commands, &[(&folder, "FOLDER")]));
}

#[test]
fn errors_of_names() {
    let [document, suite, folder] = &jobs();
    let jobs = [document.as_str(), suite, folder];
    let run = |more: &[&'static str]| [&["run"], &jobs[..], &["--target", NOWHERE], more].concat();
    let explain = |case: &'static str| [&["explain", case], &jobs[..]].concat();
    let commands = [
        run(&["--param", "jbo_id=1"]),
        run(&["--param", "nothing_like_it=1"]),
        run(&["--credential", "maintaner=PATH"]),
        run(&["--only", "getJbo"]),
        run(&["--only", "nothing-like-it-at-all"]),
        explain("getJbo.failed-job"),
        explain("getjob"),
        explain("getJob.zzzzzzzzzzzzzzz"),
        explain("nothing-like-it-at-all"),
    ];
    let root = crate::root().display().to_string();
    assert_snapshot!(errors(commands, &[(&root, "ROOT")]));
}

#[test]
fn a_security_scheme_is_the_name_of_a_credential() {
    let text = "
openapi: 3.1.0
paths: { /books: { get: { operationId: listBooks, responses: { '200': { description: d, content: { application/json: { examples: { one: { value: [1] } } } } } } } } }
components: { securitySchemes: { bearerAuth: { type: http, scheme: bearer } } }
";
    let (_folder, document) = file("shelf.yaml", text);
    let args = [
        "run",
        &document,
        "--target",
        NOWHERE,
        "--dry-run",
        "--credential",
    ];
    let run = |credential| command(&[&args[..], &[credential]].concat(), &[("TOKEN", "s3cret")]);
    assert_eq!(run("bearerAuth=TOKEN").code, 0);
    let unknown = run("bearrAuth=TOKEN");
    assert_eq!(unknown.code, 2);
    assert_snapshot!(unknown.err, @"error: the document has no credential `bearrAuth`; did you mean `bearerAuth`?");
}

#[test]
fn errors_of_reports() {
    let folder = tempfile::tempdir().unwrap();
    let sample = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../conformance/reports/reference.json"
    );
    let sample: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(sample).unwrap()).unwrap();
    let write = |name: &str, changes: &[(&str, serde_json::Value)]| {
        let mut report = sample.clone();
        for (key, value) in changes {
            report[*key] = value.clone();
        }
        let path = folder.path().join(name);
        fs::write(&path, report.to_string()).unwrap();
        path.display().to_string()
    };
    let shard = |index: u32| ("shard", serde_json::json!({ "index": index, "count": 2 }));
    let text = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let whole = write("whole.json", &[]);
    let one = write("one.json", &[shard(1)]);
    let again = write("again.json", &[shard(1)]);
    let interrupted = write("interrupted.json", &[shard(2), ("complete", false.into())]);
    let target = write("target.json", &[shard(2), ("target", "another".into())]);
    let strict = write("strict.json", &[shard(2), ("strict", true.into())]);
    let later = write("later.json", &[("version", 2.into())]);
    let other = text("other.json", r#"{"format": "something", "version": 1}"#);
    let broken = text("broken.json", "{");
    let commands: Vec<Vec<&str>> = vec![
        vec!["report", "merge", &whole],
        vec!["report", "merge", &one],
        vec!["report", "merge", &one, &again],
        vec!["report", "merge", &one, &interrupted],
        vec!["report", "merge", &one, &target],
        vec!["report", "merge", &one, &strict],
        vec!["report", "merge", &later],
        vec!["report", "merge", &other],
        vec!["report", "merge", &broken],
        vec!["report", "explain", "0123456789ab", "--from", &whole],
        vec![
            "report",
            "explain",
            "0123456789ab",
            "--from",
            "/no/such/report.json",
        ],
    ];
    let folder = folder.path().display().to_string();
    assert_snapshot!(errors(commands, &[(&folder, "FOLDER")]));
}
