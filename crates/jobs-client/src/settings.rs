//! The settings of a client.

use std::time::Duration;

use reqwest::Url;

use crate::credential::Credential;

/// The settings of a client.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) base: Url,
    pub(crate) credential: Option<Credential>,
    /// How long a whole response may take.
    pub(crate) timeout: Duration,
    /// Bytes of a body at most.
    pub(crate) limit: usize,
}
