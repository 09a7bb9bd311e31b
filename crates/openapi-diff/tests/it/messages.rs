//! Every sentence that the table of kinds does not have, and everything that is rendered: a change of wording is a change
//! of a snapshot.

use std::fmt::Write;

use openapi_diff::{Change, render};
use serde_json::{Value, json};

use crate::compare;
use crate::parse_document;
use crate::table::{JOB, OPERATION, PLAY, RESPONSE, base_document, set_value};

/// Values that are put into both documents, and then values that are put into the new one, or removed from it.
type Edit = (Vec<(String, Value)>, Vec<(String, Option<Value>)>);

fn edits() -> Vec<Edit> {
    let operation = |below: &str| format!("{OPERATION}{below}");
    let job = |below: &str| format!("{JOB}{below}");
    let play = |below: &str| format!("{PLAY}{below}");
    let schema = |below: &str| operation(&format!("/parameters/1{below}"));
    let one = |at: String, value: Value| (Vec::new(), vec![(at, Some(value))]);
    let gone = |at: String| (Vec::new(), vec![(at, None)]);
    let from =
        |at: String, old: Value, new: Value| (vec![(at.clone(), old)], vec![(at, Some(new))]);
    let any_schema = json!({ "type": "string" });
    vec![
        // document, servers, components, security
        one("/info/title".into(), json!("Other")),
        one("/x-note".into(), json!(1)),
        one("/tags".into(), json!([])),
        from(
            "/servers/0/variables".into(),
            json!({ "a": { "default": "b" } }),
            json!({ "a": { "default": "c" } }),
        ),
        one(operation("/servers"), json!([{ "url": "/own" }])),
        from(
            "/components/responses".into(),
            json!({ "Unused": { "description": "a", "content": {} } }),
            json!({ "Unused": { "description": "b", "content": {} } }),
        ),
        one("/components/links".into(), json!({})),
        one(
            "/components/securitySchemes/more".into(),
            json!({ "type": "http", "scheme": "basic" }),
        ),
        from(
            operation("/security/0"),
            json!({ "token": ["read"] }),
            json!({ "token": ["write"], "other": [] }),
        ),
        // operations and parameters
        gone(operation("/operationId")),
        one(operation("/summary"), json!("Starts it.")),
        one(schema("/deprecated"), json!(true)),
        one(schema("/allowEmptyValue"), json!(true)),
        one(schema("/content"), json!({ "application/json": {} })),
        one(
            operation("/parameters/-"),
            json!({ "name": "y", "in": "query", "required": true, "example": 1 }),
        ),
        gone(schema("/schema/default")),
        from(schema("/example"), json!("a"), json!("b")),
        one(
            operation("/responses/default"),
            json!({ "description": "Error." }),
        ),
        one(
            format!("{RESPONSE}/headers/X-Total/deprecated"),
            json!(true),
        ),
        (
            vec![],
            vec![(
                operation("/requestBody"),
                Some(json!({ "required": true, "content": {} })),
            )],
        ),
        // schemas
        one(job("/deprecated"), json!(true)),
        one(job("/discriminator"), json!({ "propertyName": "name" })),
        (
            vec![],
            vec![
                (job("/properties/name/nullable"), Some(json!(true))),
                (job("/properties/name/minLength"), Some(json!(1))),
            ],
        ),
        one(play("/properties/mode/default"), json!("on")),
        one(job("/properties/name/default"), json!("a")),
        gone(job("/properties/name/type")),
        gone(job("/properties/state/enum")),
        from(
            job("/properties/kind"),
            json!({ "anyOf": [{ "type": "string", "minLength": 1 }, { "maxLength": 9 }] }),
            json!({ "oneOf": [{ "type": "string", "minLength": 1 }, { "maxLength": 9 }] }),
        ),
        one(
            job("/properties/name/anyOf"),
            json!([{ "minLength": 1 }, { "pattern": "^a" }]),
        ),
        one(
            play("/properties/key/anyOf"),
            json!([{ "minLength": 1 }, { "pattern": "^a" }]),
        ),
        one(job("/additionalProperties"), any_schema.clone()),
        one(play("/additionalProperties"), any_schema.clone()),
        from(
            play("/additionalProperties"),
            json!(false),
            any_schema.clone(),
        ),
        (
            vec![(job("/properties/list"), json!({ "type": "array" }))],
            vec![(job("/properties/list/items"), Some(any_schema.clone()))],
        ),
        (
            vec![(job("/additionalProperties"), json!(false))],
            vec![(job("/properties/more"), Some(any_schema.clone()))],
        ),
        (
            vec![],
            vec![
                (play("/properties/more"), Some(any_schema.clone())),
                (play("/required/-"), Some(json!("more"))),
            ],
        ),
        one(
            job("/allOf"),
            json!([{ "properties": { "name": { "maxLength": 3 } } }]),
        ),
        one(job("/not"), json!({ "required": ["size"] })),
        (
            vec![(job("/not"), json!({ "required": ["size"] }))],
            vec![(job("/not"), Some(json!({ "required": ["size", "state"] })))],
        ),
        one(play("/propertyNames"), json!({ "pattern": "^[a-z]{1,7}$" })),
        one(
            play("/patternProperties"),
            json!({ "^zz(?!a)": { "type": "integer" } }),
        ),
        (
            vec![(play("/then"), json!({ "required": ["mode"] }))],
            vec![(
                play("/if"),
                Some(
                    json!({ "properties": { "key": { "pattern": "^(?=zz)" } }, "required": ["zz"] }),
                ),
            )],
        ),
        one(
            play("/dependentSchemas"),
            json!({ "mode": { "unevaluatedProperties": false } }),
        ),
    ]
}

