//! A body, and values in media types that are not forms.

use serde_json::Value;

use crate::value_description::describe_type;

/// A body as it goes over the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SerializedBody {
    /// The value of the `Content-Type` header.
    pub content_type: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Why a value cannot be written as a body.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// Such a value cannot be written in the media type.
    #[error("cannot write {value} as `{media_type}`; use a string or another media type")]
    UnsupportedValue {
        /// The media type.
        media_type: String,
        /// A description of the value.
        value: &'static str,
    },
    /// One property of a form cannot be written.
    #[error("cannot write the property `{name}`: {message}")]
    Property {
        /// The property.
        name: String,
        /// Why not.
        message: String,
    },
    /// A media type range that the value does not narrow down.
    #[error("`{0}` is a media type range; use a single media type")]
    MediaTypeRange(String),
}

/// Serializes a value in a media type that is not a form.
pub(super) fn write_value(media_type: &str, value: &Value) -> Result<Vec<u8>, BodyError> {
    let essence = media_type_essence(media_type);
    if essence.ends_with("/json") || essence.ends_with("+json") {
        return Ok(value.to_string().into_bytes());
    }
    match value {
        Value::String(text) => Ok(text.clone().into_bytes()),
        Value::Number(_) | Value::Bool(_) if essence.starts_with("text/") => {
            Ok(value.to_string().into_bytes())
        }
        _ => Err(BodyError::UnsupportedValue {
            media_type: media_type.to_owned(),
            value: describe_type(value),
        }),
    }
}

pub(super) fn media_type_essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}
