//! What a report was made from: the report itself, and its document, if that is still the same.

use std::io::Read as _;
use std::path::Path;

use anyhow::{Context, Result, bail};
use openapi_document::Document;
use reprise_engine::limits::{self, DocumentLimits};
use reprise_engine::source::{DocumentSource, Sources, SuiteSource};
use reprise_report::RunRecord;
use reprise_report::record::DocumentInfo;

/// Reads a report that was written as JSON; `-` is standard input.
///
/// # Errors
///
/// When it cannot be read, is not a report, or has a later version of the format.
pub(super) fn read_report(path: &Path) -> Result<RunRecord> {
    if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin()
            .lock()
            .take(limits::MAX_REPORT_BYTES)
            .read_to_string(&mut text)
            .context("standard input cannot be read")?;
        return Ok(RunRecord::parse("standard input", &text)?);
    }
    let text = reprise_engine::source::files::read_within_limit(
        path,
        limits::MAX_REPORT_BYTES,
        "reports have a fixed size limit",
    )?;
    Ok(RunRecord::parse(&path.display().to_string(), &text)?)
}

/// The sources of the document that a report was made from, if they are the built-in ones of the demo.
pub(super) fn find_built_in_sources(replayed: &DocumentInfo) -> Option<Sources> {
    #[cfg(feature = "demo")]
    {
        let sources = super::super::demo::built_in_sources();
        let DocumentSource::Text { name, .. } = &sources.document else {
            return None;
        };
        (*name == replayed.file).then_some(sources)
    }
    #[cfg(not(feature = "demo"))]
    {
        let _ = replayed;
        None
    }
}

/// Where the document of a report is: at `path`, or built in, or where the report says.
///
/// # Errors
///
/// When it cannot be read, or has another digest.
pub(super) fn read_document(
    path: Option<&Path>,
    replayed: &DocumentInfo,
    limits: DocumentLimits,
) -> Result<(Document, DocumentSource)> {
    let is_same = |digest: &str| {
        replayed
            .digest
            .as_deref()
            .is_none_or(|known| known == digest)
    };
    if let (None, Some(sources)) = (path, find_built_in_sources(replayed)) {
        let (document, digest) = sources.document.read_with_digest(limits)?;
        if is_same(&digest) {
            return Ok((document, sources.document));
        }
    }
    let path = path.unwrap_or(Path::new(&replayed.file));
    let source = DocumentSource::File(path.to_owned());
    let (document, digest) = source.read_with_digest(limits)?;
    if !is_same(&digest) {
        bail!(
            "{} is not the document of the report: it or a referenced file has changed",
            path.display()
        );
    }
    Ok((document, source))
}

/// The text of a file of a document: the document itself, a file beside it, or a file of cases.
pub(super) fn read_source_text(
    source: &DocumentSource,
    suite: &SuiteSource,
    file: &str,
    limit: u64,
) -> Result<String> {
    if let DocumentSource::Text { name, text } = source
        && name == file
    {
        return Ok(text.clone());
    }
    if let Some(text) = suite.read_case_file(file)? {
        return Ok(text);
    }
    Ok(reprise_engine::source::files::read_within_limit(
        Path::new(file),
        limit,
        "--max-document allows more",
    )?)
}
