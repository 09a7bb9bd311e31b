//! The site: every link has a target, nothing is loaded, no text of a report becomes a tag, and each example states only
//! what was tested.

mod browser;
mod folder;
mod pages;

use std::sync::LazyLock;

use reprise_core::Summary;
use serde_json::{Value, json};

use xtask::site::{Redoc, SiteFile, Sources, Target, build};

use crate::root;

/// A text that runs code or hides text in a page that does not escape it.
const HOSTILE: &str = "</td><script>alert(1)</script><img src=https://outside.example/x onerror=alert(1)> \u{202e}`a` [b](javascript:c)";

/// The sources in the repository, with reports of two more targets: one with failed and missing cases, and one with
/// hostile texts.
fn sources() -> Sources {
    static SOURCES: LazyLock<Sources> = LazyLock::new(read_sources);
    SOURCES.clone()
}

fn read_sources() -> Sources {
    let mut sources = Sources::read(&root()).unwrap();
    sources.targets = vec![
        target("faulty", &report("my server", faulty_cases())),
        target("hostile", &report(HOSTILE, hostile_cases())),
        reference(),
    ];
    sources
}

fn reference() -> Target {
    let passed = json!({ "outcome": "passed", "level_reached": "value", "maximum_level": "value" });
    let mut report = report(
        "built-in reference server",
        vec![case("getJob.failed-job", &passed)],
    );
    report["cases"][0]["errata"] = json!(["failed-job-without-reason"]);
    target("reference", &report)
}

fn target(name: &str, report: &Value) -> Target {
    Target::parse(name, &report.to_string()).unwrap()
}

fn faulty_cases() -> Vec<Value> {
    let failed = json!({ "outcome": "failed", "level_reached": "schema", "findings": [{
        "id": "0123456789ab", "class": "breaking", "check": "shape", "level": "shape", "place": "body", "pointer": "/name",
        "kind": "missing", "expected": "rubocop", "claim": { "pointer": "", "file": "spec/openapi.json" },
    }] });
    let unresolved = |outcome: &str, code: &str, reason: &str| json!({ "outcome": outcome, "code": code, "reason": reason });
    vec![
        case("getJob.failed-job", &failed),
        case(
            "getJob.anonymous",
            &json!({ "outcome": "passed", "level_reached": "shape", "maximum_level": "shape" }),
        ),
        case(
            "getJob.guest",
            &json!({ "outcome": "passed", "level_reached": "schema", "maximum_level": "schema" }),
        ),
        case(
            "getJob.no-such-job",
            &json!({ "outcome": "passed", "level_reached": "exchange", "maximum_level": "exchange" }),
        ),
        case(
            "getJobTrace.log",
            &unresolved(
                "blocked",
                "nothing-discovered",
                "there is no job with a log.",
            ),
        ),
        case(
            "cancelJob.running-job",
            &json!({ "outcome": "skipped", "code": "changes-state", "reason": "it would change the target", "errata": ["finished-too-soon"] }),
        ),
        case(
            "retryJob.canceled-job",
            &unresolved("unreachable", "timeout", "no answer within 10 s"),
        ),
        case(
            "eraseJob.finished-job",
            &unresolved("inconclusive", "empty-list", "the list is empty"),
        ),
        case(
            "playJob.with-variables",
            &unresolved("invalid-case", "invalid-request", "the body is wrong"),
        ),
    ]
}

fn hostile_cases() -> Vec<Value> {
    vec![
        case(
            "getJob.failed-job",
            &json!({ "outcome": "blocked", "code": "hook-failed", "reason": HOSTILE }),
        ),
        case(
            HOSTILE,
            &json!({ "outcome": "failed", "level_reached": null, "findings": [{
            "id": "0123456789ab", "class": "breaking", "check": "header", "level": "exchange", "place": "header", "name": HOSTILE,
            "pointer": HOSTILE, "kind": "missing", "expected": HOSTILE, "claim": { "pointer": "", "file": HOSTILE },
        }] }),
        ),
    ]
}

fn case(id: &str, outcome: &Value) -> Value {
    let mut case = json!({
        "id": id, "operation": id.split('.').next(), "method": "GET", "path": "/", "example": "e", "attempts": 1,
        "notes": [], "places": { "exact": 3, "tolerated": 0, "unchecked": 0 }, "errata": [],
    });
    let members = outcome.as_object().unwrap().clone();
    case.as_object_mut().unwrap().extend(members);
    case
}

fn report(target: &str, cases: Vec<Value>) -> Value {
    let count = |outcome: &str| {
        cases
            .iter()
            .filter(|case| case["outcome"] == outcome)
            .count()
    };
    let summary = Summary {
        cases: cases.len(),
        passed: count("passed"),
        failed: count("failed"),
        invalid: count("invalid-case"),
        blocked: count("blocked"),
        inconclusive: count("inconclusive"),
        skipped: count("skipped"),
        unreachable: count("unreachable"),
        findings: 1,
        ..Summary::default()
    };
    json!({
        "format": "reprise-report", "version": 1,
        "tool": { "name": "reprise", "version": "0.1.0" },
        "document": { "title": "GitLab Jobs API 16.0.0", "file": "spec/openapi.json" },
        "target": target,
        "times": { "started": "2026-01-31T09:30:00Z", "milliseconds": 5 },
        "complete": true,
        "summary": summary,
        "cases": cases, "errata": [], "defects": [], "unused": [],
        "claims": { "counts": {}, "areas": [], "refuted": [], "untested": [] },
    })
}

/// A small replacement for redoc, with everything that could end its script element early.
fn redoc() -> Redoc {
    Redoc {
        version: "2.5.4".to_owned(),
        script: "var Redoc = { init() {} }; '</script><!-- <script>'; 'https://cdn.redoc.ly/redoc/logo-mini.svg'"
            .to_owned(),
        licences: "MIT\n".to_owned(),
    }
}

/// The whole site.
fn site() -> &'static [SiteFile] {
    static SITE: LazyLock<Vec<SiteFile>> = LazyLock::new(|| build(&sources(), Some(&redoc())));
    &SITE
}

fn file<'f>(files: &'f [SiteFile], path: &str) -> &'f str {
    let mut files = files.iter();
    &files.find(|file| file.path == path).unwrap().text
}
