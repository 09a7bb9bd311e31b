//! `reprise init`: writes a configuration to begin with.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use reprise_core::build_suite;
use reprise_engine::config::{FILE_NAME, render_template};
use reprise_engine::source::DocumentSource;

use crate::args::LimitArgs;
use crate::exit::Exit;
use crate::write::{is_stdout, write_text};

/// Write a reprise.yaml for a document, with comments
#[derive(Debug, clap::Args)]
pub(crate) struct InitArgs {
    /// OpenAPI document, JSON or YAML
    document: PathBuf,

    /// Where to write it; an existing file is not overwritten. - is standard output
    #[arg(short, long, value_name = "FILE", default_value = FILE_NAME)]
    output: PathBuf,

    #[command(flatten)]
    limits: LimitArgs,
}

/// Writes a commented configuration, never over an existing file.
pub(crate) fn init(args: &InitArgs, out: &mut dyn Write) -> Result<Exit> {
    let document = DocumentSource::File(args.document.clone()).read(args.limits.into())?;
    let suite = build_suite(&document, &[], &[])?;
    let text = render_template(&document, &suite, &args.document.display().to_string());
    if is_stdout(&args.output) {
        write_text(&args.output, &text, out)?;
        return Ok(Exit::Passed);
    }
    let path = args.output.display();
    match OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&args.output)
    {
        Ok(mut file) => file
            .write_all(text.as_bytes())
            .with_context(|| format!("{path} cannot be written"))?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            bail!("{path} already exists; not overwritten. Give another file with --output")
        }
        Err(error) => return Err(error).with_context(|| format!("{path} cannot be written")),
    }
    let config = if args.output.as_os_str() == FILE_NAME {
        String::new()
    } else {
        format!(" --config {path}")
    };
    writeln!(
        out,
        "{path} written. Complete it, then check it: reprise doctor{config}"
    )?;
    Ok(Exit::Passed)
}
