//! The document and the suite that options and configuration choose.

use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::error::Error;
use crate::source::{DocumentSource, Sources, SuiteSource};

/// The document and the suite: those that are named, else those of the configuration.
///
/// # Errors
///
/// When there is neither; the error says how to name one.
pub fn resolve_sources(
    document: Option<&Path>,
    suite: Option<&Path>,
    config: Option<&Config>,
) -> Result<Sources, Error> {
    let source = |path: Option<PathBuf>| path.map_or(SuiteSource::None, SuiteSource::Folder);
    let named = suite.map(Path::to_owned);
    let of_config = config.and_then(|config| Some((config.document_path()?, config.suite_path())));
    match (document, of_config) {
        // the suite of the configuration belongs to its document
        (Some(path), _) => Ok(Sources {
            document: DocumentSource::File(path.to_owned()),
            suite: source(named),
        }),
        (None, Some((path, suite))) => Ok(Sources {
            document: DocumentSource::File(path),
            suite: source(named.or(suite)),
        }),
        (None, None) => Err(Error::input(
            "no document; give one (`reprise run openapi.yaml --target URL`), or run `reprise init openapi.yaml` to write a reprise.yaml, or try `reprise demo`",
        )),
    }
}
