//! Why a server does not start.

use std::net::SocketAddr;

use crate::fixture::FixtureError;
use crate::instance::InstanceError;
use crate::store::StoreError;

/// Why a server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {cause}; choose another address with --listen")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The error of the system.
        cause: std::io::Error,
    },
    /// Other machines could set up fixtures.
    #[error("other machines can reach {0}; --control needs --control-token there")]
    Exposed(SocketAddr),
    /// The fixture is not valid.
    #[error("fixture: {0}")]
    Fixture(FixtureError),
    /// The database cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something else.
    #[error("{0}")]
    Other(String),
}

impl From<InstanceError> for StartError {
    fn from(error: InstanceError) -> Self {
        match error {
            InstanceError::Fixture(error) => StartError::Fixture(error),
            InstanceError::Store(error) => StartError::Store(error),
            InstanceError::Load(error) => StartError::Other(error.to_string()),
        }
    }
}
