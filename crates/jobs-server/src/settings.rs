//! What a server is told when it starts.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use jobs_api::model::Timestamp;

use crate::fault::Fault;
use crate::fixture::Fixture;
use crate::variation::Variation;

/// What a server is told when it starts.
#[derive(Clone)]
pub struct Settings {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Whether callers may set up fixtures of their own, under `/-/sandboxes`.
    pub control: bool,
    /// What such callers have to send as a bearer token; needed where others than this machine can call.
    pub control_token: Option<String>,
    /// The fixture under `/api/v4`; by default an empty one.
    pub fixture: Fixture,
    /// Folder of the fixtures that a caller may name.
    pub fixtures: Option<PathBuf>,
    /// File of the database that keeps the fixture; by default it is kept in memory and forgotten.
    pub database: Option<PathBuf>,
    /// The time that it always is, whatever the fixture says.
    pub clock: Option<Timestamp>,
    /// Address that links begin with, whatever the fixture says.
    pub external_url: Option<String>,
    /// A requirement to break.
    pub fault: Option<Fault>,
    /// A harmless way to answer differently.
    pub variation: Option<Variation>,
    /// What a caller may cost.
    pub limits: Limits,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            control: false,
            control_token: None,
            fixture: Fixture::default(),
            fixtures: None,
            database: None,
            clock: None,
            external_url: None,
            fault: None,
            variation: None,
            limits: Limits::default(),
        }
    }
}

/// What a caller may cost.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of the body of a request.
    pub body: usize,
    /// Bytes of a fixture that a caller sets up.
    pub fixture: usize,
    /// Bytes of the head of a request.
    pub head: usize,
    /// Connections at once; further ones wait.
    pub connections: usize,
    /// Time that a request may take until its answer begins.
    pub request: Duration,
    /// Time that a caller may take nothing of an answer until the connection is cut; what the system buffers
    /// counts as taken.
    pub stall: Duration,
    /// Fixtures that callers have set up, at once.
    pub sandboxes: usize,
    /// Time after which such a fixture is dropped if nobody asks it anything.
    pub sandbox_idle: Duration,
    /// Calls of the list of a project's jobs, per user and minute, where the fixture says nothing about it.
    pub project_jobs_rate_limit: Option<u32>,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            body: 1 << 20,
            fixture: 16 << 20,
            head: 32 << 10,
            connections: 1024,
            request: Duration::from_secs(30),
            stall: Duration::from_secs(30),
            sandboxes: 2000,
            sandbox_idle: Duration::from_secs(600),
            project_jobs_rate_limit: Some(600),
        }
    }
}
