//! Variations: equivalent responses, which a correct client treats alike.

mod text;
mod transfer;

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use axum::response::Response;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{HeaderMap, HeaderName};
use serde_json::Value;

use text::{
    add_properties, change_timestamps, escape, reverse_properties, with_exponent,
    with_microseconds, without_fraction, write_numbers,
};
use transfer::{accepts_gzip, compress, to_chunked};

use crate::buffered_response::BufferedResponse;
use crate::refusal::Refusal;

/// Delay of a slow response.
const DELAY: Duration = Duration::from_millis(40);

/// Defines the variations, each with its name and a description.
macro_rules! variations {
    ($($variation:ident = $name:literal, $keeps:literal;)*) => {
        /// An equivalent form of every response.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Variation { $(#[doc = $keeps] $variation),* }

        impl Variation {
            /// Every variation.
            pub const ALL: &'static [Variation] = &[$(Variation::$variation),*];

            /// Its name, which never changes.
            pub const fn name(self) -> &'static str {
                match self { $(Variation::$variation => $name),* }
            }

            /// What it changes and why that is harmless, in one line.
            pub const fn keeps(self) -> &'static str {
                match self { $(Variation::$variation => $keeps),* }
            }
        }
    };
}

variations! {
    MembersReordered = "members-reordered", "the properties of objects are in another order; JSON objects are unordered";
    MembersAdded = "members-added", "every object has an unknown property, which clients ignore; maps with names from users are unchanged";
    Pretty = "pretty", "JSON is indented and ends with a newline; JSON ignores whitespace";
    Escaped = "escaped", "characters outside ASCII and slashes are written as `\\u` escapes in JSON";
    WholeNumbers = "whole-numbers", "integral numbers are written without a fraction: 97 for 97.0";
    Exponents = "exponents", "fractional numbers are written with an exponent: 9.7e1 for 97.0";
    Microseconds = "microseconds", "timestamps have microseconds: three more digits, all zero";
    OffsetOfZero = "offset-of-zero", "UTC timestamps end with `+00:00` instead of `Z`; other offsets are unchanged";
    HeadersAdded = "headers-added", "every response has unknown headers, which clients ignore";
    Charset = "charset", "the media type names its default charset";
    Slow = "slow", "every response is delayed by 40 ms";
    ConnectionsClosed = "connections-closed", "every response closes its connection and announces it";
    Chunked = "chunked", "bodies are sent in chunks, without a Content-Length";
    Gzip = "gzip", "bodies are compressed if the request accepts gzip";
    HeaderCase = "header-case", "header names are written `Like-This`; header names ignore case";
}

impl Variation {
    /// Whether it applies to connections, which all fixtures of a server share.
    pub(crate) const fn applies_to_connections(self) -> bool {
        matches!(self, Variation::HeaderCase)
    }

    /// The equivalent response; `accept` are the headers of the request.
    pub(crate) async fn apply(self, response: Response, accept: &HeaderMap) -> Response {
        match self {
            Variation::Slow => {
                tokio::time::sleep(DELAY).await;
                response
            }
            Variation::HeadersAdded => with_headers(
                response,
                &[
                    ("x-weather", "sunny"),
                    ("cache-control", "max-age=0, private, must-revalidate"),
                    ("etag", "W/\"0f1e2d3c\""),
                ],
            ),
            Variation::ConnectionsClosed => with_headers(response, &[("connection", "close")]),
            Variation::Charset => with_charset(response),
            Variation::Chunked => to_chunked(response),
            Variation::Gzip if accepts_gzip(accept) => compress(response).await,
            Variation::Gzip | Variation::HeaderCase => response,
            _ => match BufferedResponse::read(response).await {
                Ok(mut response) => {
                    if let Some(text) = response.json().and_then(|value| self.rewrite(value)) {
                        response.body = text.into_bytes();
                    }
                    response.into_response()
                }
                Err(error) => Refusal::Internal(error.to_string())
                    .into_operation_response()
                    .into_response_without_log(),
            },
        }
    }

    /// The equivalent JSON text.
    fn rewrite(self, mut value: Value) -> Option<String> {
        match self {
            Variation::MembersReordered => reverse_properties(&mut value),
            Variation::MembersAdded => add_properties(&mut value),
            Variation::Microseconds => change_timestamps(&mut value, with_microseconds),
            Variation::OffsetOfZero => change_timestamps(&mut value, |text| {
                text.strip_suffix('Z').map(|t| format!("{t}+00:00"))
            }),
            Variation::Pretty => {
                let text = serde_json::to_string_pretty(&value).ok()?;
                return Some(text + "\n");
            }
            Variation::Escaped => return Some(escape(&value.to_string())),
            Variation::WholeNumbers => return Some(write_numbers(&value, without_fraction)),
            Variation::Exponents => return Some(write_numbers(&value, with_exponent)),
            _ => return None,
        }
        Some(value.to_string())
    }
}

fn with_headers(mut response: Response, added: &[(&'static str, &'static str)]) -> Response {
    for (name, value) in added {
        let (name, value) = (
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
        response.headers_mut().insert(name, value);
    }
    response
}

fn with_charset(mut response: Response) -> Response {
    let media_type = response.headers().get(CONTENT_TYPE);
    let named = media_type
        .and_then(|value| value.to_str().ok())
        .filter(|text| !text.contains(';'))
        .map(|text| format!("{text}; charset=utf-8"));
    if let Some(Ok(named)) = named.map(HeaderValue::try_from) {
        response.headers_mut().insert(CONTENT_TYPE, named);
    }
    response
}

/// A name that no variation has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown variation `{0}`; `--variation list` lists all variations")]
pub struct UnknownVariation(String);

impl FromStr for Variation {
    type Err = UnknownVariation;

    fn from_str(name: &str) -> Result<Variation, UnknownVariation> {
        Variation::ALL
            .iter()
            .copied()
            .find(|variation| variation.name() == name)
            .ok_or_else(|| UnknownVariation(name.to_owned()))
    }
}

impl fmt::Display for Variation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
