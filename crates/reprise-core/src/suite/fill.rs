//! Values for parts of a request that no example of the case's name gives.

use jsonptr::PointerBuf;
use openapi_document::Document;
use serde_json::Value;

use crate::case::FilledFrom;

/// What a schema can give, in the order of preference.
const FROM_SCHEMA: [FilledFrom; 3] = [
    FilledFrom::Default,
    FilledFrom::OnlyValue,
    FilledFrom::SchemaExample,
];

/// How deep `allOf` is looked into.
const DEEPEST: usize = 8;

/// Where a value stands that may be sent: the unnamed example, else what the schema gives.
pub(super) fn fill(
    document: &Document,
    unnamed: Option<&PointerBuf>,
    schema: Option<&PointerBuf>,
) -> Option<(FilledFrom, PointerBuf)> {
    match unnamed {
        Some(place) => Some((FilledFrom::Example, place.clone())),
        None => of_schema(document, schema?, &FROM_SCHEMA),
    }
}

/// The first of these that a schema gives, by its own keywords or by those of its `allOf`.
pub(super) fn of_schema(
    document: &Document,
    schema: &PointerBuf,
    wanted: &[FilledFrom],
) -> Option<(FilledFrom, PointerBuf)> {
    wanted
        .iter()
        .find_map(|&from| Some((from, keyword(document, schema, from, DEEPEST)?)))
}

fn keyword(
    document: &Document,
    schema: &PointerBuf,
    from: FilledFrom,
    depth: usize,
) -> Option<PointerBuf> {
    let (place, schema) = document.resolve(schema)?;
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
        FilledFrom::Example => None,
        FilledFrom::Default => member("default"),
        FilledFrom::OnlyValue => member("const").or_else(only),
        FilledFrom::SchemaExample => member("example").or_else(|| first("examples")),
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
