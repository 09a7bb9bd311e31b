//! `multipart/form-data`: one part for each property, and for each element of a list (RFC 7578).

use serde_json::Value;

use super::form_properties::FormProperties;
use super::single_value::{BodyError, SerializedBody, media_type_essence, write_value};
use crate::value_description::describe_type;

/// Writes an object as parts, with a boundary that does not occur in any part.
pub(super) fn write_multipart(
    members: &FormProperties<'_>,
    media_type: &str,
    value: &Value,
) -> Result<SerializedBody, BodyError> {
    let Value::Object(object) = value else {
        return Err(BodyError::UnsupportedValue {
            media_type: media_type.to_owned(),
            value: describe_type(value),
        });
    };
    let mut parts: Vec<Vec<u8>> = Vec::new();
    for (name, value) in object {
        let elements: Vec<&Value> = match value {
            Value::Array(elements) => elements.iter().collect(),
            other => vec![other],
        };
        for element in elements.into_iter().filter(|element| !element.is_null()) {
            let media_type = members.media_type(name, element, value.is_array());
            let headers = members.headers(name)?;
            parts.push(write_part(name, &media_type, &headers, element)?);
        }
    }
    let boundary = choose_boundary(&parts);
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend_from_slice(format!("--{boundary}\r\n").as_bytes());
        bytes.extend_from_slice(&part);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Ok(SerializedBody {
        content_type: format!("multipart/form-data; boundary={boundary}"),
        bytes,
    })
}

/// One part: its name, its media type, and its bytes.
fn write_part(
    name: &str,
    media_type: &str,
    headers: &[(String, String)],
    value: &Value,
) -> Result<Vec<u8>, BodyError> {
    let name = escape_name(name);
    let mut part = format!("Content-Disposition: form-data; name=\"{name}\"");
    let kind = media_type_essence(media_type);
    let is_field = kind.starts_with("text/") || kind.ends_with("json");
    if !is_field {
        // Servers take a part for a file only if it has a file name.
        part.push_str(&format!("; filename=\"{name}\""));
    }
    if kind != "text/plain" || media_type.len() > kind.len() {
        part.push_str(&format!("\r\nContent-Type: {media_type}"));
    }
    for (name, value) in headers {
        part.push_str(&format!("\r\n{name}: {value}"));
    }
    part.push_str("\r\n\r\n");
    let mut bytes = part.into_bytes();
    match value {
        Value::Number(_) | Value::Bool(_) => bytes.extend_from_slice(value.to_string().as_bytes()),
        other => bytes.extend_from_slice(&write_value(media_type, other)?),
    }
    Ok(bytes)
}

/// A name between quotes, as browsers write it.
fn escape_name(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The first of `reprise-0`, `reprise-1`, … that does not occur in any part.
fn choose_boundary(parts: &[Vec<u8>]) -> String {
    (0u32..)
        .map(|number| format!("reprise-{number}"))
        .find(|boundary| !parts.iter().any(|part| contains(part, boundary.as_bytes())))
        .unwrap_or_default()
}

fn contains(bytes: &[u8], sought: &[u8]) -> bool {
    bytes.windows(sought.len()).any(|window| window == sought)
}
