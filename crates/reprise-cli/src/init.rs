//! `reprise init`: a target file to begin with.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};

use anyhow::{Context, Result, bail};
use reprise_core::{suite, target_template};

use crate::args::InitArgs;
use crate::exit::Exit;
use crate::read;

/// Writes a commented target file for a document, and never over one that is there.
pub(crate) fn init(args: &InitArgs, out: &mut dyn Write) -> Result<Exit> {
    let document = read::document(args.document.as_deref(), args.limits)?;
    let suite = suite(&document, &[], &[])?;
    let text = target_template(&document, &suite);
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
            bail!("{path} is there already, and stays as it is; name another file with --output")
        }
        Err(error) => return Err(error).with_context(|| format!("{path} cannot be written")),
    }
    writeln!(
        out,
        "{path} written; fill it in, then: reprise doctor --target {path}"
    )?;
    Ok(Exit::Passed)
}
