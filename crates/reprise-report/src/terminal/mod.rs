//! The report for people.
//!
//! ```text
//! ✗ GET  /projects/{id}/jobs/{job_id}  failed-job  differs   shape
//!     body /name
//!       expected  "rubocop"
//!       actual    "robocop"
//!                   ^
//!       documented at spec/openapi.json:2520:31 /paths/…/examples/failed-job/value/name
//! ```

mod columns;
mod finding;
mod plan;
mod sum;

use std::io::{self, Write};

use anstyle::Style;

use crate::fold::Causes;
use crate::record::{Case, Outcome, Record};
use crate::styles::{Styles, styled};
use crate::text::{visible, wrapped};
use crate::words::source;

use columns::Columns;

pub use plan::plan;

/// How wide the claim of an erratum is written.
const CLAIM_WIDTH: usize = 100;

/// How much is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// What needs a look, and the sum.
    Brief,
    /// A line for each case, what differs, errata and the sum.
    #[default]
    Usual,
    /// Also where each case comes from, members beyond the document, and claims that were refuted.
    Full,
}

impl Detail {
    /// What `--quiet` and `--verbose` ask for.
    pub const fn new(quiet: bool, verbose: bool) -> Detail {
        match (quiet, verbose) {
            (true, _) => Detail::Brief,
            (false, false) => Detail::Usual,
            (false, true) => Detail::Full,
        }
    }
}

/// Writes the report: a line for each case, below it what differs, then the errata and the sum.
pub fn report(
    out: &mut dyn Write,
    styles: &Styles,
    record: &Record,
    detail: Detail,
) -> io::Result<()> {
    if detail != Detail::Brief {
        writeln!(
            out,
            "{}",
            styled(styles.bold, visible(&record.document.title))
        )?;
        writeln!(out, "document  {}", visible(&record.document.file))?;
        writeln!(out, "target    {}", visible(&record.target))?;
        for discovered in &record.discovered {
            let line = format!("{} ({})", discovered.bound(), discovered.rule);
            writeln!(out, "found     {}", visible(&line))?;
        }
        writeln!(out)?;
    }
    let shown = || {
        record
            .shown()
            .filter(|case| detail != Detail::Brief || case.needs_a_look())
    };
    let columns = Columns::of(shown().map(|case| {
        (
            case.method.as_str(),
            case.path.as_str(),
            case.example.as_str(),
        )
    }));
    let mut told = Causes::default();
    for case in shown() {
        case_line(out, styles, &columns, case)?;
        if let Some(reason) = case.outcome.reason() {
            let style = match case.outcome {
                Outcome::Skipped { .. } => styles.dim,
                _ => Style::new(),
            };
            writeln!(out, "      {}", styled(style, visible(reason)))?;
        }
        finding::findings(out, styles, case, &mut told)?;
        if detail == Detail::Full {
            details(out, styles, case)?;
        }
    }
    for defect in &record.defects {
        writeln!(
            out,
            "{} {} {}: {}",
            styled(styles.warn, '!'),
            visible(&defect.at.to_string()),
            visible(&defect.at.pointer),
            visible(&defect.message)
        )?;
    }
    if detail == Detail::Full {
        refuted(out, styles, record)?;
    }
    if detail != Detail::Brief {
        errata(out, styles, record)?;
    }
    sum::sum(out, styles, record)
}

fn case_line(
    out: &mut dyn Write,
    styles: &Styles,
    columns: &Columns,
    case: &Case,
) -> io::Result<()> {
    let (sign, style) = sign(styles, &case.outcome);
    let outcome = match &case.outcome {
        Outcome::Passed {
            level_reached,
            maximum_level,
        } if level_reached == maximum_level => {
            format!("conforms  {level_reached}")
        }
        Outcome::Passed {
            level_reached,
            maximum_level,
        } => format!("conforms  {level_reached} (of {maximum_level})"),
        Outcome::Failed { level_reached, .. } => {
            format!(
                "differs   {}",
                level_reached.map_or("-", |level| level.as_str())
            )
        }
        other => other.as_str().to_owned(),
    };
    let flaky = if case.attempts > 1 {
        styled(
            styles.warn,
            format!("  flaky, sent {} times", case.attempts),
        )
    } else {
        String::new()
    };
    writeln!(
        out,
        "{} {:method$} {:path$}  {:example$}  {}{flaky}",
        styled(style, sign),
        case.method,
        visible(&case.path),
        visible(&case.example),
        styled(style, outcome),
        method = columns.method,
        path = columns.path,
        example = columns.example,
    )
}

fn sign(styles: &Styles, outcome: &Outcome) -> (char, Style) {
    match outcome {
        Outcome::Passed { .. } => ('✓', styles.good),
        Outcome::Failed { .. } => ('✗', styles.bad),
        Outcome::InvalidCase { .. }
        | Outcome::Blocked { .. }
        | Outcome::Inconclusive { .. }
        | Outcome::Unreachable { .. } => ('!', styles.warn),
        Outcome::Skipped { .. } => ('-', styles.dim),
    }
}

fn details(out: &mut dyn Write, styles: &Styles, case: &Case) -> io::Result<()> {
    let mut lines = Vec::new();
    lines.extend(case.source.as_ref().map(source));
    if !case.errata.is_empty() {
        lines.push(format!("errata: {}", case.errata.join(", ")));
    }
    for (undocumented, heading) in [(true, "in no schema"), (false, "not in the example")] {
        let notes: Vec<&str> = case
            .notes
            .iter()
            .filter(|note| note.undocumented == undocumented)
            .map(|note| note.pointer.as_str())
            .collect();
        if !notes.is_empty() {
            lines.push(format!("{heading}: {}", notes.join(" ")));
        }
    }
    for line in lines {
        writeln!(out, "      {}", styled(styles.dim, visible(&line)))?;
    }
    Ok(())
}

fn refuted(out: &mut dyn Write, styles: &Styles, record: &Record) -> io::Result<()> {
    if record.claims.refuted.is_empty() {
        return Ok(());
    }
    let heading = "Refuted: an answer shows otherwise than the document claims";
    writeln!(out, "\n{}", styled(styles.bold, heading))?;
    for refuted in &record.claims.refuted {
        let place = format!("{} {}", refuted.claim, refuted.claim.pointer);
        writeln!(out, "  {}", visible(&place))?;
    }
    Ok(())
}

fn errata(out: &mut dyn Write, styles: &Styles, record: &Record) -> io::Result<()> {
    let mut applied = record.applied().peekable();
    if applied.peek().is_none() {
        return Ok(());
    }
    let heading = "Errata: the documentation is wrong here, and something else was held";
    writeln!(out, "\n{}", styled(styles.bold, heading))?;
    for erratum in applied {
        let cases = styled(styles.dim, visible(&erratum.cases.join(", ")));
        writeln!(out, "  {}  {cases}", visible(&erratum.id))?;
        for line in wrapped(&erratum.claim, CLAIM_WIDTH) {
            writeln!(out, "      {}", visible(&line))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
