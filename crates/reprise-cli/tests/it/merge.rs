//! The joined reports of shards are the report of one whole run.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::reference::Reference;
use crate::server::{Server, response};
use crate::{Run, command, file, jobs};

/// A state hook in front of a reference server, which asks it to inject a fault into every sandbox.
fn faulty(server: &Reference, fault: &'static str) -> Server {
    server.behind(move |body| match serde_json::from_str::<Value>(body) {
        Ok(mut wanted) => {
            wanted["fault"] = json!(fault);
            wanted.to_string()
        }
        Err(_) => String::new(),
    })
}

/// The arguments of a run of the Jobs API: document, suite, hook and choices.
fn jobs_args<'a>(jobs: &'a [String; 3], hook: &'a str, only: &[&'a str]) -> Vec<&'a str> {
    let mut args: Vec<&str> = jobs.iter().map(String::as_str).collect();
    args.extend(["--hook", hook]);
    args.extend(only.iter().flat_map(|only| ["--only", only]));
    args
}

/// The reports of some shards in a folder, and the paths to them.
struct Shards {
    folder: tempfile::TempDir,
    paths: Vec<String>,
}

impl Shards {
    /// The shards of a part of the Jobs API.
    fn of_jobs(server: &Reference, count: usize, only: &str) -> Shards {
        let (jobs, hook) = (jobs(), server.hook());
        Shards::of(count, &jobs_args(&jobs, &hook, &[only]))
    }

    /// Runs each of `count` shards, the last one first.
    fn of(count: usize, args: &[&str]) -> Shards {
        let folder = tempfile::tempdir().unwrap();
        let paths: Vec<String> = (1..=count)
            .map(|index| {
                let path = folder.path().join(format!("{index}.json"));
                path.display().to_string()
            })
            .collect();
        for (index, path) in paths.iter().enumerate().rev() {
            let (shard, report) = (format!("{}/{count}", index + 1), format!("json={path}"));
            let mut all = [&["run"], args].concat();
            all.extend(["--shard", &shard, "--report", &report]);
            let run = command(&all, &[]);
            assert!(Path::new(path).exists(), "{}{}", run.out, run.err);
        }
        Shards { folder, paths }
    }

    fn merge(&self, more: &[&str]) -> Run {
        let mut args = vec!["report", "merge"];
        // their order does not matter
        args.extend(self.paths.iter().rev().map(String::as_str));
        args.extend(more);
        command(&args, &[])
    }

    fn change(&self, index: usize, change: impl FnOnce(&mut Value)) {
        let mut report: Value =
            serde_json::from_str(&fs::read_to_string(&self.paths[index]).unwrap()).unwrap();
        change(&mut report);
        fs::write(&self.paths[index], report.to_string()).unwrap();
    }
}

/// A report without the times.
fn timeless(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let mut report: Value = serde_json::from_str(&text).unwrap();
    report.as_object_mut().unwrap().remove("times").unwrap();
    serde_json::to_string_pretty(&report).unwrap()
}

