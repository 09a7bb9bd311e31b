//! `reprise convert`: a document for tools that know an older OpenAPI.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};
use openapi_document::downgrade::{Dropped, Effect};
use openapi_document::{Document, Version};
use serde_json::Value;

use crate::args::LimitArgs;
use crate::exit::Exit;
use crate::write::write_text;
use reprise_engine::source::DocumentSource;
use reprise_report::place::source_place;
use reprise_report::styles::{Styles, styled};
use reprise_report::text::visible;

/// Convert an OpenAPI 3.1 document into one of 3.0.3, for tools that need it.
///
/// Files beside it that it refers to become part of it. What 3.0 cannot say is dropped, and
/// listed on standard error with its place; every value that was valid before is valid after.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Exit codes:
  0  converted, whatever had to be dropped
  2  the document cannot be used, or is 3.0 already"
)]
pub(crate) struct ConvertArgs {
    /// OpenAPI document, JSON or YAML
    document: PathBuf,

    /// Version of OpenAPI to convert to
    #[arg(long, value_enum, value_name = "VERSION")]
    to: To,

    /// Where to write the result: YAML for .yaml and .yml, otherwise JSON [default: standard output, as JSON]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    #[command(flatten)]
    limits: LimitArgs,
}

/// What a document can be converted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum To {
    /// OpenAPI 3.0.3
    #[value(name = "3.0")]
    V3_0,
}

/// Converts a document, and tells what was dropped.
pub(crate) fn convert(args: &ConvertArgs, out: &mut dyn Write) -> Result<Exit> {
    let To::V3_0 = args.to;
    let mut document = DocumentSource::File(args.document.clone()).read(args.limits.into())?;
    if document.version() == Version::V3_0 {
        bail!(
            "{} is OpenAPI 3.0 already; use it as it is",
            args.document.display()
        );
    }
    let downgraded = document.downgrade();
    let text = text(args.output.as_deref(), &downgraded.document)?;
    write_text(args.output.as_deref().unwrap_or(Path::new("-")), &text, out)?;
    tell(
        &mut BufWriter::new(anstream::stderr().lock()),
        &document,
        &downgraded.dropped,
    )
    // a result that was written is not undone by nobody listening
    .or_else(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => Ok(()),
        _ => Err(error),
    })?;
    Ok(Exit::Passed)
}

fn text(path: Option<&Path>, document: &Value) -> Result<String> {
    let ending = path.and_then(Path::extension);
    if ending.is_some_and(|ending| ending == "yaml" || ending == "yml") {
        return serde_saphyr::to_string(document)
            .map_err(|error| anyhow!("the result cannot be written as YAML: {error}; take JSON"));
    }
    let mut text = serde_json::to_string_pretty(document)?;
    text.push('\n');
    Ok(text)
}

/// What was dropped, in the order of the text, and what was broken before.
fn tell(err: &mut dyn Write, document: &Document, dropped: &[Dropped]) -> io::Result<()> {
    let styles = Styles::colored();
    for defect in document.defects() {
        let pointer = visible(defect.pointer.as_str());
        let place = source_place(document, &defect.pointer);
        let rule = styled(styles.warn, "broken");
        writeln!(
            err,
            "{}: {rule}: {}\n    {}",
            styled(styles.bold, place),
            visible(&defect.message),
            styled(styles.dim, pointer)
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
            Effect::Looser => "; more is accepted by now",
            Effect::LessDetailed => "",
        };
        let (place, name) = (
            styled(styles.bold, place),
            styled(styles.warn, visible(&name)),
        );
        writeln!(err, "{place}: {name}: {}{effect}", dropped.reason)?;
        let pointer = styled(styles.dim, visible(dropped.pointer.as_str()));
        writeln!(err, "    {pointer}")?;
    }
    let looser = dropped
        .iter()
        .filter(|dropped| dropped.effect == Effect::Looser)
        .count();
    match dropped.len() {
        0 => writeln!(err, "nothing was dropped")?,
        total => writeln!(
            err,
            "\n{total} dropped: {looser} make it accept more, {} make it say less",
            total - looser
        )?,
    }
    err.flush()
}
