//! Reads JSON as `serde_json` does, and notices members that are given twice.
//!
//! Of two members with one name the last one counts, as everywhere; but whoever wrote the first one
//! should hear of it. A large document is read in parts, by as many threads as there are cores.

mod outline;
mod parts;
mod reader;

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use crate::cores;
use crate::grammar::Trail;
use reader::Reading;

/// A value, and the places of members that an earlier member of the same name was replaced by.
/// Objects and arrays may be nested so many levels deep.
pub(crate) fn parse(
    text: &str,
    levels: usize,
) -> Result<(Value, Vec<PointerBuf>), serde_json::Error> {
    let threads = cores::worth(text);
    // what is wrong, and where, is told by whoever reads the whole
    if threads > 1
        && let Some(read) = parts::parse(text, threads, levels)
    {
        return Ok(read);
    }
    let reading = Reading::new(levels);
    let value = reading.read(text, Trail::Start(Pointer::root()), 0)?;
    Ok((value, reading.into_repeated()))
}
