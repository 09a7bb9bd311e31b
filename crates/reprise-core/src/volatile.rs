//! Values that are known to vary. A value that a schema marks with `x-volatile`, or an example with `volatile` in its
//! `x-reprise`, is not compared by value, but it must still be plausible.
//!
//! ```yaml
//! created_at: { type: string, format: date-time, x-volatile: timestamp }
//! ```

use chrono::{DateTime, Datelike};
use serde::Deserialize;
use serde_json::Value;

/// The years in which a timestamp from a server is plausible.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2199;

/// How a value may vary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Volatile {
    /// A number from 1, or a non-empty string.
    Id,
    /// A date and time between 1970 and 2199.
    Timestamp,
    /// A number from 0 on.
    Duration,
    /// An absolute URL.
    Url,
    /// Any non-empty value of the same JSON type.
    Opaque,
}

impl Volatile {
    /// The kind that `word` names, if it names one.
    pub fn from_word(word: &str) -> Option<Volatile> {
        match word {
            "id" => Some(Volatile::Id),
            "timestamp" => Some(Volatile::Timestamp),
            "duration" => Some(Volatile::Duration),
            "url" => Some(Volatile::Url),
            "opaque" => Some(Volatile::Opaque),
            _ => None,
        }
    }

    /// Whether `actual` is plausible in place of `expected`.
    pub(crate) fn tolerates(self, expected: &Value, actual: &Value) -> bool {
        let same_type = std::mem::discriminant(expected) == std::mem::discriminant(actual);
        same_type
            && match (self, actual) {
                (Volatile::Id, Value::Number(number)) => number.as_u64().is_some_and(|id| id > 0),
                (Volatile::Id, Value::String(text)) => !text.is_empty(),
                (Volatile::Timestamp, Value::String(text)) => DateTime::parse_from_rfc3339(text)
                    .is_ok_and(|timestamp| YEARS.contains(&timestamp.year())),
                (Volatile::Duration, Value::Number(number)) => {
                    number.as_f64().is_some_and(|seconds| seconds >= 0.0)
                }
                (Volatile::Url, Value::String(text)) => is_absolute_url(text),
                (Volatile::Opaque, Value::String(text)) => !text.is_empty(),
                (Volatile::Opaque, _) => true,
                _ => false,
            }
    }
}

fn is_absolute_url(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, rest)| {
        !rest.is_empty()
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
            && !text.contains(char::is_whitespace)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_volatile_value_must_be_plausible() {
        let time = json!("2016-01-11T10:13:33.506Z");
        for (kind, expected, actual, tolerated) in [
            (Volatile::Id, json!(7), json!(42), true),
            (Volatile::Id, json!(7), json!(0), false),
            (Volatile::Id, json!(7), json!("42"), false),
            (Volatile::Id, json!("a"), json!(""), false),
            (
                Volatile::Timestamp,
                time.clone(),
                json!("2026-11-23T14:00:00Z"),
                true,
            ),
            (
                Volatile::Timestamp,
                time.clone(),
                json!("0001-01-01T00:00:00Z"),
                false,
            ),
            (Volatile::Timestamp, time.clone(), json!("soon"), false),
            (Volatile::Timestamp, time, Value::Null, false),
            (Volatile::Duration, json!(8), json!(0.5), true),
            (Volatile::Duration, json!(8), json!(-1), false),
            (
                Volatile::Url,
                json!("http://a/b"),
                json!("https://c/d?e=f"),
                true,
            ),
            (Volatile::Url, json!("http://a/b"), json!("/d"), false),
            (Volatile::Opaque, json!("x"), json!("y"), true),
            (Volatile::Opaque, json!("x"), json!(""), false),
            (Volatile::Opaque, json!("x"), json!(1), false),
        ] {
            assert_eq!(
                kind.tolerates(&expected, &actual),
                tolerated,
                "{kind:?} {expected} {actual}"
            );
        }
    }
}
