//! What would be sent.

use std::io::{self, Write};

use openapi_document::Document;
use reprise_core::{Outcome, Plan, Suite};

use super::columns::Columns;
use crate::styles::{Styles, styled};

/// Writes what would be sent, and what would not.
pub fn plan(
    out: &mut dyn Write,
    styles: &Styles,
    document: &Document,
    suite: &Suite,
    plan: &Plan<'_>,
) -> io::Result<()> {
    let columns = Columns::of(suite.cases.iter().map(|case| {
        (
            case.method.as_str(),
            case.path.as_str(),
            case.example.as_str(),
        )
    }));
    for planned in &plan.cases {
        let case = planned.case;
        writeln!(
            out,
            "send  {:method$} {:path$}  {:example$}  up to {}",
            case.method.as_str(),
            case.path,
            case.example,
            planned.maximum_level,
            method = columns.method,
            path = columns.path,
            example = columns.example,
        )?;
    }
    for skip in &plan.skips {
        let reason = match &skip.outcome {
            Outcome::Skipped(reason) => reason.to_string(),
            Outcome::InvalidCase(reason) | Outcome::Blocked(reason) => reason.to_string(),
            _ => continue,
        };
        let line = format!("skip  {}: {reason}", skip.case.id);
        writeln!(out, "{}", styled(styles.dim, line))?;
    }
    for unused in &suite.unused {
        let line = format!(
            "unused  {}#{}: {}",
            document.name(),
            unused.pointer,
            unused.reason
        );
        writeln!(out, "{}", styled(styles.dim, line))?;
    }
    writeln!(
        out,
        "\n{} to send, {} to skip, {} unused examples; nothing was sent",
        plan.cases.len(),
        plan.skips.len(),
        suite.unused.len()
    )
}
