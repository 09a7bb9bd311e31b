//! Reads what people write, and says where it is wrong.

use serde::de::DeserializeOwned;
use serde_saphyr::Location;

/// A text that is not the YAML it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name}:{line}:{column}: {message}")]
pub struct YamlError {
    /// Where the text comes from.
    pub name: String,
    /// Line, counted from 1.
    pub line: u64,
    /// Column, counted from 1.
    pub column: u64,
    /// What is wrong.
    pub message: String,
}

/// Reads a value from YAML.
///
/// # Errors
///
/// When the text is not YAML, or not such a value. An unknown word is told with the nearest known one.
pub fn parse_yaml<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, YamlError> {
    serde_saphyr::from_str_with_options(text, options()).map_err(|error| {
        let (line, column) = error
            .location()
            .map_or((1, 1), |at| (at.line(), at.column()));
        let message = error.without_snippet().to_string();
        // the place stands in front
        let place = format!(" at line {line}, column {column}");
        let message = message.strip_suffix(&place).unwrap_or(&message);
        YamlError {
            name: name.to_owned(),
            line: line.max(1),
            column: column.max(1),
            message: match meant(message) {
                Some(word) => format!("{message}; did you mean `{word}`?"),
                None => message.to_owned(),
            },
        }
    })
}

/// Reading recurses, so what is nested deeper than people write it is refused before the stack ends.
fn options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_depth: 64,
        },
    }
}

/// An error at a place that was kept while reading.
pub fn error_at(name: &str, at: Location, message: String) -> YamlError {
    YamlError {
        name: name.to_owned(),
        line: at.line().max(1),
        column: at.column().max(1),
        message,
    }
}

/// The known word nearest to the unknown one, in a message such as
/// ``unknown field `bsae`, expected one of base, other``.
fn meant(message: &str) -> Option<&str> {
    let (unknown, expected) = message
        .strip_prefix("unknown ")?
        .split_once(", expected ")?;
    let expected = expected.strip_prefix("one of ").unwrap_or(expected);
    let known = expected
        .split([',', '`'])
        .map(str::trim)
        .filter(|word| !word.is_empty());
    nearest(unknown.split('`').nth(1)?, known)
}

/// The word nearest to another one, where one is near enough to be meant: at most a third of it differs.
pub fn nearest<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    known
        .into_iter()
        .map(|known| (distance(word, known), known))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, known)| distance * 3 <= known.chars().count().max(3))
        .map(|(_, known)| known)
}

/// How many characters must be added, removed, replaced or swapped with their neighbour to get from one word to
/// the other.
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=to.len()).collect()];
    for (row, a) in from.iter().enumerate() {
        let last = rows.last().cloned().unwrap_or_default();
        let mut now = vec![row + 1];
        for (column, b) in to.iter().enumerate() {
            let at =
                |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX - 1);
            let mut cheapest = (at(&last, column) + usize::from(a != b))
                .min(at(&last, column + 1) + 1)
                .min(at(&now, column) + 1);
            let swapped = row > 0
                && column > 0
                && from.get(row - 1) == Some(b)
                && to.get(column - 1) == Some(a);
            if let (true, Some(before)) =
                (swapped, rows.len().checked_sub(2).and_then(|i| rows.get(i)))
            {
                cheapest = cheapest.min(at(before, column - 1) + 1);
            }
            now.push(cheapest);
        }
        rows.push(now);
    }
    rows.last().and_then(|row| row.last()).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_read_from_the_message() {
        for (message, expected) in [
            (
                "unknown field `bsae`, expected one of base, other",
                Some("base"),
            ),
            (
                "unknown variant `bsae`, expected one of `base`, `other`",
                Some("base"),
            ),
            ("unknown field `bsae`, expected base", Some("base")),
            ("unknown field `bsae`, there are no fields", None),
            ("something else", None),
        ] {
            assert_eq!(meant(message), expected, "{message}");
        }
    }

    #[test]
    fn the_nearest_word_is_the_one_that_was_meant() {
        let known = ["base_url", "params", "tls", "timeout"];
        for (word, expected) in [
            ("base_ulr", Some("base_url")),
            ("baseurl", Some("base_url")),
            ("param", Some("params")),
            ("tsl", Some("tls")),
            ("tiemout", Some("timeout")),
            ("something", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, known), expected, "{word}");
        }
    }
}
