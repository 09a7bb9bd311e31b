//! Writes the result of a run: first for people, then the reports.

use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use reprise_core::Secrets;
use reprise_engine::guard::{check_secrets, write_without_secrets};
use reprise_engine::output::{Output, replace_file};
use reprise_report::{RunRecord, render};

use crate::pipe_writer::PipeWriter;

/// Checks before a run that its reports can be written.
///
/// # Errors
///
/// When a folder does not exist, or several reports go to standard output.
pub(crate) fn check_reports(reports: &[Output]) -> Result<()> {
    for output in reports {
        output.check()?;
    }
    let to_stdout: Vec<&str> = reports
        .iter()
        .filter(|output| output.file.is_none())
        .map(|output| output.format.as_str())
        .collect();
    if to_stdout.len() > 1 {
        bail!(
            "{} reports go to standard output ({}); only one can, so write the others to files",
            to_stdout.len(),
            to_stdout.join(", ")
        );
    }
    Ok(())
}

/// Writes for people, then the reports. If a report goes to standard output, the text for people goes to standard
/// error.
///
/// # Errors
///
/// When something cannot be rendered or written, or would contain a secret.
pub(crate) fn write_reports(
    reports: &[Output],
    record: &RunRecord,
    secrets: &Secrets,
    out: &mut dyn Write,
    people: impl FnOnce(&mut Vec<u8>) -> io::Result<()>,
) -> Result<()> {
    if reports.iter().any(|output| output.file.is_none()) {
        write_without_secrets(
            &mut PipeWriter::new(anstream::stderr().lock()),
            secrets,
            people,
        )?;
    } else {
        write_without_secrets(out, secrets, people)?;
    }
    for output in reports {
        let text = render(output.format, record)?;
        check_secrets(&text, secrets)?;
        output.write(&text, out)?;
    }
    Ok(())
}

/// Writes a text to a file, which is replaced whole, or to standard output if the path is `-`.
///
/// # Errors
///
/// When it cannot be written.
pub(crate) fn write_text(path: &Path, text: &str, out: &mut dyn Write) -> Result<()> {
    if is_stdout(path) {
        out.write_all(text.as_bytes())?;
        return Ok(out.flush()?);
    }
    replace_file(path, text).with_context(|| format!("{} cannot be written", path.display()))
}

/// Whether a path stands for standard output.
pub(crate) fn is_stdout(path: &Path) -> bool {
    path.as_os_str() == "-"
}
