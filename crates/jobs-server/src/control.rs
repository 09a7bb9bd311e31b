//! The state hook: `POST /-/sandboxes` sets up a fixture and returns its address, `DELETE` drops it. `/-/faults` and
//! `/-/variations` list the faults and variations that a fixture may have.

use std::fmt::Display;
use std::str::FromStr;
use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::response::Response;
use data_encoding::BASE64URL_NOPAD;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::app::App;
use crate::fault::Fault;
use crate::fixture::Fixture;
use crate::instance::{Credentials, Instance, InstanceError, Overrides};
use crate::loaded_fixture::LoadedFixture;
use crate::response::OperationResponse;
use crate::store::{MemoryUse, Secret, Store};
use crate::tenant::Tenant;
use crate::variation::Variation;

/// The body of a request for a sandbox.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SandboxRequest {
    /// A fixture, or the name of one.
    fixture: Box<RawValue>,
    /// The fault to inject in this fixture.
    fault: Option<String>,
    /// The variation of all responses in this fixture.
    variation: Option<String>,
}

/// Why a sandbox cannot be opened or closed.
enum ControlError {
    Token,
    ContentType,
    TooLarge,
    NoRoom,
    NoSandbox,
    Fixture(String),
    Internal(String),
}

impl ControlError {
    fn into_operation_response(self) -> OperationResponse {
        let (status, message) = match self {
            ControlError::Token => (StatusCode::UNAUTHORIZED, "401 Unauthorized".to_owned()),
            ControlError::ContentType => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "send the fixture as application/json".to_owned(),
            ),
            ControlError::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "the fixture is too large".to_owned(),
            ),
            ControlError::NoRoom => (
                StatusCode::TOO_MANY_REQUESTS,
                "too many sandboxes are open; close some with DELETE".to_owned(),
            ),
            ControlError::NoSandbox => (StatusCode::NOT_FOUND, "404 Sandbox Not Found".to_owned()),
            ControlError::Fixture(problem) => (StatusCode::UNPROCESSABLE_ENTITY, problem),
            ControlError::Internal(cause) => {
                tracing::error!(cause, "cannot open a sandbox");
                (
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "500 Internal Server Error".to_owned(),
                )
            }
        };
        OperationResponse::json(
            status,
            json!({ "message": message }).to_string().into_bytes(),
        )
    }
}

fn to_response(answer: Result<OperationResponse, ControlError>) -> Response {
    answer
        .unwrap_or_else(ControlError::into_operation_response)
        .into_response_without_log()
}

/// Opens a sandbox.
pub(crate) async fn open_sandbox(State(app): State<Arc<App>>, request: Request) -> Response {
    to_response(try_open_sandbox(app, request).await)
}

async fn try_open_sandbox(
    app: Arc<App>,
    request: Request,
) -> Result<OperationResponse, ControlError> {
    authenticate(&app, request.headers())?;
    let is_json = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|text| {
            text.split(';')
                .next()
                .is_some_and(|t| t.trim() == "application/json")
        });
    // a page in a browser can send any other media type to this address, but not this one
    if !is_json {
        return Err(ControlError::ContentType);
    }
    if !app.sandboxes.has_capacity() {
        return Err(ControlError::NoRoom);
    }
    let server = app.server_url(request.uri(), request.headers());
    let body = axum::body::to_bytes(request.into_body(), app.limits.fixture)
        .await
        .map_err(|_| ControlError::TooLarge)?;
    tokio::task::spawn_blocking(move || set_up_sandbox(&app, &body, &server))
        .await
        .map_err(|error| ControlError::Internal(error.to_string()))?
}

fn set_up_sandbox(app: &App, body: &[u8], server: &str) -> Result<OperationResponse, ControlError> {
    let wanted: SandboxRequest =
        serde_json::from_slice(body).map_err(|error| ControlError::Fixture(error.to_string()))?;
    let fixture = find_fixture(app, &wanted.fixture, server)?;
    let fault = parse_name::<Fault>(wanted.fault)?;
    let variation = parse_name::<Variation>(wanted.variation)?;
    if variation.is_some_and(Variation::applies_to_connections) {
        let whole = "this variation applies to the whole server; start a server with `--variation`";
        return Err(ControlError::Fixture(whole.to_owned()));
    }
    let (instance, credentials) = match fixture {
        RequestedFixture::Loaded(fixture) => fixture
            .open(Overrides::default())
            .map_err(to_control_error)?,
        RequestedFixture::Read(fixture) => load_fixture(app, &wanted.fixture, &fixture, server)?,
    };
    let tenant = Tenant {
        instance: Arc::new(instance),
        fault: fault.or(app.root.fault),
        variation: variation.or(app.root.variation),
    };
    let mut random = [0_u8; 15];
    getrandom::fill(&mut random).map_err(|error| ControlError::Internal(error.to_string()))?;
    let id = BASE64URL_NOPAD.encode(&random);
    let answer = json!({
        "id": id,
        "base_url": format!("{server}/-/sandboxes/{id}/api/v4"),
        "parameters": {},
        "credentials": credentials,
    });
    if !app.sandboxes.open(id, Arc::new(tenant)) {
        return Err(ControlError::NoRoom);
    }
    Ok(OperationResponse::json(
        StatusCode::CREATED,
        answer.to_string().into_bytes(),
    ))
}

