//! The documented response of a case.

use jsonptr::PointerBuf;
use openapi_document::{Document, Header, MediaType, Operation, Response, StatusPattern};

use super::examples::{ExampleRef, HasExamples};
use crate::case::{DocumentedValue, ExpectedHeader, ExpectedResponse};
use crate::exchange::{essence, is_json};

/// The documented response with its example at the place `value`; its headers have the examples of the same `name`.
pub(super) fn expected_response(
    document: &Document,
    response: &Response,
    media_type: Option<&MediaType>,
    name: &str,
    value: Option<&PointerBuf>,
) -> ExpectedResponse {
    let headers = response.headers.iter();
    ExpectedResponse {
        status: response.status,
        response: response.pointer.clone(),
        undocumented: false,
        allows_body: false,
        media_type: media_type.map(|media_type| media_type.name.clone()),
        headers: headers
            .map(|header| expected_header(document, header, name))
            .collect(),
        schema: media_type.and_then(|media_type| media_type.schema.clone()),
        body: value.and_then(|claim| {
            let is_text = media_type.is_some_and(|one| !is_json(&essence(&one.name)));
            DocumentedValue::new(document, claim.clone(), is_text)
        }),
    }
}

fn expected_header(document: &Document, header: &Header, name: &str) -> ExpectedHeader {
    let claim = header.example(name).and_then(ExampleRef::value);
    ExpectedHeader {
        name: header.name.clone(),
        required: header.required,
        claim: header.pointer.clone(),
        schema: header.schema.clone(),
        value: claim.and_then(|claim| DocumentedValue::new(document, claim.clone(), false)),
    }
}

/// The same response without the values of examples: they belong to another request.
pub(super) fn without_values(expectation: ExpectedResponse) -> ExpectedResponse {
    let headers = expectation.headers.into_iter();
    ExpectedResponse {
        headers: headers
            .map(|header| ExpectedHeader {
                value: None,
                ..header
            })
            .collect(),
        body: None,
        ..expectation
    }
}

/// Every documented response of an operation in every media type, without values.
pub(super) fn documented_responses(
    document: &Document,
    operation: &Operation,
) -> Vec<ExpectedResponse> {
    let mut documented = Vec::new();
    for response in &operation.responses {
        let media_types = response.content.iter().map(Some);
        let none = response.content.is_empty().then_some(None);
        for media_type in media_types.chain(none) {
            let expectation = expected_response(document, response, media_type, "", None);
            let is_empty = matches!(response.status, StatusPattern::Code(204 | 205 | 304));
            documented.push(ExpectedResponse {
                // many documents describe a response and leave out its content
                allows_body: media_type.is_none() && !is_empty,
                ..without_values(expectation)
            });
        }
    }
    documented
}
