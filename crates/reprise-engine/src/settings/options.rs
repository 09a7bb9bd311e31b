//! The options of the user, before they are combined with the configuration.

use std::path::PathBuf;
use std::time::Duration;

use reprise_core::Shard;

use crate::config::target::StateKind;
use crate::limits::{DocumentLimits, Limits};

/// The options of the user: every field has a flag, and most have a key in `reprise.yaml`.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The configuration, instead of the nearest `reprise.yaml`.
    pub config: Option<PathBuf>,
    /// The document, instead of that of the configuration.
    pub document: Option<PathBuf>,
    /// The suite, instead of that of the configuration.
    pub suite: Option<PathBuf>,
    /// The target: the name of one in the configuration, or a URL.
    pub target: Option<String>,
    /// The source of the target's state.
    pub state: Option<StateKind>,
    /// The URL of a state hook, instead of a target.
    pub hook: Option<String>,
    /// `NAME=VALUE` for each parameter that exists on the target.
    pub params: Vec<String>,
    /// `NAME=VARIABLE` for each credential.
    pub credentials: Vec<String>,
    /// Whether everything on the target may be changed.
    pub disposable: bool,
    /// Whether cases that change something are left out.
    pub skip_changes: bool,
    /// `NAME: VALUE` for each header of all requests.
    pub headers: Vec<String>,
    /// The shell command that starts the server, instead of that of the target.
    pub start: Option<String>,
    /// The path that responds once the started server is ready.
    pub ready: Option<String>,
    /// The shell command that puts the server into its documented state, instead of that of the target.
    pub reset: Option<String>,
    /// Parts of the ids of the cases to send; all cases if there are none.
    pub only: Vec<String>,
    /// The part of the suite to send.
    pub shard: Option<Shard>,
    /// How many cases are sent at once.
    pub jobs: Option<u16>,
    /// How long to wait for a response.
    pub timeout: Option<Duration>,
    /// How often a safe request is sent again at most.
    pub retries: u32,
    /// The largest body of a response, in bytes; the default if not set.
    pub max_body: Option<usize>,
    /// The largest number of headers of a response; the default if not set.
    pub max_headers: Option<usize>,
    /// The limits of the document.
    pub document_limits: DocumentLimits,
    /// The file of known failures, instead of that of the configuration.
    pub known_failures: Option<PathBuf>,
    /// Whether properties that no schema mentions are failures.
    pub strict: bool,
}

impl Options {
    pub(super) fn limits(&self, timeout: Option<Duration>) -> Limits {
        let usual = Limits::default();
        Limits {
            timeout: self.timeout.or(timeout).unwrap_or(usual.timeout),
            body: self.max_body.unwrap_or(usual.body),
            headers: self.max_headers.unwrap_or(usual.headers),
            document: self.document_limits,
        }
    }
}
