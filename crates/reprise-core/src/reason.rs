//! Why a case has no result: a code for programs, a sentence for people.
//!
//! ```
//! use reprise_core::Reason;
//!
//! let reason = Reason::MissingCredential { credential: "admin".to_owned() };
//! assert_eq!(reason.code().as_str(), "missing-credential");
//! assert_eq!(reason.group().subject.as_deref(), Some("admin"));
//! assert!(reason.to_string().ends_with("pass --credential admin=ENV_VAR"));
//! ```

mod code;

use std::fmt;

use openapi_document::{Location, Parameter};

pub use code::ReasonCode;

/// Why a case was not sent, or why the response proves nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The request violates the document, and no part of it is marked as wrong on purpose.
    InvalidRequest {
        /// Every violation, with its place.
        violations: String,
    },
    /// A parameter has no value.
    NoValueForParameter {
        /// Its name.
        parameter: String,
        /// Where it is sent.
        location: Location,
    },
    /// A discovery rule found no value for a parameter.
    NothingDiscovered {
        /// The rule.
        rule: String,
        /// The parameters that it provides.
        parameters: Vec<String>,
        /// The response of the target, or the request that failed.
        cause: String,
    },
    /// The response depends on a state that this target does not have.
    NeedsState,
    /// The target has no such credential.
    MissingCredential {
        /// Its name.
        credential: String,
    },
    /// The document has no such security scheme.
    UnknownSecurityScheme {
        /// Its name.
        scheme: String,
    },
    /// The security scheme is of a kind that is not supported.
    UnsupportedSecurityScheme {
        /// Its name.
        scheme: String,
    },
    /// The value of a parameter has no serialization in the documented style.
    UnserializableParameter {
        /// The name of the parameter.
        parameter: String,
        /// Why not.
        message: String,
    },
    /// The value of the body has no serialization in the documented media type.
    UnserializableBody {
        /// Why not.
        message: String,
    },
    /// A hand-written path contains a value of the documentation's server.
    LiteralValueInPath {
        /// The value.
        value: String,
        /// The parameter of the document at that position.
        parameter: String,
    },
    /// A schema that the response is checked against does not compile.
    UnusableSchema {
        /// Place of the part.
        place: String,
        /// What is wrong with it.
        message: String,
    },
    /// The case has no step that is left to send.
    NothingToSend,
    /// The command that puts the target into its state failed.
    ResetFailed {
        /// Why, with the output of the command.
        message: String,
    },
    /// The state hook did not set up the fixture.
    HookFailed {
        /// Its URL.
        url: String,
        /// What went wrong.
        message: String,
    },
    /// The response is an empty list, so its elements were not checked.
    EmptyList,
    /// The response is an empty object, so its properties were not checked.
    EmptyObject,
    /// There is no example to compare with, and the schema allows every value.
    NoExampleAndOpenSchema,
    /// The response has a documented status that is not a success, and no example says which one is right.
    OtherDocumentedStatus {
        /// The status.
        status: u16,
    },
    /// The list has fewer than two elements, so that its order or uniqueness proves nothing.
    TooFewElements,
    /// The case was not chosen.
    NotChosen,
    /// The case changes the state of the target, which is not allowed.
    ChangesState,
    /// The target says that cases which change its state are left out.
    ChangesSkipped,
    /// The document has a response that refuses a request, and does not say which request.
    NoRequestForResponse,
    /// The case belongs to another shard.
    OtherShard,
    /// The run was interrupted before the case was sent.
    Interrupted,
    /// There was no connection.
    ConnectionFailed {
        /// Why not.
        message: String,
    },
    /// The connection broke before the response was complete.
    ConnectionLost {
        /// Why.
        message: String,
    },
    /// The response did not arrive in time.
    Timeout {
        /// How long the client waited, and how to wait longer.
        message: String,
    },
    /// The response is not HTTP, or exceeds a limit.
    UnusableResponse {
        /// What is wrong with it.
        message: String,
    },
    /// Too many connections in a row had failed.
    TooManyFailures {
        /// How many.
        count: u32,
    },
}

/// What one fix resolves: a code, and the parameter or credential that it is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReasonGroup {
    /// The code.
    pub code: ReasonCode,
    /// The name of the parameter, credential or security scheme; `None` if one fix resolves every case with this
    /// code.
    pub subject: Option<String>,
}

impl Reason {
    /// A parameter that has no value.
    pub fn no_value(parameter: &Parameter) -> Reason {
        Reason::NoValueForParameter {
            parameter: parameter.name.clone(),
            location: parameter.location,
        }
    }

