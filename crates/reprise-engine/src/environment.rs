//! The environment that options refer to, as one value, so that tests can replace it.

use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::source::files;

/// Looks up variables and files.
pub struct Environment<'e> {
    /// Looks up an environment variable.
    pub variable: &'e dyn Fn(&str) -> Option<String>,
    /// Reads a file.
    pub read: &'e dyn Fn(&Path) -> Result<String, Error>,
    /// The working directory, in which the search for `reprise.yaml` begins.
    pub directory: PathBuf,
}

impl Environment<'static> {
    /// The environment of this process.
    pub fn system() -> Environment<'static> {
        Environment {
            variable: &|name| std::env::var(name).ok(),
            read: &files::read_text,
            directory: std::env::current_dir().unwrap_or_default(),
        }
    }
}

impl Environment<'_> {
    /// A variable that is set and not empty.
    pub(crate) fn variable(&self, name: &str) -> Option<String> {
        (self.variable)(name).filter(|text| !text.is_empty())
    }
}