/// The text on the terminal without the line that contains the time, such as "in 12 ms".
fn untimed(out: &str) -> Vec<&str> {
    let has_time = |line: &str| {
        let mut parts = line.split(" in ").skip(1);
        parts.any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    out.lines().filter(|line| !has_time(line)).collect()
}

#[test]
fn the_shards_together_are_the_whole() {
    let server = Reference::with_hook();
    let jobs = jobs();
    for fault in [None, Some("wrong-type"), Some("missing-header")] {
        let faulty = fault.map(|fault| faulty(&server, fault));
        let hook = match &faulty {
            Some(faulty) => format!("{}/-/sandboxes", faulty.url()),
            None => server.hook(),
        };
        let mut args = jobs_args(&jobs, &hook, &["listPipelineJobs.", "retryJob."]);
        let shards = Shards::of(3, &args);
        let path = |name: &str| shards.folder.path().join(name);
        let outputs = |name: &str| {
            ["json", "sarif", "gitlab", "github"]
                .map(|format| format!("{format}={}", path(&format!("{name}.{format}")).display()))
        };
        let whole_outputs = outputs("whole");
        args.extend(whole_outputs.iter().flat_map(|output| ["--report", output]));
        let whole = command(&[&["run"], &args[..]].concat(), &[]);
        let outputs = outputs("merged");
        let more: Vec<&str> = outputs
            .iter()
            .flat_map(|output| ["--report", output])
            .collect();
        let merged = shards.merge(&more);

        assert_eq!(
            merged.code, whole.code,
            "{fault:?} {}{}",
            merged.out, merged.err
        );
        assert_eq!(untimed(&merged.out), untimed(&whole.out), "{fault:?}");
        let report = timeless(&path("merged.json"));
        assert_eq!(report, timeless(&path("whole.json")), "{fault:?}");
        assert_eq!(
            report.contains("\"findings\": ["),
            fault.is_some(),
            "{fault:?}"
        );
        for format in ["gitlab", "github"] {
            let read = |name: &str| fs::read_to_string(path(&format!("{name}.{format}"))).unwrap();
            assert_eq!(read("merged"), read("whole"), "{fault:?} {format}");
        }
    }
}

#[test]
fn the_time_is_from_the_first_start_to_the_last_end() {
    let server = Reference::with_hook();
    let shards = Shards::of_jobs(&server, 2, "getJob.");
    for (index, started, milliseconds) in [
        (0, "2026-01-31T09:30:10Z", 500),
        (1, "2026-01-31T09:30:00Z", 2_000),
    ] {
        shards.change(index, |report| {
            report["times"] = json!({ "started": started, "milliseconds": milliseconds });
        });
    }
    let merged = shards.merge(&["--report", "json=-"]);
    assert_eq!(merged.code, 0, "{}", merged.err);
    let report: Value = serde_json::from_str(&merged.out).unwrap();
    assert_eq!(
        report["times"],
        json!({ "started": "2026-01-31T09:30:00Z", "milliseconds": 10_500 })
    );
    assert!(!merged.err.is_empty());
}

#[test]
fn reports_that_do_not_belong_together_are_an_error() {
    type Change = fn(&mut Value);
    let changes: [(Change, &str); 10] = [
        (
            |report| report["complete"] = json!(false),
            "2.json is incomplete, because its run was interrupted; run that shard again",
        ),
        (
            |report| drop(report.as_object_mut().unwrap().remove("shard")),
            "2.json is not the report of a shard; write one with `reprise run --shard I/N",
        ),
        (
            |report| report["shard"]["count"] = json!(4),
            "give the shards of one run, with the same number of shards",
        ),
        (
            |report| report["shard"]["index"] = json!(1),
            "are both shard 1/3; give only one of them",
        ),
        (
            |report| report["tool"]["version"] = json!("9.9.9"),
            "are of different programs: reprise",
        ),
        (
            |report| report["document"]["digest"] = json!("sha256:0"),
            "are of different documents: ",
        ),
        (
            |report| report["suite"]["digest"] = json!("sha256:0"),
            "are of different suites: sha256:",
        ),
        (
            |report| report["target"] = json!("http://127.0.0.1:1"),
            "are of different targets: `http://127.0.0.1:",
        ),
        (
            |report| report["strict"] = json!(true),
            "are of different strictness",
        ),
        (
            |report| report["version"] = json!(2),
            "2.json has version 2 of the format, and this program reads version 1",
        ),
    ];
    let server = Reference::with_hook();
    let shards = Shards::of_jobs(&server, 3, "getJob.");
    let sound = fs::read_to_string(&shards.paths[1]).unwrap();
    assert_eq!(shards.merge(&[]).code, 0);
    for (change, said) in changes {
        shards.change(1, change);
        let run = shards.merge(&[]);
        assert_eq!(run.code, 2, "{said}: {}", run.out);
        assert!(run.err.contains(said), "{said}: {}", run.err);
        assert_eq!(run.out, "");
        fs::write(&shards.paths[1], &sound).unwrap();
    }
}

#[test]
fn missing_files_and_other_files_are_an_error() {
    let server = Reference::with_hook();
    let shards = Shards::of_jobs(&server, 2, "getJob.");
    let (first, second) = (shards.paths[0].as_str(), shards.paths[1].as_str());
    let (_folder, other) = file("other.json", r#"{ "format": "other", "version": 1 }"#);
    let (_folder, text) = file("text.json", "no report");
    for (args, said) in [
        (vec![first], "shard 2/2 is missing"),
        (vec![first, first], "are both shard 1/2"),
        (
            vec![first, &other],
            "other.json is not a report but a `other`",
        ),
        (vec![first, &text], "text.json is not a report: "),
        (vec![first, "/no/such/file"], "/no/such/file cannot be read"),
    ] {
        let args = [vec!["report", "merge"], args].concat();
        let run = command(&args, &[]);
        assert_eq!(run.code, 2, "{args:?} {}", run.out);
        assert!(run.err.contains(said), "{args:?} {}", run.err);
    }
    assert_eq!(command(&["report", "merge"], &[]).code, 2);
    let only = Shards::of_jobs(&server, 2, "getJobTrace.");
    let run = command(&["report", "merge", first, &only.paths[1]], &[]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("with the same --only"), "{}", run.err);
    let run = command(
        &[
            "report",
            "merge",
            first,
            second,
            "--report",
            "json=/no/such/folder/x",
        ],
        &[],
    );
    assert!(run.err.contains("/no/such/folder"), "{}", run.err);
}

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
              examples: { a: { value: { title: Emma } }, b: { value: { title: Emma } }, c: { value: { title: Emma } } }
";

#[test]
fn known_failures_are_checked_against_the_whole() {
    let server = Server::start(|_| response(200, "application/json", r#"{ "title": 1 }"#));
    let (folder, document) = file("shelf.yaml", DOCUMENT);
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (config, known_failures) = (path("reprise.yaml"), path("known-failures.yaml"));
    let text = format!(
        "document: shelf.yaml\ntargets: {{ local: {{ base_url: {}, version: 17.4.1-ee }} }}\n",
        server.url()
    );
    fs::write(&config, text).unwrap();
    let title =
        "/paths/~1books/get/responses/200/content/application~1json/schema/properties/title";
    let entry = |case: &str, more: &str| {
        format!(
            "- {{ case: listBooks.{case}, claim: {title}, reason: known, owner: us, expires: 2999-01-01{more} }}\n"
        )
    };
    let every: String = ["a", "b", "c"].map(|case| entry(case, "")).concat();
    let args = [document.as_str(), "--config", &config];
    let shards = Shards::of(2, &args);
    for (text, code) in [
        (every.clone(), 0),
        (entry("a", ""), 1),
        (every.clone() + &entry("zzz", ""), 5),
        (every.clone() + &every.replace("2999", "2001"), 5),
        (every.replace("2999-01-01", "2999-01-01, fixed: 17.4"), 1),
    ] {
        fs::write(&known_failures, &text).unwrap();
        let json = |name: &str| format!("json={}", path(name));
        let mut whole = [&["run"], &args[..]].concat();
        let (whole_json, merged_json) = (json("whole.json"), json("merged.json"));
        whole.extend(["--known-failures", &known_failures, "--report", &whole_json]);
        let whole = command(&whole, &[]);
        let merged = shards.merge(&[
            "--known-failures",
            &known_failures,
            "--report",
            &merged_json,
        ]);
        assert_eq!(whole.code, code, "{text}{}{}", whole.out, whole.err);
        assert_eq!(merged.code, code, "{text}{}{}", merged.out, merged.err);
        assert_eq!(untimed(&merged.out), untimed(&whole.out));
        assert_eq!(
            timeless(Path::new(&path("merged.json"))),
            timeless(Path::new(&path("whole.json")))
        );
    }

    // if a shard was checked against known failures, the whole must be, too
    let mut checked = args.to_vec();
    checked.extend(["--known-failures", &known_failures]);
    let run = Shards::of(2, &checked).merge(&[]);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(
        run.err.contains("give their file with --known-failures"),
        "{}",
        run.err
    );

    // places are looked up in the document of the run
    fs::write(&document, DOCUMENT.replace("Shelf", "Board")).unwrap();
    let run = shards.merge(&["--known-failures", &known_failures]);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(
        run.err.contains("is not the document of the report"),
        "{}",
        run.err
    );
    let (_folder, moved) = file("moved.yaml", DOCUMENT);
    fs::write(&known_failures, &every).unwrap();
    let run = shards.merge(&["--known-failures", &known_failures, "--document", &moved]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}
