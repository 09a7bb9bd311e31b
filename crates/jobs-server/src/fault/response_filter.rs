//! Selects the responses that a fault changes.

use http::StatusCode;
use jobs_api::operations::Operation;

use crate::authenticate::Credentials;
use crate::buffered_response::BufferedResponse;
use crate::parameters::Parameters;
use crate::refusal::Refusal;
use crate::request::OperationRequest;

/// The responses that a fault changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ResponseFilter {
    /// All responses.
    Always,
    /// Successful responses.
    Success,
    /// Error responses.
    Failure,
    /// Responses with this status.
    Status(StatusCode),
    /// Responses to requests without credentials.
    NoCredentials,
    /// Refusals of credentials that are unknown.
    UnknownCredentials,
    /// Either of the two.
    WrongCredentials,
    /// Refusals by this check.
    RefusedBy(OperationCheck),
    /// Refusals of a token that is not a job's.
    NotJobToken,
    /// Empty pages after the last one.
    PageAfterLast,
    /// Responses with an empty body.
    EmptyBody,
}

/// The checks of an operation that have different errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OperationCheck {
    Caller,
    Parameters,
    Project,
    Rights,
    Record,
    State,
}

impl ResponseFilter {
    /// Whether the fault changes this response.
    pub(super) fn matches(self, request: &OperationRequest, response: &BufferedResponse) -> bool {
        let unauthorized = || is_refusal(response, &Refusal::Unauthorized);
        match self {
            ResponseFilter::Always => true,
            ResponseFilter::Success => response.status.is_success(),
            ResponseFilter::Failure => !response.status.is_success(),
            ResponseFilter::Status(status) => response.status == status,
            ResponseFilter::NoCredentials => !has_credentials(request),
            ResponseFilter::UnknownCredentials => has_credentials(request) && unauthorized(),
            ResponseFilter::WrongCredentials => !has_credentials(request) || unauthorized(),
            ResponseFilter::RefusedBy(check) => check.refuses(response),
            ResponseFilter::NotJobToken => is_refusal(response, &Refusal::NoJob),
            ResponseFilter::PageAfterLast => {
                let page = response.header("x-page");
                response.status.is_success()
                    && response.body == b"[]"
                    && page.is_some_and(|page| page != "1")
            }
            ResponseFilter::EmptyBody => response.status.is_success() && response.body.is_empty(),
        }
    }
}

impl OperationCheck {
    fn refuses(self, response: &BufferedResponse) -> bool {
        let any =
            |refusals: &[Refusal]| refusals.iter().any(|refusal| is_refusal(response, refusal));
        match self {
            OperationCheck::Caller => any(&[
                Refusal::Unauthorized,
                Refusal::TokenExpired,
                Refusal::TokenRevoked,
            ]),
            OperationCheck::Parameters => {
                let body = response.json().unwrap_or_default();
                response.status == StatusCode::BAD_REQUEST && body.get("error").is_some()
            }
            OperationCheck::Project => any(&[Refusal::NoProject]),
            OperationCheck::Rights => any(&[Refusal::Forbidden]),
            OperationCheck::Record => any(&[Refusal::NoRecord]),
            OperationCheck::State => any(&[
                Refusal::NotRetryable,
                Refusal::NotErasable,
                Refusal::Unplayable,
            ]),
        }
    }
}

/// Whether a response is this refusal.
fn is_refusal(response: &BufferedResponse, refusal: &Refusal) -> bool {
    let (status, body) = refusal.status_and_body();
    response.status == status && response.json() == Some(body)
}

/// Whether a request has a token of a kind that its operation accepts.
fn has_credentials(request: &OperationRequest) -> bool {
    let mut parameters = Parameters::default();
    if parameters
        .read_form(request.query.as_deref().unwrap_or_default())
        .is_err()
    {
        return false;
    }
    let credentials = Credentials::read(&request.headers, &parameters);
    if takes_job_tokens(request.operation) {
        !credentials.is_empty()
    } else {
        credentials.has_user_token()
    }
}

/// Whether an operation is called with a job's token.
pub(super) fn takes_job_tokens(operation: Operation) -> bool {
    matches!(
        operation,
        Operation::GetJobTokenJob | Operation::ListJobTokenAllowedAgents
    )
}
