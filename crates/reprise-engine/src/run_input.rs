//! Reads and prepares the input of a run before it sends anything.

use openapi_document::Document;
use reprise_core::{Discovery, Plan, Schemas, Suite, plan, select_shard};
use reprise_report::record::Digests;

use crate::check_options::{check_names, check_only};
use crate::error::Error;
use crate::settings::{Settings, TargetSettings};

/// A document and everything that is made of it before anything is sent.
pub struct RunInput {
    /// The document.
    pub document: Document,
    /// Its cases.
    pub suite: Suite,
    /// Its validators.
    pub schemas: Schemas,
    /// The digest of the document and of the files beside it.
    document_digest: String,
}

impl RunInput {
    /// Reads the document and the suite of the settings.
    ///
    /// # Errors
    ///
    /// When something cannot be read, is not valid, or does not fit the document.
    pub fn read(settings: &Settings) -> Result<RunInput, Error> {
        let source = &settings.sources;
        let (mut document, digest) = source.document.read_with_digest(settings.limits.document)?;
        let (suite, _) = source.suite.read(&mut document)?;
        check_only(&settings.only, &suite)?;
        check_names(&settings.target, &document, &suite)?;
        let schemas = Schemas::compile(&document, &suite)?;
        Ok(RunInput {
            document,
            suite,
            schemas,
            document_digest: digest,
        })
    }

    /// The same with the requirements of the suite, which only a report needs.
    ///
    /// # Errors
    ///
    /// When they cannot be read or are not valid.
    pub fn with_requirements(mut self, settings: &Settings) -> Result<RunInput, Error> {
        self.suite.requirements = settings.sources.suite.read_requirements()?;
        Ok(self)
    }

    /// The digests of everything that a run reads, which only a report needs.
    ///
    /// # Errors
    ///
    /// When errata or cases cannot be read.
    pub fn digests(&self, settings: &Settings) -> Result<Digests, Error> {
        let cases = self.suite.cases.iter();
        let fixtures = cases.filter_map(|case| case.fixture.as_deref());
        Ok(Digests {
            document: self.document_digest.clone(),
            suite: settings.sources.suite.digest(fixtures)?,
        })
    }

    /// The rules that find things on the target, resolved against the document.
    ///
    /// # Errors
    ///
    /// When a rule does not fit the document.
    pub fn discovery(&self, settings: &Settings) -> Result<Discovery, Error> {
        match &settings.target {
            TargetSettings::Url { rules, .. } => {
                Discovery::new(&self.document, &self.suite, &rules.file, &rules.rules)
                    .map_err(Error::input)
            }
            TargetSettings::Hook(_) => Ok(Discovery::default()),
        }
    }

    /// Selects the cases to send to the target of the settings.
    pub fn plan(&self, settings: &Settings, discovery: &Discovery) -> Plan<'_> {
        let plan = plan(
            &self.document,
            &self.suite,
            &self.schemas,
            &settings.target.state(discovery),
            &|case| settings.selects(case),
        );
        let plan = if settings.skips_changes {
            plan.without_changes()
        } else {
            plan
        };
        match settings.shard {
            Some(shard) => select_shard(plan, &self.suite, shard),
            None => plan,
        }
    }
}
