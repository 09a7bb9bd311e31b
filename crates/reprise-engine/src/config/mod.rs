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

mod rules_schema;
mod schema;
pub mod target;
mod template;
mod value;

use std::path::{Path, PathBuf};

use reprise_core::{YamlError, error_at, parse_yaml};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::environment::Environment;
use crate::error::Error;

use target::TargetConfig;

pub use schema::config_schema;
pub use template::template;
pub(crate) use value::url;
pub use value::{BaseUrl, Mapping, Reference};

/// The name of the file.
pub const FILE_NAME: &str = "reprise.yaml";

/// The configuration of a project. Relative paths begin at the folder of the file.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The OpenAPI document.
    #[serde(default)]
    pub document: Option<PathBuf>,
    /// The folder with errata.yaml, cases/, requirements/ and fixtures/.
    #[serde(default)]
    pub suite: Option<PathBuf>,
    /// The file that lists where the server is known to differ.
    #[serde(default)]
    pub known_failures: Option<PathBuf>,
    /// Servers under test; the first one is the default.
    #[serde(default)]
    #[schemars(with = "Mapping<TargetConfig>")]
    pub targets: Mapping<serde_saphyr::Spanned<TargetConfig>>,
    /// Where the configuration was read from.
    #[serde(skip)]
    pub file: PathBuf,
}

impl Config {
    /// Reads a configuration; `name` is where it comes from.
    ///
    /// # Errors
    ///
    /// When it is not valid; the error says at which line and column.
    pub fn parse(name: &str, text: &str) -> Result<Config, Error> {
        let config: Config = parse_yaml(name, text)?;
        for (target, written) in &config.targets.0 {
            let at = |location, message: String| -> YamlError {
                error_at(name, location, format!("target `{target}`: {message}"))
            };
            written
                .value
                .check(|message| at(written.referenced, message), at)?;
        }
        Ok(Config {
            file: PathBuf::from(name),
            ..config
        })
    }

    /// Reads the configuration of a project: the file that is named, or the nearest `reprise.yaml` upwards from the
    /// working directory. None if no file is named and there is none.
    ///
    /// # Errors
    ///
    /// When it cannot be read or is not valid.
    pub fn find(
        named: Option<&Path>,
        environment: &Environment<'_>,
    ) -> Result<Option<Config>, Error> {
        let path = match named {
            Some(path) => path.to_owned(),
            None => {
                let mut folders = environment.directory.ancestors();
                let found = folders.find_map(|folder| {
                    let path = folder.join(FILE_NAME);
                    path.is_file().then_some(path)
                });
                match found {
                    Some(path) => relative(&path, &environment.directory),
                    None => return Ok(None),
                }
            }
        };
        let text = (environment.read)(&path)?;
        Config::parse(&path.display().to_string(), &text).map(Some)
    }

    /// A path of the configuration, which begins at the folder of its file.
    pub fn path(&self, path: &Path) -> PathBuf {
        self.file.parent().unwrap_or(Path::new("")).join(path)
    }

    /// The document.
    pub fn document(&self) -> Option<PathBuf> {
        self.document.as_deref().map(|path| self.path(path))
    }

    /// The suite.
    pub fn suite(&self) -> Option<PathBuf> {
        self.suite.as_deref().map(|path| self.path(path))
    }

    /// The known failures.
    pub fn known_failures(&self) -> Option<PathBuf> {
        self.known_failures.as_deref().map(|path| self.path(path))
    }
}

/// The path from the working directory, if the file lies below it: shorter in every message.
fn relative(path: &Path, directory: &Path) -> PathBuf {
    path.strip_prefix(directory)
        .map_or_else(|_| path.to_owned(), Path::to_owned)
}
