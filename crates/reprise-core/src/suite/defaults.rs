//! Values for parts of a request that have no example with the case's name.

use jsonptr::PointerBuf;
use openapi_document::Document;
use serde_json::Value;

use crate::case::DefaultSource;

/// The value that a schema can supply, in order of preference.
const FROM_SCHEMA: [DefaultSource; 3] = [
    DefaultSource::Default,
    DefaultSource::OnlyValue,
    DefaultSource::SchemaExample,
];

/// Maximum depth of nested `allOf`.
const DEEPEST: usize = 8;

/// The place of a value that may be sent: the unnamed example, otherwise the value from the schema.
pub(super) fn find_default(
    document: &Document,
    unnamed: Option<&PointerBuf>,
    schema: Option<&PointerBuf>,
) -> Option<(DefaultSource, PointerBuf)> {
    match unnamed {
        Some(place) => Some((DefaultSource::Example, place.clone())),
        None => of_schema(document, schema?, &FROM_SCHEMA),
    }
}

/// The first of these that a schema supplies, by its own keywords or by those of its `allOf`.
pub(super) fn of_schema(
    document: &Document,
    schema: &PointerBuf,
    wanted: &[DefaultSource],
) -> Option<(DefaultSource, PointerBuf)> {
    wanted
        .iter()
        .find_map(|&from| Some((from, keyword(document, schema, from, DEEPEST)?)))
}

fn keyword(
    document: &Document,
    schema: &PointerBuf,
    from: DefaultSource,
    depth: usize,
) -> Option<PointerBuf> {
    let place = document.resolve(schema)?;
    let schema = document.get(&place)?;
    let member = |name: &str| schema.get(name).map(|_| place.with_trailing_token(name));
    let first = |name: &str| {
        let values = schema.get(name)?.as_array()?;
        (!values.is_empty()).then(|| place.with_trailing_token(name).with_trailing_token(0))
    };
    let only = || {
        let words = schema.get("enum")?.as_array()?;
        (words.len() == 1).then(|| first("enum")).flatten()
    };
    let own = match from {
        DefaultSource::Example => None,
        DefaultSource::Default => member("default"),
        DefaultSource::OnlyValue => member("const").or_else(only),
        DefaultSource::SchemaExample => member("example").or_else(|| first("examples")),
    };
    own.or_else(|| {
        let depth = depth.checked_sub(1)?;
        let branches = schema.get("allOf").and_then(Value::as_array)?;
        (0..branches.len()).find_map(|index| {
            let branch = place
                .with_trailing_token("allOf")
                .with_trailing_token(index);
            keyword(document, &branch, from, depth)
        })
    })
}
