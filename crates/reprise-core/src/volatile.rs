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
const PLAUSIBLE_YEARS: std::ops::RangeInclusive<i32> = 1970..=2199;

/// How a value may vary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VolatileKind {
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

impl VolatileKind {
    /// The kind that `word` names, if it names one.
    pub fn parse(word: &str) -> Option<VolatileKind> {
        match word {
            "id" => Some(VolatileKind::Id),
            "timestamp" => Some(VolatileKind::Timestamp),
            "duration" => Some(VolatileKind::Duration),
            "url" => Some(VolatileKind::Url),
            "opaque" => Some(VolatileKind::Opaque),
            _ => None,
        }
    }

    /// Whether `actual` is plausible in place of `expected`.
    pub(crate) fn tolerates(self, expected: &Value, actual: &Value) -> bool {
        let same_type = std::mem::discriminant(expected) == std::mem::discriminant(actual);
        same_type
            && match (self, actual) {
                (VolatileKind::Id, Value::Number(number)) => {
                    number.as_u64().is_some_and(|id| id > 0)
                }
                (VolatileKind::Id, Value::String(text)) => !text.is_empty(),
                (VolatileKind::Timestamp, Value::String(text)) => {
                    DateTime::parse_from_rfc3339(text)
                        .is_ok_and(|timestamp| PLAUSIBLE_YEARS.contains(&timestamp.year()))
                }
                (VolatileKind::Duration, Value::Number(number)) => {
                    number.as_f64().is_some_and(|seconds| seconds >= 0.0)
                }
                (VolatileKind::Url, Value::String(text)) => is_absolute_url(text),
                (VolatileKind::Opaque, Value::String(text)) => !text.is_empty(),
                (VolatileKind::Opaque, _) => true,
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
            (VolatileKind::Id, json!(7), json!(42), true),
            (VolatileKind::Id, json!(7), json!(0), false),
            (VolatileKind::Id, json!(7), json!("42"), false),
            (VolatileKind::Id, json!("a"), json!(""), false),
            (
                VolatileKind::Timestamp,
                time.clone(),
                json!("2026-11-23T14:00:00Z"),
                true,
            ),
            (
                VolatileKind::Timestamp,
                time.clone(),
                json!("0001-01-01T00:00:00Z"),
                false,
            ),
            (VolatileKind::Timestamp, time.clone(), json!("soon"), false),
            (VolatileKind::Timestamp, time, Value::Null, false),
            (VolatileKind::Duration, json!(8), json!(0.5), true),
            (VolatileKind::Duration, json!(8), json!(-1), false),
            (
                VolatileKind::Url,
                json!("http://a/b"),
                json!("https://c/d?e=f"),
                true,
            ),
            (VolatileKind::Url, json!("http://a/b"), json!("/d"), false),
            (VolatileKind::Opaque, json!("x"), json!("y"), true),
            (VolatileKind::Opaque, json!("x"), json!(""), false),
            (VolatileKind::Opaque, json!("x"), json!(1), false),
        ] {
            assert_eq!(
                kind.tolerates(&expected, &actual),
                tolerated,
                "{kind:?} {expected} {actual}"
            );
        }
    }
}
