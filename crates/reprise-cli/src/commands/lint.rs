//! `reprise lint`: a document against itself, without a server.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;
use openapi_document::Document;
use reprise_core::{Flaw, LintRule, lint_document};

use crate::args::LimitArgs;
use crate::exit::Exit;
use reprise_engine::source::{DocumentSource, SuiteSource};
use reprise_report::place::{describe_place, source_position};
use reprise_report::styles::{Styles, apply_style};
use reprise_report::words::format_duration;

/// Check a document against itself, without a server.
///
/// Checks each example against its schema (as request or response) and against other examples, checks that list
/// operations return lists, and that each example is used.
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

    /// Folder with errata.yaml; findings that an erratum corrects are not reported
    #[arg(long, value_name = "DIR")]
    suite: Option<PathBuf>,

    #[command(flatten)]
    limits: LimitArgs,
}

/// Checks a document and prints the findings in document order.
pub(crate) fn lint(args: &LintArgs, out: &mut dyn Write) -> Result<Exit> {
    let begin = Instant::now();
    // the process ends soon; freeing a large document would take time
    let document =
        ManuallyDrop::new(DocumentSource::File(args.document.clone()).read(args.limits.into())?);
    let suite = args
        .suite
        .clone()
        .map_or(SuiteSource::None, SuiteSource::Folder);
    let errata = suite.read_errata()?;
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
        print_flaw(&mut out, &styles, &document, flaw)?;
    }
    print_summary(&mut out, &styles, &flaws, &format_duration(begin.elapsed()))?;
    out.flush()?;
    Ok(if flaws.is_empty() {
        Exit::Passed
    } else {
        Exit::Failed
    })
}

/// Two or three lines: the place and what is wrong, the pointer, and where the claim is made.
fn print_flaw(
    out: &mut dyn Write,
    styles: &Styles,
    document: &Document,
    flaw: &Flaw,
) -> Result<()> {
    let place = source_position(document, &flaw.place);
    let rule = apply_style(styles.warn, flaw.rule);
    writeln!(
        out,
        "{}: {rule}: {}",
        apply_style(styles.bold, place),
        flaw.message
    )?;
    writeln!(out, "    {}", apply_style(styles.dim, &flaw.place))?;
    if let Some(claim) = &flaw.claim {
        let claim = format!("see {}", describe_place(document, claim));
        writeln!(out, "    {}", apply_style(styles.dim, claim))?;
    }
    Ok(())
}

fn print_summary(
    out: &mut dyn Write,
    styles: &Styles,
    flaws: &[Flaw],
    elapsed: &str,
) -> Result<()> {
    if flaws.is_empty() {
        let line = apply_style(styles.good, "nothing found");
        return Ok(writeln!(out, "{line} in {elapsed}")?);
    }
    let mut counts: BTreeMap<LintRule, usize> = BTreeMap::new();
    for flaw in flaws {
        *counts.entry(flaw.rule).or_default() += 1;
    }
    let counts: Vec<String> = counts
        .iter()
        .map(|(rule, count)| format!("{rule} {count}"))
        .collect();
    let total = apply_style(styles.bad, format!("{} found", flaws.len()));
    Ok(writeln!(
        out,
        "\n{total} in {elapsed}: {}",
        counts.join(", ")
    )?)
}
