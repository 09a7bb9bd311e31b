//! Running operations: on the right thread, in a transaction, and whatever happens with an answer.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use axum::body::{Body, Bytes};
use jobs_api::model::JobId;
use jobs_api::operations::Operation;
use rusqlite::Connection;

use crate::answer::Answer;
use crate::authenticate::{Credentials, Effect};
use crate::call::Call;
use crate::fault::{Scene, perform};
use crate::instance::Instance;
use crate::operation::serve;
use crate::parameters::Parameters;
use crate::refusal::Refusal;
use crate::store;

/// A request whose parts have all arrived.
pub(crate) struct Prepared {
    pub(crate) credentials: Credentials,
    pub(crate) parameters: Parameters,
    /// Address that was asked, without its query.
    pub(crate) url: String,
    /// The query as the caller wrote it.
    pub(crate) query: Option<String>,
}

impl Prepared {
    /// The request, as the operation sees it.
    pub(crate) fn call<'a>(
        &'a self,
        instance: &'a Instance,
        db: &'a Connection,
        operation: Operation,
        effect: Effect,
    ) -> Call<'a> {
        Call {
            instance,
            db,
            now: instance.clock.now(),
            effect,
            breach: instance.breach(operation),
            credentials: &self.credentials,
            parameters: &self.parameters,
            url: &self.url,
            query: self.query.as_deref(),
        }
    }
}

/// Runs an operation where it may wait for a disk on a thread that may wait.
pub(crate) async fn run(
    instance: &Arc<Instance>,
    operation: Operation,
    prepared: Prepared,
) -> Answer {
    if !instance.store.may_wait() {
        return run_now(instance, operation, &prepared);
    }
    let instance = Arc::clone(instance);
    tokio::task::spawn_blocking(move || run_now(&instance, operation, &prepared))
        .await
        .unwrap_or_else(|error| Refusal::Internal(error.to_string()).into_answer())
}

/// Runs an operation; a panic in it is an answer, too.
fn run_now(instance: &Instance, operation: Operation, prepared: &Prepared) -> Answer {
    let (effect, serve) = serve(operation);
    let scene = Scene {
        instance,
        operation,
        effect,
        serve,
        prepared,
    };
    let ran = catch_unwind(AssertUnwindSafe(|| match instance.breach(operation) {
        None => scene.run(),
        Some(breach) => perform(&scene, breach),
    }));
    match ran {
        Ok(answer) => answer
            .and_then(Answer::written)
            .unwrap_or_else(Refusal::into_answer),
        Err(_) => Refusal::Internal("an operation panicked".to_owned()).into_answer(),
    }
}

/// Sends the first `length` bytes of a log piece by piece, so that it is never held as a whole.
pub(crate) fn stream_log(instance: Arc<Instance>, job: JobId, length: u64) -> Body {
    let begin = (instance, 0, length);
    let pieces =
        futures_util::stream::try_unfold(begin, move |(instance, position, left)| async move {
            if left == 0 {
                return Ok(None);
            }
            let read = move || {
                let piece = instance
                    .store
                    .read(|db| store::log_chunk(db, job, position));
                (instance, piece)
            };
            let (instance, piece) = tokio::task::spawn_blocking(read)
                .await
                .map_err(std::io::Error::other)?;
            let piece: Option<Vec<u8>> =
                piece.map_err(|error: rusqlite::Error| std::io::Error::other(error))?;
            // erased while it was sent: the connection ends early, so that nobody takes the part for the whole
            let mut piece = piece.ok_or_else(|| std::io::Error::other("the log is gone"))?;
            piece.truncate(usize::try_from(left).unwrap_or(usize::MAX));
            let left = left.saturating_sub(u64::try_from(piece.len()).unwrap_or(u64::MAX));
            Ok::<_, std::io::Error>(Some((Bytes::from(piece), (instance, position + 1, left))))
        });
    Body::from_stream(pieces)
}
