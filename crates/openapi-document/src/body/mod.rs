//! Writes the body of a request as its media type says.
//!
//! The value `{"name": "Emma", "tags": ["old", "rare"]}` is written
//!
//! - as `application/json`: as it is;
//! - as `application/x-www-form-urlencoded`: `name=Emma&tags=old&tags=rare`;
//! - as `multipart/form-data`: a part for `name` and one for each of the `tags`.
//!
//! A text is written as it is in every other media type; how a text would stand for something else,
//! such as an image, the specification does not say. Member by member, the Encoding Objects of a form
//! say how it is written. What they leave open follows OpenAPI 3.0.4 and 3.1.1, which say most.

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

/// Writes a value in a media type. `declared` is where the document describes it, if it does.
///
/// Equal arguments give equal bytes, also where a boundary had to be found.
///
/// # Errors
/// If the media type has no form for the value.
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

/// The media type that is sent where the document names a range.
fn choose(media_type: &str, value: &Value) -> Result<String, BodyError> {
    let chosen = match (essence(media_type).as_str(), value) {
        ("*/*" | "text/*", Value::String(_)) => "text/plain",
        ("*/*" | "application/*", _) => "application/json",
        (range, _) if range.ends_with("/*") => return Err(BodyError::Range(media_type.to_owned())),
        _ => media_type,
    };
    Ok(chosen.to_owned())
}
