//! References: `{"$ref": "#/components/schemas/Job"}` and the place it leads to.

use jsonptr::{Pointer, PointerBuf};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::grammar::is_example_value_key;

/// Why a reference cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BrokenReference {
    #[error(
        "the target of the reference `{0}` does not exist; correct the reference or add the target"
    )]
    TargetNotFound(String),
    #[error("the reference `{0}` refers to itself; refer to a value instead")]
    Cycle(String),
    #[error(
        "the reference `{0}` refers to another document, which was not read; bundle the documents into one"
    )]
    OtherDocument(String),
    #[error("the file of the reference `{0}` was not read: {1}")]
    FileNotRead(String, String),
    #[error("the reference `{0}` is not a JSON Pointer; write it as `#/...`")]
    NotAPointer(String),
}

/// The reference in a value, if it is one.
pub(crate) fn as_reference(value: &Value) -> Option<&str> {
    let members = value.as_object()?;
    // This runs for every object, and with few properties, a linear search is faster than hashing.
    if members.len() <= 4 {
        let found = members.iter().find(|(key, _)| *key == "$ref")?;
        return found.1.as_str();
    }
    members.get("$ref")?.as_str()
}

/// The place that a reference names, in the same document.
pub(crate) fn parse_local_pointer(reference: &str) -> Result<PointerBuf, BrokenReference> {
    let Some(fragment) = reference.strip_prefix('#') else {
        return Err(BrokenReference::OtherDocument(reference.to_owned()));
    };
    percent_decode_str(fragment)
        .decode_utf8()
        .ok()
        .and_then(|pointer| PointerBuf::parse(pointer.into_owned()).ok())
        .ok_or_else(|| BrokenReference::NotAPointer(reference.to_owned()))
}

/// Whether a reference may lead to an example value, or into one, according to its tokens.
pub(crate) fn may_enter_example(reference: &str) -> bool {
    let words = percent_decode_str(reference).decode_utf8_lossy();
    words
        .split(['#', '/'])
        .any(|token| token == "example" || is_example_value_key(token))
}

/// Whether any reference in a value may lead into the value of an example.
pub(crate) fn refers_into_example(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(key, member)| match member {
            Value::String(text) if is_reference_key(key) => may_enter_example(text),
            member => refers_into_example(member),
        }),
        Value::Array(elements) => elements.iter().any(refers_into_example),
        _ => false,
    }
}

/// Whether the property with a name contains a reference.
pub(crate) fn is_reference_key(key: &str) -> bool {
    matches!(key, "$ref" | "$dynamicRef")
}

/// The target of one reference, which may be a reference itself.
pub(crate) fn resolve_target<'v>(
    root: &'v Value,
    reference: &str,
) -> Result<(PointerBuf, &'v Value), BrokenReference> {
    let at = parse_local_pointer(reference)?;
    let mut steps = MAX_REFERENCES;
    resolve_pointer(root, &at, &mut steps)
        .ok_or_else(|| BrokenReference::TargetNotFound(reference.to_owned()))
}

/// Maximum number of references on the path of one pointer. Few documents have more than one; more than this is a
/// cycle, or a document made to waste time.
const MAX_REFERENCES: usize = 64;

/// Resolves a pointer; if a value on the path is a reference, resolution continues at its target.
fn resolve_pointer<'v>(
    root: &'v Value,
    at: &Pointer,
    steps: &mut usize,
) -> Option<(PointerBuf, &'v Value)> {
    let mut value = root;
    let mut walked = PointerBuf::root();
    for token in at.tokens() {
        while get_child(value, &token).is_none() {
            *steps = steps.checked_sub(1)?;
            let behind = parse_local_pointer(as_reference(value)?).ok()?;
            (walked, value) = resolve_pointer(root, &behind, steps)?;
        }
        value = get_child(value, &token)?;
        walked.push_back(token);
    }
    Some((walked, value))
}

/// The property or element of a value that a token names.
pub(crate) fn get_child<'v>(value: &'v Value, token: &jsonptr::Token<'_>) -> Option<&'v Value> {
    match value {
        Value::Object(members) => members.get(token.decoded().as_ref()),
        Value::Array(elements) => {
            elements.get(token.to_index().ok()?.for_len(elements.len()).ok()?)
        }
        _ => None,
    }
}
