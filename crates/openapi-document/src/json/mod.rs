//! Reads JSON as `serde_json` does, and notices members that are given twice.
//!
//! Of two members with one name the last one counts, as everywhere; but whoever wrote the first one
//! should hear of it. A large document is read in parts, by as many threads as there are cores.

mod check;
mod outline;
mod parts;
mod reader;

use std::ops::Range;

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use crate::cores;
use crate::grammar::{Meaning, Trail};
pub(crate) use reader::How;
use reader::Reading;

/// What was made of a text.
#[derive(Debug, Default)]
pub(crate) struct Read {
    /// The value; null where something was deferred.
    pub(crate) value: Value,
    /// The places of members that replaced an earlier one of the same name.
    pub(crate) repeated: Vec<PointerBuf>,
    /// The values that were checked and left as text, and which part of the text that is.
    pub(crate) deferred: Vec<(PointerBuf, Range<usize>)>,
}

/// Reads the text of a document, or of a file beside it.
pub(crate) fn parse(text: &str, how: How) -> Result<Read, serde_json::Error> {
    if how.deferred.is_some() {
        // If a reference leads into an example, the example is part of the document. And where members are given
        // twice, a place does not tell which of them is meant.
        if let Ok((read, false)) = once(text, how)
            && read.repeated.is_empty()
        {
            return Ok(read);
        }
    }
    once(text, how.whole()).map(|(read, _)| read)
}

/// Reads a text; also, whether a reference in it may lead into an example.
fn once(text: &str, how: How) -> Result<(Read, bool), serde_json::Error> {
    let threads = cores::worth(text);
    // what is wrong, and where, is told by whoever reads the whole
    if threads > 1
        && let Some(read) = parts::parse(text, threads, how)
    {
        return Ok(read);
    }
    let reading = Reading::new(text, how);
    let start = Trail::Start(Pointer::root());
    let value = reading.read(text, start, Meaning::DOCUMENT, 0)?;
    Ok(reading.into_read(value))
}

/// Reads a value that was checked before.
pub(crate) fn value(text: &str) -> Option<Value> {
    let reading = Reading::new(text, How::default());
    reading
        .read(text, Trail::Start(Pointer::root()), Meaning::Data, 0)
        .ok()
}
