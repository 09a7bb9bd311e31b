//! The results of all targets: a table by operation, and a section for each target.

use std::fmt::Write as _;

use reprise_core::Level;
use reprise_report::RunRecord;
use reprise_report::record::{CaseRecord, OutcomeRecord};
use reprise_report::words::count_of;

use super::badge;
use super::layout::{Frame, Page, SiteFile, escape_html, slug};
use super::sources::Sources;
use super::target::{REFERENCE, Target};
use super::verification::outcome_css_class;

/// How many cases that did not pass are listed for each target.
const MAX_LISTED_CASES: usize = 50;
/// How many findings are listed for each case.
const MAX_LISTED_FINDINGS: usize = 3;

pub(super) fn page(frame: &Frame, sources: &Sources) -> SiteFile {
    let mut html = String::new();
    if sources.targets.is_empty() {
        html.push_str("<p>There are no reports.</p>\n");
    } else {
        render_matrix(&mut html, sources);
        for target in &sources.targets {
            render_section(&mut html, target, sources);
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

fn render_matrix(html: &mut String, sources: &Sources) {
    html.push_str("<section id=\"matrix\">\n<h2>Operations</h2>\n<div class=\"scroll\"><table class=\"matrix\"><thead><tr><th>operation</th>");
    for target in &sources.targets {
        let _ = write!(
            html,
            "<th><a href=\"#{}\">{}</a></th>",
            slug(&target.name),
            escape_html(&target.name)
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
            escape_html(path)
        );
        for target in &sources.targets {
            render_cell(html, &target.record, operation);
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody></table></div>\n<p class=\"dim\">Passed cases of all cases in the report, the highest level that one reached, and the number of failed cases. The other cases have no result.</p>\n</section>\n");
}

fn render_cell(html: &mut String, record: &RunRecord, operation: &str) {
    let cases: Vec<&CaseRecord> = record
        .cases
        .iter()
        .filter(|case| case.operation == operation)
        .collect();
    let levels: Vec<Level> = cases
        .iter()
        .filter_map(|case| match &case.outcome {
            OutcomeRecord::Passed { level_reached, .. } => Some(*level_reached),
            _ => None,
        })
        .collect();
    let failed = cases
        .iter()
        .filter(|case| matches!(case.outcome, OutcomeRecord::Failed { .. }))
        .count();
    let class = match (failed, levels.len()) {
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
            "<td class=\"{class}\">{} of {} <small>{level}</small></td>",
            levels.len(),
            cases.len()
        )
    };
}

fn render_section(html: &mut String, target: &Target, sources: &Sources) {
    let record = &target.record;
    let _ = write!(
        html,
        "<section id=\"{id}\">\n<h2>{name}</h2>\n<p>{badge}</p>\n<dl class=\"about\">\n<div><dt>target</dt><dd>{target}</dd></div>\n",
        id = slug(&target.name),
        name = escape_html(&target.name),
        badge = badge::render_svg(target).trim_end(),
        target = escape_html(&record.target),
    );
    if target.name == REFERENCE {
        html.push_str("<div><dt>note</dt><dd>This is the reference server of this project, by the authors of the suite. It shows that a server can pass the suite; it is not a GitLab.</dd></div>\n");
    }
    if let Some(version) = &record.target_version {
        let _ = writeln!(
            html,
            "<div><dt>version</dt><dd>{}</dd></div>",
            escape_html(&version.to_string())
        );
    }
    let sum = &record.summary;
    let _ = write!(
        html,
        "<div><dt>time</dt><dd><time datetime=\"{when}\">{when}</time>, by {} {}</dd></div>\n\
         <div><dt>document</dt><dd>{}; {}</dd></div>\n\
         <div><dt>cases</dt><dd>{} passed, {} of them at level value; {} failed, {} without a result, {} skipped</dd></div>\n",
        escape_html(&record.tool.name),
        escape_html(&record.tool.version),
        escape_html(&record.document.title),
        describe_document(record, &sources.digest),
        sum.passed,
        sum.passed_by_value,
        sum.failed,
        sum.invalid + sum.blocked + sum.inconclusive + sum.unreachable,
        sum.skipped,
        when = escape_html(&record.times.started),
    );
    if let Some(shard) = record.shard {
        let _ = writeln!(
            html,
            "<div><dt>part</dt><dd>{} of {} of the suite</dd></div>",
            shard.index(),
            shard.count()
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
        name = escape_html(&target.name),
        badge = escape_html(&badge::badge_path(target)),
    );
    render_problems(html, record);
    html.push_str("</section>\n");
}

/// Whether a report is about the published document.
fn describe_document(record: &RunRecord, digest: &str) -> &'static str {
    match &record.document.digest {
        Some(known) if known == digest => "the one published here",
        Some(_) => "different from the one published here",
        None => "the report does not identify its text",
    }
}

/// The cases that did not pass.
fn render_problems(html: &mut String, record: &RunRecord) {
    let problems: Vec<&CaseRecord> = record
        .cases
        .iter()
        .filter(|case| case.needs_attention())
        .collect();
    if problems.is_empty() {
        return;
    }
    let _ = write!(
        html,
        "<details><summary>{}</summary>\n<ul class=\"problems\">\n",
        count_of(problems.len(), "case did not pass", "cases did not pass")
    );
    for case in problems.iter().take(MAX_LISTED_CASES) {
        let _ = write!(
            html,
            "<li><b class=\"{}\">{}</b> {}",
            outcome_css_class(&case.outcome),
            case.outcome.as_str(),
            escape_html(&case.id)
        );
        let findings = case.outcome.findings();
        if !findings.is_empty() {
            html.push_str("<ul>");
            for finding in findings.iter().take(MAX_LISTED_FINDINGS) {
                let _ = write!(
                    html,
                    "<li>{} <code>{}</code>: {}, {}</li>",
                    escape_html(&finding.place.to_string()),
                    escape_html(&finding.pointer),
                    finding.kind.as_str(),
                    finding.class.as_str()
                );
            }
            if findings.len() > MAX_LISTED_FINDINGS {
                let _ = write!(
                    html,
                    "<li>and {} more</li>",
                    findings.len() - MAX_LISTED_FINDINGS
                );
            }
            html.push_str("</ul>");
        }
        if let Some(reason) = case.outcome.reason() {
            let _ = write!(html, ": {}", escape_html(reason));
        }
        html.push_str("</li>\n");
    }
    if problems.len() > MAX_LISTED_CASES {
        let _ = writeln!(
            html,
            "<li>and {} more, in the report</li>",
            problems.len() - MAX_LISTED_CASES
        );
    }
    html.push_str("</ul></details>\n");
}
