//! Serializes the value of a parameter, by `style` and `explode`.
//!
//! For a parameter `color` and the value `["blue", "black"]`, `style: form` gives the query pairs `color=blue` and
//! `color=black`; without `explode` it gives one pair `color=blue,black`, and a path parameter with `style: label`
//! gives `.blue,black`. In a path and a query, the values are percent-encoded and the separators are not, so that
//! `["a,b", "c"]` is `a%2Cb,c`.
//!
//! The rules are those of the OpenAPI specification, which takes them from RFC 6570.

use serde_json::Value;

use crate::content::Header;
use crate::parameter::Parameter;
use crate::percent::EncodeSet;
use crate::style::{Location, Style};

/// A value serialized for the location of its parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SerializedParameter {
    /// The text that replaces `{name}` in the path template; already percent-encoded.
    Path(String),
    /// Names and values for the query; already percent-encoded.
    Query(Vec<(String, String)>),
    /// The value of the header.
    Header(String),
    /// Names and values for the `Cookie` header, as they are.
    Cookie(Vec<(String, String)>),
}

/// Why a value cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SerializeError {
    /// The specification does not say how lists in lists or objects in objects are written.
    #[error(
        "parameter `{name}`: arrays and objects inside arrays and objects cannot be serialized; use a flat value"
    )]
    Nested {
        /// The parameter.
        name: String,
    },
    /// A path needs a value.
    #[error("parameter `{name}`: an empty value changes the path; use a value")]
    Empty {
        /// The parameter.
        name: String,
    },
    /// `.` and `..` are taken out of a path before it is sent, even percent-encoded.
    #[error("parameter `{name}`: the value `{value}` changes the path; use another value")]
    DotSegment {
        /// The parameter.
        name: String,
        /// The value.
        value: String,
    },
    /// The style is defined only for other values.
    #[error(
        "parameter `{name}`: style {style} supports only {accepted}; change the value or the style"
    )]
    UnsupportedByStyle {
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
pub fn serialize(
    parameter: &Parameter,
    value: &Value,
) -> Result<SerializedParameter, SerializeError> {
    let parts = match &parameter.content {
        Some(content) => FlatValue::Scalar(media_type_text(&content.name, value)),
        None => FlatValue::of(&parameter.name, value)?,
    };
    Ok(match parameter.location {
        Location::Path => SerializedParameter::Path(serialize_path(parameter, parts)?),
        Location::Query => {
            let values = if parameter.allow_reserved {
                EncodeSet::UriReserved
            } else {
                EncodeSet::Uri
            };
            let written = PairEncoding::Encoded(EncodeSet::Uri, values);
            SerializedParameter::Query(serialize_pairs(parameter, parts, written)?)
        }
        Location::Header => {
            SerializedParameter::Header(serialize_simple(parts, parameter.explode, &str::to_owned))
        }
        Location::Cookie => {
            SerializedParameter::Cookie(serialize_pairs(parameter, parts, PairEncoding::AsIs)?)
        }
    })
}

/// Writes a value as the text of a header.
pub(crate) fn serialize_header(header: &Header, value: &Value) -> Result<String, SerializeError> {
    let parts = match &header.content {
        Some(content) => FlatValue::Scalar(media_type_text(&content.name, value)),
        None => FlatValue::of(&header.name, value)?,
    };
    Ok(serialize_simple(parts, header.explode, &str::to_owned))
}

/// Writes a value as pairs of a form, as a parameter of a query is written.
pub(crate) fn serialize_in_form(
    parameter: &Parameter,
    value: &Value,
) -> Result<Vec<(String, String)>, SerializeError> {
    let values = if parameter.allow_reserved {
        EncodeSet::FormReserved
    } else {
        EncodeSet::Form
    };
    let written = PairEncoding::Encoded(EncodeSet::Form, values);
    serialize_pairs(parameter, FlatValue::of(&parameter.name, value)?, written)
}

/// How the texts of pairs are written.
#[derive(Clone, Copy)]
enum PairEncoding {
    AsIs,
    /// Names as the first part, values as the second.
    Encoded(EncodeSet, EncodeSet),
}

impl PairEncoding {
    fn encode_name(self, text: &str) -> String {
        match self {
            Self::AsIs => text.to_owned(),
            Self::Encoded(name, _) => name.encode(text),
        }
    }

    fn encode_value(self, text: &str) -> String {
        match self {
            Self::AsIs => text.to_owned(),
            Self::Encoded(_, value) => value.encode(text),
        }
    }

    /// One of several strings with a separator between them; the string must not contain the separator.
    fn encode_element(self, text: &str, separator: &str) -> String {
        match self {
            Self::AsIs => text.to_owned(),
            Self::Encoded(name, _) => self
                .encode_value(text)
                .replace(separator, &name.encode(separator)),
        }
    }

    /// A comma is allowed in a query; a space and `|` are not.
    fn encode_separator(self, separator: &str) -> String {
        match separator {
            "," => separator.to_owned(),
            _ => self.encode_name(separator),
        }
    }
}

/// A value taken apart, every leaf as text.
enum FlatValue {
    None,
    Scalar(String),
    List(Vec<String>),
    Members(Vec<(String, String)>),
}

impl FlatValue {
    fn of(name: &str, value: &Value) -> Result<Self, SerializeError> {
        let nested = || SerializeError::Nested {
            name: name.to_owned(),
        };
        Ok(match value {
            Value::Null => Self::None,
            Value::Array(elements) => Self::List(
                elements
                    .iter()
                    .filter(|element| !element.is_null())
                    .map(|element| scalar_text(element).ok_or_else(nested))
                    .collect::<Result<_, _>>()?,
            ),
            Value::Object(members) => Self::Members(
                members
                    .iter()
                    .filter(|(_, value)| !value.is_null())
                    .map(|(key, value)| Ok((key.clone(), scalar_text(value).ok_or_else(nested)?)))
                    .collect::<Result<_, _>>()?,
            ),
            leaf => Self::Scalar(scalar_text(leaf).ok_or_else(nested)?),
        })
    }
}

/// The text of a leaf that is not null.
fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(boolean) => Some(boolean.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A value in a media type: a string as it is if the media type is textual, otherwise as JSON.
fn media_type_text(media_type: &str, value: &Value) -> String {
    match value {
        Value::String(text) if media_type.starts_with("text/") => text.clone(),
        other => other.to_string(),
    }
}

fn serialize_path(parameter: &Parameter, parts: FlatValue) -> Result<String, SerializeError> {
    let encode = |text: &str| EncodeSet::Uri.encode(text);
    let name = encode(&parameter.name);
    let written = match parameter.style {
        Style::Label => match parts {
            FlatValue::List(elements) if parameter.explode => elements
                .iter()
                .map(|element| format!(".{}", encode(element)))
                .collect(),
            FlatValue::Members(members) if parameter.explode => members
                .iter()
                .map(|(key, value)| format!(".{}={}", encode(key), encode(value)))
                .collect(),
            FlatValue::None => String::new(),
            parts => format!(".{}", serialize_simple(parts, false, &encode)),
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
                FlatValue::List(elements) if parameter.explode => elements
                    .iter()
                    .map(|element| item(&name, &encode(element)))
                    .collect(),
                FlatValue::Members(members) if parameter.explode => members
                    .iter()
                    .map(|(key, value)| item(&encode(key), &encode(value)))
                    .collect(),
                FlatValue::None => String::new(),
                parts => item(&name, &serialize_simple(parts, false, &encode)),
            }
        }
        _ => serialize_simple(parts, parameter.explode, &encode),
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
fn serialize_simple(parts: FlatValue, explode: bool, encode: &dyn Fn(&str) -> String) -> String {
    match parts {
        FlatValue::None => String::new(),
        FlatValue::Scalar(text) => encode(&text),
        FlatValue::List(elements) => elements
            .iter()
            .map(|element| encode(element))
            .collect::<Vec<_>>()
            .join(","),
        FlatValue::Members(members) => {
            let between = if explode { "=" } else { "," };
            members
                .iter()
                .map(|(key, value)| format!("{}{between}{}", encode(key), encode(value)))
                .collect::<Vec<_>>()
                .join(",")
        }
    }
}

/// The pairs of a query, form or cookie.
fn serialize_pairs(
    parameter: &Parameter,
    parts: FlatValue,
    written: PairEncoding,
) -> Result<Vec<(String, String)>, SerializeError> {
    let name = || written.encode_name(&parameter.name);
    let wrong = |accepted| SerializeError::UnsupportedByStyle {
        name: parameter.name.clone(),
        style: parameter.style,
        accepted,
    };
    let separator = match parameter.style {
        Style::DeepObject => {
            return match parts {
                FlatValue::None => Ok(Vec::new()),
                FlatValue::Members(members) => Ok(members
                    .into_iter()
                    .map(|(key, value)| {
                        let name = format!("{}[{key}]", parameter.name);
                        (written.encode_name(&name), written.encode_value(&value))
                    })
                    .collect()),
                FlatValue::Scalar(_) | FlatValue::List(_) => Err(wrong("objects")),
            };
        }
        Style::SpaceDelimited => " ",
        Style::PipeDelimited => "|",
        _ => ",",
    };
    let joined = |parts: Vec<String>| {
        let parts: Vec<String> = parts
            .iter()
            .map(|part| written.encode_element(part, separator))
            .collect();
        if parts.is_empty() {
            Vec::new()
        } else {
            vec![(name(), parts.join(&written.encode_separator(separator)))]
        }
    };
    Ok(match parts {
        FlatValue::None => Vec::new(),
        FlatValue::Scalar(_) if separator != "," => return Err(wrong("arrays and objects")),
        FlatValue::Scalar(text) => vec![(name(), written.encode_value(&text))],
        FlatValue::List(elements) if parameter.explode => elements
            .iter()
            .map(|element| (name(), written.encode_value(element)))
            .collect(),
        FlatValue::List(elements) => joined(elements),
        FlatValue::Members(members) if parameter.explode => members
            .iter()
            .map(|(key, value)| (written.encode_name(key), written.encode_value(value)))
            .collect(),
        FlatValue::Members(members) => joined(
            members
                .into_iter()
                .flat_map(|(key, value)| [key, value])
                .collect(),
        ),
    })
}
