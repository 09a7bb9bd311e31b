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
mod multipart;

use serde_json::Value;

use crate::serialize::serialize_header;
use crate::{Document, Encoding, Header, MediaType};

/// A body as it goes over the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// The value of the `Content-Type` header.
    pub content_type: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Why a value cannot be written as a body.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// The media type has no form for such a value.
    #[error("{value} cannot be written as `{media_type}`; give its text, or another media type")]
    NoForm {
        /// The media type.
        media_type: String,
        /// What the value is.
        value: &'static str,
    },
    /// One member of a form cannot be written.
    #[error("its member `{name}` cannot be written: {message}")]
    Member {
        /// The member.
        name: String,
        /// Why not.
        message: String,
    },
    /// A range, from which the value does not choose.
    #[error("`{0}` is a range; name one media type")]
    Range(String),
}

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

/// A value in a media type that is no form.
fn write_in(media_type: &str, value: &Value) -> Result<Vec<u8>, BodyError> {
    let essence = essence(media_type);
    if essence.ends_with("/json") || essence.ends_with("+json") {
        return Ok(value.to_string().into_bytes());
    }
    match value {
        Value::String(text) => Ok(text.clone().into_bytes()),
        Value::Number(_) | Value::Bool(_) if essence.starts_with("text/") => {
            Ok(value.to_string().into_bytes())
        }
        _ => Err(BodyError::NoForm {
            media_type: media_type.to_owned(),
            value: described(value),
        }),
    }
}

fn described(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// What the document says about the members of a form.
struct Members<'d> {
    document: &'d Document,
    declared: Option<&'d MediaType>,
}

impl<'d> Members<'d> {
    fn new(document: &'d Document, declared: Option<&'d MediaType>) -> Self {
        Self { document, declared }
    }

    fn encoding(&self, name: &str) -> Option<&'d Encoding> {
        let encodings = &self.declared?.encoding;
        encodings.iter().find(|encoding| encoding.name == name)
    }

    /// The media type of a member: the first that its Encoding Object names, else by its value.
    fn media_type(&self, name: &str, value: &Value, in_list: bool) -> String {
        let named = self
            .encoding(name)
            .and_then(|encoding| encoding.content_type.as_deref())
            .and_then(|names| {
                names
                    .split(',')
                    .map(str::trim)
                    .find(|name| !name.is_empty())
            });
        match (named, value) {
            (Some(range), _) if range.contains('*') => "application/octet-stream".to_owned(),
            (Some(name), _) => name.to_owned(),
            (None, Value::Object(_) | Value::Array(_)) => "application/json".to_owned(),
            (None, Value::String(_)) => self
                .declared_media_type(name, in_list)
                .unwrap_or_else(|| "text/plain".to_owned()),
            (None, _) => "text/plain".to_owned(),
        }
    }

    /// The headers of a part, with the values that the document shows for them.
    fn headers(&self, name: &str) -> Result<Vec<(String, String)>, BodyError> {
        let mut headers = Vec::new();
        for header in self.encoding(name).iter().flat_map(|one| &one.headers) {
            let refused = |message: String| BodyError::Member {
                name: name.to_owned(),
                message,
            };
            let Some(value) = self.shown(header) else {
                if header.required {
                    let message = "is required and shows no value; give it an example";
                    return Err(refused(format!("the header `{}` {message}", header.name)));
                }
                continue;
            };
            let text =
                serialize_header(header, value).map_err(|error| refused(error.to_string()))?;
            if text.contains(['\r', '\n']) {
                let message = "would hold a line break; give it another example";
                return Err(refused(format!("the header `{}` {message}", header.name)));
            }
            headers.push((header.name.clone(), text));
        }
        Ok(headers)
    }

    /// The value of a header: its example, else the only value that its schema allows, else its default.
    fn shown(&self, header: &Header) -> Option<&'d Value> {
        let content = header.content.as_ref();
        let named = header.examples.iter();
        let named = named.chain(content.iter().flat_map(|one| &one.examples));
        let unnamed = header.example.as_ref();
        let place = unnamed
            .or_else(|| content?.example.as_ref())
            .or_else(|| named.clone().find_map(|example| example.value.as_ref()));
        if let Some(place) = place {
            return self.document.get(place);
        }
        let schema = header.schema.as_ref()?;
        ["const", "default", "example"].iter().find_map(|keyword| {
            let values = self
                .document
                .schema_keyword_at(schema, jsonptr::Pointer::root(), keyword);
            values.first().copied()
        })
    }

    /// The media type of a text that is more than a text, by its schema.
    fn declared_media_type(&self, name: &str, in_list: bool) -> Option<String> {
        let schema = self.declared?.schema.as_ref()?;
        let mut place = jsonptr::PointerBuf::from_tokens([name]);
        if in_list {
            place.push_back(0);
        }
        let keyword = |keyword: &str| {
            let values = self.document.schema_keyword_at(schema, &place, keyword);
            values.first().and_then(|value| value.as_str())
        };
        if let Some(named) = keyword("contentMediaType") {
            return Some(named.to_owned());
        }
        let binary = matches!(keyword("format"), Some("binary" | "byte" | "base64"))
            || keyword("contentEncoding").is_some();
        binary.then(|| "application/octet-stream".to_owned())
    }
}
