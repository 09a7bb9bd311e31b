//! Reads what a run needs from disk, or takes what is built in.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, anyhow, bail};
use openapi_document::{Document, DocumentError, Limit};
use reprise_core::{
    Erratum, ParsedCases, Requirement, Suite, parse_cases, parse_errata, parse_requirements,
    parse_yaml,
};
use serde_json::Value;

use crate::digest::Digest;
use crate::embedded;
use crate::limits::{self, DocumentLimits};
use crate::report::{Record, Replayed};

/// How many threads read files of cases at most.
const READERS: usize = 16;

/// Reads a document, and the files beside it that it refers to; within limits.
pub(crate) fn document(path: Option<&Path>, limits: DocumentLimits) -> Result<Document> {
    Ok(document_and_digest(path, limits)?.0)
}

/// The same, with the digest of all that was read.
pub(crate) fn document_and_digest(
    path: Option<&Path>,
    limits: DocumentLimits,
) -> Result<(Document, String)> {
    let mut digest = Digest::default();
    let Some(path) = path else {
        digest.add(embedded::DOCUMENT.1);
        let document = Document::parse(embedded::DOCUMENT.0, embedded::DOCUMENT.1)?;
        return Ok((document, digest.done()));
    };
    let folder = path.parent().unwrap_or(Path::new(""));
    let text = within(path, limits.bytes(), "--max-document allows more")?;
    digest.add(&text);
    let mut beside = |file: &str| {
        let path = folder.join(file);
        let text = within(&path, limits.bytes(), "--max-document allows more")
            .map_err(|error| format!("{error:#}"))?;
        digest.add(file);
        digest.add(&text);
        Ok(text)
    };
    let name = path.display().to_string();
    let document =
        Document::parse_within(&name, text, limits.of_text(), &mut beside).map_err(|error| {
            match flag(&error) {
                Some(flag) => anyhow!("{error}: {flag}"),
                None => error.into(),
            }
        })?;
    Ok((document, digest.done()))
}

/// The flag that allows more of what a document asks for.
fn flag(error: &DocumentError) -> Option<&'static str> {
    match error {
        DocumentError::Limit { limit, .. } => Some(match limit {
            Limit::Depth(_) => "--max-depth",
            Limit::Aliased(_) => "--max-aliased",
        }),
        _ => None,
    }
}

/// Reads the document that a report was made from, if it is still the same.
///
/// `path` is where it lies by now; without one it is looked for where the report says.
///
/// # Errors
///
/// When it cannot be read, or has another digest.
pub(crate) fn replayed_document(
    path: Option<&Path>,
    replayed: &Replayed,
    limits: DocumentLimits,
) -> Result<Document> {
    let told = Path::new(&replayed.file);
    let is_same = |digest: &str| replayed.digest.as_deref().is_none_or(|told| told == digest);
    if path.is_none() && replayed.file == embedded::DOCUMENT.0 {
        let (document, digest) = document_and_digest(None, limits)?;
        if is_same(&digest) {
            return Ok(document);
        }
    }
    let path = path.unwrap_or(told);
    let (document, digest) = document_and_digest(Some(path), limits)?;
    if !is_same(&digest) {
        bail!(
            "{} is not the document that was replayed; it, or a file beside it, has changed since",
            path.display()
        );
    }
    Ok(document)
}

/// The text of a file of a document: of itself, of one beside it, or of a file of cases.
pub(crate) fn source(document: &Document, file: &str, limit: u64) -> Result<String> {
    if document.name() == embedded::DOCUMENT.0 {
        if file == embedded::DOCUMENT.0 {
            return Ok(embedded::DOCUMENT.1.to_owned());
        }
        let mut cases = texts(None, None, Part::Cases)?.into_iter();
        if let Some((_, text)) = cases.find(|(name, _)| name == file) {
            return Ok(text.into_owned());
        }
    }
    within(Path::new(file), limit, "--max-document allows more")
}

/// Reads the errata. The built-in ones belong to the built-in document; a suite may have none.
pub(crate) fn errata(suite: Option<&Path>, document: Option<&Path>) -> Result<Vec<Erratum>> {
    match errata_text(suite, document)? {
        Some((place, text)) => Ok(parse_errata(&place, &text)?),
        None => Ok(Vec::new()),
    }
}

fn errata_text(suite: Option<&Path>, document: Option<&Path>) -> Result<Option<(String, String)>> {
    match (suite, document) {
        (Some(suite), _) => {
            let path = suite.join("errata.yaml");
            if !suite.is_dir() {
                return Err(anyhow!(
                    "{} is no folder; name one with errata.yaml and fixtures/",
                    suite.display()
                ));
            }
            if !path.exists() {
                return Ok(None);
            }
            Ok(Some((path.display().to_string(), text(&path)?)))
        }
        (None, None) => Ok(Some((
            embedded::ERRATA.0.to_owned(),
            embedded::ERRATA.1.to_owned(),
        ))),
        (None, Some(_)) => Ok(None),
    }
}

/// The digest of the errata, of the cases, and of those fixtures of these names that can be read.
pub(crate) fn suite_digest<'n>(
    suite: Option<&Path>,
    document: Option<&Path>,
    fixtures: impl Iterator<Item = &'n str>,
) -> Result<String> {
    let mut digest = Digest::default();
    if let Some((_, text)) = errata_text(suite, document)? {
        digest.add(&text);
    }
    for (_, text) in texts(suite, document, Part::Cases)? {
        digest.add(&text);
    }
    let names: BTreeSet<&str> = fixtures.collect();
    for name in names {
        digest.add(name);
        // one that is not there is told when a case needs it
        if let Ok((_, text)) = fixture_text(suite, document, name) {
            digest.add(&text);
        }
    }
    Ok(digest.done())
}

