//! `application/x-www-form-urlencoded`: `name=Emma&tags=old&tags=rare`.

use jsonptr::PointerBuf;
use serde_json::Value;

use super::form_properties::FormProperties;
use super::single_value::{BodyError, write_value};
use crate::content::Encoding;
use crate::parameter::Parameter;
use crate::percent::EncodeSet;
use crate::serialize::serialize_in_form;
use crate::style::{Location, Style};
use crate::value_description::describe_type;

/// Writes an object as a form; a text is taken for a form that is written already.
pub(super) fn write_form(
    members: &FormProperties<'_>,
    media_type: &str,
    value: &Value,
) -> Result<Vec<u8>, BodyError> {
    let object = match value {
        Value::Object(object) => object,
        Value::String(written) => return Ok(written.clone().into_bytes()),
        other => {
            return Err(BodyError::UnsupportedValue {
                media_type: media_type.to_owned(),
                value: describe_type(other),
            });
        }
    };
    let mut written: Vec<String> = Vec::new();
    for (name, value) in object {
        let encoding = members.find_encoding(name);
        let pairs = match encoding.filter(|encoding| encoding.has_style()) {
            Some(encoding) => serialize_by_style(encoding, value)?,
            None => serialize_by_media_type(members, name, value)?,
        };
        written.extend(pairs.iter().map(|(name, value)| format!("{name}={value}")));
    }
    Ok(written.join("&").into_bytes())
}

/// A property that is serialized like a query parameter.
fn serialize_by_style(
    encoding: &Encoding,
    value: &Value,
) -> Result<Vec<(String, String)>, BodyError> {
    let style = encoding.style.unwrap_or(Style::Form);
    let parameter = Parameter {
        name: encoding.name.clone(),
        location: Location::Query,
        required: false,
        style,
        explode: encoding.explode.unwrap_or(style == Style::Form),
        allow_reserved: encoding.allow_reserved.unwrap_or(false),
        pointer: PointerBuf::root(),
        schema: None,
        examples: Vec::new(),
        example: None,
        content: None,
    };
    serialize_in_form(&parameter, value).map_err(|error| BodyError::Property {
        name: encoding.name.clone(),
        message: error.to_string(),
    })
}

/// A property that is serialized in its media type, with one pair for each element of a list; null is omitted.
fn serialize_by_media_type(
    members: &FormProperties<'_>,
    name: &str,
    value: &Value,
) -> Result<Vec<(String, String)>, BodyError> {
    let values: Vec<&Value> = match value {
        Value::Null => Vec::new(),
        Value::Array(elements) => elements.iter().collect(),
        other => vec![other],
    };
    let in_list = value.is_array();
    values
        .into_iter()
        .filter(|value| !value.is_null())
        .map(|value| {
            let media_type = members.media_type(name, value, in_list);
            let bytes = match value {
                Value::Number(_) | Value::Bool(_) => value.to_string().into_bytes(),
                other => write_value(&media_type, other)?,
            };
            Ok((
                EncodeSet::Form.encode(name),
                EncodeSet::Form.encode(&String::from_utf8_lossy(&bytes)),
            ))
        })
        .collect()
}
