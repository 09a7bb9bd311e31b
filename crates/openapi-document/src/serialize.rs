//! Writes the value of a parameter as text, by `style` and `explode`.
//!
//! For a parameter `color` and the value `["blue", "black"]`, `style: form` gives the query pairs
//! `color=blue` and `color=black`, without `explode` the one pair `color=blue,black`, and a path
//! parameter with `style: label` gives `.blue,black`.
//!
//! The rules are those of the OpenAPI specification, which takes them from RFC 6570.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::{Location, Parameter, Style};

/// All but the characters that RFC 3986 calls unreserved.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A value written for the place where its parameter goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Serialized {
    /// What replaces `{name}` in the path template; already percent-encoded.
    Path(String),
    /// Names and values for the query; not yet percent-encoded.
    Query(Vec<(String, String)>),
    /// The value of the header.
    Header(String),
    /// Names and values for the `Cookie` header.
    Cookie(Vec<(String, String)>),
}

/// Why a value cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SerializeError {
    /// The specification does not say how lists in lists or objects in objects are written.
    #[error(
        "parameter `{name}`: a list or object inside a list or object has no text form; give a flat value"
    )]
    Nested {
        /// The parameter.
        name: String,
    },
    /// A path needs a value.
    #[error("parameter `{name}`: an empty value would make another path; give a value")]
    Empty {
        /// The parameter.
        name: String,
    },
    /// `.` and `..` are taken out of a path before it is sent, even percent-encoded.
    #[error("parameter `{name}`: the value `{value}` would make another path; give another value")]
    DotSegment {
        /// The parameter.
        name: String,
        /// The value.
        value: String,
    },
    /// The style is defined only for other values.
    #[error(
        "parameter `{name}`: style {style:?} writes only {accepted}; give such a value or correct the style"
    )]
    NotForStyle {
        /// The parameter.
        name: String,
        /// Its style.
        style: Style,
        /// The values that the style writes.
        accepted: &'static str,
    },
}

/// Writes a value as the parameter's place needs it.
///
/// Null, as a whole or inside, is left out, as RFC 6570 does with undefined values.
///
/// # Errors
/// If the value is nested, empty in a path, or of a kind that the style does not write.
pub fn serialize(parameter: &Parameter, value: &Value) -> Result<Serialized, SerializeError> {
    let parts = match &parameter.content {
        Some(content) => Parts::One(in_media_type(&content.name, value)),
        None => Parts::of(parameter, value)?,
    };
    Ok(match parameter.location {
        Location::Path => Serialized::Path(path(parameter, parts)?),
        Location::Query => Serialized::Query(pairs(parameter, parts)?),
        Location::Header => Serialized::Header(simple(parts, parameter.explode, &str::to_owned)),
        Location::Cookie => Serialized::Cookie(pairs(parameter, parts)?),
    })
}

/// A value taken apart, every leaf as text.
enum Parts {
    None,
    One(String),
    List(Vec<String>),
    Members(Vec<(String, String)>),
}

impl Parts {
    fn of(parameter: &Parameter, value: &Value) -> Result<Self, SerializeError> {
        let nested = || SerializeError::Nested {
            name: parameter.name.clone(),
        };
        Ok(match value {
            Value::Null => Self::None,
            Value::Array(elements) => Self::List(
                elements
                    .iter()
                    .filter(|element| !element.is_null())
                    .map(|element| text(element).ok_or_else(nested))
                    .collect::<Result<_, _>>()?,
            ),
            Value::Object(members) => Self::Members(
                members
                    .iter()
                    .filter(|(_, value)| !value.is_null())
                    .map(|(key, value)| Ok((key.clone(), text(value).ok_or_else(nested)?)))
                    .collect::<Result<_, _>>()?,
            ),
            leaf => Self::One(text(leaf).ok_or_else(nested)?),
        })
    }
}

/// The text of a leaf that is not null.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(boolean) => Some(boolean.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A value in a media type: a text as it is where the media type is textual, otherwise as JSON.
fn in_media_type(media_type: &str, value: &Value) -> String {
    match value {
        Value::String(text) if media_type.starts_with("text/") => text.clone(),
        other => other.to_string(),
    }
}

