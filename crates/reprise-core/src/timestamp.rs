//! Timestamps of RFC 3339: servers write the same timestamp in several forms.

use std::borrow::Cow;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;

/// Writes every timestamp in UTC, with milliseconds unless it is finer.
pub(crate) fn normalize_timestamps(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Cow::Owned(timestamp) = normalize_timestamp(text) {
                *text = timestamp;
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(normalize_timestamps),
        Value::Object(members) => members.values_mut().for_each(normalize_timestamps),
        _ => {}
    }
}

fn normalize_timestamp(text: &str) -> Cow<'_, str> {
    // the shortest is 2016-01-11T10:13:33Z, and most texts are not timestamps
    let looks_like_one = text.len() >= 20 && text.as_bytes().get(10) == Some(&b'T');
    match DateTime::parse_from_rfc3339(text) {
        Ok(timestamp) if looks_like_one => {
            let finer = timestamp.timestamp_subsec_nanos() % 1_000_000 != 0;
            let precision = if finer {
                SecondsFormat::Nanos
            } else {
                SecondsFormat::Millis
            };
            Cow::Owned(
                timestamp
                    .with_timezone(&Utc)
                    .to_rfc3339_opts(precision, true),
            )
        }
        _ => Cow::Borrowed(text),
    }
}

/// Whether two strings are the same timestamp.
pub(crate) fn is_same_timestamp(one: &str, other: &str) -> bool {
    let timestamp = |text| DateTime::parse_from_rfc3339(text).ok();
    timestamp(one).is_some_and(|one| timestamp(other) == Some(one))
}
