//! `cargo xtask client`: generates the operations of the typed client from the document.
//!
//! There is a generated file for each operation; the code that all operations share is written by hand, in
//! `crates/jobs-client/src/`. If the document has a construct that the client does not support, the task fails with its
//! place.

mod contract;
mod layout;
mod render;
mod samples;
mod source_place;
mod types;

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use jobs_api::SpecFile;
use openapi_document::Document;

use crate::files::{self, GeneratedFolder};
use crate::task::{Mode, Outcome};
use source_place::source_place;

/// The path of the document, below the root.
const DOCUMENT: &str = "spec/openapi.json";
/// The folder of the client's operations, below the root.
const OPERATIONS: &str = "crates/jobs-client/src/operations";
/// The folder of the document's samples, where tests compile and run them.
const SAMPLES: &str = "crates/jobs-client/tests/it/samples";

/// Regenerates the client below `root`, or prints what that would change.
///
/// # Errors
///
/// When the document cannot be read, or has a construct that the client does not support.
pub fn run(root: &Path, mode: Mode, out: &mut dyn Write) -> Result<Outcome> {
    let text = fs::read_to_string(root.join(DOCUMENT))
        .with_context(|| format!("{DOCUMENT} cannot be read; run `cargo xtask spec`"))?;
    let document = Document::parse(DOCUMENT, &text)?;
    let mut outcome = Outcome::Fresh;
    for (folder, files) in [
        (OPERATIONS, operations(&document)?),
        (SAMPLES, samples(&document)?),
    ] {
        let generated = GeneratedFolder {
            folder,
            files,
            task: "cargo xtask client",
        };
        match files::sync(root, &generated, mode, out)? {
            Outcome::Fresh => {}
            other => outcome = other,
        }
    }
    Ok(outcome)
}

/// The modules of the client's operations.
///
/// # Errors
///
/// When the document has a defect or an unsupported construct; the message contains the first place.
pub fn operations(document: &Document) -> Result<Vec<SpecFile>> {
    if let Some(defect) = document.defects().first() {
        bail!(
            "{}: {}",
            source_place(document, &defect.pointer),
            defect.message
        );
    }
    let operations = contract::operations(document)?;
    let mut files = vec![SpecFile {
        path: "mod.rs".to_owned(),
        text: render::render_module(&operations),
    }];
    files.extend(operations.iter().map(|operation| SpecFile {
        path: format!("{}.rs", operation.name),
        text: render::render_operation(operation),
    }));
    Ok(files)
}

/// The samples of the document for this client, as one function each.
///
/// # Errors
///
/// As [`operations`].
pub fn samples(document: &Document) -> Result<Vec<SpecFile>> {
    Ok(samples::render_samples(&contract::operations(document)?))
}