/// Reads the suite of a document: its examples, the cases that lie beside them, and the errata of both.
pub(crate) fn suite(
    document: &mut Document,
    suite: Option<&Path>,
    path: Option<&Path>,
) -> Result<(Suite, Vec<Erratum>)> {
    let errata = errata(suite, path)?;
    let texts = texts(suite, path, Part::Cases)?;
    let mut files = Vec::new();
    for parsed in parsed_cases(&texts) {
        files.push(parsed?.attach(document));
    }
    let suite = reprise_core::suite(document, &files, &errata)?;
    Ok((suite, errata))
}

/// Parses files of cases, several at once: YAML takes most of the time that a run needs before it asks anything.
fn parsed_cases(texts: &[(String, Cow<'static, str>)]) -> Vec<Result<ParsedCases>> {
    let each = texts.len().div_ceil(READERS).max(1);
    let parse = |(name, text): &(String, Cow<'static, str>)| Ok(parse_cases(name, text)?);
    thread::scope(|scope| {
        let readers: Vec<_> = texts
            .chunks(each)
            .map(|texts| scope.spawn(move || texts.iter().map(parse).collect::<Vec<_>>()))
            .collect();
        let read = readers.into_iter().map(|reader| {
            let broken = |_| vec![Err(anyhow!("a reader of the files of cases has panicked"))];
            reader.join().unwrap_or_else(broken)
        });
        read.flatten().collect()
    })
}

/// Reads what is promised, where somebody has written it down.
pub(crate) fn requirements(suite: Option<&Path>, path: Option<&Path>) -> Result<Vec<Requirement>> {
    let mut requirements = Vec::new();
    for (name, text) in texts(suite, path, Part::Requirements)? {
        requirements.extend(parse_requirements(&name, &text)?);
    }
    Ok(requirements)
}

/// A part of a suite that is a folder of files.
#[derive(Clone, Copy)]
enum Part {
    Cases,
    Requirements,
}

/// The files of a part of a suite, with the names shown to people. The built-in ones belong to the built-in document;
/// a suite may have none.
fn texts(
    suite: Option<&Path>,
    document: Option<&Path>,
    part: Part,
) -> Result<Vec<(String, Cow<'static, str>)>> {
    let (folder, built_in) = match part {
        Part::Cases => ("cases", embedded::CASES),
        Part::Requirements => ("requirements", embedded::REQUIREMENTS),
    };
    match (suite, document) {
        (Some(suite), _) => in_folder(&suite.join(folder)),
        (None, None) => Ok(built_in
            .iter()
            .map(|(name, text)| {
                let name = format!("conformance/{folder}/{name}.yaml");
                (name, Cow::Borrowed(*text))
            })
            .collect()),
        (None, Some(_)) => Ok(Vec::new()),
    }
}

/// The YAML files of a folder, by name; none where there is no such folder.
fn in_folder(folder: &Path) -> Result<Vec<(String, Cow<'static, str>)>> {
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
        .map(|path| Ok((path.display().to_string(), Cow::Owned(text(&path)?))))
        .collect()
}

/// Reads a fixture, as a value to be sent to a state hook.
pub(crate) fn fixture(suite: Option<&Path>, document: Option<&Path>, name: &str) -> Result<Value> {
    let (place, text) = fixture_text(suite, document, name)?;
    Ok(parse_yaml(&place, &text)?)
}

fn fixture_text(
    suite: Option<&Path>,
    document: Option<&Path>,
    name: &str,
) -> Result<(String, String)> {
    match (suite, document) {
        (Some(suite), _) => {
            let path = suite.join("fixtures").join(format!("{name}.yaml"));
            Ok((path.display().to_string(), text(&path)?))
        }
        (None, None) => {
            let text = embedded::fixture(name).ok_or_else(|| {
                anyhow!("there is no built-in fixture `{name}`; name a suite with --suite")
            })?;
            Ok((format!("conformance/fixtures/{name}.yaml"), text.to_owned()))
        }
        (None, Some(_)) => Err(anyhow!(
            "the document asks for the fixture `{name}`; name the folder of its suite with --suite"
        )),
    }
}

/// Reads a report that was written as JSON.
///
/// # Errors
///
/// When it cannot be read, is no report, or one of a format of later.
pub(crate) fn report(path: &Path) -> Result<Record> {
    if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin()
            .lock()
            .take(limits::REPORT)
            .read_to_string(&mut text)
            .context("standard input cannot be read")?;
        return Record::parse("standard input", &text);
    }
    let text = within(path, limits::REPORT, "no report is as large")?;
    Record::parse(&path.display().to_string(), &text)
}

/// Reads a file that a person writes.
pub(crate) fn text(path: &Path) -> Result<String> {
    within(path, limits::FILE, "no such file is as large")
}

/// Reads the known failures of a target; a file that is not there yet holds none where `may_lack`.
pub(crate) fn known_failures(path: &Path, may_lack: bool) -> Result<String> {
    if may_lack && !path.exists() {
        return Ok(String::new());
    }
    text(path)
}

/// Reads a file that may have `limit` bytes. It may also be no file but something that never ends.
fn within(path: &Path, limit: u64, advice: &str) -> Result<String> {
    let cannot = || format!("{} cannot be read", path.display());
    let file = File::open(path).with_context(cannot)?;
    // room for all of it at once: growing would take twice as much
    let size = file.metadata().with_context(cannot)?.len().min(limit);
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
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
