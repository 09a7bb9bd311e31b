//! What became of the suite, target by target: a matrix of operations, and a section for each target.

use std::fmt::Write as _;

use reprise_core::Level;

use super::badge;
use super::layout::{Frame, Page, SiteFile, counted, slug, text};
use super::record::{Case, Outcome, REFERENCE, Record, Target};
use super::sources::Sources;

/// How many cases that do not conform are listed for one target.
const LISTED: usize = 50;
/// How many findings are shown of one case.
const FINDINGS: usize = 3;

pub(super) fn page(frame: &Frame, sources: &Sources) -> SiteFile {
    let mut html = String::new();
    if sources.targets.is_empty() {
        html.push_str("<p>No report is on record.</p>\n");
    } else {
        matrix(&mut html, sources);
        for target in &sources.targets {
            section(&mut html, target, sources);
        }
    }
    html.push_str(
        "<section id=\"yours\">\n<h2>Your server</h2>\n<p>Replay the suite against it, put the report into <code>conformance/reports/</code>, and make the site anew:</p>\n\
         <pre class=\"command\">cargo conform --hook http://127.0.0.1:8080/-/sandboxes --report json=conformance/reports/my-server.json\ncargo xtask site</pre>\n</section>\n",
    );
    frame.page(
        Page::Implementations,
        "Implementations",
        "The reports on record. A report says what one server answered on one day; it is as true as the one who made it, and the file can be had.",
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
    html.push_str("</tbody></table></div>\n<p class=\"dim\">How many cases conform of those that the report has, the highest level at which one does, and how many differ. The rest was not judged.</p>\n</section>\n");
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
    let differ = cases
        .iter()
        .filter(|case| matches!(case.outcome, Outcome::Failed { .. }))
        .count();
    let mood = match (differ, levels.len()) {
        (0, 0) => "none",
        (0, conform) if conform == cases.len() => "good",
        (0, _) => "warn",
        _ => "bad",
    };
    let mut level = levels
        .iter()
        .max()
        .map_or("–", |level| level.as_str())
        .to_owned();
    if differ > 0 {
        let _ = write!(level, ", {differ} differ");
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
        html.push_str("<div><dt>which is</dt><dd>the reference server of this project, written by those who wrote the suite. It shows that the suite can be kept; it is not a GitLab.</dd></div>\n");
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
        "<div><dt>when</dt><dd><time datetime=\"{when}\">{when}</time>, by {} {}</dd></div>\n\
         <div><dt>document</dt><dd>{}; {}</dd></div>\n\
         <div><dt>cases</dt><dd>{} conform, {} of them by value; {} differ, {} not judged, {} left out</dd></div>\n",
        text(&record.tool.name),
        text(&record.tool.version),
        text(&record.document.title),
        which_document(record, &sources.digest),
        sum.conform,
        sum.by_value,
        sum.differ,
        sum.mistaken + sum.blocked + sum.inconclusive + sum.unreached,
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
            "<div><dt>end</dt><dd>interrupted; this is what was known by then</dd></div>\n",
        );
    }
    let _ = write!(
        html,
        "<div><dt>files</dt><dd><a href=\"reports/{name}.json\">the report</a>, <a href=\"{badge}\">the badge</a></dd></div>\n</dl>\n",
        name = text(&target.name),
        badge = text(&badge::path(target)),
    );
    troubles(html, record);
    html.push_str("</section>\n");
}

/// Whether a report is of the document that is published beside it.
fn which_document(record: &Record, digest: &str) -> &'static str {
    match &record.document.digest {
        Some(known) if known == digest => "the one that is published here",
        Some(_) => "another text than the one that is published here",
        None => "the report does not say which text",
    }
}

/// The cases that do not conform.
fn troubles(html: &mut String, record: &Record) {
    let troubles: Vec<&Case> = record
        .cases
        .iter()
        .filter(|case| {
            !matches!(
                case.outcome,
                Outcome::Passed { .. } | Outcome::Skipped { .. }
            )
        })
        .collect();
    if troubles.is_empty() {
        return;
    }
    let _ = write!(
        html,
        "<details><summary>{}</summary>\n<ul class=\"troubles\">\n",
        counted(
            troubles.len(),
            "case does not conform",
            "cases do not conform"
        )
    );
    for case in troubles.iter().take(LISTED) {
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
    if troubles.len() > LISTED {
        let _ = writeln!(
            html,
            "<li>and {} more, in the report</li>",
            troubles.len() - LISTED
        );
    }
    html.push_str("</ul></details>\n");
}
