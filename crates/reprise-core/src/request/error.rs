//! Why a case has no request.

use openapi_document::Location;
use openapi_document::body::BodyError;

use crate::reason::Reason;

/// A step that cannot be made into a request. Its message is that of its [`Reason`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", Reason::from(self.clone()))]
pub enum RequestError {
    /// A parameter's value has no serialization.
    Parameter {
        /// Name of the parameter.
        parameter: String,
        /// Why not.
        message: String,
    },
    /// The document has no such security scheme.
    Scheme(String),
    /// The security scheme is of a kind that is not supported.
    SchemeKind(String),
    /// The target has no such credential.
    Credential(String),
    /// A required parameter has a value neither in the document nor in the target.
    Open(String, Location),
    /// A value violates the document, and is not marked as wrong on purpose.
    Invalid(String),
    /// The case has no step that is left to send.
    Over,
    /// The body's value has no serialization.
    Body(#[from] BodyError),
}

impl From<RequestError> for Reason {
    fn from(error: RequestError) -> Reason {
        match error {
            RequestError::Parameter { parameter, message } => {
                Reason::UnserializableParameter { parameter, message }
            }
            RequestError::Scheme(scheme) => Reason::UnknownSecurityScheme { scheme },
            RequestError::SchemeKind(scheme) => Reason::UnsupportedSecurityScheme { scheme },
            RequestError::Credential(credential) => Reason::MissingCredential { credential },
            RequestError::Open(parameter, location) => Reason::NoValueForParameter {
                parameter,
                location,
            },
            RequestError::Invalid(violations) => Reason::InvalidRequest { violations },
            RequestError::Over => Reason::NothingToSend,
            RequestError::Body(error) => Reason::UnserializableBody {
                message: error.to_string(),
            },
        }
    }
}
