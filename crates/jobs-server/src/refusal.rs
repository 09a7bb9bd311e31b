//! All error responses, with their exact status and body.
//!
//! There are two shapes: `{"message": …}` for errors of the API, `{"error": …}` if a parameter,
//! a token or a route is refused before the API is reached.

use http::StatusCode;
use http::header::{HeaderValue, LOCATION, RETRY_AFTER};
use jobs_api::model::UserState;
use percent_encoding::{CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};

use crate::response::OperationResponse;

/// Why a request is refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("no credentials, or unknown ones")]
    Unauthorized,
    #[error("the token has expired")]
    TokenExpired,
    #[error("the token was revoked")]
    TokenRevoked,
    #[error("the token lacks a scope: one of {0}")]
    InsufficientScope(&'static str),
    #[error("the account is {0:?}")]
    AccountClosed(UserState),
    /// The invalid parameters, in the order of their declaration.
    #[error("{0}")]
    Parameters(String),
    #[error("the content type is not supported: {0}")]
    ContentType(String),
    #[error("the body is larger than allowed")]
    TooLarge,
    #[error("no such route")]
    NoRoute,
    #[error("the route has no such method")]
    NoMethod,
    #[error("version 3 of the API is gone")]
    OldVersion,
    #[error("no such project for this caller")]
    NoProject,
    /// The body does not repeat the address: its query may carry a token.
    #[error("the project has moved")]
    Moved {
        /// The same address with the number of the project.
        location: String,
    },
    #[error("the project has moved, and only a question can be sent on")]
    ChangeOfMoved,
    #[error("no such record in the project")]
    NoRecord,
    #[error("the token is not a job's")]
    NoJob,
    #[error("the caller may not")]
    Forbidden,
    #[error("the job is not retryable")]
    NotRetryable,
    #[error("the job is not erasable")]
    NotErasable,
    #[error("the job is not playable")]
    Unplayable,
    #[error("the list cannot be paged by cursor in this order")]
    NoKeyset,
    #[error("the statistics of the project are being refreshed")]
    StatisticsRefresh,
    #[error("somebody else holds the database")]
    ResourceLock,
    #[error("too many requests; again in {retry_after} s")]
    TooManyRequests { retry_after: u64 },
    #[error("took longer than allowed")]
    Timeout,
    #[error("{0}")]
    Internal(String),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
                Refusal::ResourceLock
            }
            _ => Refusal::Internal(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for Refusal {
    fn from(error: serde_json::Error) -> Self {
        Refusal::Internal(error.to_string())
    }
}

impl Refusal {
    /// Status and body.
    pub(crate) fn status_and_body(&self) -> (StatusCode, Value) {
        let message = |text: &str| json!({ "message": text });
        let error = |text: &str| json!({ "error": text });
        match self {
            Refusal::Unauthorized => (StatusCode::UNAUTHORIZED, message("401 Unauthorized")),
            Refusal::TokenExpired => (
                StatusCode::UNAUTHORIZED,
                invalid_token(
                    "Token is expired. You can either do re-authorization or token refresh.",
                ),
            ),
            Refusal::TokenRevoked => (
                StatusCode::UNAUTHORIZED,
                invalid_token("Token was revoked. You have to re-authorize from the user."),
            ),
            Refusal::InsufficientScope(scope) => (
                StatusCode::FORBIDDEN,
                json!({
                    "error": "insufficient_scope",
                    "error_description": "The request requires higher privileges than provided by the access token.",
                    "scope": scope,
                }),
            ),
            Refusal::AccountClosed(state) => (
                StatusCode::FORBIDDEN,
                message(&format!("403 Forbidden - {}", account_closed(*state))),
            ),
            Refusal::Parameters(text) => (StatusCode::BAD_REQUEST, error(text)),
            Refusal::ContentType(found) => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                error(&format!(
                    "The provided content-type '{found}' is not supported."
                )),
            ),
            Refusal::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                error("413 Request Entity Too Large"),
            ),
            Refusal::NoRoute => (StatusCode::NOT_FOUND, error("404 Not Found")),
            Refusal::NoMethod => (StatusCode::METHOD_NOT_ALLOWED, error("405 Not Allowed")),
            Refusal::OldVersion => (
                StatusCode::GONE,
                error("API V3 is no longer supported. Use API V4 instead."),
            ),
            Refusal::NoProject => (StatusCode::NOT_FOUND, message("404 Project Not Found")),
            Refusal::Moved { .. } => (
                StatusCode::MOVED_PERMANENTLY,
                message("301 Moved Permanently"),
            ),
            Refusal::ChangeOfMoved => (
                StatusCode::METHOD_NOT_ALLOWED,
                message("Non GET methods are not allowed for moved projects"),
            ),
            Refusal::NoRecord => (StatusCode::NOT_FOUND, message("404 Not found")),
            Refusal::NoJob => (StatusCode::NOT_FOUND, message("404 Job Not Found")),
            Refusal::Forbidden => (StatusCode::FORBIDDEN, message("403 Forbidden")),
            Refusal::NotRetryable => (
                StatusCode::FORBIDDEN,
                message("403 Forbidden - Job is not retryable"),
            ),
            Refusal::NotErasable => (
                StatusCode::FORBIDDEN,
                message("403 Forbidden - Job is not erasable!"),
            ),
            Refusal::Unplayable => (
                StatusCode::BAD_REQUEST,
                message("400 Bad request - Unplayable Job"),
            ),
            Refusal::NoKeyset => (
                StatusCode::METHOD_NOT_ALLOWED,
                error("Keyset pagination is not yet available for this type of request"),
            ),
            Refusal::StatisticsRefresh => (
                StatusCode::CONFLICT,
                message(
                    "Action temporarily disabled. The project this pipeline belongs to is undergoing stats refresh.",
                ),
            ),
            Refusal::ResourceLock => (StatusCode::CONFLICT, message("409 Conflict: Resource lock")),
            Refusal::TooManyRequests { .. } => (
                StatusCode::TOO_MANY_REQUESTS,
                json!({
                    "message": { "error": "This endpoint has been requested too many times. Try again later." }
                }),
            ),
            Refusal::Timeout => (StatusCode::REQUEST_TIMEOUT, error("408 Request Timeout")),
            Refusal::Internal(_) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                message("500 Internal Server Error"),
            ),
        }
    }

    /// The error response.
    pub(crate) fn into_operation_response(self) -> OperationResponse {
        if let Refusal::Internal(cause) = &self {
            tracing::error!(cause, "internal error");
        }
        let (status, body) = self.status_and_body();
        let answer = OperationResponse::json(status, body.to_string().into_bytes());
        match self {
            Refusal::TooManyRequests { retry_after } => {
                answer.with_header(RETRY_AFTER, HeaderValue::from(retry_after))
            }
            Refusal::Moved { location } => {
                // an address may have characters that are not allowed in a header
                let location = utf8_percent_encode(&location, CONTROLS).to_string();
                match HeaderValue::try_from(location) {
                    Ok(location) => answer.with_header(LOCATION, location),
                    Err(_) => answer,
                }
            }
            _ => answer,
        }
    }
}

fn invalid_token(description: &str) -> Value {
    json!({ "error": "invalid_token", "error_description": description })
}

fn account_closed(state: UserState) -> &'static str {
    match state {
        UserState::Active | UserState::Blocked | UserState::Banned | UserState::LdapBlocked => {
            "Your account has been blocked."
        }
        UserState::BlockedPendingApproval => {
            "Your account is pending approval from your administrator and hence blocked."
        }
        UserState::Deactivated => {
            "Your account has been deactivated by your administrator. Please log back in from a web browser to reactivate your account."
        }
    }
}
