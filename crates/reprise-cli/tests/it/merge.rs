//! The joined reports of shards are the report of one whole run. `messages.rs` has the reports that cannot be joined.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::reference::ReferenceServer;
use crate::support::server::Server;
use crate::support::{Project, Run, jobs_api_args, list_books};

/// The reports of some shards in a folder, and their names.
struct Shards {
    project: Project,
    names: Vec<String>,
}

impl Shards {
    /// The two shards of a part of the Jobs API.
    fn of_jobs(server: &ReferenceServer, only: &str) -> Shards {
        let args = jobs_api_args(&["run"], &["--hook", &server.hook(), "--only", only]);
        Shards::of(2, Project::empty(), args)
    }

    /// Runs each of `count` shards, the last one first.
    fn of(count: usize, project: Project, args: Vec<String>) -> Shards {
        let names: Vec<String> = (1..=count).map(|index| format!("{index}.json")).collect();
        for (index, name) in names.iter().enumerate().rev() {
            let shard = [
                format!("--shard={}/{count}", index + 1),
                format!("--report=json={name}"),
            ];
            let run = project.command(&[args.as_slice(), &shard].concat(), &[]);
            assert!(project.path(name).exists(), "{}", run.output());
        }
        Shards { project, names }
    }

    fn merge(&self, more: Vec<String>) -> Run {
        // their order does not matter
        let names = self.names.iter().rev().cloned().collect();
        let verb = ["report", "merge"].map(str::to_owned).to_vec();
        self.project.command(&[verb, names, more].concat(), &[])
    }
}

/// A report without the times.
fn report_without_times(text: &str) -> String {
    let mut report: Value = serde_json::from_str(text).unwrap();
    report.as_object_mut().unwrap().remove("times").unwrap();
    serde_json::to_string_pretty(&report).unwrap()
}

