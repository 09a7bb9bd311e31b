//! Routes.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{OriginalUri, RawPathParams, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, any, delete, get, on, post};
use http::header::{CONNECTION, HeaderValue, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS};
use jobs_api::operations::Operation;
use tracing::Instrument;

use crate::app::App;
use crate::control;
use crate::refusal::Refusal;

/// The path of the state hook.
const HOOK: &str = "/-/sandboxes";

/// All routes of a server; those of the state hook only with `with_control`.
pub(crate) fn router(app: Arc<App>, with_control: bool) -> Router {
    let mut router = Router::new()
        .nest("/api/v4", operations())
        .route("/api/v3", any(old_version))
        .route("/api/v3/", any(old_version))
        .route("/api/v3/{*rest}", any(old_version));
    if with_control {
        router = router
            .nest("/-/sandboxes/{sandbox}/api/v4", operations())
            .route(HOOK, post(control::open_sandbox))
            .route("/-/sandboxes/{sandbox}", delete(control::close_sandbox))
            .route("/-/faults", get(control::faults))
            .route("/-/variations", get(control::variations));
    }
    router
        .method_not_allowed_fallback(no_method)
        .fallback(no_route)
        .layer(from_fn_with_state(Arc::clone(&app), wrap_request))
        .with_state(app)
}

/// The operations, each under its method and its path template.
fn operations() -> Router<Arc<App>> {
    Operation::ALL
        .iter()
        .fold(Router::new(), |router, operation| {
            router.route(&operation.path(), method_router(*operation))
        })
        .method_not_allowed_fallback(no_method)
}

fn method_router(operation: Operation) -> MethodRouter<Arc<App>> {
    let filter = match operation.method() {
        "get" => MethodFilter::GET,
        "put" => MethodFilter::PUT,
        "patch" => MethodFilter::PATCH,
        "delete" => MethodFilter::DELETE,
        _ => MethodFilter::POST,
    };
    on(
        filter,
        move |State(app): State<Arc<App>>,
              path: RawPathParams,
              OriginalUri(uri): OriginalUri,
              request: Request| async move {
            app.handle_operation(operation, &path, &uri, request).await
        },
    )
}

async fn no_route() -> Response {
    Refusal::NoRoute
        .into_operation_response()
        .into_response_without_log()
}

async fn no_method() -> Response {
    Refusal::NoMethod
        .into_operation_response()
        .into_response_without_log()
}

async fn old_version() -> Response {
    Refusal::OldVersion
        .into_operation_response()
        .into_response_without_log()
}

/// The processing around every request: a time limit, a log line, and common response headers.
///
/// Neither the query nor any header is logged: both may carry tokens.
async fn wrap_request(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let id = format!("{:012x}", app.next_request_number());
    let span = tracing::info_span!(
        "request",
        id,
        method = %request.method(),
        path = request.uri().path(),
    );
    let begun = Instant::now();
    let answered = async {
        let answer = async {
            match buffer_body(&app, request).await {
                Ok(request) => next.run(request).await,
                Err(refusal) => close_connection(
                    refusal
                        .into_operation_response()
                        .into_response_without_log(),
                ),
            }
        };
        let mut response = match tokio::time::timeout(app.limits.request, answer).await {
            Ok(response) => response,
            Err(_) => close_connection(
                Refusal::Timeout
                    .into_operation_response()
                    .into_response_without_log(),
            ),
        };
        let headers = response.headers_mut();
        headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if let Ok(value) = HeaderValue::try_from(&id) {
            headers.insert("x-request-id", value);
        }
        tracing::info!(
            status = response.status().as_u16(),
            microseconds = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX),
            "answered",
        );
        response
    };
    answered.instrument(span).await
}

/// Reads the whole body of a request before the response, even if no operation needs it: a connection with
/// an unread body cannot carry another request.
async fn buffer_body(app: &App, request: Request) -> Result<Request, Refusal> {
    let (parts, body) = request.into_parts();
    let limit = if parts.uri.path() == HOOK {
        app.limits.fixture
    } else {
        app.limits.body
    };
    let bytes = axum::body::to_bytes(body, limit)
        .await
        .map_err(|_| Refusal::TooLarge)?;
    Ok(Request::from_parts(parts, bytes.into()))
}

/// Announces that the connection closes after this response.
fn close_connection(mut response: Response) -> Response {
    response
        .headers_mut()
        .insert(CONNECTION, HeaderValue::from_static("close"));
    response
}
