//! The rewriter of responses: one table of rewrites for all faults that change only what is sent.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::response::Response;
use http::StatusCode;
use http::header::{CONTENT_LENGTH, HeaderName, HeaderValue};
use serde_json::{Map, Value};

use super::list_change::ListChange;
use super::response_filter::ResponseFilter;
use crate::buffered_response::BufferedResponse;
use crate::refusal::Refusal;
use crate::request::OperationRequest;

/// Which responses are rewritten, and how.
#[derive(Debug)]
pub(super) struct ResponseChange {
    pub(super) filter: ResponseFilter,
    pub(super) rewrite: ResponseRewrite,
}

/// How a response is rewritten.
#[derive(Debug)]
pub(super) enum ResponseRewrite {
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
    Property(String, PropertyEdit),
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
pub(super) enum PropertyEdit {
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
        let mut response = match BufferedResponse::read(response).await {
            Ok(response) => response,
            Err(error) => {
                return Refusal::Internal(error.to_string())
                    .into_operation_response()
                    .into_response_without_log();
            }
        };
        if !self.filter.matches(request, &response) {
            return response.into_response();
        }
        match &self.rewrite {
            ResponseRewrite::Delay(delay) => tokio::time::sleep(*delay).await,
            ResponseRewrite::Cut => return cut_body(response),
            ResponseRewrite::Refuse(refusal) => {
                return refusal()
                    .into_operation_response()
                    .into_response_without_log();
            }
            rewrite => rewrite.apply(&mut response, &request.url),
        }
        response.into_response()
    }
}

impl ResponseRewrite {
    fn apply(&self, response: &mut BufferedResponse, url: &str) {
        match self {
            ResponseRewrite::Status(status) => response.status = *status,
            ResponseRewrite::DropHeader(name) => drop(response.headers.remove(name)),
            ResponseRewrite::DropHeaders(is_dropped) => {
                let names: Vec<HeaderName> = response.headers.keys().cloned().collect();
                for name in names.iter().filter(|name| is_dropped(name)) {
                    response.headers.remove(name);
                }
            }
            ResponseRewrite::SetHeader(name, value) => {
                response.set_header(name.clone(), value.clone())
            }
            ResponseRewrite::EditHeader(name, from, to) => {
                let value = response.header(name.as_str()).unwrap_or_default();
                response.set_header(name.clone(), value.replace(from, to));
            }
            ResponseRewrite::Property(pointer, edit) => response.change_json(|body| {
                let keys: Vec<&str> = pointer.split('/').skip(1).collect();
                edit.apply(body, &keys);
            }),
            ResponseRewrite::Objects(change) => response.change_json(|body| match body {
                Value::Array(items) => items
                    .iter_mut()
                    .filter_map(Value::as_object_mut)
                    .for_each(change),
                Value::Object(properties) => change(properties),
                _ => {}
            }),
            ResponseRewrite::Json(change) => response.change_json(change),
            ResponseRewrite::Bytes(change) => response.body = change(&response.body),
            ResponseRewrite::List(change) => change.apply(response, url),
            ResponseRewrite::Refuse(_) | ResponseRewrite::Delay(_) | ResponseRewrite::Cut => {}
        }
    }
}

impl PropertyEdit {
    fn apply(&self, value: &mut Value, keys: &[&str]) {
        match (keys, value) {
            ([], value) => match self {
                PropertyEdit::Drop => {}
                PropertyEdit::Invert(wrong) if value.is_null() => *value = wrong.clone(),
                PropertyEdit::Null | PropertyEdit::Invert(_) => *value = Value::Null,
                PropertyEdit::Replace(wrong) => *value = wrong.clone(),
            },
            (["*", deeper @ ..], Value::Array(items)) => {
                for item in items {
                    self.apply(item, deeper);
                }
            }
            ([key], Value::Object(properties)) if *self == PropertyEdit::Drop => {
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
fn cut_body(mut response: BufferedResponse) -> Response {
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
