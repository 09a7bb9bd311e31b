//! A text that is attached to a document.

use serde_json::Value;

use crate::error::DocumentError;
use crate::limits::Limits;
use crate::parser::{TextFormat, parse_value, remove_byte_order_mark};
use crate::position::SourceText;

/// A parsed text that can be attached to a document with [`Document::attach`](crate::Document::attach).
///
/// Reading needs no document, so that many can be read at once.
#[derive(Debug)]
pub struct Attachment {
    pub(crate) source: SourceText,
    pub(crate) value: Value,
}

impl Attachment {
    /// Parses a text as JSON or YAML, like the text of a document. `name` is its path in messages.
    ///
    /// # Errors
    /// If the text is not JSON or YAML.
    pub fn parse(name: &str, text: impl Into<String>) -> Result<Self, DocumentError> {
        let text = remove_byte_order_mark(text.into());
        let format = TextFormat::of(name, &text);
        let value = parse_value(name, &text, format, Limits::default())?;
        Ok(Self {
            source: SourceText::new(name, text, format),
            value,
        })
    }

    /// The parsed value, to be changed before it is attached. Only leaves may change, because positions still come
    /// from the text.
    pub fn value_mut(&mut self) -> &mut Value {
        &mut self.value
    }
}