/// The text on the terminal without the line that contains the time, such as "in 12 ms".
fn lines_without_times(out: &str) -> Vec<&str> {
    let has_time = |line: &str| {
        let mut parts = line.split(" in ").skip(1);
        parts.any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    out.lines().filter(|line| !has_time(line)).collect()
}

#[test]
fn the_shards_together_are_the_whole() {
    let server = ReferenceServer::with_hook();
    for fault in [None, Some("wrong-type"), Some("missing-header")] {
        let faulty = fault.map(|fault| server.faulty(fault));
        let hook = match &faulty {
            Some(faulty) => format!("{}/-/sandboxes", faulty.url()),
            None => server.hook(),
        };
        let args = [
            "--hook",
            &hook,
            "--only",
            "listPipelineJobs.",
            "--only",
            "retryJob.",
        ];
        let args = jobs_api_args(&["run"], &args);
        let shards = Shards::of(3, Project::empty(), args.clone());
        let outputs = |name: &str| {
            let formats = ["json", "sarif", "gitlab", "github"];
            let outputs = formats.map(|format| format!("--report={format}={name}.{format}"));
            outputs.to_vec()
        };
        let whole = [args, outputs("whole")].concat();
        let whole = shards.project.command(&whole, &[]);
        let merged = shards.merge(outputs("merged"));

        merged.exits(whole.code);
        assert_eq!(
            lines_without_times(&merged.out),
            lines_without_times(&whole.out),
            "{fault:?}"
        );
        let report = report_without_times(&shards.project.read("merged.json"));
        assert_eq!(
            report,
            report_without_times(&shards.project.read("whole.json")),
            "{fault:?}"
        );
        assert_eq!(
            report.contains("\"findings\": ["),
            fault.is_some(),
            "{fault:?}"
        );
        for format in ["gitlab", "github"] {
            let read = |name: &str| shards.project.read(&format!("{name}.{format}"));
            assert_eq!(read("merged"), read("whole"), "{fault:?} {format}");
        }
    }
}

#[test]
fn the_time_is_from_the_first_start_to_the_last_end() {
    let server = ReferenceServer::with_hook();
    let shards = Shards::of_jobs(&server, "getJob.");
    for (index, started, milliseconds) in [
        (0, "2026-01-31T09:30:10Z", 500),
        (1, "2026-01-31T09:30:00Z", 2_000),
    ] {
        let name = &shards.names[index];
        let mut report: Value = serde_json::from_str(&shards.project.read(name)).unwrap();
        report["times"] = json!({ "started": started, "milliseconds": milliseconds });
        shards.project.write(name, &report.to_string());
    }
    let merged = shards.merge(["--report", "json=-"].map(str::to_owned).to_vec());
    merged.exits(0);
    let report: Value = serde_json::from_str(&merged.out).unwrap();
    assert_eq!(
        report["times"],
        json!({ "started": "2026-01-31T09:30:00Z", "milliseconds": 10_500 })
    );
    assert!(!merged.err.is_empty());
}

#[test]
fn shards_of_different_choices_do_not_belong_together() {
    let server = ReferenceServer::with_hook();
    let shards = Shards::of_jobs(&server, "getJob.");
    let other = Shards::of_jobs(&server, "getJobTrace.");
    shards
        .project
        .write("other.json", &other.project.read("2.json"));
    let run = shards
        .project
        .command(&["report", "merge", "1.json", "other.json"], &[]);
    run.exits(2);
    assert_snapshot!(run.err, @"error: 1.json and other.json disagree about which of them has the result of getJob.job-id-is-no-number; run all shards again, with the same --only");
}

/// The content of the response of `listBooks`.
const BOOKS: &str = "{ schema: { type: object, properties: { title: { type: string }, pages: { type: integer } } }, examples: { a: { value: { title: Emma } }, b: { value: { title: Emma } }, c: { value: { title: Emma } } } }";

#[test]
fn known_failures_are_checked_against_the_whole() {
    let server = Server::json(r#"{ "title": 1 }"#);
    let target = format!("base_url: {}\nversion: 17.4.1-ee", server.url());
    let project = Project::new(&list_books(BOOKS)).with_target(&target);
    let title =
        "/paths/~1books/get/responses/200/content/application~1json/schema/properties/title";
    let entry = |case: &str, more: &str| {
        format!(
            "- {{ case: listBooks.{case}, claim: {title}, reason: known, owner: us, expires: 2999-01-01{more} }}\n"
        )
    };
    let every: String = ["a", "b", "c"].map(|case| entry(case, "")).concat();
    let known = || vec!["--known-failures=known.yaml".to_owned()];
    let shards = Shards::of(2, project, vec!["run".to_owned()]);
    for (text, code) in [
        (every.clone(), 0),
        (entry("a", ""), 1),
        (every.clone() + &entry("zzz", ""), 5),
        (every.clone() + &every.replace("2999", "2001"), 5),
        (every.replace("2999-01-01", "2999-01-01, fixed: 17.4"), 1),
    ] {
        shards.project.write("known.yaml", &text);
        let args = [
            "run",
            "--known-failures",
            "known.yaml",
            "--report",
            "json=whole.json",
        ];
        let whole = shards.project.command(&args, &[]);
        let merged = [known(), vec!["--report=json=merged.json".to_owned()]].concat();
        let merged = shards.merge(merged);
        whole.exits(code);
        merged.exits(code);
        assert_eq!(
            lines_without_times(&merged.out),
            lines_without_times(&whole.out)
        );
        let report = |name| report_without_times(&shards.project.read(name));
        assert_eq!(report("merged.json"), report("whole.json"));
    }

    // places are looked up in the document of the run
    shards.project.write("moved.yaml", &list_books(BOOKS));
    shards
        .project
        .write("shelf.yaml", &list_books(BOOKS).replace("Shelf", "Board"));
    let run = shards.merge(known());
    run.exits(2);
    assert_snapshot!(run.err, @"error: shelf.yaml is not the document of the report: it or a referenced file has changed");
    shards.project.write("known.yaml", &every);
    let moved = [known(), vec!["--document=moved.yaml".to_owned()]].concat();
    shards.merge(moved).exits(0);

    // if a shard was checked against known failures, the whole must be, too
    let checked = [vec!["run".to_owned()], known()].concat();
    let run = Shards::of(2, shards.project, checked).merge(Vec::new());
    run.exits(2);
    assert_snapshot!(run.err, @"error: 2.json was compared with known failures, and only the whole run shows whether one is stale; give their file with --known-failures");
}
