//! Timestamps in the notation of the API: `2015-12-24T16:51:14.000+01:00`, `2015-12-24T17:54:27.895Z`.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A moment in milliseconds that remembers the offset it was written with.
///
/// `Z` and `+00:00` name the same offset but are different texts, and a documented value must come back
/// byte for byte, so both are kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Timestamp {
    instant: DateTime<FixedOffset>,
    offset: Offset,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Offset {
    Zulu,
    Numeric,
}

/// A text that is not an RFC 3339 date and time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimestampError(String);

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a date and time; write it like 2016-01-11T10:13:33.506Z",
            self.0
        )
    }
}

impl std::error::Error for TimestampError {}

impl Timestamp {
    /// The moment `instant`, written in UTC with `Z`.
    pub fn from_utc(instant: DateTime<Utc>) -> Timestamp {
        Timestamp {
            instant: instant.fixed_offset(),
            offset: Offset::Zulu,
        }
    }

    /// The moment itself, without the offset it was written with.
    pub fn instant(self) -> DateTime<Utc> {
        self.instant.to_utc()
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Timestamp, TimestampError> {
        let instant =
            DateTime::parse_from_rfc3339(text).map_err(|_| TimestampError(text.to_owned()))?;
        let written = if text.ends_with(['Z', 'z']) {
            Offset::Zulu
        } else {
            Offset::Numeric
        };
        Ok(Timestamp {
            instant,
            offset: written,
        })
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let zulu = self.offset == Offset::Zulu;
        f.write_str(&self.instant.to_rfc3339_opts(SecondsFormat::Millis, zulu))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for Timestamp {
    fn schema_name() -> Cow<'static, str> {
        "Timestamp".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Moment in ISO 8601 with milliseconds. Times of jobs, pipelines and users are in UTC (`Z`); times of commits keep the offset of the committer's clock.",
            "type": "string",
            "format": "date-time"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_time_comes_back_byte_for_byte() {
        for text in [
            "2015-12-24T16:51:14.000+01:00",
            "2015-12-24T15:51:21.802Z",
            "2021-09-20T11:50:22.000+00:00",
            "2016-01-11T10:13:33.506-03:30",
        ] {
            assert_eq!(text.parse::<Timestamp>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn offsets_change_the_text_but_not_the_point_in_time() {
        let a: Timestamp = "2015-12-24T16:51:14.000+01:00".parse().unwrap();
        let b: Timestamp = "2015-12-24T15:51:14.000Z".parse().unwrap();
        assert_ne!(a, b);
        assert_eq!(a.instant(), b.instant());
    }

    #[test]
    fn an_invalid_date_and_time_is_refused() {
        for text in [
            "",
            "2015-12-24",
            "24.12.2015 16:51",
            "2015-12-24T25:00:00Z",
            "null",
        ] {
            assert!(text.parse::<Timestamp>().is_err(), "{text} was accepted");
        }
    }
}
