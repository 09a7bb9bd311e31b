//! A day of the calendar.

use std::fmt;

use chrono::{DateTime, Days, NaiveDate};
use serde::Deserialize;

/// A day of the calendar, such as 2027-03-31.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Day(NaiveDate);

impl Day {
    /// The day of a timestamp, in seconds since 1970, in UTC.
    pub fn of(seconds: i64) -> Day {
        Day(DateTime::from_timestamp(seconds, 0).map_or(NaiveDate::MAX, |at| at.date_naive()))
    }

    /// The day after this number of days.
    pub fn add_days(self, days: u64) -> Day {
        Day(self
            .0
            .checked_add_days(Days::new(days))
            .unwrap_or(NaiveDate::MAX))
    }
}

impl TryFrom<String> for Day {
    type Error = String;

    fn try_from(text: String) -> Result<Day, String> {
        // only this format, because a two-digit year would be a year in the distant past
        NaiveDate::parse_from_str(&text, "%Y-%m-%d")
            .ok()
            .map(Day)
            .filter(|day| day.to_string() == text)
            .ok_or_else(|| format!("`{text}` is not a date; write it like 2027-03-31"))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}