/// Opens a fixture that is not loaded yet, and keeps it for later requests.
fn load_fixture(
    app: &App,
    sent: &RawValue,
    fixture: &Fixture,
    server: &str,
) -> Result<(Instance, Credentials), ControlError> {
    let store =
        Store::in_memory(MemoryUse::Small).map_err(|error| to_control_error(error.into()))?;
    let (instance, loaded) =
        Instance::open(store, fixture, server, Overrides::default()).map_err(to_control_error)?;
    let credentials = loaded.credentials.clone();
    if !is_name(sent) {
        let kept = LoadedFixture::of(sent.get(), server, &instance, loaded)
            .map_err(|error| to_control_error(error.into()))?;
        if let Some(kept) = kept {
            app.loaded_fixtures.store(kept);
        }
    }
    Ok((instance, credentials))
}

fn to_control_error(error: InstanceError) -> ControlError {
    match error {
        InstanceError::Fixture(error) => ControlError::Fixture(error.to_string()),
        other => ControlError::Internal(other.to_string()),
    }
}

/// The fault or the variation with this name, if there is a name.
fn parse_name<T: FromStr<Err: Display>>(name: Option<String>) -> Result<Option<T>, ControlError> {
    name.map(|name| name.parse())
        .transpose()
        .map_err(|error: T::Err| ControlError::Fixture(error.to_string()))
}

/// Lists every fault.
pub(crate) async fn faults(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let to_json = |fault: Fault| {
        let operations: Vec<&str> = fault.operations().iter().map(|one| one.id()).collect();
        json!({
            "name": fault.name(),
            "class": fault.class().name(),
            "operations": operations,
            "breaks": fault.breaks(),
        })
    };
    list_response(&app, &headers, || Fault::all().map(to_json).collect())
}

/// Lists every variation that a sandbox may have.
pub(crate) async fn variations(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let to_json =
        |variation: &Variation| json!({ "name": variation.name(), "keeps": variation.keeps() });
    list_response(&app, &headers, || {
        let all = Variation::ALL.iter();
        all.filter(|variation| !variation.applies_to_connections())
            .map(to_json)
            .collect()
    })
}

fn list_response(app: &App, headers: &HeaderMap, list: impl FnOnce() -> Vec<Value>) -> Response {
    to_response(authenticate(app, headers).map(|()| {
        let body = Value::from(list());
        OperationResponse::json(StatusCode::OK, body.to_string().into_bytes())
    }))
}

/// A requested fixture.
enum RequestedFixture {
    Loaded(Arc<LoadedFixture>),
    Read(Box<Fixture>),
}

/// The requested fixture. A fixture with a name is read every time, since its files may have changed.
fn find_fixture(
    app: &App,
    wanted: &RawValue,
    server: &str,
) -> Result<RequestedFixture, ControlError> {
    if !is_name(wanted)
        && let Some(fixture) = app.loaded_fixtures.find(wanted.get(), server)
    {
        return Ok(RequestedFixture::Loaded(fixture));
    }
    read_fixture(app, wanted).map(|fixture| RequestedFixture::Read(Box::new(fixture)))
}

fn is_name(wanted: &RawValue) -> bool {
    wanted.get().starts_with('"')
}

fn read_fixture(app: &App, wanted: &RawValue) -> Result<Fixture, ControlError> {
    if !is_name(wanted) {
        return Fixture::parse_json(wanted.get())
            .map_err(|error| ControlError::Fixture(error.to_string()));
    }
    let name: String = serde_json::from_str(wanted.get())
        .map_err(|error| ControlError::Fixture(error.to_string()))?;
    let folder = app.fixtures.as_ref().ok_or_else(|| {
        ControlError::Fixture(
            "this server has no named fixtures; send the fixture itself, or start the server with `--fixtures`".to_owned(),
        )
    })?;
    let is_plain = !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if !is_plain {
        return Err(ControlError::Fixture(format!(
            "`{name}` is not a valid fixture name; use letters, digits, `-` and `_`"
        )));
    }
    Fixture::read(&folder.join(format!("{name}.yaml")))
        .map_err(|error| ControlError::Fixture(error.to_string()))
}

/// Drops a sandbox.
pub(crate) async fn close_sandbox(
    State(app): State<Arc<App>>,
    Path(sandbox): Path<String>,
    headers: HeaderMap,
) -> Response {
    to_response(authenticate(&app, &headers).and_then(|()| {
        if app.sandboxes.close(&sandbox) {
            Ok(OperationResponse::empty(StatusCode::NO_CONTENT))
        } else {
            Err(ControlError::NoSandbox)
        }
    }))
}

fn authenticate(app: &App, headers: &HeaderMap) -> Result<(), ControlError> {
    let Some(expected) = &app.control_token else {
        return Ok(());
    };
    let sent = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.strip_prefix("Bearer "))
        .map(Secret::of);
    match sent {
        Some(sent) if sent.matches(expected.digest()) => Ok(()),
        _ => Err(ControlError::Token),
    }
}
