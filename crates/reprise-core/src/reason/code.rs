//! The codes of reasons, as reports write them.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Declares the codes once: as an enum, as a list, and as text.
macro_rules! codes {
    ($($code:ident = $text:literal, $meaning:literal;)*) => {
        /// The code of a reason. Reports contain it, so a code never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum ReasonCode {
            $(
                #[doc = $meaning]
                #[serde(rename = $text)]
                $code,
            )*
        }

        impl ReasonCode {
            /// Every code.
            pub const ALL: &[ReasonCode] = &[$(ReasonCode::$code,)*];

            /// The code as text.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(ReasonCode::$code => $text,)*
                }
            }
        }
    };
}

codes! {
    InvalidRequest = "invalid-request", "The request violates the document.";
    NoValueForParameter = "no-value-for-parameter", "A parameter has no value.";
    NothingDiscovered = "nothing-discovered", "A discovery rule found no value for a parameter.";
    NeedsState = "needs-state", "The response depends on a state that the target is not put into.";
    MissingCredential = "missing-credential", "The target has no such credential.";
    UnknownSecurityScheme = "unknown-security-scheme", "The document has no such security scheme.";
    UnsupportedSecurityScheme = "unsupported-security-scheme", "The security scheme is of a kind that is not supported.";
    UnserializableParameter = "unserializable-parameter", "A parameter has no serialization.";
    UnserializableBody = "unserializable-body", "The request body has no serialization.";
    LiteralValueInPath = "literal-value-in-path", "A path contains a value of the documentation's server.";
    UnusableSchema = "unusable-schema", "A schema does not compile.";
    NothingToSend = "nothing-to-send", "The case has no step that is left to send.";
    ResetFailed = "reset-failed", "The command that puts the target into its state failed.";
    HookFailed = "hook-failed", "The state hook did not set up the fixture.";
    EmptyList = "empty-list", "The response is an empty list.";
    EmptyObject = "empty-object", "The response is an empty object.";
    NoExampleAndOpenSchema = "no-example-and-open-schema", "There is nothing to compare with.";
    OtherDocumentedStatus = "other-documented-status", "The response has a documented status that is not a success.";
    TooFewElements = "too-few-elements", "The list has fewer than two elements.";
    NotChosen = "not-chosen", "The case was not chosen.";
    ChangesState = "changes-state", "The case changes the state of the target.";
    ChangesSkipped = "changes-skipped", "The case changes the state of the target, which skips such cases.";
    NoRequestForResponse = "no-request-for-response", "The document does not say which request gets the response.";
    OtherShard = "other-shard", "The case belongs to another shard.";
    Interrupted = "interrupted", "The run was interrupted.";
    ConnectionFailed = "connection-failed", "There was no connection.";
    ConnectionLost = "connection-lost", "The connection broke.";
    Timeout = "timeout", "The response did not arrive in time.";
    UnusableResponse = "unusable-response", "The response is not HTTP, or exceeds a limit.";
    TooManyFailures = "too-many-failures", "Too many connections in a row had failed.";
}

impl fmt::Display for ReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
