//! The rewriter of responses: one table of rewrites for all faults that change only what is sent.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::response::Response;
use http::StatusCode;
use http::header::{CONTENT_LENGTH, HeaderName, HeaderValue};
use serde_json::{Map, Value};

use super::list_change::ListChange;
use super::when::When;
use crate::buffered::Buffered;
use crate::refusal::Refusal;
use crate::request::OperationRequest;

/// Which responses are rewritten, and how.
#[derive(Debug)]
pub(super) struct ResponseChange {
    pub(super) when: When,
    pub(super) rewrite: Rewrite,
}

/// How a response is rewritten.
#[derive(Debug)]
pub(super) enum Rewrite {
    /// Another status.
    Status(StatusCode),
    /// Headers are dropped.
    DropHeaders(fn(&HeaderName) -> bool),
    /// A header is dropped.
    DropHeader(HeaderName),
    /// A header has this value.
    SetHeader(HeaderName, HeaderValue),
    /// Part of a header is replaced.
    EditHeader(HeaderName, &'static str, &'static str),
    /// A property of the body is rewritten; in the pointer, `*` stands for every element of a list.
    Property(String, Edit),
    /// Every object of the body, or the body itself if it is an object, is rewritten.
    Objects(fn(&mut Map<String, Value>)),
    /// The body is rewritten as JSON.
    Json(fn(&mut Value)),
    /// The body is rewritten as bytes.
    Bytes(fn(&[u8]) -> Vec<u8>),
    /// The items of a list or its headers are rewritten.
    List(ListChange),
    /// The response is this refusal.
    Refuse(fn() -> Refusal),
    /// The response is late.
    Delay(Duration),
    /// The connection ends after half of the body.
    Cut,
}

/// How a property is rewritten.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Edit {
    /// It is dropped.
    Drop,
    /// It is null.
    Null,
    /// It has this value.
    Replace(Value),
    /// It is null if it has a value, and has this value if it is null.
    Invert(Value),
}

impl ResponseChange {
    /// The rewritten response.
    pub(super) async fn apply(&self, response: Response, request: &OperationRequest) -> Response {
        let mut response = match Buffered::read(response).await {
            Ok(response) => response,
            Err(error) => return Refusal::Internal(error.to_string()).into_answer().respond(),
        };
        if !self.when.matches(request, &response) {
            return response.into_response();
        }
        match &self.rewrite {
            Rewrite::Delay(delay) => tokio::time::sleep(*delay).await,
            Rewrite::Cut => return cut(response),
            Rewrite::Refuse(refusal) => return refusal().into_answer().respond(),
            rewrite => rewrite.apply(&mut response, &request.url),
        }
        response.into_response()
    }
}

impl Rewrite {
    fn apply(&self, response: &mut Buffered, url: &str) {
        match self {
            Rewrite::Status(status) => response.status = *status,
            Rewrite::DropHeader(name) => drop(response.headers.remove(name)),
            Rewrite::DropHeaders(is_dropped) => {
                let names: Vec<HeaderName> = response.headers.keys().cloned().collect();
                for name in names.iter().filter(|name| is_dropped(name)) {
                    response.headers.remove(name);
                }
            }
            Rewrite::SetHeader(name, value) => response.set_header(name.clone(), value.clone()),
            Rewrite::EditHeader(name, from, to) => {
                let value = response.header(name.as_str()).unwrap_or_default();
                response.set_header(name.clone(), value.replace(from, to));
            }
            Rewrite::Property(pointer, edit) => response.change_json(|body| {
                let keys: Vec<&str> = pointer.split('/').skip(1).collect();
                edit.apply(body, &keys);
            }),
            Rewrite::Objects(change) => response.change_json(|body| match body {
                Value::Array(items) => items
                    .iter_mut()
                    .filter_map(Value::as_object_mut)
                    .for_each(change),
                Value::Object(properties) => change(properties),
                _ => {}
            }),
            Rewrite::Json(change) => response.change_json(change),
            Rewrite::Bytes(change) => response.body = change(&response.body),
            Rewrite::List(change) => change.apply(response, url),
            Rewrite::Refuse(_) | Rewrite::Delay(_) | Rewrite::Cut => {}
        }
    }
}

impl Edit {
    fn apply(&self, value: &mut Value, keys: &[&str]) {
        match (keys, value) {
            ([], value) => match self {
                Edit::Drop => {}
                Edit::Invert(wrong) if value.is_null() => *value = wrong.clone(),
                Edit::Null | Edit::Invert(_) => *value = Value::Null,
                Edit::Replace(wrong) => *value = wrong.clone(),
            },
            (["*", deeper @ ..], Value::Array(items)) => {
                for item in items {
                    self.apply(item, deeper);
                }
            }
            ([key], Value::Object(properties)) if *self == Edit::Drop => {
                properties.shift_remove(*key);
            }
            ([key, deeper @ ..], Value::Object(properties)) => {
                if let Some(property) = properties.get_mut(*key) {
                    self.apply(property, deeper);
                }
            }
            _ => {}
        }
    }
}

/// The first half of a body, and then an error, which closes the connection.
fn cut(mut response: Buffered) -> Response {
    let length = response.body.len();
    let mut half = std::mem::take(&mut response.body);
    half.truncate(length / 2);
    let mut response = response.into_response();
    let pieces = [
        Ok(Bytes::from(half)),
        Err(std::io::Error::other("cut by a fault")),
    ];
    *response.body_mut() = Body::from_stream(futures_util::stream::iter(pieces));
    response
        .headers_mut()
        .insert(CONTENT_LENGTH, HeaderValue::from(length));
    response
}
