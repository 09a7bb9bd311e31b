//! Text to value: JSON by serde_json, YAML by serde-saphyr, both with a place for every error.

use jsonptr::PointerBuf;
use serde_json::Value;
use serde_saphyr::options::DuplicateKeyPolicy;

use crate::{DocumentError, json};

/// The language a document is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    Yaml,
    /// No language: the text is the value.
    Text,
}

impl Format {
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

/// A text without the mark that says how its bytes are ordered.
pub(crate) fn without_mark(mut text: String) -> String {
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    text
}

/// Reads a text as a value; beside it, the places of JSON members that are given twice.
pub(crate) fn parse(
    name: &str,
    text: &str,
    format: Format,
) -> Result<(Value, Vec<PointerBuf>), DocumentError> {
    let (line, column, message) = match format {
        Format::Text => return Ok((Value::String(text.to_owned()), Vec::new())),
        Format::Json => match json::parse(text) {
            Ok(read) => return Ok(read),
            Err(error) => json_place(&error),
        },
        Format::Yaml => match serde_saphyr::from_str_with_options(text, yaml_options()) {
            Ok(value) => return Ok((value, Vec::new())),
            Err(error) => yaml_place(&error),
        },
    };
    Err(DocumentError::Syntax {
        name: name.to_owned(),
        line: line.max(1),
        column: column.max(1),
        message,
        format: format.name(),
    })
}

fn json_place(error: &serde_json::Error) -> (usize, usize, String) {
    let (line, column) = (error.line(), error.column());
    let message = error.to_string();
    let place = format!(" at line {line} column {column}");
    (
        line,
        column,
        clear(message.strip_suffix(&place).unwrap_or(&message)),
    )
}

fn yaml_place(error: &serde_saphyr::Error) -> (usize, usize, String) {
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
    (
        line,
        column,
        clear(message.strip_suffix(&place).unwrap_or(&message)),
    )
}

/// The message of a reader, in plain words where one of its limits was reached.
fn clear(message: &str) -> String {
    let limits = [
        (
            "total_replayed_events",
            format!("its aliases expand to more than {MOST_REPLAYED} values"),
        ),
        (
            "Depth {",
            format!("it is nested deeper than {DEEPEST_YAML} levels"),
        ),
        (
            "recursion limit exceeded",
            "it is nested too deeply".to_owned(),
        ),
    ];
    let reached = limits.into_iter().find(|(said, _)| message.contains(said));
    reached.map_or_else(|| message.to_owned(), |(_, clear)| clear)
}

/// How deep YAML may be nested: twice what real documents need. Reading recurses, and an unoptimised build takes some
/// twenty kilobytes of stack for each level.
const DEEPEST_YAML: usize = 64;

/// How many values aliases may expand to, in all.
const MOST_REPLAYED: usize = 500_000;

/// YAML 1.2 as the OpenAPI specification wants it, with room for large documents and none for bombs.
fn yaml_options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        duplicate_keys: DuplicateKeyPolicy::Error,
        // `on`, `yes` and `1_000` are texts in YAML 1.2.
        strict_booleans: true,
        underscored_numbers_as_strings: true,
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_depth: DEEPEST_YAML,
            max_nodes: 10_000_000,
            max_events: 20_000_000,
            max_total_scalar_bytes: 512 * 1024 * 1024,
            // One error response that is used a thousand times is no attack; the limits on what
            // aliases expand to, below, stop those that are.
            enforce_alias_anchor_ratio: false,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: MOST_REPLAYED,
        },
    }
}
