//! Harmless variations: the same answers in another dress, which no right client can tell apart.

use std::fmt;
use std::io::Write;
use std::str::FromStr;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::header::{
    ACCEPT_ENCODING, CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, VARY,
};
use http::{HeaderMap, HeaderName};
use serde_json::{Map, Value, json};

use crate::answer::{Answer, AnswerBody};

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
    MembersAdded = "members-added", "every object has a member that nobody knows, which readers skip";
    Pretty = "pretty", "JSON is indented and ends with a newline, which means nothing in JSON";
    Escaped = "escaped", "what is not ASCII is written as `\\u` in JSON, and so is every slash";
    WholeSeconds = "whole-seconds", "numbers that happen to be whole are written without a fraction: 97 for 97.0";
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
    /// Whether it is one of connections, which all worlds of a server share.
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
                answer.change_json(|value| instants(value, |text| microseconds(text)));
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
            Variation::WholeSeconds => rewrite(answer, |value| Some(numbers(value, whole))),
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

/// Writes a JSON body again.
fn rewrite(answer: &mut Answer, write: impl FnOnce(&Value) -> Option<String>) {
    if let AnswerBody::Whole(bytes) = &mut answer.body
        && let Ok(value) = serde_json::from_slice::<Value>(bytes)
        && let Some(text) = write(&value)
    {
        *bytes = text.into_bytes();
    }
}

fn reorder(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(reorder),
        Value::Object(members) => {
            members.values_mut().for_each(reorder);
            *members = std::mem::take(members)
                .into_iter()
                .rev()
                .collect::<Map<_, _>>();
        }
        _ => {}
    }
}

fn add(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(add),
        Value::Object(members) => {
            members.values_mut().for_each(add);
            members.insert(
                "weather".to_owned(),
                json!({ "sky": "clear", "wind": null }),
            );
        }
        _ => {}
    }
}

/// Changes every text that is an instant.
fn instants(value: &mut Value, change: fn(&str) -> Option<String>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| instants(item, change)),
        Value::Object(members) => members
            .values_mut()
            .for_each(|member| instants(member, change)),
        Value::String(text) if chrono::DateTime::parse_from_rfc3339(text).is_ok() => {
            if let Some(changed) = change(text) {
                *text = changed;
            }
        }
        _ => {}
    }
}

/// `…14.000+01:00` becomes `…14.000000+01:00`.
fn microseconds(text: &str) -> Option<String> {
    let (seconds, rest) = text.split_once('.')?;
    let end = rest.find(|character: char| !character.is_ascii_digit())?;
    let (digits, offset) = rest.split_at(end);
    Some(format!("{seconds}.{digits:0<6}{offset}"))
}

/// Slashes and what is not ASCII as `\u`; neither occurs in JSON outside of texts.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut units = [0; 2];
    for character in text.chars() {
        if character.is_ascii() && character != '/' {
            escaped.push(character);
        } else {
            for unit in character.encode_utf16(&mut units) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    escaped
}

/// JSON in which numbers with a fraction are written in another way.
fn numbers(value: &Value, write: fn(f64) -> String) -> String {
    match value {
        Value::Number(number) if number.is_f64() => {
            number.as_f64().map_or_else(|| number.to_string(), write)
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| numbers(item, write)).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|(key, member)| format!("{}:{}", json!(key), numbers(member, write)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
        other => other.to_string(),
    }
}

fn whole(number: f64) -> String {
    if number.fract() == 0.0 {
        format!("{number:.0}")
    } else {
        json!(number).to_string()
    }
}

fn exponent(number: f64) -> String {
    format!("{number:e}")
}

/// The same body in pieces, whose length nobody is told.
fn in_pieces(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    // a response that must not have a body stays as it is
    if parts.headers.remove(CONTENT_LENGTH).is_none() && is_empty(&body) {
        return Response::from_parts(parts, body);
    }
    Response::from_parts(parts, Body::from_stream(body.into_data_stream()))
}

fn is_empty(body: &Body) -> bool {
    use axum::body::HttpBody as _;
    body.is_end_stream()
}

/// Whether `Accept-Encoding` names gzip, and not with the weight 0.
fn accepts_gzip(asked: &HeaderMap) -> bool {
    let accepted = asked.get_all(ACCEPT_ENCODING).iter();
    accepted
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(','))
        .any(|coding| {
            let (name, weight) = coding.split_once(';').unwrap_or((coding, "q=1"));
            let weight = weight.trim().strip_prefix("q=").map(str::parse::<f32>);
            name.trim().eq_ignore_ascii_case("gzip") && !matches!(weight, Some(Ok(0.0)))
        })
}

async fn compressed(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, usize::MAX).await else {
        // what could not be read cannot be sent either; without its length it is seen to be cut off
        return Response::from_parts(parts, Body::empty());
    };
    if bytes.is_empty() {
        return Response::from_parts(parts, Body::empty());
    }
    match gzip(&bytes) {
        Ok(packed) => {
            parts.headers.remove(CONTENT_LENGTH);
            let gzip = HeaderValue::from_static("gzip");
            parts.headers.insert(CONTENT_ENCODING, gzip);
            let vary = HeaderValue::from_static("Accept-Encoding");
            parts.headers.insert(VARY, vary);
            Response::from_parts(parts, Body::from(packed))
        }
        Err(_) => Response::from_parts(parts, Body::from(bytes)),
    }
}

fn gzip(bytes: &Bytes) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes)?;
    encoder.finish()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_same_however_they_are_written() {
        let value = json!({"a": [97.0, 0.173, 8, null], "b": {"c": -1.5, "d": "97.0"}});
        assert_eq!(
            numbers(&value, whole),
            r#"{"a":[97,0.173,8,null],"b":{"c":-1.5,"d":"97.0"}}"#
        );
        assert_eq!(
            numbers(&value, exponent),
            r#"{"a":[9.7e1,1.73e-1,8,null],"b":{"c":-1.5e0,"d":"97.0"}}"#
        );
    }

    #[test]
    fn texts_are_the_same_however_they_are_written() {
        let text = json!({"ü": "a/b 🫖\n\""}).to_string();
        let written = escaped(&text);
        assert_eq!(written, r#"{"\u00fc":"a\u002fb \ud83e\uded6\n\""}"#);
        let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert_eq!(read(&written), read(&text));
    }

    #[test]
    fn instants_get_digits_and_keep_their_offset() {
        for (text, expected) in [
            (
                "2015-12-24T16:51:14.000+01:00",
                Some("2015-12-24T16:51:14.000000+01:00"),
            ),
            (
                "2015-12-24T15:51:21.802Z",
                Some("2015-12-24T15:51:21.802000Z"),
            ),
            ("2015-12-24T15:51:21Z", None),
        ] {
            assert_eq!(microseconds(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn gzip_is_for_those_who_accept_it() {
        for (text, accepts) in [
            ("gzip", true),
            ("br, GZIP;q=0.5", true),
            ("gzip;q=0", false),
            ("identity", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(text));
            assert_eq!(accepts_gzip(&headers), accepts, "{text}");
        }
        assert!(!accepts_gzip(&HeaderMap::new()));
    }
}
