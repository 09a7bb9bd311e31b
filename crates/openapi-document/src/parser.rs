//! Text to value: JSON by serde_json, YAML by serde-saphyr, both with a place for every error.

use serde_json::Value;
use serde_saphyr::budget::BudgetBreach;
use serde_saphyr::options::DuplicateKeyPolicy;

use crate::error::DocumentError;
use crate::json::{self, JsonError, ParseOptions, ParsedText};
use crate::limits::{Limit, Limits};

/// The language a document is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextFormat {
    Json,
    Yaml,
    /// No language: the text is the value.
    Text,
}

impl TextFormat {
    /// By the extension of the name, otherwise by how the text begins.
    pub(crate) fn of(name: &str, text: &str) -> Self {
        let extension = name
            .rsplit_once('.')
            .map(|(_, extension)| extension.to_ascii_lowercase());
        match extension.as_deref() {
            Some("json") => Self::Json,
            Some("yaml" | "yml") => Self::Yaml,
            _ if text.trim_start().starts_with(['{', '[']) => Self::Json,
            _ => Self::Yaml,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Yaml => "YAML",
            Self::Text => "text",
        }
    }
}

/// A text without its byte order mark.
pub(crate) fn remove_byte_order_mark(mut text: String) -> String {
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    text
}

/// Reads a text as a value, all of it.
pub(crate) fn parse_value(
    name: &str,
    text: &str,
    format: TextFormat,
    limits: Limits,
) -> Result<Value, DocumentError> {
    parse_text(name, text, format, limits, None).map(|read| read.value)
}

/// Reads a text. In JSON, values of examples may stay text from so many bytes on.
pub(crate) fn parse_text(
    name: &str,
    text: &str,
    format: TextFormat,
    limits: Limits,
    deferred: Option<usize>,
) -> Result<ParsedText, DocumentError> {
    let all_of = |value| ParsedText {
        value,
        ..ParsedText::default()
    };
    let levels = limits.max_depth();
    let fault = match format {
        TextFormat::Text => return Ok(all_of(Value::String(text.to_owned()))),
        TextFormat::Json => match json::parse(
            text,
            ParseOptions {
                levels,
                min_deferred_bytes: deferred,
            },
        ) {
            Ok(read) => return Ok(read),
            Err(error) => ParseFailure::from_json(&error, limits),
        },
        TextFormat::Yaml => match serde_saphyr::from_str_with_options(text, yaml_options(limits)) {
            Ok(value) => return Ok(all_of(value)),
            Err(error) => ParseFailure::from_yaml(&error, limits),
        },
    };
    let (name, format) = (name.to_owned(), format.name());
    let (line, column) = (fault.line.max(1), fault.column.max(1));
    Err(match fault.limit {
        Some(limit) => DocumentError::Limit {
            name,
            line,
            column,
            limit,
            format,
        },
        None => DocumentError::Syntax {
            name,
            line,
            column,
            message: fault.message,
            format,
        },
    })
}

/// Why a text cannot be parsed, as the parser reports it, and the position.
struct ParseFailure {
    line: usize,
    column: usize,
    message: String,
    /// The limit that was exceeded, if there is one.
    limit: Option<Limit>,
}

impl ParseFailure {
    fn from_json(error: &JsonError, limits: Limits) -> Self {
        let limit = error.is_too_deep.then(|| Limit::Depth(limits.max_depth()));
        let error = &error.error;
        let (line, column) = (error.line(), error.column());
        let place = format!(" at line {line} column {column}");
        Self {
            line,
            column,
            message: remove_position(error.to_string(), &place),
            limit,
        }
    }

    fn from_yaml(error: &serde_saphyr::Error, limits: Limits) -> Self {
        let message = error
            .without_snippet()
            .render_with_formatter(&serde_saphyr::UserMessageFormatter);
        let (line, column) = error.location().map_or((1, 1), |at| {
            (
                usize::try_from(at.line()).unwrap_or(1),
                usize::try_from(at.column()).unwrap_or(1),
            )
        });
        let place = format!(" at line {line}, column {column}");
        Self {
            line,
            column,
            message: remove_position(message, &place),
            limit: exceeded_yaml_limit(error, limits),
        }
    }
}

/// A message without the position at its end, because the position is printed before the message.
fn remove_position(message: String, place: &str) -> String {
    match message.strip_suffix(place) {
        Some(message) => message.to_owned(),
        None => message,
    }
}

/// The limit that a YAML text has reached, if that is the error.
fn exceeded_yaml_limit(error: &serde_saphyr::Error, limits: Limits) -> Option<Limit> {
    use serde_saphyr::Error;
    match error {
        Error::WithSnippet { error, .. } | Error::AliasError { error, .. } => {
            exceeded_yaml_limit(error, limits)
        }
        Error::AliasReplayLimitExceeded { .. } => Some(Limit::AliasValues(limits.alias_values)),
        Error::Budget {
            breach: BudgetBreach::Depth { .. },
            ..
        } => Some(Limit::Depth(limits.max_depth())),
        _ => None,
    }
}

/// YAML 1.2 as the OpenAPI specification requires, with limits that allow large documents and reject alias bombs.
fn yaml_options(limits: Limits) -> serde_saphyr::Options {
    serde_saphyr::options! {
        duplicate_keys: DuplicateKeyPolicy::Error,
        // `on`, `yes` and `1_000` are texts in YAML 1.2.
        strict_booleans: true,
        underscored_numbers_as_strings: true,
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_depth: limits.max_depth(),
            max_nodes: 10_000_000,
            max_events: 20_000_000,
            max_total_scalar_bytes: 512 * 1024 * 1024,
            // An error response that is used a thousand times is not an attack; the limits on the expansion of
            // aliases, below, stop real attacks.
            enforce_alias_anchor_ratio: false,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: limits.alias_values,
        },
    }
}
