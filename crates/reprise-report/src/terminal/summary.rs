//! The summary: the outcomes on one line, then findings, known failures, claims, requirements and values.

use anstyle::Style;
use reprise_core::{FindingClass, RequirementStatus, Summary};

use super::lines::Lines;
use crate::record::RunRecord;
use crate::styles::{Styles, apply_style};
use crate::text::escape_for_display;
use crate::words::{count_of, format_duration};

/// The lines of the summary.
pub(super) fn lines(styles: &Styles, record: &RunRecord) -> Lines {
    let mut lines = vec![outcome_line(styles, record)];
    lines.extend(findings_line(record));
    lines.extend(known_failure_lines(styles, record));
    let claims = record.claims.total();
    lines.push(format!(
        "claims: {} confirmed, {}, {} untested",
        claims.confirmed,
        count_in_red(styles, claims.refuted, "refuted"),
        claims.untested
    ));
    lines.extend(requirements_line(styles, record));
    let places = record.summary.places;
    if places.tolerated + places.unchecked > 0 {
        lines.push(format!(
            "values: {} compared, {} tolerated, {} unchecked",
            places.exact, places.tolerated, places.unchecked
        ));
    }
    lines.extend(
        extra_lines(record)
            .into_iter()
            .map(|line| apply_style(styles.dim, line)),
    );
    lines
}

/// A count that is red if it is not zero.
fn count_in_red(styles: &Styles, count: usize, word: &str) -> String {
    let text = format!("{count} {word}");
    if count > 0 {
        apply_style(styles.bad, text)
    } else {
        text
    }
}

fn outcome_line(styles: &Styles, record: &RunRecord) -> String {
    let Summary {
        cases,
        passed,
        passed_by_value,
        failed,
        invalid,
        blocked,
        inconclusive,
        skipped,
        unreachable,
        defects,
        flaky,
        ..
    } = record.summary;
    let known = record
        .known_failures
        .as_ref()
        .map_or(0, |known| known.accepted_cases);
    let open = failed.saturating_sub(known);
    let is_good = passed > 0 && open + inconclusive + unreachable == 0 && record.complete;
    let (sign, style) = match (open, is_good) {
        (1.., _) => ('✗', styles.bad),
        (0, true) => ('✓', styles.good),
        (0, false) => ('!', styles.warn),
    };
    let elapsed = format_duration(record.times.elapsed());
    if cases == 0 && record.complete {
        let text = "no cases: the document has no example that can be sent";
        return format!("{} {text} ({elapsed})", apply_style(style, sign));
    }
    let part = |count: usize, words: &str, style: Style| {
        (count > 0).then(|| apply_style(style, format!("{count} {words}")))
    };
    let levels = match passed {
        0 => String::new(),
        _ => format!(" ({passed_by_value} at level value)"),
    };
    let passed = match passed {
        0 => "0 passed".to_owned(),
        _ if is_good => apply_style(styles.good, format!("{passed} passed")),
        _ => format!("{passed} passed"),
    };
    let plural = |count: usize, one: &'static str, many: &'static str| {
        if count == 1 { one } else { many }
    };
    let parts: Vec<String> = [
        part(open, "failed", styles.bad),
        Some(format!("{passed}{levels}")),
        part(
            known,
            plural(known, "known failure", "known failures"),
            styles.dim,
        ),
        part(blocked, "blocked", styles.warn),
        part(inconclusive, "inconclusive", styles.warn),
        part(unreachable, "unreachable", styles.warn),
        part(invalid, "invalid", styles.warn),
        part(flaky, "flaky", styles.warn),
        part(skipped, "skipped", styles.dim),
        part(
            defects,
            plural(defects, "defect of the document", "defects of the document"),
            styles.warn,
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    format!(
        "{} {} in {elapsed}",
        apply_style(style, sign),
        parts.join(", ")
    )
}

/// How many findings there are, and of which class, unless all of them are breaking.
fn findings_line(record: &RunRecord) -> Option<String> {
    let findings = record.summary.findings;
    let count = |class: FindingClass| {
        let all = record.cases.iter().flat_map(|case| case.outcome.findings());
        all.filter(|finding| finding.class == class).count()
    };
    if findings == 0 {
        return None;
    }
    let classes: Vec<String> = [
        FindingClass::Breaking,
        FindingClass::Compatible,
        FindingClass::Cosmetic,
    ]
    .into_iter()
    .map(|class| (count(class), class))
    .filter(|(count, _)| *count > 0)
    .map(|(count, class)| format!("{count} {}", class.as_str()))
    .collect();
    Some(format!("findings: {findings} ({})", classes.join(", ")))
}

/// How many findings are known failures, and which entries of their file need a change.
fn known_failure_lines(styles: &Styles, record: &RunRecord) -> Lines {
    let Some(known) = &record.known_failures else {
        return Lines::new();
    };
    let mut lines = vec![format!(
        "known failures: {} of {} accepted",
        known.accepted,
        count_of(record.summary.findings, "finding", "findings")
    )];
    for complaint in &known.complaints {
        lines.push(format!(
            "{} {}",
            apply_style(styles.warn, '!'),
            escape_for_display(complaint)
        ));
    }
    lines
}

fn requirements_line(styles: &Styles, record: &RunRecord) -> Option<String> {
    if record.requirements.is_empty() {
        return None;
    }
    let count = |wanted: RequirementStatus| record.requirements_with(wanted).count();
    Some(format!(
        "requirements: {} met, {}, {} untested, {} not observable",
        count(RequirementStatus::Met),
        count_in_red(styles, count(RequirementStatus::Violated), "violated"),
        count(RequirementStatus::Untested),
        count(RequirementStatus::NotObservable)
    ))
}

fn extra_lines(record: &RunRecord) -> Lines {
    let sum = &record.summary;
    let mut lines = Lines::new();
    if sum.notes > 0 {
        let mut line = format!("properties: {} in no example", sum.notes);
        if sum.undocumented > 0 {
            line.push_str(&format!(", {} of them in no schema", sum.undocumented));
        }
        lines.push(line);
    }
    match record.unused.len() {
        0 => {}
        count => lines.push(format!(
            "unused: {}; `reprise list --unused` lists {}",
            count_of(count, "example", "examples"),
            if count == 1 { "it" } else { "them" }
        )),
    }
    lines
}
