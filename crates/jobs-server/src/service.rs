//! Processes requests for operations: reads the parameters, runs the operation in a transaction, sends the response.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::response::Response;
use jobs_api::model::JobId;
use jobs_api::operations::Operation;

use crate::authenticate::{AccessKind, Credentials};
use crate::call::Call;
use crate::instance::Instance;
use crate::operation::handler;
use crate::parameters::Parameters;
use crate::policy::Policy;
use crate::refusal::Refusal;
use crate::request::OperationRequest;
use crate::response::OperationResponse;
use crate::transactions::Transactions;

/// The operations of one fixture as a service.
#[derive(Clone)]
pub(crate) struct Service {
    pub(crate) instance: Arc<Instance>,
    /// The store of the instance, or a decorator around it.
    pub(crate) store: Arc<dyn Transactions>,
    pub(crate) policy: Policy,
}

impl Service {
    /// The operations as documented.
    pub(crate) fn of(instance: Arc<Instance>) -> Service {
        let store = Arc::clone(&instance.store);
        Service {
            instance,
            store,
            policy: Policy::DOCUMENTED,
        }
    }

    /// Processes a request.
    pub(crate) async fn respond(&self, request: &OperationRequest) -> Response {
        let answer = match ParsedRequest::read(request) {
            Ok(prepared) => self.run(prepared).await,
            Err(refusal) => refusal.into_operation_response(),
        };
        answer.into_response(|job, length| stream_log(Arc::clone(&self.store), job, length))
    }

    /// Runs an operation; on a blocking thread if it may wait for a disk.
    async fn run(&self, prepared: ParsedRequest) -> OperationResponse {
        if !self.instance.store.may_wait() {
            return self.run_blocking(&prepared);
        }
        let service = self.clone();
        tokio::task::spawn_blocking(move || service.run_blocking(&prepared))
            .await
            .unwrap_or_else(|error| Refusal::Internal(error.to_string()).into_operation_response())
    }

    /// Runs an operation; a panic becomes a response with 500.
    fn run_blocking(&self, prepared: &ParsedRequest) -> OperationResponse {
        let (effect, handler) = handler(prepared.operation);
        let ran = catch_unwind(AssertUnwindSafe(|| {
            let work = |db: &rusqlite::Connection| {
                handler(&Call {
                    instance: &self.instance,
                    db,
                    now: self.instance.clock.now(),
                    access_kind: effect,
                    policy: self.policy,
                    credentials: &prepared.credentials,
                    parameters: &prepared.parameters,
                    url: &prepared.url,
                    query: prepared.query.as_deref(),
                })
            };
            match effect {
                AccessKind::Read => self.store.read(&work),
                AccessKind::Change => self.store.change(&work),
            }
        }));
        match ran {
            Ok(answer) => answer
                .and_then(|answer| Ok(answer.serialize()?))
                .unwrap_or_else(Refusal::into_operation_response),
            Err(_) => {
                Refusal::Internal("an operation panicked".to_owned()).into_operation_response()
            }
        }
    }
}

/// A request whose parameters have been read.
struct ParsedRequest {
    operation: Operation,
    credentials: Credentials,
    parameters: Parameters,
    url: String,
    query: Option<String>,
}

impl ParsedRequest {
    fn read(request: &OperationRequest) -> Result<ParsedRequest, Refusal> {
        let mut parameters = Parameters::default();
        parameters.read_form(request.query.as_deref().unwrap_or_default())?;
        // a token in a body does not count
        let credentials = Credentials::read(&request.headers, &parameters);
        if request.operation == Operation::PlayJob {
            parameters.read_body(&request.headers, &request.body)?;
        }
        for (name, value) in &request.path {
            parameters.set(name, value.as_str());
        }
        Ok(ParsedRequest {
            operation: request.operation,
            credentials,
            parameters,
            url: request.url.clone(),
            query: request.query.clone(),
        })
    }
}

/// Sends the first `length` bytes of a log piece by piece, so that the log is never in memory as a whole.
fn stream_log(store: Arc<dyn Transactions>, job: JobId, length: u64) -> Body {
    let begin = (store, 0, length);
    let pieces =
        futures_util::stream::try_unfold(begin, move |(store, position, left)| async move {
            if left == 0 {
                return Ok(None);
            }
            let read = move || {
                let piece = store.log_chunk(job, position);
                (store, piece)
            };
            let (store, piece) = tokio::task::spawn_blocking(read)
                .await
                .map_err(std::io::Error::other)?;
            // erased while it is sent: the connection ends early, so that the client does not take the part for the whole
            let mut piece = piece
                .map_err(std::io::Error::other)?
                .ok_or_else(|| std::io::Error::other("the log is gone"))?;
            piece.truncate(usize::try_from(left).unwrap_or(usize::MAX));
            let left = left.saturating_sub(u64::try_from(piece.len()).unwrap_or(u64::MAX));
            Ok::<_, std::io::Error>(Some((Bytes::from(piece), (store, position + 1, left))))
        });
    Body::from_stream(pieces)
}
