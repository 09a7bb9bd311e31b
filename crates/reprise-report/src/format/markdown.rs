//! `markdown`: a summary for a pull request or a step of a workflow.
//!
//! What comes from a server or a document stands in `<code>`, with every character that means something to
//! Markdown or HTML written as a reference, or in a fenced block whose fence it cannot close.

use std::fmt::Write;

use reprise_core::{ClaimKind, RequirementStatus};

use crate::fold::{Fold, fold};
use crate::record::{Case, Outcome, Record, RequirementResult};
use crate::text::shown_values;
use crate::words::{self, counted};

/// How long a summary may become, in bytes. GitHub refuses one of more than a mebibyte.
const LONGEST: usize = 900_000;

/// How many requirements of a kind are told one by one.
const MOST_REQUIREMENTS: usize = 50;

/// The record as GitHub's Markdown.
pub(super) fn render(record: &Record) -> String {
    let mut text = String::new();
    // writing to a string cannot fail
    let _ = head(&mut text, record);
    let _ = table(&mut text, record);
    let _ = details(&mut text, record);
    let _ = requirements(&mut text, record);
    let _ = errata(&mut text, record);
    let _ = coverage(&mut text, record);
    let _ = writeln!(
        text,
        "\n<sub>{} {}, begun {}, {} ms</sub>",
        code(&record.tool.name),
        code(&record.tool.version),
        code(&record.times.started),
        record.times.milliseconds
    );
    text
}

fn head(text: &mut String, record: &Record) -> std::fmt::Result {
    let sum = &record.summary;
    let sign = if sum.differ > 0 {
        "❌"
    } else if sum.conform > 0 && sum.unjudged() + sum.flaky + sum.defects == 0 && record.complete {
        "✅"
    } else {
        "⚠️"
    };
    writeln!(
        text,
        "## {sign} {} of {} conform\n",
        sum.conform,
        counted(sum.cases, "case", "cases")
    )?;
    writeln!(
        text,
        "{} ({}) against {}\n",
        code(&record.document.title),
        code(&record.document.file),
        code(&record.target)
    )?;
    for discovered in &record.discovered {
        writeln!(
            text,
            "- found {} ({})",
            code(&discovered.bound()),
            code(&discovered.rule)
        )?;
    }
    if !record.discovered.is_empty() {
        writeln!(text)?;
    }
    if !record.complete {
        writeln!(
            text,
            "**The run was interrupted; this is what was known by then.**\n"
        )?;
    }
    let mut parts = vec![format!("{} by value", sum.by_value)];
    for (count, word) in [
        (sum.differ, "differ"),
        (sum.mistaken, "invalid-case"),
        (sum.blocked, "blocked"),
        (sum.inconclusive, "inconclusive"),
        (sum.unreached, "unreachable"),
        (sum.flaky, "flaky"),
        (sum.skipped, "skipped"),
        (sum.defects, "defects of the document"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {word}"));
        }
    }
    if let Some(known_failures) = &record.known_failures {
        parts.push(format!(
            "{} known as known failures",
            counted(known_failures.accepted, "finding", "findings")
        ));
    }
    writeln!(text, "{}", parts.join(" · "))
}

fn table(text: &mut String, record: &Record) -> std::fmt::Result {
    let (differing, others): (Vec<&Case>, Vec<&Case>) = record
        .shown()
        .filter(|case| case.needs_a_look())
        .partition(|case| !case.outcome.findings().is_empty());
    if differing.is_empty() && others.is_empty() {
        return Ok(());
    }
    writeln!(
        text,
        "\n| | case | level_reached | what |\n|---|---|---|---|"
    )?;
    for case in differing.into_iter().chain(others) {
        if text.len() > LONGEST / 2 {
            writeln!(text, "| … | | | more cases are in the other reports |")?;
            break;
        }
        let what = match &case.outcome {
            Outcome::Failed { findings, .. } => {
                let folds = fold(findings);
                let first = folds
                    .first()
                    .map(|fold| code(&words::place(&fold.first.place, &fold.pointer())));
                match folds.len() {
                    0 | 1 => first.unwrap_or_default(),
                    more => format!("{} and {} more", first.unwrap_or_default(), more - 1),
                }
            }
            other => format!(
                "{}: {}",
                other.as_str(),
                code(other.reason().unwrap_or_default())
            ),
        };
        let sign = if case.outcome.findings().is_empty() {
            "⚠️"
        } else {
            "❌"
        };
        let level_reached = case
            .outcome
            .level_reached()
            .map_or("–", |level| level.as_str());
        writeln!(
            text,
            "| {sign} | {} | {level_reached} | {what} |",
            code(&case.id)
        )?;
    }
    Ok(())
}

fn details(text: &mut String, record: &Record) -> std::fmt::Result {
    let mut left = 0;
    for case in record.cases.iter() {
        let folds = fold(case.outcome.findings());
        if folds.is_empty() {
            continue;
        }
        if text.len() > LONGEST {
            left += 1;
            continue;
        }
        let mut told = String::new();
        open(&mut told, case, &folds)?;
        if text.len() + told.len() > LONGEST {
            left += 1;
        } else {
            text.push_str(&told);
        }
    }
    if left > 0 {
        writeln!(
            text,
            "\n{} not shown in full here; see the other reports.",
            counted(left, "case is", "cases are")
        )?;
    }
    Ok(())
}

