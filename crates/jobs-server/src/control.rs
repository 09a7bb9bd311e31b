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

use crate::answer::Answer;
use crate::app::App;
use crate::fault::Fault;
use crate::fixture::Fixture;
use crate::instance::{Credentials, Instance, InstanceError, Overrides};
use crate::loaded::LoadedFixture;
use crate::store::{Footprint, Secret, Store};
use crate::tenant::Tenant;
use crate::variation::Variation;

/// The body of a request for a sandbox.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// A fixture, or the name of one.
    fixture: Box<RawValue>,
    /// The fault to inject in this fixture.
    fault: Option<String>,
    /// The variation of all responses in this fixture.
    variation: Option<String>,
}

/// Why a sandbox cannot be opened or closed.
enum Refused {
    Token,
    ContentType,
    TooLarge,
    NoRoom,
    NoSandbox,
    Fixture(String),
    Internal(String),
}

impl Refused {
    fn into_answer(self) -> Answer {
        let (status, message) = match self {
            Refused::Token => (StatusCode::UNAUTHORIZED, "401 Unauthorized".to_owned()),
            Refused::ContentType => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "send the fixture as application/json".to_owned(),
            ),
            Refused::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "the fixture is too large".to_owned(),
            ),
            Refused::NoRoom => (
                StatusCode::TOO_MANY_REQUESTS,
                "too many sandboxes are open; close some with DELETE".to_owned(),
            ),
            Refused::NoSandbox => (StatusCode::NOT_FOUND, "404 Sandbox Not Found".to_owned()),
            Refused::Fixture(problem) => (StatusCode::UNPROCESSABLE_ENTITY, problem),
            Refused::Internal(cause) => {
                tracing::error!(cause, "cannot open a sandbox");
                (
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "500 Internal Server Error".to_owned(),
                )
            }
        };
        Answer::json(
            status,
            json!({ "message": message }).to_string().into_bytes(),
        )
    }
}

fn respond(answer: Result<Answer, Refused>) -> Response {
    answer.unwrap_or_else(Refused::into_answer).respond()
}

/// Opens a sandbox.
pub(crate) async fn open(State(app): State<Arc<App>>, request: Request) -> Response {
    respond(try_open(app, request).await)
}

async fn try_open(app: Arc<App>, request: Request) -> Result<Answer, Refused> {
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
        return Err(Refused::ContentType);
    }
    if !app.sandboxes.has_room() {
        return Err(Refused::NoRoom);
    }
    let server = app.server_url(request.uri(), request.headers());
    let body = axum::body::to_bytes(request.into_body(), app.limits.fixture)
        .await
        .map_err(|_| Refused::TooLarge)?;
    tokio::task::spawn_blocking(move || set_up(&app, &body, &server))
        .await
        .map_err(|error| Refused::Internal(error.to_string()))?
}

fn set_up(app: &App, body: &[u8], server: &str) -> Result<Answer, Refused> {
    let wanted: Wanted =
        serde_json::from_slice(body).map_err(|error| Refused::Fixture(error.to_string()))?;
    let fixture = find_fixture(app, &wanted.fixture, server)?;
    let fault = named::<Fault>(wanted.fault)?;
    let variation = named::<Variation>(wanted.variation)?;
    if variation.is_some_and(Variation::is_of_connections) {
        let whole = "this variation applies to the whole server; start a server with `--variation`";
        return Err(Refused::Fixture(whole.to_owned()));
    }
    let (instance, credentials) = match fixture {
        Found::Loaded(fixture) => fixture.open(Overrides::default()).map_err(refuse)?,
        Found::Read(fixture) => load(app, &wanted.fixture, &fixture, server)?,
    };
    let tenant = Tenant {
        instance: Arc::new(instance),
        fault: fault.or(app.root.fault),
        variation: variation.or(app.root.variation),
    };
    let mut random = [0_u8; 15];
    getrandom::fill(&mut random).map_err(|error| Refused::Internal(error.to_string()))?;
    let id = BASE64URL_NOPAD.encode(&random);
    let answer = json!({
        "id": id,
        "base_url": format!("{server}/-/sandboxes/{id}/api/v4"),
        "parameters": {},
        "credentials": credentials,
    });
    if !app.sandboxes.open(id, Arc::new(tenant)) {
        return Err(Refused::NoRoom);
    }
    Ok(Answer::json(
        StatusCode::CREATED,
        answer.to_string().into_bytes(),
    ))
}

