//! What differs in one case, with both places.

use std::io::{self, Write};

use reprise_core::Class;

use crate::fold::{Causes, Fold, fold};
use crate::record::Case;
use crate::styles::{Styles, styled};
use crate::text::{shown_values, visible};
use crate::words::{claim, counted, place, values};

/// Writes the findings of a case. A cause that was told for an earlier case is only named.
pub(super) fn findings<'r>(
    out: &mut dyn Write,
    styles: &Styles,
    case: &'r Case,
    told: &mut Causes<'r, &'r str>,
) -> io::Result<()> {
    for fold in fold(case.outcome.findings()) {
        let first = *told.get_or_insert(fold.cause(), &case.id);
        finding(out, styles, &fold, (first != case.id).then_some(first))?;
    }
    if let Some(command) = &case.reproduce {
        let mut label = "reproduce  ";
        for line in command.lines() {
            let line = format!("    {label}{}", visible(line));
            writeln!(out, "{}", styled(styles.dim, line))?;
            label = "           ";
        }
    }
    Ok(())
}

fn finding(
    out: &mut dyn Write,
    styles: &Styles,
    fold: &Fold<'_>,
    told_in: Option<&str>,
) -> io::Result<()> {
    let finding = fold.first;
    let place = visible(&place(&finding.place, &fold.pointer()));
    let mut head = styled(styles.bold, place);
    if let Some(claim) = claim(&finding.kind) {
        head.push_str(&format!(": {}", visible(&claim)));
    }
    let mut asides = Vec::new();
    asides.extend(finding.step.map(|step| format!("step {step}")));
    if fold.count() > 1 {
        asides.push(counted(fold.count(), "time", "times"));
    }
    // most findings break clients, so only the others say what they are
    if finding.class != Class::Breaking {
        asides.push(finding.class.as_str().to_owned());
    }
    if finding.accepted {
        asides.push("a known known failure".to_owned());
    }
    if let Some(case) = told_in {
        asides.push(format!("as in {}", visible(case)));
    }
    if !asides.is_empty() {
        let asides = format!("  ({})", asides.join(", "));
        head.push_str(&styled(styles.dim, asides));
    }
    writeln!(out, "    {head}")?;
    if told_in.is_some() {
        return Ok(());
    }
    for line in shown_values(values(&finding.kind)) {
        writeln!(out, "      {line}")?;
    }
    if let Some(two) = finding.agreement {
        writeln!(out, "      {two}")?;
    }
    let claim = format!("documented at {} {}", finding.claim, finding.claim.pointer);
    writeln!(out, "      {}", styled(styles.dim, visible(&claim)))
}
