//! The results of all targets: a table by operation, and a section for each target.

use std::fmt::Write as _;

use reprise_core::Level;

use super::badge;
use super::layout::{Frame, Page, SiteFile, counted, slug, text};
use super::record::{Case, Outcome, REFERENCE, Record, Target};
use super::sources::Sources;

/// How many cases that did not pass are listed for each target.
const LISTED: usize = 50;
/// How many findings are listed for each case.
const FINDINGS: usize = 3;

pub(super) fn page(frame: &Frame, sources: &Sources) -> SiteFile {
    let mut html = String::new();
    if sources.targets.is_empty() {
        html.push_str("<p>There are no reports.</p>\n");
    } else {
        matrix(&mut html, sources);
        for target in &sources.targets {
            section(&mut html, target, sources);
        }
    }
    html.push_str(
        "<section id=\"yours\">\n<h2>Your server</h2>\n<p>Run the suite against it, write the report to <code>conformance/reports/</code>, and generate the site again:</p>\n\
         <pre class=\"command\">cargo conform --hook http://127.0.0.1:8080/-/sandboxes --report json=conformance/reports/my-server.json\ncargo xtask site</pre>\n</section>\n",
    );
    frame.page(
        Page::Implementations,
        "Implementations",
        "The results of all tested servers. A report describes the responses of one server on one day; its author is responsible for it, and the file can be downloaded.",
        &html,
    )
}

fn matrix(html: &mut String, sources: &Sources) {
    html.push_str("<section id=\"matrix\">\n<h2>Operations</h2>\n<div class=\"scroll\"><table class=\"matrix\"><thead><tr><th>operation</th>");
    for target in &sources.targets {
        let _ = write!(
            html,
            "<th><a href=\"#{}\">{}</a></th>",
            slug(&target.name),
            text(&target.name)
        );
    }
    html.push_str("</tr></thead><tbody>\n");
    let mut operations: Vec<(&str, &str, &str)> = Vec::new();
    for case in &sources.suite.cases {
        let operation = (
            case.operation.as_str(),
            case.method.as_str(),
            case.path.as_str(),
        );
        if !operations.contains(&operation) {
            operations.push(operation);
        }
    }
    for (operation, method, path) in operations {
        let _ = write!(
            html,
            "<tr><th scope=\"row\"><a href=\"{}#{}\"><span class=\"method\">{method}</span> <span class=\"path\">{}</span></a></th>",
            Page::Cases.file(),
            slug(operation),
            text(path)
        );
        for target in &sources.targets {
            cell(html, &target.record, operation);
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody></table></div>\n<p class=\"dim\">Passed cases of all cases in the report, the highest level that one reached, and the number of failed cases. The other cases have no result.</p>\n</section>\n");
}

fn cell(html: &mut String, record: &Record, operation: &str) {
    let cases: Vec<&Case> = record
        .cases
        .iter()
        .filter(|case| case.operation == operation)
        .collect();
    let levels: Vec<Level> = cases
        .iter()
        .filter_map(|case| match &case.outcome {
            Outcome::Passed { level_reached } => Some(*level_reached),
            _ => None,
        })
        .collect();
    let failed = cases
        .iter()
        .filter(|case| matches!(case.outcome, Outcome::Failed { .. }))
        .count();
    let mood = match (failed, levels.len()) {
        (0, 0) => "none",
        (0, passed) if passed == cases.len() => "good",
        (0, _) => "warn",
        _ => "bad",
    };
    let mut level = levels
        .iter()
        .max()
        .map_or("–", |level| level.as_str())
        .to_owned();
    if failed > 0 {
        let _ = write!(level, ", {failed} failed");
    }
    let _ = if cases.is_empty() {
        write!(html, "<td class=\"none\">–</td>")
    } else {
        write!(
            html,
            "<td class=\"{mood}\">{} of {} <small>{level}</small></td>",
            levels.len(),
            cases.len()
        )
    };
}

fn section(html: &mut String, target: &Target, sources: &Sources) {
    let record = &target.record;
    let _ = write!(
        html,
        "<section id=\"{id}\">\n<h2>{name}</h2>\n<p>{badge}</p>\n<dl class=\"about\">\n<div><dt>target</dt><dd>{target}</dd></div>\n",
        id = slug(&target.name),
        name = text(&target.name),
        badge = badge::svg(target).trim_end(),
        target = text(&record.target),
    );
    if target.name == REFERENCE {
        html.push_str("<div><dt>note</dt><dd>This is the reference server of this project, by the authors of the suite. It shows that a server can pass the suite; it is not a GitLab.</dd></div>\n");
    }
    if let Some(version) = &record.target_version {
        let _ = writeln!(
            html,
            "<div><dt>version</dt><dd>{}</dd></div>",
            text(version)
        );
    }
    let sum = &record.summary;
    let _ = write!(
        html,
        "<div><dt>time</dt><dd><time datetime=\"{when}\">{when}</time>, by {} {}</dd></div>\n\
         <div><dt>document</dt><dd>{}; {}</dd></div>\n\
         <div><dt>cases</dt><dd>{} passed, {} of them at level value; {} failed, {} without a result, {} skipped</dd></div>\n",
        text(&record.tool.name),
        text(&record.tool.version),
        text(&record.document.title),
        which_document(record, &sources.digest),
        sum.passed,
        sum.passed_by_value,
        sum.failed,
        sum.invalid + sum.blocked + sum.inconclusive + sum.unreachable,
        sum.skipped,
        when = text(&record.times.started),
    );
    if let Some(shard) = record.shard {
        let _ = writeln!(
            html,
            "<div><dt>part</dt><dd>{} of {} of the suite</dd></div>",
            shard.index, shard.count
        );
    }
    if !record.complete {
        html.push_str(
            "<div><dt>status</dt><dd>interrupted; these are partial results</dd></div>\n",
        );
    }
    let _ = write!(
        html,
        "<div><dt>files</dt><dd><a href=\"reports/{name}.json\">the report</a>, <a href=\"{badge}\">the badge</a></dd></div>\n</dl>\n",
        name = text(&target.name),
        badge = text(&badge::path(target)),
    );
    problems(html, record);
    html.push_str("</section>\n");
}

/// Whether a report is about the published document.
fn which_document(record: &Record, digest: &str) -> &'static str {
    match &record.document.digest {
        Some(known) if known == digest => "the one published here",
        Some(_) => "different from the one published here",
        None => "the report does not identify its text",
    }
}

