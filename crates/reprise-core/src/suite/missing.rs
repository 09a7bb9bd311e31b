//! The id of a thing that does not exist, for a documented 404 whose request no example shows:
//!
//! ```text
//! GET /books/{id}   parameters: [{name: id, in: path, schema: {type: integer}, example: 7}]
//!                   responses: {404: {content: {application/json: {example: {message: No such book}}}}}
//!
//! GET /books/1000007
//! ```

use jsonptr::PointerBuf;
use openapi_document::{Document, Location, Operation, Parameter};
use serde_json::Value;

use super::examples::{ExampleRef, HasExamples};
use crate::assemble::{Assembled, assemble, missing_value};
use crate::case::DefaultSource;

/// The last parameter of the path with an id that no thing has; `None` if the schema is not that of a number or a UUID.
pub(super) fn missing_id<'d>(
    document: &Document,
    operation: &'d Operation,
) -> Option<(&'d Parameter, Assembled)> {
    let (_, last) = operation.path.rsplit_once('{')?;
    let (name, _) = last.split_once('}')?;
    let is_last =
        |parameter: &&Parameter| parameter.location == Location::Path && parameter.name == name;
    let parameter = operation.parameters.iter().find(is_last)?;
    let schema = parameter.schema.as_ref()?;
    let examples = parameter.all_examples().filter_map(ExampleRef::value);
    let examples = examples.filter_map(|claim: &PointerBuf| document.get(claim));
    let of_schema = assemble(document, schema).map(|assembled| assembled.value);
    let known: Vec<Value> = examples
        .map(|value| value.into_owned())
        .chain(of_schema)
        .collect();
    let id = Assembled {
        value: missing_value(document, schema, &known)?,
        source: DefaultSource::Missing,
        claim: schema.clone(),
    };
    Some((parameter, id))
}
