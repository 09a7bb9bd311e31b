//! `markdown`: a summary for a pull request or a step of a workflow.
//!
//! Texts of a server or a document are in `<code>`, with every character that has a meaning in Markdown or HTML
//! written as a reference, or in a fenced block whose fence they cannot close.

use std::fmt::Write;

use reprise_core::{ClaimKind, RequirementStatus};

use crate::case_groups::{self, CaseGroup};
use crate::error::RenderError;
use crate::finding_groups::{FindingGroup, group_findings};
use crate::record::{CaseRecord, OutcomeRecord, RequirementResult, RunRecord};
use crate::text::render_values;
use crate::words::{self, count_of};

/// How long a summary may become, in bytes. GitHub refuses one of more than a mebibyte.
const MAX_BYTES: usize = 900_000;

/// How many sentences and cases of a group are named.
const MAX_NAMED: usize = 3;

/// How many requirements of a status are listed one by one.
const MAX_REQUIREMENTS: usize = 50;

/// The record as GitHub's Markdown.
pub(super) fn render(record: &RunRecord) -> Result<String, RenderError> {
    let mut text = String::new();
    write_head(&mut text, record)?;
    write_failures(&mut text, record)?;
    write_reasons(&mut text, record)?;
    write_details(&mut text, record)?;
    write_known_failures(&mut text, record)?;
    write_requirements(&mut text, record)?;
    write_errata(&mut text, record)?;
    write_coverage(&mut text, record)?;
    writeln!(
        text,
        "\n<sub>{} {}, started {}, {} ms</sub>",
        code_element(&record.tool.name),
        code_element(&record.tool.version),
        code_element(&record.times.started),
        record.times.milliseconds
    )?;
    Ok(text)
}

fn write_head(text: &mut String, record: &RunRecord) -> std::fmt::Result {
    let sum = &record.summary;
    let known = record.known_failures.as_ref();
    let known = known.map_or(0, |known| known.accepted_cases);
    let sign = if sum.failed > known {
        "❌"
    } else if sum.passed > 0
        && sum.without_result() + sum.flaky + sum.defects == 0
        && record.complete
    {
        "✅"
    } else {
        "⚠️"
    };
    writeln!(
        text,
        "## {sign} {} of {} passed\n",
        sum.passed,
        count_of(sum.cases, "case", "cases")
    )?;
    writeln!(
        text,
        "{} ({}) against {}\n",
        code_element(&record.document.title),
        code_element(&record.document.file),
        code_element(&record.target)
    )?;
    for discovered in &record.discovered {
        writeln!(
            text,
            "- discovered {} ({})",
            code_element(&discovered.params_text()),
            code_element(&discovered.rule)
        )?;
    }
    if !record.discovered.is_empty() {
        writeln!(text)?;
    }
    if !record.complete {
        writeln!(
            text,
            "**The run was interrupted; these are partial results.**\n"
        )?;
    }
    let mut parts = vec![format!("{} at level value", sum.passed_by_value)];
    for (count, one, many) in [
        (sum.failed.saturating_sub(known), "failed", "failed"),
        (known, "known failure", "known failures"),
        (sum.blocked, "blocked", "blocked"),
        (sum.inconclusive, "inconclusive", "inconclusive"),
        (sum.unreachable, "unreachable", "unreachable"),
        (sum.invalid, "invalid", "invalid"),
        (sum.flaky, "flaky", "flaky"),
        (sum.skipped, "skipped", "skipped"),
        (
            sum.defects,
            "defect of the document",
            "defects of the document",
        ),
    ] {
        if count > 0 {
            parts.push(count_of(count, one, many));
        }
    }
    writeln!(text, "{}", parts.join(" · "))
}

