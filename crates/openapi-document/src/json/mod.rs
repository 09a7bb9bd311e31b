//! Parses JSON like `serde_json`, and reports duplicate properties.
//!
//! The last of two properties with the same name counts, as usual; but the first one is probably a mistake, so it is
//! reported. A large document is parsed in parts, on all cores.

mod check;
mod outline;
mod parts;
mod reader;

use jsonptr::Pointer;
use serde_json::Value;

use crate::cores;
use crate::grammar::{Meaning, Path};
use reader::Reading;
pub(crate) use reader::{Read, ReadOptions};

/// Why a text cannot be read.
#[derive(Debug)]
pub(crate) struct JsonError {
    /// The error of `serde_json`, with the line and column.
    pub(crate) error: serde_json::Error,
    /// Whether it is nested deeper than the options allow.
    pub(crate) is_too_deep: bool,
}

/// Parses the text of a document, or of a file that it refers to.
pub(crate) fn parse(text: &str, options: ReadOptions) -> Result<Read, JsonError> {
    if options.deferred.is_some() {
        // If a reference leads into an example, the example is part of the document. And with duplicate properties, a
        // pointer does not say which of them is meant.
        if let Ok((read, false)) = once(text, options)
            && read.repeated.is_empty()
        {
            return Ok(read);
        }
    }
    once(text, options.whole()).map(|(read, _)| read)
}

/// Reads a text; also, whether a reference in it may lead into an example.
fn once(text: &str, options: ReadOptions) -> Result<(Read, bool), JsonError> {
    let threads = cores::threads_for(text);
    // errors and their positions come from reading the whole text
    if threads > 1
        && let Some(read) = parts::parse(text, threads, options)
    {
        return Ok(read);
    }
    let reading = Reading::new(text, options);
    let start = Path::Start(Pointer::root());
    match reading.read(text, start, Meaning::DOCUMENT, 0) {
        Ok(value) => Ok(reading.into_read(value)),
        Err(error) => Err(JsonError {
            error,
            is_too_deep: reading.is_too_deep(),
        }),
    }
}

/// Reads a value that was checked before.
pub(crate) fn value(text: &str) -> Option<Value> {
    let reading = Reading::new(text, ReadOptions::default());
    reading
        .read(text, Path::Start(Pointer::root()), Meaning::Data, 0)
        .ok()
}