    /// The code.
    pub fn code(&self) -> ReasonCode {
        match self {
            Reason::InvalidRequest { .. } => ReasonCode::InvalidRequest,
            Reason::NoValueForParameter { .. } => ReasonCode::NoValueForParameter,
            Reason::NothingDiscovered { .. } => ReasonCode::NothingDiscovered,
            Reason::NeedsState => ReasonCode::NeedsState,
            Reason::MissingCredential { .. } => ReasonCode::MissingCredential,
            Reason::UnknownSecurityScheme { .. } => ReasonCode::UnknownSecurityScheme,
            Reason::UnsupportedSecurityScheme { .. } => ReasonCode::UnsupportedSecurityScheme,
            Reason::UnserializableParameter { .. } => ReasonCode::UnserializableParameter,
            Reason::UnserializableBody { .. } => ReasonCode::UnserializableBody,
            Reason::LiteralValueInPath { .. } => ReasonCode::LiteralValueInPath,
            Reason::UnusableSchema { .. } => ReasonCode::UnusableSchema,
            Reason::NothingToSend => ReasonCode::NothingToSend,
            Reason::ResetFailed { .. } => ReasonCode::ResetFailed,
            Reason::HookFailed { .. } => ReasonCode::HookFailed,
            Reason::EmptyList => ReasonCode::EmptyList,
            Reason::EmptyObject => ReasonCode::EmptyObject,
            Reason::NoExampleAndOpenSchema => ReasonCode::NoExampleAndOpenSchema,
            Reason::OtherDocumentedStatus { .. } => ReasonCode::OtherDocumentedStatus,
            Reason::TooFewElements => ReasonCode::TooFewElements,
            Reason::NotChosen => ReasonCode::NotChosen,
            Reason::ChangesState => ReasonCode::ChangesState,
            Reason::ChangesSkipped => ReasonCode::ChangesSkipped,
            Reason::NoRequestForResponse => ReasonCode::NoRequestForResponse,
            Reason::OtherShard => ReasonCode::OtherShard,
            Reason::Interrupted => ReasonCode::Interrupted,
            Reason::ConnectionFailed { .. } => ReasonCode::ConnectionFailed,
            Reason::ConnectionLost { .. } => ReasonCode::ConnectionLost,
            Reason::Timeout { .. } => ReasonCode::Timeout,
            Reason::UnusableResponse { .. } => ReasonCode::UnusableResponse,
            Reason::TooManyFailures { .. } => ReasonCode::TooManyFailures,
        }
    }

    /// The group of cases that one fix resolves.
    pub fn group(&self) -> ReasonGroup {
        let subject = match self {
            Reason::NoValueForParameter { parameter, .. }
            | Reason::UnserializableParameter { parameter, .. }
            | Reason::LiteralValueInPath { parameter, .. } => Some(parameter.clone()),
            Reason::NothingDiscovered { rule, .. } => Some(rule.clone()),
            Reason::MissingCredential { credential } => Some(credential.clone()),
            Reason::UnknownSecurityScheme { scheme }
            | Reason::UnsupportedSecurityScheme { scheme } => Some(scheme.clone()),
            Reason::UnusableSchema { place, .. } => Some(place.clone()),
            _ => None,
        };
        ReasonGroup {
            code: self.code(),
            subject,
        }
    }

