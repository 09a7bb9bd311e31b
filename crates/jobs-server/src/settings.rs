//! Settings of a server.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use jobs_api::model::Timestamp;

use crate::fault::Fault;
use crate::fixture::Fixture;
use crate::variation::Variation;

/// Settings of a server.
#[derive(Clone)]
pub struct Settings {
    /// Address to listen on; port 0 picks a free port.
    pub listen: SocketAddr,
    /// Whether the state hook is enabled: `POST /-/sandboxes` sets up a fixture.
    pub control: bool,
    /// Bearer token for the state hook; required if other machines can connect.
    pub control_token: Option<String>,
    /// Fixture under `/api/v4`; empty by default.
    pub fixture: Fixture,
    /// Folder of fixtures that clients of the state hook can set up by name.
    pub fixtures: Option<PathBuf>,
    /// Database file that keeps the data; in memory by default.
    pub database: Option<PathBuf>,
    /// Fixed clock time; overrides the fixture.
    pub clock: Option<Timestamp>,
    /// Base URL of links; overrides the fixture.
    pub external_url: Option<String>,
    /// Fault to inject.
    pub fault: Option<Fault>,
    /// Variation of all responses.
    pub variation: Option<Variation>,
    /// Limits of requests, connections and sandboxes.
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

/// Limits of requests, connections and sandboxes.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of a request body.
    pub body: usize,
    /// Bytes of a fixture sent to the state hook.
    pub fixture: usize,
    /// Bytes of a request head.
    pub head: usize,
    /// Concurrent connections; further ones wait.
    pub connections: usize,
    /// Time until the response to a request begins.
    pub request: Duration,
    /// Time without progress in sending a response, after which the connection is reset.
    pub stall: Duration,
    /// Concurrent sandboxes.
    pub sandboxes: usize,
    /// Time without requests, after which a sandbox is dropped.
    pub sandbox_idle: Duration,
    /// Requests for the list of a project's jobs, per user and minute, unless the fixture sets a limit.
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
