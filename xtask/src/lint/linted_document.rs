//! The documents that are checked.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use jsonptr::Pointer;
use openapi_document::{Document, Position};
use reprise_core::{Erratum, parse_errata};

use super::finding::FindingPlace;

/// A document to be checked.
pub(super) struct LintedDocument {
    /// Its path.
    pub(super) path: PathBuf,
    /// The parsed document; its name is the path below the root, or the whole path.
    pub(super) document: Document,
    /// The errata of its examples.
    pub(super) errata: Vec<Erratum>,
}

/// Reads documents with the errata of the repository.
pub(super) fn read(root: &Path, paths: &[PathBuf], errata: &Path) -> Result<Vec<LintedDocument>> {
    let mut subjects = read_without_errata(root, paths)?;
    if errata.exists() {
        let text = fs::read_to_string(errata)
            .with_context(|| format!("{} cannot be read", errata.display()))?;
        let errata = parse_errata(&display_path(root, errata), &text)?;
        for subject in &mut subjects {
            subject.errata.clone_from(&errata);
        }
    }
    Ok(subjects)
}

/// Reads documents without errata.
pub(super) fn read_without_errata(root: &Path, paths: &[PathBuf]) -> Result<Vec<LintedDocument>> {
    paths.iter().map(|path| read_one(root, path)).collect()
}

fn read_one(root: &Path, path: &Path) -> Result<LintedDocument> {
    let path = std::path::absolute(path)
        .with_context(|| format!("{} is not a path of a file", path.display()))?;
    let text =
        fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let folder = path.parent().unwrap_or(root);
    let mut beside =
        |file: &str| fs::read_to_string(folder.join(file)).map_err(|error| error.to_string());
    let document = Document::parse_with(&display_path(root, &path), &text, &mut beside)?;
    Ok(LintedDocument {
        path,
        document,
        errata: Vec::new(),
    })
}

/// A path for messages: below the root if it is there.
pub(super) fn display_path(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    path.display().to_string()
}

impl LintedDocument {
    /// The place of a value, or of its key.
    pub(super) fn find_place(&self, pointer: &str, at: PropertyPart) -> FindingPlace {
        let parsed = Pointer::parse(pointer).ok();
        let position = parsed.and_then(|pointer| {
            let find = |pointer: &Pointer| match at {
                PropertyPart::Value => self.document.position(pointer),
                PropertyPart::Key => self
                    .document
                    .key_position(pointer)
                    .or_else(|| self.document.position(pointer)),
            };
            // a missing property gets the place of its parent
            find(pointer).or_else(|| find(pointer.parent()?))
        });
        FindingPlace {
            file: self.document.name().to_owned(),
            position: position.map(|Position { line, column, .. }| (line, column)),
            pointer: Some(pointer.to_owned()),
        }
    }
}

/// A part of a property.
#[derive(Clone, Copy)]
pub(super) enum PropertyPart {
    Value,
    Key,
}
