//! Properties of a finding: its class, its agreement, its id, and tolerated values.

use openapi_document::Document;
use reprise_core::{
    Agreement, Finding, FindingClass, Judgement, Level, Outcome, Reason, Schemas, StepValues,
    build_suite, check_response, finding_ids,
};
use serde_json::{Value, json};

use crate::json_response;

/// A document with one schema and one example.
fn judge_example(
    schema: &Value,
    example: &Value,
    actual: &Value,
    maximum_level: Level,
) -> Judgement {
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "t", "version": "1" },
        "paths": { "/a": { "get": { "operationId": "a", "responses": { "200": {
            "description": "d",
            "content": { "application/json": { "schema": schema, "examples": { "e": { "value": example } } } }
        } } } } }
    });
    let document = Document::parse("a.json", document.to_string()).unwrap();
    let suite = build_suite(&document, &[], &[]).unwrap();
    let schemas = Schemas::compile(&document, &suite).unwrap();
    let judgement = check_response(
        &document,
        &schemas,
        &suite.cases[0].steps[0],
        &json_response(200, actual),
        maximum_level,
        &StepValues::default(),
    );
    judgement.into_strict(&suite.cases[0].steps[0])
}

fn findings(schema: Value, example: Value, actual: Value) -> Vec<Finding> {
    match judge_example(&schema, &example, &actual, Level::Value).outcome {
        Outcome::Failed(findings) => findings,
        Outcome::Passed { .. } => Vec::new(),
        other => panic!("{other:?}"),
    }
}

fn object_schema() -> Value {
    json!({ "type": "object", "required": ["a"], "properties": { "a": {}, "b": {} } })
}

#[test]
fn each_class_depends_on_the_effect_on_a_client() {
    for (example, actual, class) in [
        (json!({ "a": 1 }), json!({}), FindingClass::Breaking),
        (
            json!({ "a": 1 }),
            json!({ "a": "1" }),
            FindingClass::Breaking,
        ),
        (json!({ "a": 1 }), json!({ "a": 2 }), FindingClass::Breaking),
        (
            json!({ "a": "pending" }),
            json!({ "a": "done" }),
            FindingClass::Breaking,
        ),
        (
            json!({ "a": "It was late." }),
            json!({ "a": "It was early." }),
            FindingClass::Cosmetic,
        ),
        (
            json!({ "a": 1 }),
            json!({ "a": 1, "c": 2 }),
            FindingClass::Compatible,
        ),
    ] {
        let found = findings(object_schema(), example.clone(), actual.clone());
        assert_eq!(found.len(), 1, "{example} {actual} {found:?}");
        assert_eq!(found[0].class(), class, "{example} {actual}");
    }
}

#[test]
fn the_agreement_of_two_sources_shows_which_one_is_wrong() {
    let number = || json!({ "type": "object", "properties": { "a": { "type": "number" } } });
    for (schema, example, actual, agreement) in [
        (
            number(),
            json!({ "a": 1 }),
            json!({ "a": "1" }),
            Some(Agreement::SchemaAndExample),
        ),
        (
            number(),
            json!({ "a": "1" }),
            json!({ "a": 1 }),
            Some(Agreement::SchemaAndServer),
        ),
        (
            number(),
            json!({ "a": "1" }),
            json!({ "a": "1" }),
            Some(Agreement::ExampleAndServer),
        ),
        (number(), json!({ "a": 1 }), json!({ "a": 2 }), None),
        (
            object_schema(),
            json!({ "b": 1 }),
            json!({ "b": 1 }),
            Some(Agreement::ExampleAndServer),
        ),
    ] {
        let found = findings(schema, example.clone(), actual.clone());
        assert_eq!(found.len(), 1, "{example} {actual} {found:?}");
        assert_eq!(found[0].agreement, agreement, "{example} {actual}");
    }
}

fn ids(case: &str, findings: &[Finding]) -> Vec<String> {
    let named = finding_ids(case, findings).into_iter();
    named.map(|name| name.id).collect()
}

#[test]
fn an_id_does_not_depend_on_the_actual_value() {
    let one = findings(object_schema(), json!({ "a": 1 }), json!({ "a": 2 }));
    let other = findings(object_schema(), json!({ "a": 1 }), json!({ "a": 3 }));
    assert_eq!(ids("a.e", &one), ids("a.e", &other));
    assert_ne!(ids("a.e", &one), ids("a.f", &one));
    assert_eq!(ids("a.e", &one)[0].len(), 12);
}

#[test]
fn two_findings_of_a_case_have_two_names() {
    let required = json!({ "type": "object", "required": ["a", "b"] });
    let lacking = findings(required.clone(), json!({}), json!({}));
    let named = finding_ids("a.e", &lacking);
    assert_eq!(named.len(), 2, "{lacking:?}");
    assert_ne!(named[0].id, named[1].id);
    assert_ne!(named[0].first, named[1].first);
    // if only one of the two exists, it keeps its id
    let one = findings(required, json!({}), json!({ "a": 1 }));
    assert_eq!(ids("a.e", &one), [named[1].id.clone()]);
}

#[test]
fn ids_do_not_depend_on_the_index_in_a_list() {
    let list = json!({ "type": "array", "items": { "type": "integer" } });
    let found = |actual: Value| {
        let found = findings(list.clone(), json!([1, 2, 3]), actual);
        let of_schema = |finding: &Finding| finding.level() == Level::Schema;
        found.into_iter().filter(of_schema).collect::<Vec<_>>()
    };
    let early = finding_ids("a.e", &found(json!(["x", 2, 3])));
    let late = finding_ids("a.e", &found(json!([1, 2, "x"])));
    assert_eq!(early, late);
    let both = finding_ids("a.e", &found(json!(["x", 2, "x"])));
    assert_eq!(both[0], early[0]);
    assert_ne!(both[1].id, both[0].id);
    assert_eq!(both[1].first, both[0].id);
}

