//! Serializes the body of a request for its media type.
//!
//! The value `{"name": "Emma", "tags": ["old", "rare"]}` is written
//!
//! - as `application/json`: as it is;
//! - as `application/x-www-form-urlencoded`: `name=Emma&tags=old&tags=rare`;
//! - as `multipart/form-data`: a part for `name` and one for each of the `tags`.
//!
//! In any other media type, a string is written unchanged; the specification does not say how a string could
//! represent anything else, such as an image. The Encoding Objects of a form describe how each property is written.
//! OpenAPI 3.0.4 and 3.1.1 define the rest most precisely, so this module follows them.

mod form;
mod form_properties;
mod multipart;
mod single_value;

use serde_json::Value;

use crate::content::MediaType;
use crate::document::Document;
use form_properties::FormProperties;
pub use single_value::{BodyError, SerializedBody};
use single_value::{media_type_essence, write_value};

/// Serializes a value in a media type. `declared` is the description in the document, if there is one.
///
/// Equal arguments give equal bytes, including the boundary.
///
/// # Errors
/// If the value cannot be written in the media type.
pub fn write_body(
    document: &Document,
    media_type: &str,
    declared: Option<&MediaType>,
    value: &Value,
) -> Result<SerializedBody, BodyError> {
    let chosen = choose_media_type(media_type, value)?;
    match media_type_essence(&chosen).as_str() {
        "application/x-www-form-urlencoded" => Ok(SerializedBody {
            bytes: form::write_form(&FormProperties::new(document, declared), &chosen, value)?,
            content_type: chosen,
        }),
        "multipart/form-data" => {
            multipart::write_multipart(&FormProperties::new(document, declared), &chosen, value)
        }
        _ => Ok(SerializedBody {
            bytes: write_value(&chosen, value)?,
            content_type: chosen,
        }),
    }
}

/// The media type to send if the document has a range.
fn choose_media_type(media_type: &str, value: &Value) -> Result<String, BodyError> {
    let chosen = match (media_type_essence(media_type).as_str(), value) {
        ("*/*" | "text/*", Value::String(_)) => "text/plain",
        ("*/*" | "application/*", _) => "application/json",
        (range, _) if range.ends_with("/*") => {
            return Err(BodyError::MediaTypeRange(media_type.to_owned()));
        }
        _ => media_type,
    };
    Ok(chosen.to_owned())
}
