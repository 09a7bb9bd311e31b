//! Reads what a run needs from disk, or takes what is built in.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use openapi_document::Document;
use reprise_core::{Erratum, Suite, parse_errata, parse_yaml, read_cases};
use serde_json::Value;

use crate::embedded;
use crate::limits;

/// Reads a document, and the files beside it that it refers to; each may be as large as `limit`, in bytes.
pub(crate) fn document(path: Option<&Path>, limit: u64) -> Result<Document> {
    let Some(path) = path else {
        return Ok(Document::parse(embedded::DOCUMENT.0, embedded::DOCUMENT.1)?);
    };
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut beside = |file: &str| {
        let path = folder.join(file);
        within(&path, limit, "--max-document allows more").map_err(|error| format!("{error:#}"))
    };
    Ok(Document::parse_with(
        &path.display().to_string(),
        &within(path, limit, "--max-document allows more")?,
        &mut beside,
    )?)
}

/// Reads the errata. The built-in ones belong to the built-in document; a suite may have none.
pub(crate) fn errata(suite: Option<&Path>, document: Option<&Path>) -> Result<Vec<Erratum>> {
    match (suite, document) {
        (Some(suite), _) => {
            let path = suite.join("errata.yaml");
            if !suite.is_dir() {
                return Err(anyhow!(
                    "{} is no folder; name one with errata.yaml and worlds/",
                    suite.display()
                ));
            }
            if !path.exists() {
                return Ok(Vec::new());
            }
            Ok(parse_errata(&path.display().to_string(), &text(&path)?)?)
        }
        (None, None) => Ok(parse_errata(embedded::ERRATA.0, embedded::ERRATA.1)?),
        (None, Some(_)) => Ok(Vec::new()),
    }
}

/// Reads the suite of a document: its examples, the cases that lie beside them, and the errata of both.
pub(crate) fn suite(
    document: &mut Document,
    suite: Option<&Path>,
    path: Option<&Path>,
) -> Result<(Suite, Vec<Erratum>)> {
    let errata = errata(suite, path)?;
    let mut files = Vec::new();
    match (suite, path) {
        (Some(suite), _) => {
            for (name, text) in texts(&suite.join("cases"))? {
                files.push(read_cases(document, &name, &text)?);
            }
        }
        (None, None) => {
            for (name, text) in embedded::cases() {
                files.push(read_cases(document, &name, text)?);
            }
        }
        (None, Some(_)) => {}
    }
    let suite = reprise_core::suite(document, &files, &errata)?;
    Ok((suite, errata))
}

/// The YAML files of a folder, by name; none where there is no such folder.
fn texts(folder: &Path) -> Result<Vec<(String, String)>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let cannot = || format!("{} cannot be read", folder.display());
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
        .with_context(cannot)?;
    paths.retain(|path| path.extension().is_some_and(|known| known == "yaml"));
    paths.sort();
    paths
        .into_iter()
        .map(|path| Ok((path.display().to_string(), text(&path)?)))
        .collect()
}

/// Reads a world, as a value to be sent to a state hook.
pub(crate) fn world(suite: Option<&Path>, document: Option<&Path>, name: &str) -> Result<Value> {
    let (place, text) = match (suite, document) {
        (Some(suite), _) => {
            let path = suite.join("worlds").join(format!("{name}.yaml"));
            (path.display().to_string(), text(&path)?)
        }
        (None, None) => {
            let text = embedded::world(name).ok_or_else(|| {
                anyhow!("there is no built-in world `{name}`; name a suite with --suite")
            })?;
            (format!("conformance/worlds/{name}.yaml"), text.to_owned())
        }
        (None, Some(_)) => {
            return Err(anyhow!(
                "the document asks for the world `{name}`; name the folder of its suite with --suite"
            ));
        }
    };
    Ok(parse_yaml(&place, &text)?)
}

/// Reads a file that a person writes.
pub(crate) fn text(path: &Path) -> Result<String> {
    within(path, limits::FILE, "no such file is as large")
}

/// Reads the deviations of a target; a file that is not there yet holds none where `may_lack`.
pub(crate) fn deviations(path: &Path, may_lack: bool) -> Result<String> {
    if may_lack && !path.exists() {
        return Ok(String::new());
    }
    text(path)
}

/// Reads a file that may have `limit` bytes. It may also be no file but something that never ends.
fn within(path: &Path, limit: u64, advice: &str) -> Result<String> {
    let cannot = || format!("{} cannot be read", path.display());
    let mut bytes = Vec::new();
    let file = File::open(path).with_context(cannot)?;
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .with_context(cannot)?;
    if bytes.len() as u64 > limit {
        bail!(
            "{} is larger than {} MiB; {advice}",
            path.display(),
            limit >> 20
        );
    }
    String::from_utf8(bytes).map_err(|_| anyhow!("{} is not UTF-8 text", path.display()))
}
