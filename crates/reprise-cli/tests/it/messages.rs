//! The help of every command and the errors of arguments, as users see them. Errors of the configuration are in the
//! tests of reprise-engine.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::{NOWHERE, Project, at_root, command, jobs_api_args, root};

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
    run.exits(2);
    assert_snapshot!(run.err, @"error: no document; give one (`reprise run openapi.yaml --target URL`), or run `reprise init openapi.yaml` to write a reprise.yaml, or try `reprise demo`");
    let list = command(&["list"], &[]);
    list.exits(2);
    assert_eq!(list.err, run.err);
}

/// The errors of commands, each after its arguments.
fn errors<'a>(project: &Project, commands: impl IntoIterator<Item = Vec<&'a str>>) -> String {
    let mut text = String::new();
    for args in commands {
        let run = project.command(&args, &[]);
        assert_eq!(
            (run.code, run.out.as_str()),
            (2, ""),
            "{args:?}: {}",
            run.err
        );
        text.push_str(&format!("$ reprise {}\n{}\n", args.join(" "), run.err));
    }
    text
}

#[test]
fn errors_of_arguments() {
    let project = Project::new("openapi: 3.1.0\npaths: {}\n").with("known-failures.yaml", "");
    let document = "shelf.yaml";
    let run = |more: &[&'static str]| [&["run", document][..], more].concat();
    let commands = vec![
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
        vec!["lint"],
        vec!["completions", "bsh"],
        vec!["convert", document],
        vec!["convert", document, "--to", "2.0"],
        vec![
            "convert",
            document,
            "--to",
            "3.0",
            "--output",
            "/no/such/folder/a.json",
        ],
        vec!["diff", document, "nowhere.yaml"],
        vec!["list", "missing.yaml"],
        vec!["lint", "known-failures.yaml"],
        vec!["init", document, "--output", document],
        vec!["run", "--config", "missing.yaml"],
    ];
    let errors = errors(&project, commands);
    assert_snapshot!(errors);
    let (_, secret) = errors.split_once("--credential s3cret\n").unwrap();
    assert!(!secret.contains("s3cret"), "{secret}");
}

#[test]
fn errors_of_names() {
    let jobs = jobs_api_args(&[], &[]);
    let jobs: Vec<&str> = jobs.iter().map(String::as_str).collect();
    let run = |more: &[&'static str]| [&["run"], &jobs[..], &["--target", NOWHERE], more].concat();
    let explain = |case: &'static str| [&["explain", case], &jobs[..]].concat();
    let commands = [
        run(&["--param", "jbo_id=1"]),
        run(&["--param", "nothing_like_it=1"]),
        run(&["--credential", "maintaner=PATH"]),
        run(&["--only", "getJbo"]),
        run(&["--only", "getJob", "--only", "failed-jbos"]),
        run(&["--only", "getJob.failed-jbo"]),
        run(&["--only", "nothing-like-it-at-all"]),
        explain("getJbo.failed-job"),
        explain("getjob"),
        explain("getJob.zzzzzzzzzzzzzzz"),
        explain("nothing-like-it-at-all"),
    ];
    let root = root().display().to_string();
    assert_snapshot!(errors(&Project::empty(), commands).replace(&root, "ROOT"));
}

#[test]
fn a_security_scheme_is_the_name_of_a_credential() {
    let text = "
openapi: 3.1.0
paths: { /books: { get: { operationId: listBooks, responses: { '200': { description: d, content: { application/json: { examples: { one: { value: [1] } } } } } } } } }
components: { securitySchemes: { bearerAuth: { type: http, scheme: bearer } } }
";
    let project = Project::new(text);
    let run = |credential| {
        let args = [
            "run",
            "shelf.yaml",
            "--target",
            NOWHERE,
            "--dry-run",
            "--credential",
            credential,
        ];
        project.command(&args, &[("TOKEN", "s3cret")])
    };
    run("bearerAuth=TOKEN").exits(0);
    let unknown = run("bearrAuth=TOKEN");
    unknown.exits(2);
    assert_snapshot!(unknown.err, @"error: the document has no credential `bearrAuth`; did you mean `bearerAuth`?");
}

#[test]
fn errors_of_reports() {
    let sample = std::fs::read_to_string(at_root("conformance/reports/reference.json")).unwrap();
    let mut sample: Value = serde_json::from_str(&sample).unwrap();
    for part in ["document", "suite"] {
        sample[part]["digest"] = json!("sha256:1");
    }
    let project = Project::empty()
        .with("other.json", r#"{"format": "something", "version": 1}"#)
        .with("broken.json", "{")
        .with("text.json", "no report");
    let write = |name: &str, changes: &[(&str, Value)]| {
        let mut report = sample.clone();
        for (pointer, value) in changes {
            match report.pointer_mut(pointer) {
                Some(place) => *place = value.clone(),
                None => report[pointer.trim_start_matches('/')] = value.clone(),
            }
        }
        project.write(name, &report.to_string());
    };
    let shard = |index: u32, count: u32| ("/shard", json!({ "index": index, "count": count }));
    write("whole.json", &[]);
    write("one.json", &[shard(1, 2)]);
    write("later.json", &[("/version", json!(2))]);
    write("again.json", &[shard(1, 2)]);
    write("count.json", &[shard(2, 4)]);
    // the second shard of another run
    let others = [
        ("interrupted.json", "/complete", json!(false)),
        ("target.json", "/target", json!("another")),
        ("strict.json", "/strict", json!(true)),
        ("program.json", "/tool/version", json!("9.9.9")),
        ("document.json", "/document/digest", json!("sha256:0")),
        ("suite.json", "/suite/digest", json!("sha256:0")),
    ];
    for (name, pointer, value) in &others {
        write(name, &[shard(2, 2), (pointer, value.clone())]);
    }
    let merge = |names: &[&'static str]| [&["report", "merge"], names].concat();
    let mut commands = vec![
        merge(&[]),
        merge(&["whole.json"]),
        merge(&["one.json"]),
        merge(&["one.json", "again.json"]),
        merge(&["one.json", "count.json"]),
    ];
    commands.extend(others.iter().map(|(name, ..)| merge(&["one.json", name])));
    commands.extend([
        merge(&["later.json"]),
        merge(&["other.json"]),
        merge(&["broken.json"]),
        merge(&["text.json"]),
        merge(&["one.json", "/no/such/report.json"]),
        merge(&["one.json", "--report", "json=/no/such/folder/x"]),
        vec!["report", "explain", "0123456789ab", "--from", "whole.json"],
        vec![
            "report",
            "explain",
            "0123456789ab",
            "--from",
            "/no/such/report.json",
        ],
    ]);
    assert_snapshot!(errors(&project, commands));
}
