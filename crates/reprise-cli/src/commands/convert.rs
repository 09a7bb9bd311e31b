//! `reprise convert`: a document for tools that know an older OpenAPI.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};
use openapi_document::downgrade::{DropEffect, DroppedPart};
use openapi_document::{Document, Version};
use serde_json::Value;

use crate::args::LimitArgs;
use crate::exit::Exit;
use crate::write::write_text;
use reprise_engine::source::DocumentSource;
use reprise_report::place::source_position;
use reprise_report::styles::{Styles, apply_style};
use reprise_report::text::escape_for_display;

/// Convert an OpenAPI 3.1 document into one of 3.0.3, for tools that need it.
///
/// Referenced files are bundled. Keywords that OpenAPI 3.0 does not have are dropped and listed on standard error.
/// Every value that was valid stays valid.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Exit codes:
  0  converted, possibly with dropped keywords
  2  the document cannot be used, or is 3.0 already"
)]
pub(crate) struct ConvertArgs {
    /// OpenAPI document, JSON or YAML
    document: PathBuf,

    /// Version of OpenAPI to convert to
    #[arg(long, value_enum, value_name = "VERSION")]
    to: TargetVersion,

    /// Where to write the result: YAML for .yaml and .yml, otherwise JSON [default: standard output, as JSON]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    #[command(flatten)]
    limits: LimitArgs,
}

/// What a document can be converted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum TargetVersion {
    /// OpenAPI 3.0.3
    #[value(name = "3.0")]
    V3_0,
}

/// Converts a document, and lists what was dropped.
pub(crate) fn convert(args: &ConvertArgs, out: &mut dyn Write) -> Result<Exit> {
    let TargetVersion::V3_0 = args.to;
    let mut document = DocumentSource::File(args.document.clone()).read(args.limits.into())?;
    if document.version() == Version::V3_0 {
        bail!(
            "{} is already OpenAPI 3.0; no conversion is needed",
            args.document.display()
        );
    }
    let downgraded = document.downgrade();
    let text = render_document(args.output.as_deref(), &downgraded.document)?;
    write_text(args.output.as_deref().unwrap_or(Path::new("-")), &text, out)?;
    print_dropped(
        &mut BufWriter::new(anstream::stderr().lock()),
        &document,
        &downgraded.dropped,
    )
    // a closed pipe is not an error: the result is written
    .or_else(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => Ok(()),
        _ => Err(error),
    })?;
    Ok(Exit::Passed)
}

fn render_document(path: Option<&Path>, document: &Value) -> Result<String> {
    let ending = path.and_then(Path::extension);
    if ending.is_some_and(|ending| ending == "yaml" || ending == "yml") {
        return serde_saphyr::to_string(document)
            .map_err(|error| anyhow!("the result cannot be written as YAML: {error}; use JSON"));
    }
    let mut text = serde_json::to_string_pretty(document)?;
    text.push('\n');
    Ok(text)
}

/// Prints the dropped keywords in document order, after the defects of the input.
fn print_dropped(
    err: &mut dyn Write,
    document: &Document,
    dropped: &[DroppedPart],
) -> io::Result<()> {
    let styles = Styles::colored();
    for defect in document.defects() {
        let pointer = escape_for_display(defect.pointer.as_str());
        let place = source_position(document, &defect.pointer);
        let rule = apply_style(styles.warn, "broken");
        writeln!(
            err,
            "{}: {rule}: {}\n    {}",
            apply_style(styles.bold, place),
            escape_for_display(&defect.message),
            apply_style(styles.dim, pointer)
        )?;
    }
    let mut placed: Vec<_> = dropped
        .iter()
        .map(|dropped| {
            let at = document
                .key_position(&dropped.pointer)
                .or_else(|| document.position(&dropped.pointer));
            (at, dropped)
        })
        .collect();
    placed.sort_by_key(|(at, _)| at.map(|at| (at.file, at.line, at.column)));
    for (at, dropped) in &placed {
        let place = at.map_or_else(|| document.name().to_owned(), |at| at.to_string());
        let last = dropped.pointer.back();
        let name = last.map_or_else(String::new, |last| last.decoded().into_owned());
        let effect = match dropped.effect {
            DropEffect::Looser => "; the result accepts more values",
            DropEffect::LessDetailed => "",
        };
        let (place, name) = (
            apply_style(styles.bold, place),
            apply_style(styles.warn, escape_for_display(&name)),
        );
        writeln!(err, "{place}: {name}: {}{effect}", dropped.reason)?;
        let pointer = apply_style(styles.dim, escape_for_display(dropped.pointer.as_str()));
        writeln!(err, "    {pointer}")?;
    }
    let looser = dropped
        .iter()
        .filter(|dropped| dropped.effect == DropEffect::Looser)
        .count();
    match dropped.len() {
        0 => writeln!(err, "nothing was dropped")?,
        total => writeln!(
            err,
            "\n{total} dropped: {looser} relax the schema, {} remove detail",
            total - looser
        )?,
    }
    err.flush()
}
