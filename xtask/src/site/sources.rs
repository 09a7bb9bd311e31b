//! Reads the sources of the site.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use reprise_core::{Erratum, Requirement, Suite};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::target::Target;
use crate::coverage::{read_requirements, read_suite};
use crate::files::read_folder;

/// The folder of the kept reports, below the root.
pub const REPORTS: &str = "conformance/reports";

/// The sources of the site.
#[derive(Clone, Debug)]
pub struct Sources {
    /// The document.
    pub document: Value,
    /// The digest of its text, as in reports.
    pub digest: String,
    /// The suite.
    pub suite: Suite,
    /// The errata.
    pub errata: Vec<Erratum>,
    /// The requirements.
    pub requirements: Vec<Requirement>,
    /// The targets with a kept report, by name.
    pub targets: Vec<Target>,
    /// The changelog of the document, as Markdown.
    pub changelog: String,
    /// The faults and the cases that catch them, as Markdown.
    pub faults: String,
    /// The pages of the guide by name, as Markdown.
    pub guide: BTreeMap<String, String>,
    /// The files of `spec/`, by path.
    pub spec: BTreeMap<String, String>,
}

impl Sources {
    /// Reads the sources below `root`.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or is not valid.
    pub fn read(root: &Path) -> Result<Sources> {
        let read = |path: &str| {
            fs::read_to_string(root.join(path)).with_context(|| format!("{path} cannot be read"))
        };
        let text = read("spec/openapi.json")?;
        let (suite, errata) = read_suite(root)?;
        let mut targets = Vec::new();
        for (path, text) in read_folder(&root.join(REPORTS))? {
            if let Some(name) = path.strip_suffix(".json") {
                targets.push(Target::parse(name, &text)?);
            }
        }
        Ok(Sources {
            document: serde_json::from_str(&text).context("spec/openapi.json is not JSON")?,
            digest: digest(&text),
            suite,
            errata,
            requirements: read_requirements(root)?,
            targets,
            changelog: read("crates/jobs-api/CHANGELOG.md")?,
            faults: read("conformance/FAULTS.md")?,
            guide: guide(root)?,
            spec: read_folder(&root.join("spec"))?,
        })
    }
}

/// The pages of the guide.
fn guide(root: &Path) -> Result<BTreeMap<String, String>> {
    let mut pages = BTreeMap::new();
    for entry in fs::read_dir(root.join("docs")).context("docs/ cannot be read")? {
        let path = entry.context("docs/ cannot be read")?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        if path.extension().is_some_and(|extension| extension == "md") {
            let text = fs::read_to_string(&path)
                .with_context(|| format!("{} cannot be read", path.display()))?;
            pages.insert(name.into_owned(), text);
        }
    }
    Ok(pages)
}

/// The digest of a document in reports: over the length of its text and the text. It has no referenced files.
fn digest(text: &str) -> String {
    let mut digest = Sha256::new();
    digest.update((text.len() as u64).to_be_bytes());
    digest.update(text);
    let mut digits = String::from("sha256:");
    for byte in digest.finalize() {
        // writing to a string cannot fail
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::digest;

    #[test]
    fn the_digest_covers_the_length_and_the_text() {
        assert_eq!(
            digest("ab"),
            "sha256:9caccc24b5d7e06c21c0277b6530d66664273e11f326515c58eaa3691afccfff"
        );
    }
}
