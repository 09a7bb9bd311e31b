//! Which server a command tests, and how.

use std::time::Duration;

use reprise_core::Shard;
use reprise_engine::Options;
use reprise_engine::config::target::StateKind;
use serde::Deserialize as _;

use super::SourceArgs;

// A comment for documentation on this type would be shown as that of every command that sends requests.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct TargetArgs {
    #[command(flatten)]
    pub(crate) sources: SourceArgs,

    /// Server to test: a base URL, or the name of a target in reprise.yaml [default: its first target]
    #[arg(long, value_name = "URL|NAME")]
    target: Option<String>,

    /// State hook of the server, which sets up a fixture for each case
    #[arg(long, value_name = "URL", conflicts_with = "target")]
    hook: Option<String>,

    /// Where the state of the server comes from [default: fixtures with a hook, else discovered]
    ///
    /// documented: you have put it into the documented state; documented values are sent and compared.
    /// fixtures: the state hook sets up a fixture for each case.
    /// discovered: it has a state of its own; values of parameters are given or found, values are not compared.
    #[arg(long, value_name = "STATE", value_parser = parse_state, verbatim_doc_comment)]
    state: Option<StateKind>,

    /// Value of a parameter that exists on the server, such as id=42. Can be repeated
    #[arg(long = "param", value_name = "NAME=VALUE")]
    params: Vec<String>,

    /// Credential, by the environment variable that contains it, such as maintainer=TOKEN. Can be repeated
    #[arg(long = "credential", value_name = "NAME=VARIABLE")]
    credentials: Vec<String>,

    /// Send requests that change data, too: everything on the server may be changed
    #[arg(long)]
    disposable: bool,

    /// Leave out cases that change data, instead of reporting them as blocked
    #[arg(long, conflicts_with = "disposable")]
    skip_changes: bool,

    /// Header of all requests, such as 'X-Tenant: acme'. Can be repeated
    #[arg(long = "header", value_name = "NAME: VALUE")]
    headers: Vec<String>,

    /// Shell command that starts the server; it ends with the run
    #[arg(long, value_name = "COMMAND")]
    start: Option<String>,

    /// Path that responds once the started server is ready
    #[arg(long, value_name = "PATH")]
    ready: Option<String>,

    /// Shell command that puts the server into the documented state: before each case that changes data, and at the end
    #[arg(long, value_name = "COMMAND")]
    reset: Option<String>,

    /// Only cases whose id contains this text. Can be repeated
    #[arg(long, value_name = "TEXT")]
    only: Vec<String>,

    /// Only one of several parts of the suite, such as 2/3 [default: CI_NODE_INDEX/CI_NODE_TOTAL]
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,

    /// Number of cases to send at once [default: 16]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,

    /// How often a safe request is sent again: after a failed connection, or 429 or 503 with Retry-After
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(0..=10))]
    retries: u8,

    /// Time to wait for a response [default: 30]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u16).range(1..), help_heading = "Limits")]
    timeout: Option<u16>,

    /// Size of the body of a response
    #[arg(long, value_name = "MIB", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Limits")]
    max_body: u16,

    /// Number of headers of a response
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..=1000), help_heading = "Limits")]
    max_headers: u16,
}

/// The state of a word, with the same words as in the configuration.
fn parse_state(text: &str) -> Result<StateKind, &'static str> {
    StateKind::deserialize(serde_json::Value::from(text))
        .map_err(|_| "expected documented, fixtures or discovered")
}

impl TargetArgs {
    /// Whether the time to wait for a response was given.
    pub(crate) fn has_timeout(&self) -> bool {
        self.timeout.is_some()
    }
}

impl From<TargetArgs> for Options {
    fn from(args: TargetArgs) -> Options {
        Options {
            config: args.sources.config,
            document: args.sources.document,
            suite: args.sources.suite,
            target: args.target,
            state: args.state,
            hook: args.hook,
            params: args.params,
            credentials: args.credentials,
            disposable: args.disposable,
            skip_changes: args.skip_changes,
            headers: args.headers,
            start: args.start,
            ready: args.ready,
            reset: args.reset,
            only: args.only,
            shard: args.shard,
            jobs: args.jobs,
            timeout: args
                .timeout
                .map(|seconds| Duration::from_secs(seconds.into())),
            retries: args.retries.into(),
            max_body: Some(usize::from(args.max_body) << 20),
            max_headers: Some(args.max_headers.into()),
            document_limits: args.sources.limits.into(),
            known_failures: None,
            strict: false,
        }
    }
}
