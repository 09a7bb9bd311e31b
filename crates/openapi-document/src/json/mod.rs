//! Parses JSON like `serde_json`, and reports duplicate properties.
//!
//! The last of two properties with the same name counts, as usual; but the first one is probably a mistake, so it is
//! reported. A large document is parsed in parts, on all cores.

mod outline;
mod parallel_parser;
mod reader;
mod validity;

use jsonptr::Pointer;
use serde_json::Value;

use crate::grammar::{Path, PlaceKind};
use crate::parallel;
use reader::ParseState;
pub(crate) use reader::{ParseOptions, ParsedText};

/// Why a text cannot be read.
#[derive(Debug)]
pub(crate) struct JsonError {
    /// The error of `serde_json`, with the line and column.
    pub(crate) error: serde_json::Error,
    /// Whether it is nested deeper than the options allow.
    pub(crate) is_too_deep: bool,
}

/// Parses the text of a document, or of a file that it refers to.
pub(crate) fn parse(text: &str, options: ParseOptions) -> Result<ParsedText, JsonError> {
    if options.min_deferred_bytes.is_some() {
        // If a reference leads into an example, the example is part of the document. And with duplicate properties, a
        // pointer does not say which of them is meant.
        if let Ok((read, false)) = parse_once(text, options)
            && read.duplicate_keys.is_empty()
        {
            return Ok(read);
        }
    }
    parse_once(text, options.without_deferred()).map(|(read, _)| read)
}

/// Reads a text; also, whether a reference in it may lead into an example.
fn parse_once(text: &str, options: ParseOptions) -> Result<(ParsedText, bool), JsonError> {
    let threads = parallel::thread_count(text);
    // errors and their positions come from reading the whole text
    if threads > 1
        && let Some(read) = parallel_parser::parse(text, threads, options)
    {
        return Ok(read);
    }
    let reading = ParseState::new(text, options);
    let start = Path::Start(Pointer::root());
    match reading.parse_part(text, start, PlaceKind::DOCUMENT, 0) {
        Ok(value) => Ok(reading.into_parsed_text(value)),
        Err(error) => Err(JsonError {
            error,
            is_too_deep: reading.is_too_deep(),
        }),
    }
}

/// Reads a value that was checked before.
pub(crate) fn parse_value(text: &str) -> Option<Value> {
    let reading = ParseState::new(text, ParseOptions::default());
    reading
        .parse_part(text, Path::Start(Pointer::root()), PlaceKind::Data, 0)
        .ok()
}
