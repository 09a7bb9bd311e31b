//! Reading a row column by column, and writing the words and timestamps of columns.

use chrono::{DateTime, Utc};
use rusqlite::Row;
use rusqlite::types::{FromSql, Type};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::de::value::{Error as WordError, StrDeserializer};

/// The columns of a row, read in the order in which the query names them.
pub(super) struct Columns<'a, 'row> {
    row: &'a Row<'row>,
    next: usize,
}

impl<'a, 'row> Columns<'a, 'row> {
    /// The columns of `row`, from the first on.
    pub(super) fn of(row: &'a Row<'row>) -> Self {
        Columns { row, next: 0 }
    }

    fn next_index(&mut self) -> usize {
        let index = self.next;
        self.next += 1;
        index
    }

    /// The next column, as it is stored.
    pub(super) fn get<T: FromSql>(&mut self) -> rusqlite::Result<T> {
        let index = self.next_index();
        self.row.get(index)
    }

    /// The next column, a number that is never negative.
    pub(super) fn number(&mut self) -> rusqlite::Result<u64> {
        let index = self.next_index();
        unsigned(index, self.row.get(index)?)
    }

    /// The next column, a number or nothing.
    pub(super) fn number_if_any(&mut self) -> rusqlite::Result<Option<u64>> {
        let index = self.next_index();
        self.row
            .get::<_, Option<i64>>(index)?
            .map(|number| unsigned(index, number))
            .transpose()
    }

    /// The next column, a timestamp.
    pub(super) fn instant(&mut self) -> rusqlite::Result<DateTime<Utc>> {
        let index = self.next_index();
        instant(index, self.row.get(index)?)
    }

    /// The next column, a timestamp or nothing.
    pub(super) fn instant_if_any(&mut self) -> rusqlite::Result<Option<DateTime<Utc>>> {
        let index = self.next_index();
        self.row
            .get::<_, Option<i64>>(index)?
            .map(|milliseconds| instant(index, milliseconds))
            .transpose()
    }

    /// The next column, a word of the API.
    pub(super) fn word<T: DeserializeOwned>(&mut self) -> rusqlite::Result<T> {
        let index = self.next_index();
        from_word(index, self.row.get_ref(index)?.as_str()?)
    }

    /// The next column, a word of the API or nothing.
    pub(super) fn word_if_any<T: DeserializeOwned>(&mut self) -> rusqlite::Result<Option<T>> {
        let index = self.next_index();
        match self.row.get_ref(index)?.as_str_or_null()? {
            None => Ok(None),
            Some(text) => from_word(index, text).map(Some),
        }
    }

    /// The next column, JSON.
    pub(super) fn json<T: DeserializeOwned>(&mut self) -> rusqlite::Result<T> {
        let index = self.next_index();
        from_json(index, self.row.get_ref(index)?.as_str()?)
    }

    /// The next column, JSON or nothing.
    pub(super) fn json_if_any<T: DeserializeOwned>(&mut self) -> rusqlite::Result<Option<T>> {
        let index = self.next_index();
        match self.row.get_ref(index)?.as_str_or_null()? {
            None => Ok(None),
            Some(text) => from_json(index, text).map(Some),
        }
    }

    /// Skips the next `count` columns.
    pub(super) fn skip(&mut self, count: usize) {
        self.next += count;
    }
}

fn unsigned(index: usize, number: i64) -> rusqlite::Result<u64> {
    u64::try_from(number).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(index, number))
}

fn instant(index: usize, milliseconds: i64) -> rusqlite::Result<DateTime<Utc>> {
    DateTime::from_timestamp_millis(milliseconds).ok_or(rusqlite::Error::IntegralValueOutOfRange(
        index,
        milliseconds,
    ))
}

fn from_word<T: DeserializeOwned>(index: usize, word: &str) -> rusqlite::Result<T> {
    T::deserialize(StrDeserializer::<WordError>::new(word))
        .map_err(|error| conversion_error(index, error))
}

fn from_json<T: DeserializeOwned>(index: usize, text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|error| conversion_error(index, error))
}

fn conversion_error<E: std::error::Error + Send + Sync + 'static>(
    index: usize,
    error: E,
) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(index, Type::Text, Box::new(error))
}

/// The database form of a number of the API. No fixture has a number that is too large.
pub(super) fn to_key(id: u64) -> i64 {
    i64::try_from(id).unwrap_or(i64::MAX)
}

/// The database form of a timestamp.
pub(super) fn to_milliseconds(instant: DateTime<Utc>) -> i64 {
    instant.timestamp_millis()
}

/// The word for `value`.
pub(super) fn to_word<T: Serialize>(value: &T) -> rusqlite::Result<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        Ok(other) => Err(rusqlite::Error::ToSqlConversionFailure(
            format!("{other} is not a word").into(),
        )),
        Err(error) => Err(rusqlite::Error::ToSqlConversionFailure(error.into())),
    }
}

/// The JSON of `value`.
pub(super) fn to_json<T: Serialize>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}
