//! The source of the rest of a suite: errata, cases, requirements and fixtures.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use openapi_document::Document;
use rayon::prelude::*;
use reprise_core::{
    Erratum, ParsedCases, Requirement, Suite, parse_cases, parse_errata, parse_requirements,
    parse_yaml,
};
use serde_json::Value;

use super::digest::Digest;
use super::files::{find_yaml_files, read_text};
use crate::error::Error;

/// The fixture of cases that name none.
pub const DEFAULT_FIXTURE: &str = "default";

/// The source of the rest of a suite.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum SuiteSource {
    /// The document's examples are the whole suite.
    #[default]
    None,
    /// A folder with `errata.yaml`, `cases/`, `requirements/` and `fixtures/`, each of which may be absent.
    Folder(PathBuf),
    /// Texts in the program.
    Embedded(EmbeddedSuite),
}

/// A suite in the program. Names are those that reports and messages show.
#[derive(Clone, Debug, PartialEq)]
pub struct EmbeddedSuite {
    /// Errata.
    pub errata: Option<(&'static str, &'static str)>,
    /// Files of cases.
    pub cases: Files,
    /// Files of requirements.
    pub requirements: Files,
    /// Fixtures: the file stem is the name of the fixture.
    pub fixtures: Files,
}

/// Files in the program, each with its name.
pub type Files = Vec<(&'static str, &'static str)>;

