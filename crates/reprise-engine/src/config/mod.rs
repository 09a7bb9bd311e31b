//! `reprise.yaml`: the document, the suite and the targets of a project.
//!
//! ```
//! let config = reprise_engine::config::Config::parse("reprise.yaml", "
//! document: openapi.yaml
//! targets:
//!   staging:
//!     base_url: https://staging.example.com/v1
//!     credentials: { maintainer: { environment: API_TOKEN } }
//!     params: { orgId: 42 }
//! ")?;
//! assert_eq!(config.targets.keys().collect::<Vec<_>>(), ["staging"]);
//!
//! let error = reprise_engine::config::Config::parse("reprise.yaml", "documnet: openapi.yaml\n").unwrap_err();
//! assert!(error.to_string().starts_with("reprise.yaml:1:1: unknown field `documnet`"));
//! assert!(error.to_string().ends_with("did you mean `document`?"));
//! # Ok::<(), reprise_engine::Error>(())
//! ```

pub mod target;
mod template;
mod value;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use reprise_core::{error_at, parse_yaml};
use schemars::{JsonSchema, schema_for};
use serde::Deserialize;
use serde_json::Value;
use serde_saphyr::Spanned;

use crate::environment::Environment;
use crate::error::Error;

use target::TargetConfig;

pub use template::render_template;
use value::or_empty;
pub use value::{BaseUrl, Form, SecretSource, Url, Variable};

/// The name of the file.
pub const FILE_NAME: &str = "reprise.yaml";

/// The configuration of a project. Relative paths begin at the folder of the file.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The OpenAPI document.
    pub document: Option<PathBuf>,
    /// The folder with errata.yaml, cases/, requirements/ and fixtures/.
    pub suite: Option<PathBuf>,
    /// The file that lists where the server is known to differ.
    pub known_failures: Option<PathBuf>,
    /// Servers under test; the first one is the default.
    #[serde(deserialize_with = "or_empty")]
    #[schemars(with = "Option<BTreeMap<String, TargetConfig>>")]
    pub targets: IndexMap<String, Spanned<TargetConfig>>,
    /// Where the configuration was read from.
    #[serde(skip)]
    pub file: PathBuf,
}

/// The JSON Schema of `reprise.yaml`, with which editors complete and check it.
pub fn config_schema() -> Value {
    schema_for!(Config).to_value()
}

impl Config {
    /// Reads a configuration; `name` is where it comes from.
    ///
    /// # Errors
    ///
    /// When it is not valid; the error says at which line and column.
    pub fn parse(name: &str, text: &str) -> Result<Config, Error> {
        let config: Config = parse_yaml(name, text)?;
        for (
            target,
            Spanned {
                value, referenced, ..
            },
        ) in &config.targets
        {
            value.check().map_err(|message| {
                error_at(name, *referenced, format!("target `{target}`: {message}"))
            })?;
        }
        Ok(Config {
            file: PathBuf::from(name),
            ..config
        })
    }

    /// Reads the configuration of a project: the file that is named, or the nearest `reprise.yaml` upwards from the
    /// working directory. Returns `None` if no file is given and none is found.
    ///
    /// # Errors
    ///
    /// When it cannot be read or is not valid.
    pub fn find(
        named: Option<&Path>,
        environment: &Environment<'_>,
    ) -> Result<Option<Config>, Error> {
        let nearest = || {
            let folders = environment.directory.ancestors();
            let mut files = folders.map(|folder| folder.join(FILE_NAME));
            let file = files.find(|file| file.is_file())?;
            // below the working directory, a path is shorter in every message
            let relative = file.strip_prefix(&environment.directory);
            Some(relative.map_or_else(|_| file.clone(), Path::to_owned))
        };
        let Some(path) = named.map(Path::to_owned).or_else(nearest) else {
            return Ok(None);
        };
        let text = (environment.read)(&path)?;
        Config::parse(&path.display().to_string(), &text).map(Some)
    }

    /// The folder at which relative paths begin.
    pub fn folder(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new(""))
    }

    /// The document.
    pub fn document_path(&self) -> Option<PathBuf> {
        self.document.as_ref().map(|path| self.folder().join(path))
    }

    /// The suite.
    pub fn suite_path(&self) -> Option<PathBuf> {
        self.suite.as_ref().map(|path| self.folder().join(path))
    }

    /// The known failures.
    pub fn known_failures_path(&self) -> Option<PathBuf> {
        let path = self.known_failures.as_ref()?;
        Some(self.folder().join(path))
    }
}