/// A row for each failed case.
fn write_failures(text: &mut String, record: &RunRecord) -> std::fmt::Result {
    let mut failed = record
        .selected_cases()
        .filter(|case| matches!(case.outcome, OutcomeRecord::Failed { .. }))
        .peekable();
    if failed.peek().is_none() {
        return Ok(());
    }
    writeln!(
        text,
        "\n| | case | level reached | difference | finding |\n|---|---|---|---|---|"
    )?;
    for case in failed {
        if text.len() > MAX_BYTES / 2 {
            writeln!(text, "| … | | | more cases are in the other reports | |")?;
            break;
        }
        let folds = group_findings(case.outcome.findings());
        // a finding that is not a known failure comes first
        let first = folds.iter().find(|fold| !fold.first.accepted);
        let first = first.or(folds.first());
        let mut place = first
            .map(|fold| code_element(&words::describe_part(&fold.first.place, &fold.pointer())))
            .unwrap_or_default();
        if folds.len() > 1 {
            let _ = write!(place, " and {} more", folds.len() - 1);
        }
        let sign = if case.is_known_failure() {
            "known failure"
        } else {
            "❌"
        };
        let level = case.outcome.level_reached();
        writeln!(
            text,
            "| {sign} | {} | {} | {place} | {} |",
            code_element(&case.id),
            level.map_or("–", |level| level.as_str()),
            first.map_or_else(String::new, |fold| code_element(&fold.first.id))
        )?;
    }
    Ok(())
}

/// The cases without a result, by reason.
fn write_reasons(text: &mut String, record: &RunRecord) -> std::fmt::Result {
    let groups = case_groups::groups_of_record(record);
    if groups.is_empty() {
        return Ok(());
    }
    writeln!(
        text,
        "\n| | cases | without a result, by reason |\n|---|--:|---|"
    )?;
    for group in &groups {
        if text.len() > MAX_BYTES / 2 {
            writeln!(text, "| … | | more are in the other reports |")?;
            break;
        }
        writeln!(
            text,
            "| {} {} | {} | {} |",
            if group.is_skipped() { "–" } else { "⚠️" },
            group.adjective(),
            group.count(),
            group_text(group)
        )?;
    }
    Ok(())
}

/// The sentences of a group, and its first cases.
fn group_text(group: &CaseGroup<'_>) -> String {
    let sentences = group.reasons.iter().take(MAX_NAMED);
    let mut parts: Vec<String> = sentences
        .map(|(sentence, _)| code_element(sentence))
        .collect();
    if group.reasons.len() > MAX_NAMED {
        parts.push(format!("… {} more", group.reasons.len() - MAX_NAMED));
    }
    let mut text = parts.join("; ");
    if !group.is_skipped() {
        let cases: Vec<String> = group.cases().take(MAX_NAMED).map(code_element).collect();
        let more = if group.count() > MAX_NAMED {
            ", …"
        } else {
            ""
        };
        let _ = write!(text, " ({}{more})", cases.join(", "));
    }
    text
}

fn write_details(text: &mut String, record: &RunRecord) -> std::fmt::Result {
    let mut left = 0;
    for case in record.cases.iter() {
        let folds = group_findings(case.outcome.findings());
        if folds.is_empty() {
            continue;
        }
        if text.len() > MAX_BYTES {
            left += 1;
            continue;
        }
        let mut block = String::new();
        write_case_details(&mut block, case, &folds)?;
        if text.len() + block.len() > MAX_BYTES {
            left += 1;
        } else {
            text.push_str(&block);
        }
    }
    if left > 0 {
        writeln!(
            text,
            "\n{} not included here; see the other reports.",
            count_of(left, "case is", "cases are")
        )?;
    }
    Ok(())
}

