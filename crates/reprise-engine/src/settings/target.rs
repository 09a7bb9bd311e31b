//! The server under test, as a run uses it.

use reprise_core::{Discovery, DiscoveryRule, Existing, Param, State};

use crate::config::target::Disposable;
use crate::secret::Secret;

/// The server under test, and where its state comes from.
#[derive(Debug)]
pub enum TargetSettings {
    /// A server that sets up fixtures.
    Hook {
        /// Where fixtures are posted to.
        url: String,
        /// The bearer token of the hook.
        credential: Option<Secret>,
    },
    /// A server with a state of its own.
    Url {
        /// Base URL.
        base: String,
        /// Values of parameters that exist there.
        params: Vec<Param>,
        /// What finds more of what exists there.
        rules: Rules,
        /// Credentials, by name.
        credentials: Vec<(String, Secret)>,
        /// What may be changed.
        disposable: Disposable,
    },
}

/// Rules of discovery, not yet resolved against a document.
#[derive(Debug, Default)]
pub struct Rules {
    /// The configuration that contains them.
    pub file: String,
    /// The rules.
    pub rules: Vec<DiscoveryRule>,
}

impl TargetSettings {
    /// Where the state of the cases comes from, with what was discovered.
    pub fn state(&self, discovery: &Discovery) -> State {
        match self {
            TargetSettings::Hook { .. } => State::Fixtures,
            TargetSettings::Url {
                params, disposable, ..
            } => State::Existing(Existing {
                bound: params.iter().map(|param| param.parameter.clone()).collect(),
                disposable: disposable.clone().into(),
                discovery: discovery.clone(),
            }),
        }
    }

    /// The target for people.
    pub fn describe(&self) -> String {
        match self {
            TargetSettings::Hook { url, .. } => format!("{url}, one fixture per case"),
            TargetSettings::Url {
                base, disposable, ..
            } => match disposable {
                Disposable::Nothing => format!("{base}, read-only"),
                Disposable::Everything => format!("{base}, everything may be changed"),
                Disposable::Some { params, operations } => {
                    let names: Vec<&str> = params
                        .iter()
                        .chain(operations)
                        .map(String::as_str)
                        .collect();
                    format!("{base}, may change {}", names.join(", "))
                }
            },
        }
    }
}

impl From<Disposable> for reprise_core::Disposable {
    fn from(disposable: Disposable) -> reprise_core::Disposable {
        match disposable {
            Disposable::Nothing => reprise_core::Disposable::Nothing,
            Disposable::Everything => reprise_core::Disposable::Everything,
            Disposable::Some { params, operations } => {
                reprise_core::Disposable::Some { params, operations }
            }
        }
    }
}
