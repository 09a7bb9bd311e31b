//! `reprise lint`: a document against itself, without a server.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;
use openapi_document::Document;
use reprise_core::{Flaw, Rule, lint_document};

use crate::args::LimitArgs;
use crate::exit::Exit;
use reprise_engine::source::{DocumentSource, SuiteSource};
use reprise_report::place::{place_in, source_place};
use reprise_report::styles::{Styles, styled};
use reprise_report::words::duration;

/// Check a document against itself, without a server.
///
/// Every example is held to its schema, in the direction in which it travels, and to the
/// other examples; what lists has to answer with a list; and every example has to be of use.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Exit codes:
  0  nothing was found
  1  something was found
  2  the document cannot be used"
)]
pub(crate) struct LintArgs {
    /// OpenAPI document, JSON or YAML
    document: PathBuf,

    /// Folder with errata.yaml: what is wrong with an example that it mends is not told
    #[arg(long, value_name = "DIR")]
    suite: Option<PathBuf>,

    #[command(flatten)]
    limits: LimitArgs,
}

/// Checks a document and tells what was found, in the order of the document.
pub(crate) fn lint(args: &LintArgs, out: &mut dyn Write) -> Result<Exit> {
    let begin = Instant::now();
    // the process ends here, and giving back a large document piece by piece takes a while
    let document =
        ManuallyDrop::new(DocumentSource::File(args.document.clone()).read(args.limits.into())?);
    let suite = args
        .suite
        .clone()
        .map_or(SuiteSource::None, SuiteSource::Folder);
    let errata = suite.errata()?;
    let mut flaws = lint_document(&document, &errata)?;
    flaws.sort_by_cached_key(|flaw| {
        let at = document.position(&flaw.place);
        (
            at.map(|at| (at.file.to_owned(), at.line, at.column)),
            flaw.rule,
        )
    });
    let (mut out, styles) = (BufWriter::new(out), Styles::colored());
    for flaw in &flaws {
        tell(&mut out, &styles, &document, flaw)?;
    }
    sum(&mut out, &styles, &flaws, &duration(begin.elapsed()))?;
    out.flush()?;
    Ok(if flaws.is_empty() {
        Exit::Passed
    } else {
        Exit::Failed
    })
}

/// Two or three lines: the place and what is wrong, the pointer, and where the claim is made.
fn tell(out: &mut dyn Write, styles: &Styles, document: &Document, flaw: &Flaw) -> Result<()> {
    let place = source_place(document, &flaw.place);
    let rule = styled(styles.warn, flaw.rule);
    writeln!(
        out,
        "{}: {rule}: {}",
        styled(styles.bold, place),
        flaw.message
    )?;
    writeln!(out, "    {}", styled(styles.dim, &flaw.place))?;
    if let Some(claim) = &flaw.claim {
        let claim = format!("see {}", place_in(document, claim));
        writeln!(out, "    {}", styled(styles.dim, claim))?;
    }
    Ok(())
}

fn sum(out: &mut dyn Write, styles: &Styles, flaws: &[Flaw], elapsed: &str) -> Result<()> {
    if flaws.is_empty() {
        let line = styled(styles.good, "nothing found");
        return Ok(writeln!(out, "{line} in {elapsed}")?);
    }
    let mut counts: BTreeMap<Rule, usize> = BTreeMap::new();
    for flaw in flaws {
        *counts.entry(flaw.rule).or_default() += 1;
    }
    let counts: Vec<String> = counts
        .iter()
        .map(|(rule, count)| format!("{rule} {count}"))
        .collect();
    let total = styled(styles.bad, format!("{} found", flaws.len()));
    Ok(writeln!(
        out,
        "\n{total} in {elapsed}: {}",
        counts.join(", ")
    )?)
}
