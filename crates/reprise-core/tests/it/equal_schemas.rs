//! Schemas that are written out more than once share a validator, but every finding names its own.

use openapi_document::Document;
use reprise_core::{Exchange, Level, Outcome, Schemas, build_suite, check_response};
use serde_json::json;

use crate::json_response;

/// Two operations with equal schemas, and one whose schema only looks equal, because it refers to its own components.
const DOCUMENT: &str = "
openapi: 3.1.0
info: { title: Equal, version: 1.0.0 }
paths:
  /a: { get: { operationId: a, responses: { 200: { description: '', content: { application/json: {
    schema: &own { type: object, required: [id], properties: { id: { type: integer, minimum: 1 } } },
    examples: { one: { value: { id: 1 } } } } } } } } }
  /b: { get: { operationId: b, responses: { 200: { description: '', content: { application/json: {
    schema: *own, examples: { one: { value: { id: 1 } } } } } } } } }
  /c: { get: { operationId: c, responses: { 200: { description: '', content: { application/json: {
    schema: { type: object, required: [id], properties: { id: { $ref: '#/components/schemas/Id' } } },
    examples: { one: { value: { id: 1 } } } } } } } } }
components: { schemas: { Id: { type: integer, minimum: 1 } } }
";

fn finding_claims(id: &str, exchange: &Exchange) -> Vec<String> {
    let document = Document::parse("equal.yaml", DOCUMENT).unwrap();
    let suite = build_suite(&document, &[], &[]).unwrap();
    let schemas = Schemas::compile(&document, &suite).unwrap();
    let case = crate::find_case(&suite, id);
    let judgement = check_response(
        &document,
        &schemas,
        &case.steps[0],
        exchange,
        Level::Schema,
        &reprise_core::StepValues::default(),
    );
    match judgement.outcome {
        Outcome::Failed(findings) => {
            let claims = findings.iter().map(|finding| finding.claim.to_string());
            claims.collect()
        }
        Outcome::Passed { .. } => Vec::new(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_finding_names_the_schema_of_its_own_operation() {
    for (id, body, expected) in [
        ("a.one", json!({ "id": 7 }), None),
        ("b.one", json!({ "id": 7 }), None),
        ("c.one", json!({ "id": 7 }), None),
        (
            "a.one",
            json!({ "id": 0 }),
            Some(
                "/paths/~1a/get/responses/200/content/application~1json/schema/properties/id/minimum",
            ),
        ),
        (
            "b.one",
            json!({ "id": 0 }),
            Some(
                "/paths/~1b/get/responses/200/content/application~1json/schema/properties/id/minimum",
            ),
        ),
        (
            "b.one",
            json!({}),
            Some("/paths/~1b/get/responses/200/content/application~1json/schema/required"),
        ),
        (
            "c.one",
            json!({ "id": 0 }),
            Some("/components/schemas/Id/minimum"),
        ),
    ] {
        let claims = finding_claims(id, &json_response(200, &body));
        let expected: Vec<&str> = expected.into_iter().collect();
        assert_eq!(claims, expected, "{id} {body}");
    }
}