fn write_changes(changes: &[Change], messages: &mut String) {
    for change in changes {
        let (class, kind) = (change.class, change.kind.as_str());
        writeln!(messages, "{class} {kind}: {}", change.sentence).unwrap();
    }
}

#[test]
fn sentences() {
    let mut messages = String::new();
    for (before, after) in edits() {
        let mut old = base_document();
        for (at, value) in before {
            set_value(&mut old, &at, Some(value));
        }
        let mut new = old.clone();
        for (at, value) in after {
            set_value(&mut new, &at, value);
        }
        let (forth, back) = (compare(&old, &new), compare(&new, &old));
        assert!(!forth.is_empty() && !back.is_empty(), "{new}");
        write_changes(&forth, &mut messages);
        write_changes(&back, &mut messages);
        messages.push('\n');
    }
    insta::assert_snapshot!(messages);
}

#[test]
fn sentences_that_need_a_document_of_their_own() {
    let mut messages = String::new();
    let renamed = base_document()
        .to_string()
        .replace("{id}", "{job}")
        .replace("\"name\":\"id\"", "\"name\":\"job\"");
    write_changes(
        &compare(&base_document(), &serde_json::from_str(&renamed).unwrap()),
        &mut messages,
    );
    let invalid = |title: &str| {
        json!({
            "openapi": "3.1.0",
            "info": { "title": title, "version": "1" },
            "paths": { "/a": { "get": { "operationId": "a", "parameters": [1] } } },
        })
    };
    write_changes(&compare(&invalid("a"), &invalid("b")), &mut messages);
    insta::assert_snapshot!(messages);
}

/// Two documents with a change of each class, one of them with a witness, and hostile text.
fn documents_with_changes() -> (Value, Value) {
    let old = base_document();
    let mut new = base_document();
    set_value(
        &mut new,
        &format!("{JOB}/properties/state/enum/-"),
        Some(json!("<new>\u{1b}[31m`")),
    );
    set_value(&mut new, &format!("{PLAY}/properties/mode/enum/1"), None);
    set_value(&mut new, &format!("{OPERATION}/callbacks"), Some(json!({})));
    set_value(
        &mut new,
        &format!("{OPERATION}/deprecated"),
        Some(json!(true)),
    );
    set_value(
        &mut new,
        &format!("{OPERATION}/summary"),
        Some(json!("Plays a job.")),
    );
    set_value(
        &mut new,
        "/servers/-",
        Some(json!({ "url": "https://b.example" })),
    );
    (old, new)
}

#[test]
fn text() {
    let (old, new) = documents_with_changes();
    let mut out = String::new();
    render::text(&mut out, &compare(&old, &new), &|_, text| text.to_owned()).unwrap();
    out.push_str("---\n");
    render::text(&mut out, &[], &|_, text| text.to_owned()).unwrap();
    insta::assert_snapshot!(out);
}

#[test]
fn markdown_and_changelog() {
    let (old, new) = documents_with_changes();
    let changes = compare(&old, &new);
    let mut out = String::new();
    render::markdown(&mut out, "Changes of <Jobs>", &changes).unwrap();
    out.push_str("---\n");
    render::changelog(&mut out, &changes).unwrap();
    insta::assert_snapshot!(out);
}

#[test]
fn json() {
    let (old, new) = documents_with_changes();
    let changes = compare(&old, &new);
    let value = render::json(
        &parse_document("old.json", &old),
        &parse_document("new.json", &new),
        &changes,
    );
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).unwrap());
}
