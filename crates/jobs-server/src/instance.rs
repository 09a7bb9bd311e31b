//! One served fixture: its database, its clock, its limits.

use std::collections::BTreeMap;
use std::sync::Arc;

use jobs_api::model::Timestamp;

use crate::clock::Clock;
use crate::fixture::{Fixture, FixtureError, LoadError, LoadedTokens};
use crate::rate_limit::RateLimit;
use crate::store::{self, Store, StoreError};

/// One served fixture, isolated from all others.
#[derive(Debug)]
pub(crate) struct Instance {
    pub(crate) store: Arc<Store>,
    pub(crate) clock: Clock,
    /// Address that `web_url`s begin with, without a slash at its end.
    pub(crate) external_url: String,
    /// Base of the links to other pages, if it differs from the address that the caller used.
    pub(crate) link_url: Option<String>,
    pub(crate) rate_limit: RateLimit,
}

/// Settings of the operator, which override those of the fixture.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overrides {
    pub(crate) clock: Option<Timestamp>,
    pub(crate) external_url: Option<String>,
    /// The rate limit, unless the fixture sets one.
    pub(crate) rate_limit: Option<u32>,
}

/// The secrets of a fixture, by their names.
pub(crate) type Credentials = BTreeMap<String, String>;

/// Why a fixture cannot be served.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InstanceError {
    #[error(transparent)]
    Fixture(#[from] FixtureError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Load(#[from] LoadError),
}

impl From<rusqlite::Error> for InstanceError {
    fn from(error: rusqlite::Error) -> Self {
        InstanceError::Store(StoreError::Sqlite(error))
    }
}

impl Instance {
    /// Serves a fixture from the database, which gets the fixture first if it is empty.
    ///
    /// `server_url` is the address of the server; links begin with it unless the settings override it.
    pub(crate) fn open(
        store: Store,
        fixture: &Fixture,
        server_url: &str,
        overrides: Overrides,
    ) -> Result<(Instance, LoadedTokens), InstanceError> {
        let url = overrides.external_url.as_deref().unwrap_or(server_url);
        let resolved = fixture.resolve(url)?;
        let loaded = store.change(|db| -> Result<_, InstanceError> {
            if store::has_fixture(db)? {
                Ok(LoadedTokens::default())
            } else {
                Ok(crate::fixture::load(db, &resolved)?)
            }
        })?;
        store.free_load_memory()?;
        let instance = Instance::from_store(store, server_url, overrides)?;
        Ok((instance, loaded))
    }

    /// Serves the copy of a database that a fixture was loaded into, with secrets of its own.
    pub(crate) fn reopen(
        store: Store,
        loaded: &LoadedTokens,
        server_url: &str,
        overrides: Overrides,
    ) -> Result<(Instance, Credentials), InstanceError> {
        let credentials = store.change(|db| loaded.renew(db))?;
        let instance = Instance::from_store(store, server_url, overrides)?;
        Ok((instance, credentials))
    }

    fn from_store(
        store: Store,
        server_url: &str,
        overrides: Overrides,
    ) -> Result<Instance, InstanceError> {
        let (clock, external_url, rate_limit) = store.read(|db| -> Result<_, rusqlite::Error> {
            Ok((
                store::setting(db, "clock")?,
                store::setting(db, "external_url")?,
                store::setting(db, "project_jobs_rate_limit")?,
            ))
        })?;
        let frozen = overrides
            .clock
            .or_else(|| clock.and_then(|text| text.parse().ok()))
            .map(|instant: Timestamp| Clock::Frozen(instant.instant()));
        let trimmed = |url: &str| url.trim_end_matches('/').to_owned();
        let link_url = overrides.external_url.as_deref().map(trimmed);
        let rate_limit = rate_limit
            .and_then(|text| text.parse().ok())
            .or(overrides.rate_limit);
        Ok(Instance {
            clock: frozen.unwrap_or(Clock::Machine),
            external_url: link_url
                .clone()
                .or(external_url)
                .unwrap_or_else(|| trimmed(server_url)),
            link_url,
            rate_limit: RateLimit::new(rate_limit),
            store: Arc::new(store),
        })
    }
}
