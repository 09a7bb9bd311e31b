//! `application/x-www-form-urlencoded`: `name=Emma&tags=old&tags=rare`.

use jsonptr::PointerBuf;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::{BodyError, Members, described, write_in};
use crate::serialize::{Serialized, serialize};
use crate::{Encoding, Location, Parameter, Style};

/// All but what a browser leaves as it is in a form.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'*')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .add(b' ');

/// The same, and the reserved characters of RFC 3986 that do not part pairs from one another.
const ALLOWING_RESERVED: &AsciiSet = &ESCAPED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'[')
    .remove(b']')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b',')
    .remove(b';');

/// Writes an object as a form; a text is taken for a form that is written already.
pub(super) fn write(
    members: &Members<'_>,
    media_type: &str,
    value: &Value,
) -> Result<Vec<u8>, BodyError> {
    let object = match value {
        Value::Object(object) => object,
        Value::String(written) => return Ok(written.clone().into_bytes()),
        other => {
            return Err(BodyError::NoForm {
                media_type: media_type.to_owned(),
                value: described(other),
            });
        }
    };
    let mut written: Vec<String> = Vec::new();
    for (name, value) in object {
        let encoding = members.encoding(name);
        let escaped = match encoding.and_then(|encoding| encoding.allow_reserved) {
            Some(true) => ALLOWING_RESERVED,
            _ => ESCAPED,
        };
        let pairs = match encoding.filter(|encoding| encoding.has_style()) {
            Some(encoding) => styled(encoding, value)?,
            None => typed(members, name, value)?,
        };
        for (key, text) in pairs {
            written.push(format!(
                "{}={}",
                escape(&key, ESCAPED),
                escape(&text, escaped)
            ));
        }
    }
    Ok(written.join("&").into_bytes())
}

fn escape(text: &str, escaped: &'static AsciiSet) -> String {
    utf8_percent_encode(text, escaped)
        .to_string()
        .replace("%20", "+")
}

/// A member written as a parameter of a query is.
fn styled(encoding: &Encoding, value: &Value) -> Result<Vec<(String, String)>, BodyError> {
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
    match serialize(&parameter, value) {
        Ok(Serialized::Query(pairs)) => Ok(pairs),
        Ok(_) => Ok(Vec::new()),
        Err(error) => Err(BodyError::Member {
            name: encoding.name.clone(),
            message: error.to_string(),
        }),
    }
}

/// A member written in its media type, each element of a list as a pair of its own; null is left out.
fn typed(
    members: &Members<'_>,
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
                other => write_in(&media_type, other)?,
            };
            Ok((
                name.to_owned(),
                String::from_utf8_lossy(&bytes).into_owned(),
            ))
        })
        .collect()
}
