//! Error bodies with their exact texts.
//!
//! There are two shapes: `{"message": "404 Project Not Found"}` for errors of the API itself, and
//! `{"error": "scope does not have a valid value"}` if a parameter or a token is refused before the API
//! is reached. A status with different bodies for different operations has a type for each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Makes a body `{"message": <one of these texts>}`.
macro_rules! message_bodies {
    ($($(#[$doc:meta])* $body:ident { $(#[$words_doc:meta])* $words:ident { $($(#[$word_doc:meta])* $word:ident = $text:literal),+ $(,)? } })*) => {$(
        $(#[$words_doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum $words { $($(#[$word_doc])* #[serde(rename = $text)] $word),+ }

        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
        pub struct $body {
            /// What went wrong, beginning with the status.
            pub message: $words,
        }
    )*};
}

message_bodies! {
    /// No credentials where some are needed, or unknown credentials.
    UnauthorizedBody {
        /// The only text of this refusal.
        UnauthorizedMessage {
            /// The caller is not known.
            Unauthorized = "401 Unauthorized",
        }
    }
    /// The caller may not do this in this project.
    ForbiddenBody {
        /// The only text of this refusal.
        ForbiddenMessage {
            /// The caller's role does not suffice.
            Forbidden = "403 Forbidden",
        }
    }
    /// The caller may not retry, or the job cannot be retried.
    RetryForbiddenBody {
        /// Why a retry is refused.
        RetryForbiddenMessage {
            /// The caller's role does not suffice.
            Forbidden = "403 Forbidden",
            /// The job was retried before, is archived, or has not finished.
            NotRetryable = "403 Forbidden - Job is not retryable",
        }
    }
    /// The caller may not erase, or the job has nothing to erase.
    EraseForbiddenBody {
        /// Why erasing is refused.
        EraseForbiddenMessage {
            /// The caller's role does not suffice, or the job is another user's.
            Forbidden = "403 Forbidden",
            /// The job has not finished, or has neither artifacts nor a log.
            NotErasable = "403 Forbidden - Job is not erasable!",
        }
    }
    /// The project does not exist, or the caller may not know that it does.
    ProjectNotFound {
        /// The only text of this refusal.
        ProjectNotFoundMessage {
            /// No such project for this caller.
            Project = "404 Project Not Found",
        }
    }
    /// The project, or what is asked for in it, does not exist.
    NotFound {
        /// What was not found.
        NotFoundMessage {
            /// No such project for this caller.
            Project = "404 Project Not Found",
            /// The project has no such job, pipeline or log.
            Record = "404 Not found",
        }
    }
    /// The credentials are good, but they are not those of a job.
    JobNotFound {
        /// The only text of this refusal.
        JobNotFoundMessage {
            /// A token of a user, where a token of a job is needed.
            Job = "404 Job Not Found",
        }
    }
    /// The job may not be changed right now.
    Conflict {
        /// Why not now.
        ConflictMessage {
            /// The statistics of the project are being refreshed; try again later.
            StatisticsRefresh = "Action temporarily disabled. The project this pipeline belongs to is undergoing stats refresh.",
            /// Somebody else is changing the same job.
            ResourceLock = "409 Conflict: Resource lock",
        }
    }
    /// The job cannot be started by hand.
    Unplayable {
        /// The only text of this refusal.
        UnplayableMessage {
            /// The job is not one that waits for a user.
            Unplayable = "400 Bad request - Unplayable Job",
        }
    }
}

/// A parameter has an invalid value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct InvalidParameter {
    /// Which parameter, and what is wrong with it.
    #[schemars(regex(
        pattern = r"^.+ (is invalid|is missing|is empty|does not have a valid value|has a value not allowed)$"
    ))]
    pub error: String,
}

/// A token that was good once, or was never meant for this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct InvalidToken {
    /// Kind of refusal, as in OAuth 2.0.
    pub error: InvalidTokenError,
    /// What is wrong with the token.
    pub error_description: InvalidTokenDescription,
}

/// The kind of refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvalidTokenError {
    /// The token is not valid any more.
    InvalidToken,
}

/// What is wrong with a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum InvalidTokenDescription {
    /// Its time is over.
    #[serde(rename = "Token is expired. You can either do re-authorization or token refresh.")]
    Expired,
    /// Somebody took it back.
    #[serde(rename = "Token was revoked. You have to re-authorize from the user.")]
    Revoked,
    /// It lets an administrator act as another user, which is switched off.
    #[serde(rename = "Token is an impersonation token but impersonation was disabled.")]
    ImpersonationDisabled,
}

/// Without credentials that are good here, nothing is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Unauthorized {
    /// The caller is not known.
    Message(UnauthorizedBody),
    /// The token is not good any more.
    Token(InvalidToken),
}

/// The token is good, but was not given the right to do this.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct InsufficientScope {
    /// Kind of refusal, as in OAuth 2.0.
    pub error: InsufficientScopeError,
    /// The refusal in words.
    pub error_description: String,
    /// The scopes that would do, separated by spaces.
    pub scope: String,
}

/// The caller is known, and may not use the API at all, for instance because the account is blocked.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct AccountForbidden {
    /// The refusal, and the reason in words.
    #[schemars(regex(pattern = r"^403 Forbidden - .+$"))]
    pub message: String,
}

/// The kind of refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InsufficientScopeError {
    /// The token lacks a scope.
    InsufficientScope,
}

/// Makes a 403 that is a role's, an account's or a token's fault.
macro_rules! forbidden {
    ($($(#[$doc:meta])* $name:ident($body:ident);)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(untagged)]
        pub enum $name {
            /// The API rejects the request.
            Message($body),
            /// The account may not use the API.
            Account(AccountForbidden),
            /// The token was not given the right to do this.
            Scope(InsufficientScope),
        }
    )*};
}

forbidden! {
    /// The caller, or the caller's token, may not do this.
    Forbidden(ForbiddenBody);
    /// The caller, or the caller's token, may not retry this job.
    RetryForbidden(RetryForbiddenBody);
    /// The caller, or the caller's token, may not erase this job.
    EraseForbidden(EraseForbiddenBody);
}

/// The job cannot be started as asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum PlayBadRequest {
    /// A parameter or a variable is not as it must be.
    Parameter(InvalidParameter),
    /// The job does not wait for a user.
    Unplayable(Unplayable),
}

/// This list cannot be paged by cursor in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct KeysetUnavailable {
    /// What cannot be had.
    pub error: KeysetUnavailableError,
}

/// What cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum KeysetUnavailableError {
    /// Only the order by descending `id` can be paged by cursor.
    #[serde(rename = "Keyset pagination is not yet available for this type of request")]
    Order,
}

/// The caller has asked too often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct TooManyRequests {
    /// What went wrong. Unlike in other bodies, this is an object.
    pub message: RateLimitMessage,
}

/// What went wrong, one level deeper than elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct RateLimitMessage {
    /// The refusal in words.
    pub error: RateLimitError,
}

/// The refusal in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum RateLimitError {
    /// Wait as long as `Retry-After` says.
    #[serde(rename = "This endpoint has been requested too many times. Try again later.")]
    TooMany,
}