#[test]
fn volatile_values_are_tolerated_and_counted() {
    let schema = json!({ "type": "object", "properties": { "id": { "type": "integer", "x-volatile": "id" }, "name": {} } });
    let example = json!({ "id": 7, "name": "x" });
    let judgement = judge_example(
        &schema,
        &example,
        &json!({ "id": 8, "name": "x" }),
        Level::Value,
    );
    assert!(
        matches!(judgement.outcome, Outcome::Passed { .. }),
        "{judgement:?}"
    );
    assert_eq!(
        (
            judgement.places.exact,
            judgement.places.tolerated,
            judgement.places.unchecked
        ),
        (1, 1, 0)
    );
    for lie in [
        json!({ "id": 0, "name": "x" }),
        json!({ "id": "8", "name": "x" }),
        json!({ "name": "x" }),
        json!({ "id": 7, "name": "y" }),
    ] {
        assert!(
            !findings(schema.clone(), example.clone(), lie.clone()).is_empty(),
            "{lie} went by"
        );
    }
}

#[test]
fn without_a_fixture_the_maximum_level_is_below_value() {
    let judgement = judge_example(
        &object_schema(),
        &json!({ "a": 1 }),
        &json!({ "a": 2 }),
        Level::Shape,
    );
    assert!(matches!(
        judgement.outcome,
        Outcome::Passed {
            level_reached: Level::Shape,
            ..
        }
    ));
    assert_eq!((judgement.places.exact, judgement.places.unchecked), (0, 1));
}

#[test]
fn a_pass_that_proves_nothing_is_inconclusive() {
    let list = json!({ "type": "array", "items": { "type": "integer" } });
    for (schema, example, actual, maximum_level, expected) in [
        (
            list.clone(),
            json!([1]),
            json!([]),
            Level::Shape,
            Reason::EmptyList,
        ),
        (
            json!({ "type": "object" }),
            json!({ "a": 1 }),
            json!({}),
            Level::Schema,
            Reason::EmptyObject,
        ),
        (
            json!({}),
            json!({ "a": 1 }),
            json!({ "a": 1 }),
            Level::Schema,
            Reason::NoExampleAndOpenSchema,
        ),
        (
            json!({ "description": "x" }),
            json!({ "a": 1 }),
            json!({ "a": 1 }),
            Level::Schema,
            Reason::NoExampleAndOpenSchema,
        ),
    ] {
        match judge_example(&schema, &example, &actual, maximum_level).outcome {
            Outcome::Inconclusive(reason) => assert_eq!(reason, expected),
            other => panic!("{schema} {actual} {other:?}"),
        }
    }
    // a documented empty value is the expected response
    for (schema, value) in [(&list, json!([])), (&json!({}), json!({}))] {
        for maximum_level in [Level::Shape, Level::Value] {
            let outcome = judge_example(schema, &value, &value, maximum_level).outcome;
            assert!(matches!(outcome, Outcome::Passed { .. }), "{outcome:?}");
        }
    }
}

#[test]
fn an_empty_list_is_no_difference_in_shape() {
    let element = json!({ "type": "object", "properties": { "id": { "type": "integer" } } });
    let list = json!({ "type": "array", "items": element });
    let object = json!({ "type": "object", "properties": { "list": list } });
    let outcome = |schema: &Value, example: Value, actual: Value, level| {
        judge_example(schema, &example, &actual, level).outcome
    };
    assert_eq!(
        outcome(&list, json!([{ "id": 1 }]), json!([]), Level::Shape),
        Outcome::Inconclusive(Reason::EmptyList)
    );
    let nested = |level| {
        outcome(
            &object,
            json!({ "list": [{ "id": 1 }] }),
            json!({ "list": [] }),
            level,
        )
    };
    assert!(matches!(nested(Level::Shape), Outcome::Passed { .. }));
    // if the state is the documented one, the element is missing
    assert!(matches!(nested(Level::Value), Outcome::Failed(_)));
}

#[test]
fn properties_of_the_other_direction_are_not_expected() {
    let schema = json!({ "type": "object", "required": ["a", "secret"], "properties": { "a": {}, "secret": { "type": "string", "writeOnly": true } } });
    assert_eq!(
        findings(schema.clone(), json!({ "a": 1 }), json!({ "a": 1 })),
        Vec::new()
    );
    assert_eq!(findings(schema, json!({ "a": 1 }), json!({})).len(), 1);
}

#[test]
fn any_content_may_follow_an_elision() {
    for (example, right, wrong) in [
        (json!([1, 2, "..."]), json!([1, 2, 3, 4]), json!([1, 3, 3])),
        (
            json!({ "a": 1, "...": "..." }),
            json!({ "a": 1, "z": 2 }),
            json!({ "a": 2, "z": 2 }),
        ),
        (
            json!({ "a": "..." }),
            json!({ "a": [1] }),
            json!({ "b": [1] }),
        ),
    ] {
        let judged = |actual: &Value| {
            judge_example(
                &json!({ "minProperties": 0 }),
                &example,
                actual,
                Level::Value,
            )
            .outcome
        };
        assert!(
            matches!(judged(&right), Outcome::Passed { .. }),
            "{example} {right}: {:?}",
            judged(&right)
        );
        assert!(
            matches!(judged(&wrong), Outcome::Failed(_)),
            "{example} {wrong} went by"
        );
    }
}
