//! Which document and suite a command reads.

use std::path::PathBuf;

use anyhow::Result;
use openapi_document::Document;
use reprise_core::{Erratum, Suite};
use reprise_engine::config::Config;
use reprise_engine::source::Sources;
use reprise_engine::{Environment, settings};

use super::LimitArgs;

// A comment for documentation on this type would be shown as that of every command that reads a document.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct SourceArgs {
    /// OpenAPI document, JSON or YAML [default: the one in reprise.yaml]
    pub(crate) document: Option<PathBuf>,

    /// Folder with errata.yaml, cases/, requirements/ and fixtures/
    #[arg(long, value_name = "DIR")]
    pub(crate) suite: Option<PathBuf>,

    /// Configuration [default: the nearest reprise.yaml, upwards from the working directory]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

/// A document with its suite.
pub(crate) struct DocumentAndSuite {
    pub(crate) document: Document,
    pub(crate) suite: Suite,
    pub(crate) errata: Vec<Erratum>,
}

impl SourceArgs {
    /// Where document and suite come from.
    pub(crate) fn resolve_sources(&self) -> Result<Sources> {
        // a document that is named needs no configuration, so a broken one does not matter
        let config = if self.document.is_some() && self.config.is_none() {
            None
        } else {
            Config::find(self.config.as_deref(), &Environment::system())?
        };
        Ok(settings::resolve_sources(
            self.document.as_deref(),
            self.suite.as_deref(),
            config.as_ref(),
        )?)
    }

    /// Reads the document and its suite.
    pub(crate) fn read(&self) -> Result<DocumentAndSuite> {
        let sources = self.resolve_sources()?;
        let mut document = sources.document.read(self.limits.into())?;
        let (suite, errata) = sources.suite.read(&mut document)?;
        Ok(DocumentAndSuite {
            document,
            suite,
            errata,
        })
    }
}
