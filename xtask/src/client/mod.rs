//! `cargo xtask client`: the document in, the typed client out.
//!
//! What is particular to an operation is generated, a file each; what all share is written by hand, in
//! `crates/jobs-client/src/`. A construct of the document that the client has no words for is an error with its place:
//! nothing is left out in silence.

mod contract;
mod layout;
mod place;
mod samples;
mod types;
mod write;

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use jobs_api::SpecFile;
use openapi_document::Document;

use crate::files::{self, Generated};
use crate::task::{Mode, Outcome};
use place::place;

/// The document, below the root.
const DOCUMENT: &str = "spec/openapi.json";
/// Where the operations of the client lie, below the root.
const OPERATIONS: &str = "crates/jobs-client/src/operations";
/// Where the samples of the document lie, to be compiled and run.
const SAMPLES: &str = "crates/jobs-client/tests/it/samples";

/// Regenerates the client below `root`, or tells what regenerating would change.
///
/// # Errors
///
/// When the document cannot be read, or says what the client has no words for.
pub fn run(root: &Path, mode: Mode, out: &mut dyn Write) -> Result<Outcome> {
    let text = fs::read_to_string(root.join(DOCUMENT))
        .with_context(|| format!("{DOCUMENT} cannot be read; run `cargo xtask spec`"))?;
    let document = Document::parse(DOCUMENT, &text)?;
    let mut outcome = Outcome::Fresh;
    for (folder, files) in [
        (OPERATIONS, operations(&document)?),
        (SAMPLES, samples(&document)?),
    ] {
        let generated = Generated {
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
/// When the document has a defect, or says what the client has no words for: the first such place is named.
pub fn operations(document: &Document) -> Result<Vec<SpecFile>> {
    if let Some(defect) = document.defects().first() {
        bail!("{}: {}", place(document, &defect.pointer), defect.message);
    }
    let operations = contract::operations(document)?;
    let mut files = vec![SpecFile {
        path: "mod.rs".to_owned(),
        text: write::module(&operations),
    }];
    files.extend(operations.iter().map(|operation| SpecFile {
        path: format!("{}.rs", operation.name),
        text: write::operation(operation),
    }));
    Ok(files)
}

/// The samples of the document that are for this client, a function each.
///
/// # Errors
///
/// As [`operations`].
pub fn samples(document: &Document) -> Result<Vec<SpecFile>> {
    Ok(samples::write(&contract::operations(document)?))
}