fn path(parameter: &Parameter, parts: Parts) -> Result<String, SerializeError> {
    let encode = |text: &str| utf8_percent_encode(text, RESERVED).to_string();
    let name = encode(&parameter.name);
    let written = match parameter.style {
        Style::Label => match parts {
            Parts::List(elements) if parameter.explode => elements
                .iter()
                .map(|element| format!(".{}", encode(element)))
                .collect(),
            Parts::Members(members) if parameter.explode => members
                .iter()
                .map(|(key, value)| format!(".{}={}", encode(key), encode(value)))
                .collect(),
            Parts::None => String::new(),
            parts => format!(".{}", simple(parts, false, &encode)),
        },
        Style::Matrix => {
            let item = |name: &str, value: &str| {
                if value.is_empty() {
                    format!(";{name}")
                } else {
                    format!(";{name}={value}")
                }
            };
            match parts {
                Parts::List(elements) if parameter.explode => elements
                    .iter()
                    .map(|element| item(&name, &encode(element)))
                    .collect(),
                Parts::Members(members) if parameter.explode => members
                    .iter()
                    .map(|(key, value)| item(&encode(key), &encode(value)))
                    .collect(),
                Parts::None => String::new(),
                parts => item(&name, &simple(parts, false, &encode)),
            }
        }
        _ => simple(parts, parameter.explode, &encode),
    };
    match written.as_str() {
        "" => Err(SerializeError::Empty {
            name: parameter.name.clone(),
        }),
        "." | ".." => Err(SerializeError::DotSegment {
            name: parameter.name.clone(),
            value: written,
        }),
        _ => Ok(written),
    }
}

/// `blue,black`, `R,100,G,200`, and with `explode` `R=100,G=200`.
fn simple(parts: Parts, explode: bool, encode: &dyn Fn(&str) -> String) -> String {
    match parts {
        Parts::None => String::new(),
        Parts::One(text) => encode(&text),
        Parts::List(elements) => elements
            .iter()
            .map(|element| encode(element))
            .collect::<Vec<_>>()
            .join(","),
        Parts::Members(members) => {
            let between = if explode { "=" } else { "," };
            members
                .iter()
                .map(|(key, value)| format!("{}{between}{}", encode(key), encode(value)))
                .collect::<Vec<_>>()
                .join(",")
        }
    }
}

/// The pairs of a query or cookie.
fn pairs(parameter: &Parameter, parts: Parts) -> Result<Vec<(String, String)>, SerializeError> {
    let name = || parameter.name.clone();
    let wrong = |accepted| SerializeError::NotForStyle {
        name: name(),
        style: parameter.style,
        accepted,
    };
    let joined = |parts: Vec<String>, separator: &str| {
        if parts.is_empty() {
            Vec::new()
        } else {
            vec![(name(), parts.join(separator))]
        }
    };
    let separator = match parameter.style {
        Style::DeepObject => {
            return match parts {
                Parts::None => Ok(Vec::new()),
                Parts::Members(members) => Ok(members
                    .into_iter()
                    .map(|(key, value)| (format!("{}[{key}]", parameter.name), value))
                    .collect()),
                Parts::One(_) | Parts::List(_) => Err(wrong("objects")),
            };
        }
        Style::SpaceDelimited => " ",
        Style::PipeDelimited => "|",
        _ => ",",
    };
    Ok(match parts {
        Parts::None => Vec::new(),
        Parts::One(_) if separator != "," => return Err(wrong("lists and objects")),
        Parts::One(text) => vec![(name(), text)],
        Parts::List(elements) if parameter.explode => elements
            .into_iter()
            .map(|element| (name(), element))
            .collect(),
        Parts::List(elements) => joined(elements, separator),
        Parts::Members(members) if parameter.explode => members,
        Parts::Members(members) => joined(
            members
                .into_iter()
                .flat_map(|(key, value)| [key, value])
                .collect(),
            separator,
        ),
    })
}
