//! Every kind of change, in both directions: forth, and back again.

use openapi_diff::{Change, Class, Kind, diff};
use openapi_document::Document;
use serde_json::{Value, json};

use Class::{Breaking, Compatible, Cosmetic, Review};

/// A document with a parameter, a request body and an answer, to be changed.
fn base() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Jobs", "version": "1" },
        "servers": [{ "url": "https://a.example" }],
        "paths": { "/jobs/{id}": { "post": {
            "operationId": "playJob",
            "description": "Plays.",
            "parameters": [
                { "name": "id", "in": "path", "required": true, "schema": { "type": "integer" } },
                { "name": "x", "in": "query", "schema": { "type": "string", "default": "a" } },
            ],
            "security": [{ "token": [] }],
            "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Play" } } } },
            "responses": { "200": {
                "description": "Played.",
                "headers": { "X-Total": { "required": true, "schema": { "type": "integer" } } },
                "content": { "application/json": {
                    "schema": { "$ref": "#/components/schemas/Job" },
                    "examples": { "one": { "value": { "name": "a", "state": "on", "size": 1 } } },
                } },
            } },
        } } },
        "components": {
            "securitySchemes": { "token": { "type": "apiKey", "in": "header", "name": "TOKEN" } },
            "schemas": {
                "Job": {
                    "type": "object",
                    "required": ["name"],
                    "properties": {
                        "name": { "type": "string" },
                        "state": { "type": "string", "enum": ["on", "off"] },
                        "size": { "type": "integer", "minimum": 0 },
                        "kind": { "anyOf": [{ "type": "string" }, { "type": "integer" }] },
                    },
                },
                "Play": {
                    "type": "object",
                    "required": ["key"],
                    "properties": {
                        "key": { "type": "string" },
                        "mode": { "type": "string", "enum": ["on", "off"] },
                        "size": { "type": "integer", "minimum": 0 },
                        "kind": { "anyOf": [{ "type": "string" }, { "type": "integer" }] },
                    },
                },
            },
        },
    })
}

fn compare(old: &Value, new: &Value) -> Vec<Change> {
    let read = |name: &str, value: &Value| Document::parse(name, value.to_string()).unwrap();
    diff(&read("old.json", old), &read("new.json", new))
}

/// The one change of a kind; all others must be of no graver class.
fn only(changes: &[Change], kind: Kind, class: Class) -> String {
    let found: Vec<&Change> = changes
        .iter()
        .filter(|change| change.kind == kind)
        .collect();
    assert_eq!(found.len(), 1, "{kind:?}: {changes:#?}");
    assert_eq!(found[0].class, class, "{kind:?}: {changes:#?}");
    found[0].sentence.clone()
}

const OPERATION: &str = "/paths/~1jobs~1{id}/post";
const JOB: &str = "/components/schemas/Job";
const PLAY: &str = "/components/schemas/Play";
const ANSWER: &str = "/paths/~1jobs~1{id}/post/responses/200";

/// Puts a value at a place, or takes it out where there is none.
fn put(document: &mut Value, at: &str, value: Option<Value>) {
    let (holder, key) = at.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/");
    match (document.pointer_mut(holder).unwrap(), value) {
        (Value::Object(members), Some(value)) => {
            members.insert(key, value);
        }
        (Value::Object(members), None) => {
            members.shift_remove(&key).unwrap();
        }
        (Value::Array(elements), Some(value)) if key == "-" => elements.push(value),
        (Value::Array(elements), Some(value)) => elements[key.parse::<usize>().unwrap()] = value,
        (Value::Array(elements), None) => {
            elements.remove(key.parse().unwrap());
        }
        _ => panic!("{at}"),
    }
}