fn write_case_details(
    text: &mut String,
    case: &CaseRecord,
    folds: &[FindingGroup<'_>],
) -> std::fmt::Result {
    writeln!(
        text,
        "\n<details>\n<summary>{}: {}</summary>\n",
        code_element(&case.id),
        count_of(folds.len(), "finding", "findings")
    )?;
    for fold in folds {
        let finding = fold.first;
        let place = code_element(&words::describe_part(&finding.place, &fold.pointer()));
        let claim = words::describe_kind(&finding.kind)
            .map(|claim| format!(": {}", code_element(&claim)))
            .unwrap_or_default();
        let times = match fold.count() {
            1 => String::new(),
            count => format!(", {count} times"),
        };
        writeln!(
            text,
            "**{place}**{claim}{times} ({}{})\n",
            finding.class.as_str(),
            if finding.accepted {
                ", known failure"
            } else {
                ""
            }
        )?;
        let lines = render_values(words::kind_values(&finding.kind));
        if !lines.is_empty() {
            writeln!(text, "{}\n", fence_block(&lines))?;
        }
        if let Some(two) = finding.agreement {
            writeln!(text, "{two}  ")?;
        }
        writeln!(
            text,
            "documented at {} {}  \nfinding {}\n",
            code_element(&finding.claim.to_string()),
            code_element(&finding.claim.pointer),
            code_element(&finding.id)
        )?;
    }
    writeln!(text, "</details>")
}

/// How the findings compare with the known failures.
fn write_known_failures(text: &mut String, record: &RunRecord) -> std::fmt::Result {
    let Some(known) = &record.known_failures else {
        return Ok(());
    };
    writeln!(
        text,
        "\nKnown failures: {} of {} accepted.",
        known.accepted,
        count_of(record.summary.findings, "finding", "findings")
    )?;
    if !known.complaints.is_empty() {
        writeln!(text)?;
    }
    for complaint in &known.complaints {
        writeln!(text, "- {}", code_element(complaint))?;
    }
    Ok(())
}

/// The requirements in numbers, and a list of those that were violated or not tested.
fn write_requirements(text: &mut String, record: &RunRecord) -> std::fmt::Result {
    if record.requirements.is_empty() {
        return Ok(());
    }
    let count = |wanted: RequirementStatus| record.requirements_with(wanted).count();
    let violated = count(RequirementStatus::Violated);
    let open = if violated > 0 { " open=\"\"" } else { "" };
    writeln!(
        text,
        "\n<details{open}>\n<summary>Requirements: {} met, {violated} violated, {} untested, {} not observable</summary>\n",
        count(RequirementStatus::Met),
        count(RequirementStatus::Untested),
        count(RequirementStatus::NotObservable)
    )?;
    for (wanted, word) in [
        (RequirementStatus::Violated, "violated"),
        (RequirementStatus::Untested, "untested"),
    ] {
        for (index, RequirementResult { requirement, .. }) in
            record.requirements_with(wanted).enumerate()
        {
            if index == MAX_REQUIREMENTS || text.len() > MAX_BYTES {
                let left = count(wanted) - index;
                writeln!(text, "- … {left} more are {word}; see the other reports.")?;
                break;
            }
            let cases: Vec<String> = requirement
                .cases
                .iter()
                .map(|case| code_element(case))
                .collect();
            writeln!(
                text,
                "- **{word}** {}: {} ({})",
                code_element(&requirement.id),
                code_element(&requirement.says),
                cases.join(", ")
            )?;
        }
    }
    writeln!(text, "\n</details>")
}

fn write_errata(text: &mut String, record: &RunRecord) -> std::fmt::Result {
    let applied: Vec<_> = record.applied_errata().collect();
    if applied.is_empty() {
        return Ok(());
    }
    writeln!(
        text,
        "\n<details>\n<summary>{}: the documentation is wrong, so a corrected expectation was used</summary>\n",
        count_of(applied.len(), "erratum", "errata")
    )?;
    for erratum in applied {
        let cases: Vec<String> = erratum
            .cases
            .iter()
            .map(|case| code_element(case))
            .collect();
        writeln!(
            text,
            "- {} ({}): {}",
            code_element(&erratum.id),
            cases.join(", "),
            code_element(&erratum.claim)
        )?;
    }
    writeln!(text, "\n</details>")
}

fn write_coverage(text: &mut String, record: &RunRecord) -> std::fmt::Result {
    let total = record.claims.total();
    writeln!(
        text,
        "\n<details>\n<summary>Claims: {} confirmed, {} refuted, {} untested</summary>\n",
        total.confirmed, total.refuted, total.untested
    )?;
    writeln!(
        text,
        "| claim | confirmed | refuted | untested |\n|---|--:|--:|--:|"
    )?;
    for claim in ClaimKind::ALL {
        let count = record
            .claims
            .counts
            .get(&claim)
            .copied()
            .unwrap_or_default();
        writeln!(
            text,
            "| {} | {} | {} | {} |",
            claim.plural(),
            count.confirmed,
            count.refuted,
            count.untested
        )?;
    }
    let sum = &record.summary;
    writeln!(
        text,
        "\nOf the documented values, {} were compared exactly, {} tolerated as volatile, {} left unchecked. {} in no example, {} of them in no schema.\n\n</details>",
        sum.places.exact,
        sum.places.tolerated,
        sum.places.unchecked,
        count_of(sum.notes, "property", "properties"),
        sum.undocumented
    )
}

/// A text in `<code>`, on one line, without anything that has a meaning in Markdown or HTML.
fn code_element(text: &str) -> String {
    let mut code = String::from("<code>");
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => code.push(' '),
            c if is_plain(c) => code.push(c),
            c if crate::text::is_dangerous(c) => {
                code.push_str(&crate::text::escape_for_display(&c.to_string()));
            }
            c => {
                let _ = write!(code, "&#{};", u32::from(c));
            }
        }
    }
    code.push_str("</code>");
    code
}