/// The cases that did not pass.
fn problems(html: &mut String, record: &Record) {
    let problems: Vec<&Case> = record
        .cases
        .iter()
        .filter(|case| {
            !matches!(
                case.outcome,
                Outcome::Passed { .. } | Outcome::Skipped { .. }
            )
        })
        .collect();
    if problems.is_empty() {
        return;
    }
    let _ = write!(
        html,
        "<details><summary>{}</summary>\n<ul class=\"problems\">\n",
        counted(problems.len(), "case did not pass", "cases did not pass")
    );
    for case in problems.iter().take(LISTED) {
        let _ = write!(
            html,
            "<li><b class=\"{}\">{}</b> {}",
            case.outcome.mood(),
            case.outcome.as_str(),
            text(&case.id)
        );
        match &case.outcome {
            Outcome::Failed { findings, .. } => {
                html.push_str("<ul>");
                for finding in findings.iter().take(FINDINGS) {
                    let _ = write!(
                        html,
                        "<li>{} <code>{}</code>: {}, {}</li>",
                        text(&finding.place.to_string()),
                        text(&finding.pointer),
                        finding.kind.as_str(),
                        finding.class.as_str()
                    );
                }
                if findings.len() > FINDINGS {
                    let _ = write!(html, "<li>and {} more</li>", findings.len() - FINDINGS);
                }
                html.push_str("</ul>");
            }
            Outcome::InvalidCase { reason }
            | Outcome::Blocked { reason }
            | Outcome::Inconclusive { reason }
            | Outcome::Skipped { reason }
            | Outcome::Unreachable { reason } => {
                let _ = write!(html, ": {}", text(reason));
            }
            Outcome::Passed { .. } => {}
        }
        html.push_str("</li>\n");
    }
    if problems.len() > LISTED {
        let _ = writeln!(
            html,
            "<li>and {} more, in the report</li>",
            problems.len() - LISTED
        );
    }
    html.push_str("</ul></details>\n");
}