/// One row: a change, what it is forth with its sentence, and what it is back.
struct Row {
    at: String,
    value: Option<Value>,
    forth: (Kind, Class, &'static str),
    back: (Kind, Class),
}

fn row(
    at: String,
    value: Option<Value>,
    forth: (Kind, Class, &'static str),
    back: (Kind, Class),
) -> Row {
    Row {
        at,
        value,
        forth,
        back,
    }
}

fn rows() -> Vec<Row> {
    let operation = |below: &str| format!("{OPERATION}{below}");
    let answer = |below: &str| format!("{ANSWER}{below}");
    let job = |below: &str| format!("{JOB}{below}");
    let play = |below: &str| format!("{PLAY}{below}");
    vec![
        row(
            "/paths/~1jobs~1{id}/post".into(),
            None,
            (
                Kind::OperationRemoved,
                Breaking,
                "a client that calls playJob (POST /jobs/{id}): it is no longer documented",
            ),
            (Kind::OperationAdded, Compatible),
        ),
        row(
            operation("/operationId"),
            Some(json!("startJob")),
            (
                Kind::OperationIdChanged,
                Breaking,
                "a client made from the document that calls `playJob`: it is called `startJob` now",
            ),
            (Kind::OperationIdChanged, Breaking),
        ),
        row(
            operation("/deprecated"),
            Some(json!(true)),
            (
                Kind::DeprecationChanged,
                Compatible,
                "playJob is deprecated now: a client still works, and should move on",
            ),
            (Kind::DeprecationChanged, Compatible),
        ),
        row(
            operation("/description"),
            Some(json!("Starts.")),
            (
                Kind::TextChanged,
                Cosmetic,
                "the description of playJob reads differently",
            ),
            (Kind::TextChanged, Cosmetic),
        ),
        row(
            operation("/callbacks"),
            Some(json!({})),
            (
                Kind::Other,
                Review,
                "`callbacks` of playJob is not the same: what that means is not known here; look at both places",
            ),
            (Kind::Other, Review),
        ),
        row(
            operation("/parameters/-"),
            Some(json!({ "name": "y", "in": "query", "required": true })),
            (
                Kind::ParameterAdded,
                Breaking,
                "a client that calls playJob without the query parameter `y`: it is required now",
            ),
            (Kind::ParameterRemoved, Breaking),
        ),
        row(
            operation("/parameters/-"),
            Some(json!({ "name": "y", "in": "header" })),
            (
                Kind::ParameterAdded,
                Compatible,
                "the header parameter `y` may be sent with playJob",
            ),
            (Kind::ParameterRemoved, Breaking),
        ),
        row(
            operation("/parameters/1/required"),
            Some(json!(true)),
            (
                Kind::ParameterRequired,
                Breaking,
                "a client that calls playJob without the query parameter `x`: it is required now",
            ),
            (Kind::ParameterOptional, Compatible),
        ),
        row(
            operation("/parameters/1/explode"),
            Some(json!(false)),
            (
                Kind::ParameterStyleChanged,
                Breaking,
                "a client that calls playJob with the query parameter `x`: it is written in another way now",
            ),
            (Kind::ParameterStyleChanged, Breaking),
        ),
        row(
            operation("/parameters/1/schema/default"),
            Some(json!("b")),
            (
                Kind::DefaultChanged,
                Breaking,
                "a client that leaves out the query parameter `x` of playJob: that meant \"a\", and means \"b\" now",
            ),
            (Kind::DefaultChanged, Breaking),
        ),
        row(
            operation("/parameters/1/schema/maxLength"),
            Some(json!(3)),
            (
                Kind::BoundChanged,
                Breaking,
                "a client that sends the query parameter `x` of playJob: `maxLength` is 3, and was not set",
            ),
            (Kind::BoundChanged, Compatible),
        ),
        row(
            operation("/requestBody"),
            None,
            (
                Kind::RequestBodyRemoved,
                Breaking,
                "a client that calls playJob with a body: it is no longer documented, and may be ignored or refused",
            ),
            (Kind::RequestBodyAdded, Compatible),
        ),
        row(
            operation("/requestBody/required"),
            Some(json!(true)),
            (
                Kind::RequestBodyRequired,
                Breaking,
                "a client that calls playJob without a body: it is required now",
            ),
            (Kind::RequestBodyOptional, Compatible),
        ),
        row(
            operation("/requestBody/content/text~1plain"),
            Some(json!({})),
            (
                Kind::MediaTypeAdded,
                Compatible,
                "the request body of playJob may be text/plain",
            ),
            (Kind::MediaTypeRemoved, Breaking),
        ),
        row(
            operation("/requestBody/content/application~1json/encoding"),
            Some(json!({ "key": {} })),
            (
                Kind::EncodingChanged,
                Review,
                "the members of the request body of playJob may be written in another way now; look at both places",
            ),
            (Kind::EncodingChanged, Review),
        ),
        row(
            operation("/responses/200"),
            None,
            (
                Kind::StatusRemoved,
                Breaking,
                "a client of playJob that waits for status 200: it is no longer documented",
            ),
            (Kind::StatusAdded, Breaking),
        ),
        row(
            operation("/responses/409"),
            Some(json!({ "description": "No." })),
            (
                Kind::StatusAdded,
                Compatible,
                "playJob documents status 409",
            ),
            (Kind::StatusRemoved, Breaking),
        ),
        row(
            operation("/responses/202"),
            Some(json!({ "description": "Soon." })),
            (
                Kind::StatusAdded,
                Breaking,
                "a client of playJob that knows only the documented statuses: status 202 may come now",
            ),
            (Kind::StatusRemoved, Breaking),
        ),
        row(
            answer("/content/application~1json"),
            None,
            (
                Kind::MediaTypeRemoved,
                Breaking,
                "a client that reads the 200 answer of playJob as application/json: it is no longer documented",
            ),
            (Kind::MediaTypeAdded, Compatible),
        ),
        row(
            answer("/content/application~1json/schema"),
            None,
            (
                Kind::SchemaRemoved,
                Breaking,
                "a client that reads Job: the 200 answer of playJob has no schema any more, and can be anything",
            ),
            (Kind::SchemaAdded, Compatible),
        ),
        row(
            answer("/headers/X-Total"),
            None,
            (
                Kind::HeaderRemoved,
                Breaking,
                "a client that reads the header `X-Total` of the 200 answer of playJob: it is no longer documented",
            ),
            (Kind::HeaderAdded, Compatible),
        ),
        row(
            answer("/headers/X-Total/required"),
            None,
            (
                Kind::HeaderOptional,
                Breaking,
                "a client that reads the header `X-Total` of the 200 answer of playJob: it may be absent now",
            ),
            (Kind::HeaderRequired, Compatible),
        ),
        row(
            answer("/headers/X-Total/explode"),
            Some(json!(true)),
            (
                Kind::HeaderStyleChanged,
                Breaking,
                "a client that reads the header `X-Total` of the 200 answer of playJob: it is written in another way now",
            ),
            (Kind::HeaderStyleChanged, Breaking),
        ),
        row(
            operation("/security/0"),
            Some(json!({ "other": [] })),
            (
                Kind::SecurityRemoved,
                Breaking,
                "a client that calls playJob with `token`: that does not do any more",
            ),
            (Kind::SecurityRemoved, Breaking),
        ),
        row(
            operation("/security/-"),
            Some(json!({})),
            (
                Kind::SecurityAdded,
                Compatible,
                "playJob may be called with no credential",
            ),
            (Kind::SecurityRemoved, Breaking),
        ),
        row(
            "/components/securitySchemes/token/name".into(),
            Some(json!("OTHER")),
            (
                Kind::SecuritySchemeChanged,
                Breaking,
                "a client that proves who it is by `token`: that is done in another way now",
            ),
            (Kind::SecuritySchemeChanged, Breaking),
        ),
        row(
            "/servers/-".into(),
            Some(json!({ "url": "https://b.example" })),
            (
                Kind::ServerAdded,
                Compatible,
                "the server https://b.example is new",
            ),
            (Kind::ServerRemoved, Breaking),
        ),
        row(
            "/components/schemas/More".into(),
            Some(json!({ "type": "string" })),
            (
                Kind::ComponentAdded,
                Compatible,
                "`More` of `components/schemas` is new",
            ),
            (Kind::ComponentRemoved, Breaking),
        ),
        row(
            job("/properties/name"),
            None,
            (
                Kind::PropertyRemoved,
                Breaking,
                "a client that reads `/name` of a Job: it is no longer documented",
            ),
            (Kind::PropertyAdded, Compatible),
        ),
        row(
            job("/properties/more"),
            Some(json!({ "type": "string" })),
            (Kind::PropertyAdded, Compatible, "`/more` of a Job is new"),
            (Kind::PropertyRemoved, Breaking),
        ),
        row(
            play("/properties/more"),
            Some(json!({ "type": "string" })),
            (
                Kind::PropertyAdded,
                Compatible,
                "`/more` of a Play may be sent",
            ),
            (Kind::PropertyRemoved, Breaking),
        ),
        row(
            play("/properties/mode"),
            None,
            (
                Kind::PropertyRemoved,
                Breaking,
                "a client that sends `/mode` of a Play: it is no longer documented, and may be ignored or refused",
            ),
            (Kind::PropertyAdded, Compatible),
        ),
        row(
            job("/required/-"),
            Some(json!("state")),
            (
                Kind::PropertyRequired,
                Compatible,
                "`/state` of a Job is always there",
            ),
            (Kind::PropertyOptional, Breaking),
        ),
        row(
            play("/required/-"),
            Some(json!("mode")),
            (
                Kind::PropertyRequired,
                Breaking,
                "a client that sends Play without `/mode`: it is required now",
            ),
            (Kind::PropertyOptional, Compatible),
        ),
        row(
            job("/additionalProperties"),
            Some(json!(false)),
            (
                Kind::AdditionalPropertiesChanged,
                Compatible,
                "Job: members that it does not mention are refused now",
            ),
            (Kind::AdditionalPropertiesChanged, Breaking),
        ),
        row(
            play("/additionalProperties"),
            Some(json!(false)),
            (
                Kind::AdditionalPropertiesChanged,
                Breaking,
                "a client that sends Play: members that it does not mention are refused now",
            ),
            (Kind::AdditionalPropertiesChanged, Compatible),
        ),
        row(
            job("/properties/name/type"),
            Some(json!("integer")),
            (
                Kind::TypeChanged,
                Breaking,
                "a client that reads `/name` of a Job: it is integer now, and was string",
            ),
            (Kind::TypeChanged, Breaking),
        ),
        row(
            play("/properties/size/type"),
            Some(json!("number")),
            (
                Kind::TypeChanged,
                Compatible,
                "`/size` of a Play: it is number now, and was integer",
            ),
            (Kind::TypeChanged, Breaking),
        ),
        row(
            job("/properties/name/type"),
            Some(json!(["string", "null"])),
            (
                Kind::NullAllowed,
                Breaking,
                "a client that reads `/name` of a Job: it may be null now",
            ),
            (Kind::NullRefused, Compatible),
        ),
        row(
            play("/properties/key/type"),
            Some(json!(["string", "null"])),
            (
                Kind::NullAllowed,
                Compatible,
                "`/key` of a Play may be null",
            ),
            (Kind::NullRefused, Breaking),
        ),
        row(
            job("/properties/state/enum/-"),
            Some(json!("new")),
            (
                Kind::EnumWordAdded,
                Breaking,
                "a client that reads `/state` of a Job and knows only the documented words: it can be `new` now",
            ),
            (Kind::EnumWordRemoved, Compatible),
        ),
        row(
            play("/properties/mode/enum/1"),
            None,
            (
                Kind::EnumWordRemoved,
                Breaking,
                "a client that sends `off` as `/mode` of a Play: it is refused now",
            ),
            (Kind::EnumWordAdded, Compatible),
        ),
        row(
            job("/properties/size/minimum"),
            Some(json!(-1)),
            (
                Kind::BoundChanged,
                Breaking,
                "a client that reads `/size` of a Job: `minimum` is -1, and was 0",
            ),
            (Kind::BoundChanged, Compatible),
        ),
        row(
            play("/properties/size/minimum"),
            Some(json!(-1)),
            (
                Kind::BoundChanged,
                Compatible,
                "`/size` of a Play: `minimum` is -1, and was 0",
            ),
            (Kind::BoundChanged, Breaking),
        ),
        row(
            job("/properties/name/format"),
            Some(json!("uri")),
            (
                Kind::FormatChanged,
                Compatible,
                "`/name` of a Job: its format is `uri`, and was any",
            ),
            (Kind::FormatChanged, Breaking),
        ),
        row(
            play("/properties/key/pattern"),
            Some(json!("^a")),
            (
                Kind::FormatChanged,
                Breaking,
                "a client that sends `/key` of a Play: its pattern is `^a`, and was any",
            ),
            (Kind::FormatChanged, Compatible),
        ),
        row(
            job("/properties/kind/anyOf/-"),
            Some(json!({ "type": "boolean" })),
            (
                Kind::ChoiceAdded,
                Breaking,
                "a client that reads `/kind` of a Job: it can be boolean now",
            ),
            (Kind::ChoiceRemoved, Compatible),
        ),
        row(
            play("/properties/kind/anyOf/1"),
            None,
            (
                Kind::ChoiceRemoved,
                Breaking,
                "a client that sends integer as `/kind` of a Play: it is refused now",
            ),
            (Kind::ChoiceAdded, Compatible),
        ),
        row(
            play("/not"),
            Some(json!({ "required": ["mode"] })),
            (
                Kind::RuleChanged,
                Breaking,
                "a client that sends Play: a rule refuses some that was fine before (`not`)",
            ),
            (Kind::RuleChanged, Compatible),
        ),
        row(
            job("/if"),
            Some(json!({ "required": ["state"] })),
            (Kind::RuleChanged, Compatible, ""),
            (Kind::RuleChanged, Compatible),
        ),
        row(
            job("/description"),
            Some(json!("A job.")),
            (
                Kind::TextChanged,
                Cosmetic,
                "the description of Job reads differently",
            ),
            (Kind::TextChanged, Cosmetic),
        ),
        row(
            answer("/content/application~1json/examples/one/value/more"),
            Some(json!(1)),
            (
                Kind::ExampleMemberAdded,
                Compatible,
                "the example `one` of the 200 answer of playJob shows `/more` now, which is a claim",
            ),
            (Kind::ExampleMemberRemoved, Compatible),
        ),
        row(
            answer("/content/application~1json/examples/one/value/name"),
            Some(json!("b")),
            (
                Kind::ExampleValueChanged,
                Cosmetic,
                "the example `one` of the 200 answer of playJob shows another value at `/name`",
            ),
            (Kind::ExampleValueChanged, Cosmetic),
        ),
        row(
            answer("/content/application~1json/examples/one/value/size"),
            Some(json!("b")),
            (
                Kind::ExampleTypeChanged,
                Compatible,
                "the example `one` of the 200 answer of playJob shows another JSON type at `/size`, which is a claim",
            ),
            (Kind::ExampleTypeChanged, Compatible),
        ),
        row(
            answer("/content/application~1json/examples/two"),
            Some(json!({ "value": {} })),
            (
                Kind::ExampleAdded,
                Compatible,
                "the example `two` of the 200 answer of playJob is new, and with it what it claims",
            ),
            (Kind::ExampleRemoved, Compatible),
        ),
    ]
}

#[test]
fn every_kind_is_told_forth_and_back() {
    for Row {
        at,
        value,
        forth,
        back,
    } in rows()
    {
        let old = base();
        let mut new = base();
        put(&mut new, &at, value);
        if forth.2.is_empty() {
            // a condition without a consequence means nothing
            assert_eq!(compare(&old, &new), [], "{at}");
            continue;
        }
        assert_eq!(
            only(&compare(&old, &new), forth.0, forth.1),
            forth.2,
            "{at}"
        );
        only(&compare(&new, &old), back.0, back.1);
    }
}

#[test]
fn every_kind_is_in_the_table() {
    let mut kinds: Vec<Kind> = rows()
        .into_iter()
        .flat_map(|row| [row.forth.0, row.back.0])
        .collect();
    // told by tests of their own
    kinds.extend([Kind::ParameterRenamed, Kind::ComponentRenamed]);
    for kind in Kind::ALL {
        assert!(kinds.contains(kind), "{kind:?}");
    }
}

#[test]
fn a_break_of_a_schema_is_shown_by_a_value() {
    let old = base();
    for (at, value, shown) in [
        (format!("{PLAY}/properties/mode/enum/1"), None, json!("off")),
        (
            format!("{JOB}/properties/name/type"),
            Some(json!(["string", "null"])),
            json!(null),
        ),
        (
            format!("{JOB}/required/0"),
            None,
            json!({ "state": "on", "size": 1 }),
        ),
        (
            format!("{PLAY}/required/-"),
            Some(json!("mode")),
            json!({ "key": "text" }),
        ),
        (
            format!("{PLAY}/properties/key/maxLength"),
            Some(json!(3)),
            json!("aaaa"),
        ),
    ] {
        let mut new = base();
        put(&mut new, &at, value);
        let changes = compare(&old, &new);
        assert_eq!(changes[0].class, Breaking, "{at}");
        let witness = changes[0].witness.as_ref().map(|witness| &witness.value);
        assert_eq!(witness, Some(&shown), "{at}: {changes:#?}");
    }
}

#[test]
fn a_component_that_is_called_otherwise_is_followed() {
    let old = base();
    let text = old
        .to_string()
        .replace("schemas/Job", "schemas/Work")
        .replace("\"Job\":", "\"Work\":");
    let mut new: Value = serde_json::from_str(&text).unwrap();
    let said = only(&compare(&old, &new), Kind::ComponentRenamed, Breaking);
    assert_eq!(
        said,
        "a client made from the document that names `Job` of `components/schemas`: it is called `Work` now"
    );
    put(&mut new, "/components/schemas/Work/properties/name", None);
    only(&compare(&old, &new), Kind::PropertyRemoved, Breaking);
}

#[test]
fn equal_changes_of_several_operations_are_one() {
    let mut old = base();
    let mut other = old["paths"]["/jobs/{id}"].clone();
    other["post"]["operationId"] = json!("stopJob");
    old["paths"]["/jobs/{id}/stop"] = other;
    let mut new = old.clone();
    put(&mut new, "/components/schemas/Job/properties/size", None);
    let changes = compare(&old, &new);
    assert_eq!(changes.len(), 1, "{changes:#?}");
    assert_eq!(changes[0].operations, ["playJob", "stopJob"]);
}

#[test]
fn what_only_travels_one_way_is_held_to_that() {
    let mut old = base();
    put(
        &mut old,
        "/components/schemas/Play/properties/mode/readOnly",
        Some(json!(true)),
    );
    let mut new = old.clone();
    put(&mut new, "/components/schemas/Play/properties/mode", None);
    assert_eq!(compare(&old, &new), []);
    put(
        &mut new,
        "/components/schemas/Play/required/-",
        Some(json!("mode")),
    );
    let changes = compare(&old, &new);
    assert_eq!(changes[0].kind, Kind::PropertyRequired, "{changes:#?}");
}
