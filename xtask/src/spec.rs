//! `cargo xtask spec`: generates `spec/` from the model types and the documented examples.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use jobs_api::SpecFile;
use jobs_api::examples::Examples;
use openapi_diff::diff_schema;
use openapi_document::downgrade::downgrade;
use reprise_core::{cases_schema, requirements_schema};
use reprise_report::record::report_schema;

use crate::baseline;
use crate::files::{self, GeneratedFolder};
use crate::task::{Mode, Outcome};

/// The folder of the documented examples, below the root.
const EXAMPLES: &str = "conformance/examples";
/// The folder of the generated files, below the root.
const SPEC: &str = "spec";

/// Regenerates `spec/` below `root`, or prints what that would change.
///
/// # Errors
///
/// When an example cannot be read or does not fit its operation, or when a file cannot be read or written.
pub fn run(root: &Path, mode: Mode, out: &mut dyn Write) -> Result<Outcome> {
    files::sync(root, &generate_folder(root)?, mode, out)
}

fn generate_folder(root: &Path) -> Result<GeneratedFolder> {
    Ok(GeneratedFolder {
        folder: SPEC,
        files: generate(&root.join(EXAMPLES))?,
        task: "cargo xtask spec",
    })
}

/// Does the same, and then compares the document with its baseline at a reference, if there is one.
///
/// # Errors
///
/// As [`run`], and when there is no baseline.
pub fn run_against(
    root: &Path,
    mode: Mode,
    against: Option<&str>,
    out: &mut dyn Write,
) -> Result<Outcome> {
    let generated = generate_folder(root)?;
    let outcome = files::sync(root, &generated, mode, out)?;
    let Some(reference) = against else {
        return Ok(outcome);
    };
    writeln!(out)?;
    match baseline::check(root, reference, find_document(&generated)?, out)? {
        Outcome::Fresh => Ok(outcome),
        worse => Ok(worse),
    }
}

/// The generated document, as JSON.
///
/// # Errors
///
/// As [`generate`].
pub fn document(root: &Path) -> Result<String> {
    Ok(find_document(&generate_folder(root)?)?.to_owned())
}

fn find_document(generated: &GeneratedFolder) -> Result<&str> {
    let mut files = generated.files.iter();
    let document = files.find(|file| format!("{SPEC}/{}", file.path) == baseline::DOCUMENT);
    document
        .map(|file| file.text.as_str())
        .with_context(|| format!("{} is not generated", baseline::DOCUMENT))
}

/// The files of `spec/`, generated with the examples below `folder`.
///
/// # Errors
///
/// When an example cannot be read or does not fit its operation.
pub fn generate(folder: &Path) -> Result<Vec<SpecFile>> {
    let texts = files::read_folder(folder).with_context(|| {
        format!(
            "the documented examples in {} cannot be read",
            folder.display()
        )
    })?;
    let examples = Examples::parse(
        texts
            .iter()
            .filter(|(path, _)| path.ends_with(".yaml"))
            .map(|(path, text)| (path.as_str(), text.as_str())),
    )
    .with_context(|| format!("in {}", folder.display()))?;
    let mut generated = jobs_api::spec(&examples)?;
    let document = generated
        .iter()
        .find(|file| file.path == "openapi.json")
        .context("openapi.json is not generated")?;
    generated.push(convert_to_3_0(&document.text)?);
    generated.push(SpecFile::schema(
        "Fixture",
        jobs_fixtures::fixture_schema(),
    )?);
    generated.push(SpecFile::schema(
        "Config",
        reprise_engine::config::config_schema(),
    )?);
    generated.push(SpecFile::schema("Diff", diff_schema())?);
    generated.push(SpecFile::schema("Report", report_schema())?);
    generated.push(SpecFile::schema("Cases", cases_schema())?);
    generated.push(SpecFile::schema("Requirements", requirements_schema())?);
    Ok(generated)
}

/// The document for tools that do not support OpenAPI 3.1.
fn convert_to_3_0(document: &str) -> Result<SpecFile> {
    let document =
        serde_json::from_str(document).context("the generated document cannot be parsed")?;
    let mut text = serde_json::to_string_pretty(&downgrade(&document).document)?;
    text.push('\n');
    Ok(SpecFile {
        path: "openapi-3.0.json".to_owned(),
        text,
    })
}