/// The characters that can be in `<code>` as they are.
fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || " /.,-(){}=".contains(c)
}

/// Lines in a block whose fence is longer than any of theirs.
fn fence_block(lines: &[String]) -> String {
    let longest = lines
        .iter()
        .flat_map(|line| line.split(|c| c != '`').map(str::len))
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    let language = if lines.iter().any(|line| line.starts_with("@@")) {
        "diff"
    } else {
        "text"
    };
    format!("{fence}{language}\n{}\n{fence}", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::*;
    use crate::samples;

    fn events(text: &str) -> Vec<Event<'_>> {
        Parser::new_ext(text, Options::ENABLE_TABLES).collect()
    }

    #[test]
    fn no_tag_but_ours_comes_out() {
        for record in samples::all_runs() {
            let text = render(&record).unwrap();
            let mut tables = 0;
            for event in events(&text) {
                match event {
                    Event::Html(html) | Event::InlineHtml(html) => {
                        let mut rest = html.as_ref();
                        while let Some((_, after)) = rest.split_once('<') {
                            let (tag, after) = after.split_once('>').unwrap();
                            let name = tag.trim_start_matches('/').trim_end_matches(" open=\"\"");
                            assert!(
                                ["details", "summary", "code", "sub"].contains(&name),
                                "<{tag}> in {text}"
                            );
                            rest = after;
                        }
                    }
                    Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                        panic!("a link in {text}")
                    }
                    Event::Start(Tag::Table(_)) => tables += 1,
                    _ => {}
                }
            }
            let failed = record
                .cases
                .iter()
                .any(|case| !case.outcome.findings().is_empty());
            let without_result = record
                .cases
                .iter()
                .any(|case| case.outcome.explanation().is_some());
            assert_eq!(
                tables,
                1 + usize::from(failed) + usize::from(without_result),
                "{text}"
            );
        }
    }

    #[test]
    fn rows_have_as_many_cells_as_the_head() {
        let text = render(&samples::hostile_run()).unwrap();
        for row in text.lines().filter(|line| line.starts_with("| ❌")) {
            assert_eq!(row.matches('|').count(), 6, "{row}");
        }
    }

    #[test]
    fn a_block_cannot_be_closed_from_inside() {
        let block = fence_block(&["````".to_owned(), "<script>".to_owned()]);
        assert!(block.starts_with("`````text\n"), "{block}");
    }

    #[test]
    fn failures_come_first() {
        let text = render(&samples::failed_run()).unwrap();
        assert!(text.starts_with("## ❌ 1 of 10 cases passed\n"), "{text}");
        assert!(
            text.contains("<details>\n<summary><code>getJob.failed</code>"),
            "{text}"
        );
        for part in [
            "- discovered <code>job&#95;id = 12</code> (<code>a failed job</code>)\n",
            "<summary>Requirements: 1 met, 1 violated, 1 untested, 1 not observable</summary>",
            "- **violated** <code>a-failed-job-has-its-name</code>",
            "- **untested** <code>erasing-answers-201</code>",
        ] {
            assert!(text.contains(part), "no {part} in {text}");
        }
        let passed = render(&samples::passed_run()).unwrap();
        assert!(passed.starts_with("## ✅ 1 of 1 case passed"));
    }
}