/// Opens a fixture that is not loaded yet, and keeps it for later requests.
fn load(
    app: &App,
    sent: &RawValue,
    fixture: &Fixture,
    server: &str,
) -> Result<(Instance, Credentials), Refused> {
    let store = Store::in_memory(Footprint::Small).map_err(|error| refuse(error.into()))?;
    let (instance, loaded) =
        Instance::open(store, fixture, server, Overrides::default()).map_err(refuse)?;
    let credentials = loaded.credentials.clone();
    if !is_name(sent) {
        let kept = LoadedFixture::of(sent.get(), server, &instance, loaded)
            .map_err(|error| refuse(error.into()))?;
        if let Some(kept) = kept {
            app.loaded.keep(kept);
        }
    }
    Ok((instance, credentials))
}

fn refuse(error: InstanceError) -> Refused {
    match error {
        InstanceError::Fixture(error) => Refused::Fixture(error.to_string()),
        other => Refused::Internal(other.to_string()),
    }
}

/// The fault or the variation with this name, if there is a name.
fn named<T: FromStr<Err: Display>>(name: Option<String>) -> Result<Option<T>, Refused> {
    name.map(|name| name.parse())
        .transpose()
        .map_err(|error: T::Err| Refused::Fixture(error.to_string()))
}

/// Lists every fault.
pub(crate) async fn faults(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let told = |fault: Fault| {
        let operations: Vec<&str> = fault.operations().iter().map(|one| one.id()).collect();
        json!({
            "name": fault.name(),
            "class": fault.class().name(),
            "operations": operations,
            "breaks": fault.breaks(),
        })
    };
    list(&app, &headers, || Fault::all().map(told).collect())
}

/// Lists every variation that a sandbox may have.
pub(crate) async fn variations(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let told =
        |variation: &Variation| json!({ "name": variation.name(), "keeps": variation.keeps() });
    list(&app, &headers, || {
        let all = Variation::ALL.iter();
        all.filter(|variation| !variation.is_of_connections())
            .map(told)
            .collect()
    })
}

fn list(app: &App, headers: &HeaderMap, told: impl FnOnce() -> Vec<Value>) -> Response {
    respond(authenticate(app, headers).map(|()| {
        let told = Value::from(told());
        Answer::json(StatusCode::OK, told.to_string().into_bytes())
    }))
}

/// A requested fixture.
enum Found {
    Loaded(Arc<LoadedFixture>),
    Read(Box<Fixture>),
}

/// The requested fixture. A fixture with a name is read every time, since its files may have changed.
fn find_fixture(app: &App, wanted: &RawValue, server: &str) -> Result<Found, Refused> {
    if !is_name(wanted)
        && let Some(fixture) = app.loaded.find(wanted.get(), server)
    {
        return Ok(Found::Loaded(fixture));
    }
    read_fixture(app, wanted).map(|fixture| Found::Read(Box::new(fixture)))
}

fn is_name(wanted: &RawValue) -> bool {
    wanted.get().starts_with('"')
}

fn read_fixture(app: &App, wanted: &RawValue) -> Result<Fixture, Refused> {
    if !is_name(wanted) {
        return Fixture::parse_json(wanted.get())
            .map_err(|error| Refused::Fixture(error.to_string()));
    }
    let name: String =
        serde_json::from_str(wanted.get()).map_err(|error| Refused::Fixture(error.to_string()))?;
    let folder = app.fixtures.as_ref().ok_or_else(|| {
        Refused::Fixture(
            "this server has no named fixtures; send the fixture itself, or start the server with `--fixtures`".to_owned(),
        )
    })?;
    let is_plain = !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if !is_plain {
        return Err(Refused::Fixture(format!(
            "`{name}` is not a valid fixture name; use letters, digits, `-` and `_`"
        )));
    }
    Fixture::read(&folder.join(format!("{name}.yaml")))
        .map_err(|error| Refused::Fixture(error.to_string()))
}

/// Drops a sandbox.
pub(crate) async fn close(
    State(app): State<Arc<App>>,
    Path(sandbox): Path<String>,
    headers: HeaderMap,
) -> Response {
    respond(authenticate(&app, &headers).and_then(|()| {
        if app.sandboxes.close(&sandbox) {
            Ok(Answer::empty(StatusCode::NO_CONTENT))
        } else {
            Err(Refused::NoSandbox)
        }
    }))
}

fn authenticate(app: &App, headers: &HeaderMap) -> Result<(), Refused> {
    let Some(expected) = &app.control_token else {
        return Ok(());
    };
    let sent = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.strip_prefix("Bearer "))
        .map(Secret::of);
    match sent {
        Some(sent) if sent.is(expected.digest()) => Ok(()),
        _ => Err(Refused::Token),
    }
}
