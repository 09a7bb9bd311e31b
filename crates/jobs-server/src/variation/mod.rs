//! Harmless variations: the same answers in another dress, which no right client can tell apart.

mod text;
mod transfer;

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use axum::response::Response;
use http::header::{CONNECTION, CONTENT_TYPE, HeaderValue};
use http::{HeaderMap, HeaderName};

use text::{add, escaped, exponent, instants, microseconds, numbers, reorder, rewrite, whole};
use transfer::{accepts_gzip, compressed, in_pieces};

use crate::answer::Answer;

/// How late a slow answer is.
const SLOW: Duration = Duration::from_millis(40);

/// Makes the variations, each with its name and what stays the same in it.
macro_rules! variations {
    ($($variation:ident = $name:literal, $keeps:literal;)*) => {
        /// A harmless variation of every answer.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Variation { $(#[doc = $keeps] $variation),* }

        impl Variation {
            /// Every variation.
            pub const ALL: &'static [Variation] = &[$(Variation::$variation),*];

            /// The name that it is asked for by, which never changes.
            pub const fn name(self) -> &'static str {
                match self { $(Variation::$variation => $name),* }
            }

            /// What it changes, and why that is harmless, in one line.
            pub const fn keeps(self) -> &'static str {
                match self { $(Variation::$variation => $keeps),* }
            }
        }
    };
}

variations! {
    MembersReordered = "members-reordered", "members of objects come in another order, which means nothing in JSON";
    MembersAdded = "members-added", "every object has a member that nobody knows, which readers skip; maps that users fill are left alone";
    Pretty = "pretty", "JSON is indented and ends with a newline, which means nothing in JSON";
    Escaped = "escaped", "what is not ASCII is written as `\\u` in JSON, and so is every slash";
    WholeNumbers = "whole-numbers", "numbers that happen to be whole are written without a fraction: 97 for 97.0";
    Exponents = "exponents", "numbers with a fraction are written with an exponent: 9.7e1 for 97.0";
    Microseconds = "microseconds", "instants have six digits after the second, the last three of which are zeros";
    OffsetOfZero = "offset-of-zero", "instants in UTC end in `+00:00` instead of `Z`; others keep their offset";
    HeadersAdded = "headers-added", "every answer has headers that nobody knows, which readers skip";
    Charset = "charset", "the media type names the charset that it has anyway";
    Slow = "slow", "every answer comes 40 ms later";
    ConnectionsClosed = "connections-closed", "the connection is closed after every answer, and said to be";
    Chunked = "chunked", "bodies are sent in chunks, without a length in advance";
    Gzip = "gzip", "bodies are compressed for those who accept it";
    HeaderCase = "header-case", "names of headers are written `Like-This`, which means nothing in HTTP";
}

impl Variation {
    /// Whether it is one of connections, which all fixtures of a server share.
    pub(crate) const fn is_of_connections(self) -> bool {
        matches!(self, Variation::HeaderCase)
    }

    /// How long an answer waits.
    pub(crate) fn delay(self) -> Option<Duration> {
        (self == Variation::Slow).then_some(SLOW)
    }

    /// Dresses an answer whose body is not yet on its way.
    pub(crate) fn dress(self, answer: &mut Answer) {
        match self {
            Variation::MembersReordered => answer.change_json(reorder),
            Variation::MembersAdded => answer.change_json(add),
            Variation::Microseconds => {
                answer.change_json(|value| instants(value, microseconds));
            }
            Variation::OffsetOfZero => answer.change_json(|value| {
                instants(value, |text| {
                    text.strip_suffix('Z').map(|t| format!("{t}+00:00"))
                });
            }),
            Variation::Pretty => rewrite(answer, |value| {
                serde_json::to_string_pretty(value)
                    .map(|text| text + "\n")
                    .ok()
            }),
            Variation::Escaped => rewrite(answer, |value| Some(escaped(&value.to_string()))),
            Variation::WholeNumbers => rewrite(answer, |value| Some(numbers(value, whole))),
            Variation::Exponents => rewrite(answer, |value| Some(numbers(value, exponent))),
            Variation::HeadersAdded => {
                let added = [
                    ("x-weather", "sunny"),
                    ("cache-control", "max-age=0, private, must-revalidate"),
                    ("etag", "W/\"0f1e2d3c\""),
                ];
                for (name, value) in added {
                    answer.put(
                        HeaderName::from_static(name),
                        HeaderValue::from_static(value),
                    );
                }
            }
            Variation::Charset => {
                let named = answer
                    .header("content-type")
                    .filter(|text| !text.contains(';'))
                    .map(|text| format!("{text}; charset=utf-8"));
                if let Some(Ok(named)) = named.map(HeaderValue::try_from) {
                    answer.put(CONTENT_TYPE, named);
                }
            }
            _ => {}
        }
    }

    /// Dresses a response whose body is on its way; `asked` are the headers of its request.
    pub(crate) async fn wrap(self, response: Response, asked: &HeaderMap) -> Response {
        match self {
            Variation::ConnectionsClosed => {
                let mut response = response;
                let close = HeaderValue::from_static("close");
                response.headers_mut().insert(CONNECTION, close);
                response
            }
            Variation::Chunked => in_pieces(response),
            Variation::Gzip if accepts_gzip(asked) => compressed(response).await,
            _ => response,
        }
    }
}

/// A name that no variation has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no variation is called `{0}`; `--variation list` lists them")]
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
