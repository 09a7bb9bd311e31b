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
mod members;
mod multipart;
mod plain;

use serde_json::Value;

use crate::content::MediaType;
use crate::document::Document;
use members::Members;
pub use plain::{Body, BodyError};
use plain::{essence, write_in};

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
) -> Result<Body, BodyError> {
    let chosen = choose(media_type, value)?;
    match essence(&chosen).as_str() {
        "application/x-www-form-urlencoded" => Ok(Body {
            bytes: form::write(&Members::new(document, declared), &chosen, value)?,
            content_type: chosen,
        }),
        "multipart/form-data" => {
            multipart::write(&Members::new(document, declared), &chosen, value)
        }
        _ => Ok(Body {
            bytes: write_in(&chosen, value)?,
            content_type: chosen,
        }),
    }
}

/// The media type to send if the document has a range.
fn choose(media_type: &str, value: &Value) -> Result<String, BodyError> {
    let chosen = match (essence(media_type).as_str(), value) {
        ("*/*" | "text/*", Value::String(_)) => "text/plain",
        ("*/*" | "application/*", _) => "application/json",
        (range, _) if range.ends_with("/*") => return Err(BodyError::Range(media_type.to_owned())),
        _ => media_type,
    };
    Ok(chosen.to_owned())
}
