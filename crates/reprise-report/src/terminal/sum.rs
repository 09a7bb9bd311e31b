//! The sum: a few lines that are read in five seconds.

use std::io::{self, Write};

use reprise_core::{Class, RequirementStatus, Summary};

use crate::record::Record;
use crate::styles::{Styles, styled};
use crate::words::{counted, duration};

pub(super) fn sum(out: &mut dyn Write, styles: &Styles, record: &Record) -> io::Result<()> {
    let sum = &record.summary;
    writeln!(
        out,
        "\n{} in {}",
        outcomes(styles, record).join(", "),
        duration(record.times.elapsed())
    )?;
    let claims = record.claims.total();
    let refuted = format!("{} refuted", claims.refuted);
    let refuted = if claims.refuted > 0 {
        styled(styles.bad, refuted)
    } else {
        refuted
    };
    writeln!(
        out,
        "claims: {} confirmed, {refuted}, {} untested",
        claims.confirmed, claims.untested
    )?;
    requirements(out, styles, record)?;
    let places = sum.places;
    if places.tolerated + places.unchecked > 0 {
        writeln!(
            out,
            "values: {} compared, {} tolerated, {} unchecked",
            places.exact, places.tolerated, places.unchecked
        )?;
    }
    writeln!(out, "{}", styled(styles.dim, asides(record).join(", ")))
}

/// What became of what is promised, where somebody has written it down.
fn requirements(out: &mut dyn Write, styles: &Styles, record: &Record) -> io::Result<()> {
    if record.requirements.is_empty() {
        return Ok(());
    }
    let count = |wanted: RequirementStatus| record.promised(wanted).count();
    let broken = count(RequirementStatus::Violated);
    let words = format!("{broken} broken");
    let words = if broken > 0 {
        styled(styles.bad, words)
    } else {
        words
    };
    writeln!(
        out,
        "requirements: {} held, {words}, {} untested, {} beyond what an answer shows",
        count(RequirementStatus::Met),
        count(RequirementStatus::Untested),
        count(RequirementStatus::Beyond)
    )
}

fn outcomes(styles: &Styles, record: &Record) -> Vec<String> {
    let Summary {
        cases,
        conform,
        by_value,
        differ,
        mistaken,
        blocked,
        inconclusive,
        skipped,
        unreached,
        findings,
        defects,
        flaky,
        ..
    } = record.summary;
    let style = if conform == cases {
        styles.good
    } else {
        styles.bold
    };
    let mut parts = vec![
        styled(style, format!("{conform} of {cases} cases conform")),
        format!("{by_value} by value"),
    ];
    for (count, word, style) in [
        (differ, "differ", styles.bad),
        (mistaken, "invalid-case", styles.bad),
        (blocked, "blocked", styles.warn),
        (inconclusive, "inconclusive", styles.warn),
        (unreached, "unreachable", styles.warn),
        (flaky, "flaky", styles.warn),
        (defects, "defects of the document", styles.warn),
        (skipped, "skipped", styles.dim),
    ] {
        if count > 0 {
            parts.push(styled(style, format!("{count} {word}")));
        }
    }
    if findings > 0 {
        parts.push(format!(
            "{}{}",
            counted(findings, "finding", "findings"),
            classes(record, findings)
        ));
    }
    parts
}

/// How many findings are of which class, unless all of them break clients.
fn classes(record: &Record, findings: usize) -> String {
    let count = |class: Class| {
        let all = record.cases.iter().flat_map(|case| case.outcome.findings());
        all.filter(|finding| finding.class == class).count()
    };
    let classes = [Class::Breaking, Class::Compatible, Class::Cosmetic];
    if count(Class::Breaking) == findings {
        return String::new();
    }
    let parts: Vec<String> = classes
        .into_iter()
        .map(|class| (count(class), class))
        .filter(|(count, _)| *count > 0)
        .map(|(count, class)| format!("{count} {}", class.as_str()))
        .collect();
    format!(" ({})", parts.join(", "))
}

fn asides(record: &Record) -> Vec<String> {
    let sum = &record.summary;
    let mut asides = vec![
        counted(sum.errata, "erratum applied", "errata applied"),
        counted(
            sum.notes,
            "member that no example mentions",
            "members that no example mentions",
        ),
    ];
    if sum.undocumented > 0 {
        asides.push(format!("{} of them in no schema", sum.undocumented));
    }
    if !record.unused.is_empty() {
        asides.push(format!(
            "{} unused, listed by `reprise list --unused`",
            counted(record.unused.len(), "example", "examples")
        ));
    }
    asides
}
