//! Why a case has no request.

use openapi_document::Location;
use openapi_document::body::BodyError;

use crate::reason::Reason;

/// A step that cannot be made into a request. Its message is that of its [`Reason`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", Reason::from(self.clone()))]
pub enum RequestError {
    /// A parameter's value has no serialization.
    UnserializableParameter {
        /// Name of the parameter.
        parameter: String,
        /// The error message.
        message: String,
    },
    /// The document has no such security scheme.
    UnknownSecurityScheme(String),
    /// The security scheme is of a kind that is not supported.
    UnsupportedSecurityScheme(String),
    /// The target has no such credential.
    MissingCredential(String),
    /// A required parameter has a value neither in the document nor in the target.
    NoValueForParameter(String, Location),
    /// A value violates the document, and is not marked as wrong on purpose.
    InvalidRequest(String),
    /// The case has no step that is left to send.
    NothingToSend,
    /// The body's value has no serialization.
    UnserializableBody(#[from] BodyError),
}

impl From<RequestError> for Reason {
    fn from(error: RequestError) -> Reason {
        match error {
            RequestError::UnserializableParameter { parameter, message } => {
                Reason::UnserializableParameter { parameter, message }
            }
            RequestError::UnknownSecurityScheme(scheme) => Reason::UnknownSecurityScheme { scheme },
            RequestError::UnsupportedSecurityScheme(scheme) => {
                Reason::UnsupportedSecurityScheme { scheme }
            }
            RequestError::MissingCredential(credential) => Reason::MissingCredential { credential },
            RequestError::NoValueForParameter(parameter, location) => Reason::NoValueForParameter {
                parameter,
                location,
            },
            RequestError::InvalidRequest(violations) => Reason::InvalidRequest { violations },
            RequestError::NothingToSend => Reason::NothingToSend,
            RequestError::UnserializableBody(error) => Reason::UnserializableBody {
                message: error.to_string(),
            },
        }
    }
}
