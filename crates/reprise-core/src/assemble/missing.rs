//! Values of ids that no thing has.

use jsonptr::Pointer;
use openapi_document::Document;
use serde_json::Value;

use super::keywords::Keywords;

/// How much larger the id of a missing thing is than each known one.
const DISTANCE: i64 = 1_000_000;

/// A UUID of version 4 that no generator is likely to return.
const MISSING_UUID: &str = "4040b404-0404-4404-8404-404404404404";

/// A value that the schema allows and that is different from all that exist; `None` if there is no such type.
pub(crate) fn missing_value(
    document: &Document,
    schema: &Pointer,
    known: &[Value],
) -> Option<Value> {
    let keywords = Keywords::read(document, schema)?;
    let restricts = ["enum", "const", "multipleOf", "exclusiveMaximum", "pattern"];
    if restricts
        .iter()
        .any(|keyword| keywords.get(keyword).is_some())
    {
        return None;
    }
    match keywords.kind()? {
        "integer" => {
            let highest = known.iter().filter_map(Value::as_i64).max().unwrap_or(0);
            let missing = highest.max(0).checked_add(DISTANCE)?;
            let maximum = keywords.get("maximum").and_then(Value::as_f64);
            let is_allowed = maximum.is_none_or(|maximum| missing as f64 <= maximum);
            is_allowed.then(|| Value::from(missing))
        }
        "string" if keywords.get("format") == Some(&Value::from("uuid")) => {
            Some(Value::from(MISSING_UUID))
        }
        _ => None,
    }
}