    /// Every text that may come from a server, an error or a person, so that secrets can be masked in it.
    pub(crate) fn texts_mut(&mut self) -> Vec<&mut String> {
        match self {
            Reason::InvalidRequest { violations } => vec![violations],
            Reason::NoValueForParameter { parameter, .. } => vec![parameter],
            Reason::NothingDiscovered {
                rule,
                parameters,
                cause,
            } => parameters.iter_mut().chain([rule, cause]).collect(),
            Reason::MissingCredential { credential } => vec![credential],
            Reason::UnknownSecurityScheme { scheme }
            | Reason::UnsupportedSecurityScheme { scheme } => vec![scheme],
            Reason::UnserializableParameter { parameter, message } => vec![parameter, message],
            Reason::LiteralValueInPath { value, parameter } => vec![value, parameter],
            Reason::UnusableSchema { place, message } => vec![place, message],
            Reason::HookFailed { url, message } => vec![url, message],
            Reason::UnserializableBody { message }
            | Reason::ResetFailed { message }
            | Reason::ConnectionFailed { message }
            | Reason::ConnectionLost { message }
            | Reason::Timeout { message }
            | Reason::UnusableResponse { message } => vec![message],
            Reason::NeedsState
            | Reason::NothingToSend
            | Reason::EmptyList
            | Reason::EmptyObject
            | Reason::NoExampleAndOpenSchema
            | Reason::OtherDocumentedStatus { .. }
            | Reason::TooFewElements
            | Reason::NotChosen
            | Reason::ChangesState
            | Reason::ChangesSkipped
            | Reason::NoRequestForResponse
            | Reason::OtherShard
            | Reason::Interrupted
            | Reason::TooManyFailures { .. } => Vec::new(),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::InvalidRequest { violations } => write!(
                f,
                "{violations}; correct the example, or mark what is wrong on purpose with `x-reprise: {{ invalid: … }}`"
            ),
            Reason::NoValueForParameter {
                parameter,
                location,
            } => write!(
                f,
                "no value for {location} parameter `{parameter}`; pass --param {parameter}=VALUE or set `params:` for this target"
            ),
            Reason::NothingDiscovered {
                rule,
                parameters,
                cause,
            } => {
                write!(f, "discovery rule `{rule}` found nothing: {cause}; create one")?;
                let flags: Vec<String> = parameters
                    .iter()
                    .map(|name| format!("--param {name}=VALUE"))
                    .collect();
                if flags.is_empty() {
                    Ok(())
                } else {
                    write!(f, ", or pass {}", flags.join(" "))
                }
            }
            Reason::NeedsState => f.write_str(
                "requires a specific server state; pass --state documented if the server has the documented data, set `hook:` for this target, or mark the example with `x-reprise: { anywhere: true }`",
            ),
            Reason::MissingCredential { credential } => write!(
                f,
                "no credential `{credential}`; pass --credential {credential}=ENV_VAR"
            ),
            Reason::UnknownSecurityScheme { scheme } => write!(
                f,
                "the document has no security scheme `{scheme}`; correct the example's credentials"
            ),
            Reason::UnsupportedSecurityScheme { scheme } => {
                write!(f, "security scheme `{scheme}` is of a kind that is not supported yet")
            }
            Reason::UnserializableParameter { parameter, message } => write!(
                f,
                "parameter `{parameter}` cannot be serialized: {message}; correct its example"
            ),
            Reason::UnserializableBody { message } => {
                write!(f, "the request body cannot be serialized: {message}")
            }
            Reason::LiteralValueInPath { value, parameter } => write!(
                f,
                "the path contains the literal value `{value}`, which another server does not have; write `{{{parameter}}}`"
            ),
            Reason::UnusableSchema { place, message } => {
                write!(f, "the schema at {place} cannot be used: {message}")
            }
            Reason::ResetFailed { message } => {
                write!(f, "the command of `reset` failed: {message}")
            }
            Reason::NothingToSend => f.write_str("the case has no more steps to send"),
            Reason::HookFailed { url, message } => {
                write!(f, "the state hook at {url} failed: {message}")
            }
            Reason::EmptyList => f.write_str("the list is empty, so its elements were not checked"),
            Reason::EmptyObject => {
                f.write_str("the object is empty, so its properties were not checked")
            }
            Reason::OtherDocumentedStatus { status } => write!(
                f,
                "the response has the documented status {status}, and no example says which status this request gets; add an example of the response"
            ),
            Reason::NoExampleAndOpenSchema => f.write_str(
                "the document has no example of the body, and its schema allows every value",
            ),
            Reason::TooFewElements => {
                f.write_str("the list has fewer than two elements, so nothing was compared")
            }
            Reason::NotChosen => f.write_str("not chosen"),
            Reason::ChangesState => {
                f.write_str("changes state; allow it with `disposable: true` in the target or --disposable, or leave such cases out with `changes: skip` or --skip-changes")
            }
            Reason::ChangesSkipped => {
                f.write_str("changes state, and the target skips such cases (`changes: skip`)")
            }
            Reason::NoRequestForResponse => f.write_str(
                "the document does not say which request gets this response; give an example of the request the name of the response's example",
            ),
            Reason::OtherShard => f.write_str("belongs to another shard"),
            Reason::Interrupted => f.write_str("the run was interrupted before it was sent"),
            Reason::ConnectionFailed { message }
            | Reason::ConnectionLost { message }
            | Reason::Timeout { message }
            | Reason::UnusableResponse { message } => f.write_str(message),
            Reason::TooManyFailures { count } => {
                write!(f, "not sent, because {count} connections in a row had failed")
            }
        }
    }
}