/// A text and the name that messages show.
type NamedText = (String, Cow<'static, str>);

impl SuiteSource {
    /// Reads the errata; empty if the suite has none.
    ///
    /// # Errors
    ///
    /// When the folder does not exist, or the file is not valid.
    pub fn read_errata(&self) -> Result<Vec<Erratum>, Error> {
        match self.read_errata_text()? {
            Some((place, text)) => Ok(parse_errata(&place, &text)?),
            None => Ok(Vec::new()),
        }
    }

    /// Builds the suite of a document: from its examples, the case files, and the errata of both.
    ///
    /// # Errors
    ///
    /// When a file cannot be read, is not valid, or does not fit the document.
    pub fn read(&self, document: &mut Document) -> Result<(Suite, Vec<Erratum>), Error> {
        let errata = self.read_errata()?;
        let texts = self.read_cases()?;
        let mut files = Vec::new();
        for parsed in parse_case_files(&texts) {
            files.push(parsed?.attach(document));
        }
        let suite = reprise_core::build_suite(document, &files, &errata)?;
        Ok((suite, errata))
    }

    /// Reads the requirements; empty if the suite has none.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or is not valid.
    pub fn read_requirements(&self) -> Result<Vec<Requirement>, Error> {
        let texts = self.files("requirements", |embedded| &embedded.requirements)?;
        let mut requirements = Vec::new();
        for (name, text) in texts {
            requirements.extend(parse_requirements(&name, &text)?);
        }
        Ok(requirements)
    }

    /// Reads a fixture, as the value that is sent to a state hook: its name if there is no suite that contains it.
    ///
    /// # Errors
    ///
    /// When the suite has no such fixture, or it is not YAML.
    pub fn read_fixture(&self, name: &str) -> Result<Value, Error> {
        if self.is_external(name) {
            return Ok(Value::from(name));
        }
        let (place, text) = self.read_fixture_text(name)?;
        Ok(parse_yaml(&place, &text)?)
    }

    /// Whether the server knows a fixture by its name, since no file of the suite contains it.
    pub fn is_external(&self, name: &str) -> bool {
        match self {
            SuiteSource::None => true,
            _ => name == DEFAULT_FIXTURE && self.read_fixture_text(name).is_err(),
        }
    }

    /// The path of a fixture for messages.
    ///
    /// # Errors
    ///
    /// When there is no such fixture.
    pub fn fixture_path(&self, name: &str) -> Result<String, Error> {
        Ok(self.read_fixture_text(name)?.0)
    }

    /// The text of a file of cases, by the name that places in reports show.
    pub fn read_case_file(&self, file: &str) -> Result<Option<String>, Error> {
        let mut texts = self.read_cases()?.into_iter();
        Ok(texts
            .find(|(name, _)| name == file)
            .map(|(_, text)| text.into_owned()))
    }

    /// The digest of the errata, of the cases, and of those fixtures of these names that can be read.
    ///
    /// # Errors
    ///
    /// When errata or cases cannot be read.
    pub fn digest<'n>(&self, fixtures: impl Iterator<Item = &'n str>) -> Result<String, Error> {
        let mut digest = Digest::default();
        if let Some((_, text)) = self.read_errata_text()? {
            digest.add(&text);
        }
        for (_, text) in self.read_cases()? {
            digest.add(&text);
        }
        let names: BTreeSet<&str> = fixtures.collect();
        for name in names {
            digest.add(name);
            // a fixture that is missing is reported when a case needs it
            if let Ok((_, text)) = self.read_fixture_text(name) {
                digest.add(&text);
            }
        }
        Ok(digest.finish())
    }

    fn read_errata_text(&self) -> Result<Option<NamedText>, Error> {
        match self {
            SuiteSource::None => Ok(None),
            SuiteSource::Embedded(embedded) => Ok(embedded.errata.as_ref().map(to_named_texts)),
            SuiteSource::Folder(folder) => {
                if !folder.is_dir() {
                    return Err(Error::input(format!(
                        "the suite {} is not a folder; give a folder with errata.yaml, cases/ or fixtures/",
                        folder.display()
                    )));
                }
                let path = folder.join("errata.yaml");
                if !path.exists() {
                    return Ok(None);
                }
                named(&path).map(Some)
            }
        }
    }

    fn read_cases(&self) -> Result<Vec<NamedText>, Error> {
        self.files("cases", |embedded| &embedded.cases)
    }

    /// The files of one kind: those in a folder of the suite, or embedded ones.
    fn files(
        &self,
        folder: &str,
        embedded: fn(&EmbeddedSuite) -> &Files,
    ) -> Result<Vec<NamedText>, Error> {
        match self {
            SuiteSource::None => Ok(Vec::new()),
            SuiteSource::Folder(suite) => {
                let paths = find_yaml_files(&suite.join(folder))?;
                paths.iter().map(|path| named(path)).collect()
            }
            SuiteSource::Embedded(suite) => {
                Ok(embedded(suite).iter().map(to_named_texts).collect())
            }
        }
    }

    fn read_fixture_text(&self, name: &str) -> Result<NamedText, Error> {
        match self {
            SuiteSource::Folder(folder) => {
                named(&folder.join("fixtures").join(format!("{name}.yaml")))
            }
            SuiteSource::Embedded(embedded) => {
                let file = format!("/{name}.yaml");
                let mut fixtures = embedded.fixtures.iter();
                let fixture = fixtures.find(|(place, _)| place.ends_with(&file));
                fixture.map(to_named_texts).ok_or_else(|| {
                    Error::input(format!("the built-in suite has no fixture `{name}`"))
                })
            }
            SuiteSource::None => Err(Error::input(format!(
                "no suite contains the fixture `{name}`; give its folder with --suite, or `suite:` in reprise.yaml"
            ))),
        }
    }
}

fn to_named_texts(&(name, text): &(&'static str, &'static str)) -> NamedText {
    (name.to_owned(), Cow::Borrowed(text))
}

fn named(path: &Path) -> Result<NamedText, Error> {
    Ok((path.display().to_string(), read_text(path)?.into()))
}

/// Parses files of cases, several at once: YAML takes most of the time that a run needs before its first request.
fn parse_case_files(texts: &[NamedText]) -> Vec<Result<ParsedCases, Error>> {
    let parse = |(name, text): &NamedText| Ok(parse_cases(name, text)?);
    texts.par_iter().map(parse).collect()
}
