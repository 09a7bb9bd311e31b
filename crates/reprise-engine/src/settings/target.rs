//! The server under test, as a run uses it.

use openapi_document::Document;
use reprise_core::{
    Discovery, DiscoveryRule, DisposableResources, ExistingState, Param, StateSource,
    with_server_path,
};

use crate::command::CommandLine;
use crate::secret::Credential;

/// The server under test, and where its state comes from.
#[derive(Debug)]
pub enum TargetSettings {
    /// A server that sets up fixtures.
    Hook(Hook),
    /// A server at a base URL.
    Url {
        /// Base URL.
        base: String,
        /// Who puts it into the state that the cases need.
        state: TargetState,
        /// The command that does it.
        reset: Option<CommandLine>,
        /// Headers of all requests.
        headers: Vec<(String, String)>,
        /// Values of parameters that exist there.
        params: Vec<Param>,
        /// What finds more of what exists there.
        rules: DiscoveryRules,
        /// Credentials.
        credentials: Vec<Credential>,
        /// What may be changed.
        disposable: DisposableResources,
    },
}

/// A state hook.
#[derive(Clone, Debug)]
pub struct Hook {
    /// Where fixtures are posted to.
    pub url: String,
    /// Its bearer token.
    pub credential: Option<Credential>,
}

/// Who puts a server at a base URL into the state that the cases need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetState {
    /// The operator: it is in the documented state.
    Documented,
    /// The command of `reset`, for each case.
    Reset,
    /// Nothing: it has a state of its own.
    Discovered,
}

/// Rules of discovery, not yet resolved against a document.
#[derive(Debug, Default)]
pub struct DiscoveryRules {
    /// The configuration that contains them.
    pub file: String,
    /// The rules.
    pub rules: Vec<DiscoveryRule>,
}

impl TargetSettings {
    /// The URL of the hook, or the base URL.
    pub(crate) fn url(&self) -> &str {
        match self {
            TargetSettings::Hook(hook) => &hook.url,
            TargetSettings::Url { base, .. } => base,
        }
    }

    /// Whether the target has the documented values: in fixtures, or because the operator has put them there.
    pub fn has_documented_values(&self) -> bool {
        match self {
            TargetSettings::Hook(_) => true,
            TargetSettings::Url { state, .. } => *state != TargetState::Discovered,
        }
    }

    /// The source of the state of the cases, with the discovered values.
    pub fn state(&self, discovery: &Discovery) -> StateSource {
        match self {
            TargetSettings::Hook(_)
            | TargetSettings::Url {
                state: TargetState::Reset,
                ..
            } => StateSource::Fixtures,
            TargetSettings::Url {
                state: TargetState::Documented,
                disposable,
                ..
            } => StateSource::Documented(disposable.clone()),
            TargetSettings::Url {
                params, disposable, ..
            } => StateSource::Existing(ExistingState {
                given_params: params.iter().map(|param| param.parameter.clone()).collect(),
                disposable: disposable.clone(),
                discovery: discovery.clone(),
            }),
        }
    }

    /// The target in messages; `label` replaces its URL. The path that `servers` of the document add is mentioned.
    pub fn describe(&self, label: Option<&str>, document: &Document) -> String {
        match self {
            TargetSettings::Hook(hook) => {
                format!("{}, one fixture per case", label.unwrap_or(&hook.url))
            }
            TargetSettings::Url {
                base,
                state,
                disposable,
                ..
            } => {
                let mut text = label.unwrap_or(base).to_owned();
                let with_path = with_server_path(document, base);
                if let Some(path) = with_path.strip_prefix(base).filter(|path| !path.is_empty()) {
                    text.push_str(&format!(" below {path} (`servers` of the document)"));
                }
                match state {
                    TargetState::Documented => text.push_str(", in the documented state"),
                    TargetState::Reset => {
                        text.push_str(", one fixture per case");
                        return text;
                    }
                    TargetState::Discovered => {}
                }
                match disposable {
                    DisposableResources::Nothing => text.push_str(", read-only"),
                    DisposableResources::Everything => text.push_str(", everything may be changed"),
                    DisposableResources::Listed { params, operations } => {
                        let names = params.iter().chain(operations).map(String::as_str);
                        let names: Vec<&str> = names.collect();
                        text.push_str(&format!(", may change {}", names.join(", ")));
                    }
                }
                text
            }
        }
    }
}