fn open(text: &mut String, case: &Case, folds: &[Fold<'_>]) -> std::fmt::Result {
    writeln!(
        text,
        "\n<details>\n<summary>{}: {}</summary>\n",
        code(&case.id),
        counted(folds.len(), "finding", "findings")
    )?;
    for fold in folds {
        let finding = fold.first;
        let place = code(&words::place(&finding.place, &fold.pointer()));
        let claim = words::claim(&finding.kind)
            .map(|claim| format!(": {}", code(&claim)))
            .unwrap_or_default();
        let times = match fold.count() {
            1 => String::new(),
            count => format!(", {count} times"),
        };
        writeln!(
            text,
            "**{place}**{claim}{times} ({})\n",
            finding.class.as_str()
        )?;
        let lines = shown_values(words::values(&finding.kind));
        if !lines.is_empty() {
            writeln!(text, "{}\n", fenced(&lines))?;
        }
        if let Some(two) = finding.agreement {
            writeln!(text, "{two}  ")?;
        }
        writeln!(
            text,
            "documented at {} {}  \nfinding {}\n",
            code(&finding.claim.to_string()),
            code(&finding.claim.pointer),
            code(&finding.id)
        )?;
    }
    writeln!(text, "</details>")
}

/// The requirements in numbers; one by one those that were broken, and those that nobody has seen kept.
fn requirements(text: &mut String, record: &Record) -> std::fmt::Result {
    if record.requirements.is_empty() {
        return Ok(());
    }
    let count = |wanted: RequirementStatus| record.promised(wanted).count();
    let broken = count(RequirementStatus::Violated);
    let open = if broken > 0 { " open=\"\"" } else { "" };
    writeln!(
        text,
        "\n<details{open}>\n<summary>Requirements: {} held, {broken} broken, {} untested, {} beyond what an answer shows</summary>\n",
        count(RequirementStatus::Met),
        count(RequirementStatus::Untested),
        count(RequirementStatus::Beyond)
    )?;
    for (wanted, word) in [
        (RequirementStatus::Violated, "broken"),
        (RequirementStatus::Untested, "untested"),
    ] {
        for (index, RequirementResult { requirement, .. }) in record.promised(wanted).enumerate() {
            if index == MOST_REQUIREMENTS || text.len() > LONGEST {
                let left = count(wanted) - index;
                writeln!(text, "- … {left} more are {word}; see the other reports.")?;
                break;
            }
            let cases: Vec<String> = requirement.cases.iter().map(|case| code(case)).collect();
            writeln!(
                text,
                "- **{word}** {}: {} ({})",
                code(&requirement.id),
                code(&requirement.says),
                cases.join(", ")
            )?;
        }
    }
    writeln!(text, "\n</details>")
}

fn errata(text: &mut String, record: &Record) -> std::fmt::Result {
    let applied: Vec<_> = record.applied().collect();
    if applied.is_empty() {
        return Ok(());
    }
    writeln!(
        text,
        "\n<details>\n<summary>{}: the documentation is wrong there, and something else was held</summary>\n",
        counted(applied.len(), "erratum", "errata")
    )?;
    for erratum in applied {
        let cases: Vec<String> = erratum.cases.iter().map(|case| code(case)).collect();
        writeln!(
            text,
            "- {} ({}): {}",
            code(&erratum.id),
            cases.join(", "),
            code(&erratum.claim)
        )?;
    }
    writeln!(text, "\n</details>")
}

fn coverage(text: &mut String, record: &Record) -> std::fmt::Result {
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
        "\nOf the documented values, {} were compared exactly, {} tolerated as volatile, {} left unchecked. {} that no example mentions, {} of them in no schema.\n\n</details>",
        sum.places.exact,
        sum.places.tolerated,
        sum.places.unchecked,
        counted(sum.notes, "member", "members"),
        sum.undocumented
    )
}

/// A text in `<code>`, on one line, that neither Markdown nor HTML can mistake for anything else.
fn code(text: &str) -> String {
    let mut code = String::from("<code>");
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => code.push(' '),
            c if is_plain(c) => code.push(c),
            c if crate::text::is_dangerous(c) => {
                code.push_str(&crate::text::visible(&c.to_string()));
            }
            c => {
                let _ = write!(code, "&#{};", u32::from(c));
            }
        }
    }
    code.push_str("</code>");
    code
}

/// What can stand in `<code>` as it is.
fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || " /.,-(){}=".contains(c)
}

/// Lines in a block whose fence is longer than any of theirs.
fn fenced(lines: &[String]) -> String {
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
        for record in samples::all() {
            let text = render(&record);
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
            let looked = record.shown().any(Case::needs_a_look);
            assert_eq!(tables, 1 + usize::from(looked), "{text}");
        }
    }

    #[test]
    fn rows_have_as_many_cells_as_the_head() {
        let text = render(&samples::hostile());
        for row in text.lines().filter(|line| line.starts_with("| ❌")) {
            assert_eq!(row.matches('|').count(), 5, "{row}");
        }
    }

    #[test]
    fn a_block_cannot_be_closed_from_inside() {
        let block = fenced(&["````".to_owned(), "<script>".to_owned()]);
        assert!(block.starts_with("`````text\n"), "{block}");
    }

    #[test]
    fn it_says_what_differs_first() {
        let text = render(&samples::differs());
        assert!(text.starts_with("## ❌ 1 of 10 cases conform\n"), "{text}");
        assert!(
            text.contains("<details>\n<summary><code>getJob.failed</code>"),
            "{text}"
        );
        for part in [
            "- found <code>job&#95;id = 12</code> (<code>a failed job</code>)\n",
            "<summary>Requirements: 1 held, 1 broken, 1 untested, 1 beyond what an answer shows</summary>",
            "- **broken** <code>a-failed-job-has-its-name</code>",
            "- **untested** <code>erasing-answers-201</code>",
        ] {
            assert!(text.contains(part), "no {part} in {text}");
        }
        assert!(render(&samples::conforms()).starts_with("## ✅ 1 of 1 case conform"));
    }
}
