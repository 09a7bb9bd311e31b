//! Parses YAML from users, and reports the place of mistakes.

use serde::de::DeserializeOwned;
use serde_saphyr::{DefaultMessageFormatter, Error, Location, MessageFormatter as _};

/// A text that is not valid YAML, or not of the expected form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name}:{line}:{column}: {message}")]
pub struct YamlError {
    /// The name of the source.
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
/// Returns an error if the text is not YAML, or not such a value. The error for an unknown word suggests the nearest
/// known one.
pub fn parse_yaml<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, YamlError> {
    serde_saphyr::from_str_with_options(text, parser_options()).map_err(|error| {
        let (line, column) = error
            .location()
            .map_or((1, 1), |at| (at.line(), at.column()));
        let error = innermost_error(&error);
        let message = DefaultMessageFormatter.format_message(error);
        YamlError {
            name: name.to_owned(),
            line: line.max(1),
            column: column.max(1),
            message: match suggested_name(error) {
                Some(word) => format!("{message}; did you mean `{word}`?"),
                None => message.into_owned(),
            },
        }
    })
}

/// The message, without the source and the aliases that lead to the place.
fn innermost_error(mut error: &Error) -> &Error {
    while let Error::AliasError { error: inner, .. } | Error::WithSnippet { error: inner, .. } =
        error
    {
        error = inner;
    }
    error
}

/// The known name that is nearest to an unknown one.
fn suggested_name(error: &Error) -> Option<&'static str> {
    match error {
        Error::SerdeUnknownField {
            field: unknown,
            expected,
            ..
        }
        | Error::SerdeUnknownVariant {
            variant: unknown,
            expected,
            ..
        } => nearest_word(unknown, expected.iter().copied()),
        _ => None,
    }
}

/// Parsing recurses, so deep nesting is refused before the stack overflows.
fn parser_options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_depth: 64,
        },
    }
}

/// An error at a place that was recorded while parsing.
pub fn error_at(name: &str, at: Location, message: String) -> YamlError {
    YamlError {
        name: name.to_owned(),
        line: at.line().max(1),
        column: at.column().max(1),
        message,
    }
}

/// The nearest word, if it is similar enough to be the intended one: at most a third of it differs.
pub fn nearest_word<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    known
        .into_iter()
        .map(|known| (strsim::osa_distance(word, known), known))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, known)| distance * 3 <= known.chars().count().max(3))
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[serde(rename = "kind")]
        _kind: Option<Kind>,
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Kind {
        Base,
        Other,
    }

    #[test]
    fn the_nearest_known_name_is_suggested() {
        for (text, expected) in [
            (
                "kidn: base",
                "t:1:1: unknown field `kidn`, expected one of kind; did you mean `kind`?",
            ),
            (
                "kind: otehr",
                "t:1:7: unknown variant `otehr`, expected one of base, other; did you mean `other`?",
            ),
            (
                "something: 1",
                "t:1:1: unknown field `something`, expected one of kind",
            ),
        ] {
            let error = parse_yaml::<Outer>("t", text).unwrap_err();
            assert_eq!(error.to_string(), expected);
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
            assert_eq!(nearest_word(word, known), expected, "{word}");
        }
    }
}
