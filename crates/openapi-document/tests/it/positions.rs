//! Every value of a text is at its reported position.

use std::fmt::Write;

use jsonptr::{Pointer, PointerBuf};
use openapi_document::Document;
use serde_json::{Value, json};

fn positions_of(document: &Document, pointer: &str) -> (Option<String>, Option<String>) {
    let pointer = PointerBuf::parse(pointer).expect("a pointer");
    (
        document
            .position(&pointer)
            .map(|position| position.to_string()),
        document
            .key_position(&pointer)
            .map(|position| position.to_string()),
    )
}

const JSON: &str = r#"{
  "openapi": "3.1.0",
  "é\"\n": { "a/b": [ 1, {"x":true}, [[], "\\"] , null ] },
  "empty": {},	"last":-1.5e3
}"#;

#[test]
fn json_values_and_keys_have_positions() {
    let document = Document::parse("a.json", JSON).expect("a document");
    for (pointer, value, key) in [
        ("", Some("a.json:1:1"), None),
        ("/openapi", Some("a.json:2:14"), Some("a.json:2:3")),
        ("/é\"\n", Some("a.json:3:12"), Some("a.json:3:3")),
        ("/é\"\n/a~1b", Some("a.json:3:21"), Some("a.json:3:14")),
        ("/é\"\n/a~1b/0", Some("a.json:3:23"), None),
        ("/é\"\n/a~1b/1", Some("a.json:3:26"), None),
        ("/é\"\n/a~1b/1/x", Some("a.json:3:31"), Some("a.json:3:27")),
        ("/é\"\n/a~1b/2/0", Some("a.json:3:39"), None),
        ("/é\"\n/a~1b/2/1", Some("a.json:3:43"), None),
        ("/é\"\n/a~1b/3", Some("a.json:3:51"), None),
        ("/empty", Some("a.json:4:12"), Some("a.json:4:3")),
        ("/last", Some("a.json:4:23"), Some("a.json:4:16")),
        ("/é\"\n/a~1b/4", None, None),
        ("/empty/a", None, None),
        ("/last/a", None, None),
        ("/nowhere", None, None),
    ] {
        let expected = (value.map(str::to_owned), key.map(str::to_owned));
        assert_eq!(positions_of(&document, pointer), expected, "{pointer}");
    }
}

const YAML: &str = "\
# a comment
openapi: 3.1.0
paths:
  /jobs/{id}:
    get:
      parameters:
        - name: id
          in: path
        - {name: 'é', in: query}
      200: \"two\nlines\"
      text: |
        long
x-base: &base {a: 1, list: [x, y]}
x-alias: *base
x-merged:
  <<: *base
  b: 2
x-both:
  <<: [{c: 3}, *base]
x-tagged: !!str 7
x-key: &key name
x-keyed: {*key : 1}
";

#[test]
fn yaml_values_and_keys_have_positions() {
    let document = Document::parse("a.yaml", YAML).expect("a document");
    for (pointer, value, key) in [
        ("", Some("a.yaml:2:1"), None),
        ("/openapi", Some("a.yaml:2:10"), Some("a.yaml:2:1")),
        (
            "/paths/~1jobs~1{id}",
            Some("a.yaml:5:5"),
            Some("a.yaml:4:3"),
        ),
        (
            "/paths/~1jobs~1{id}/get/parameters",
            Some("a.yaml:7:9"),
            Some("a.yaml:6:7"),
        ),
        (
            "/paths/~1jobs~1{id}/get/parameters/0",
            Some("a.yaml:7:11"),
            None,
        ),
        (
            "/paths/~1jobs~1{id}/get/parameters/0/in",
            Some("a.yaml:8:15"),
            Some("a.yaml:8:11"),
        ),
        (
            "/paths/~1jobs~1{id}/get/parameters/1/in",
            Some("a.yaml:9:27"),
            Some("a.yaml:9:23"),
        ),
        (
            "/paths/~1jobs~1{id}/get/200",
            Some("a.yaml:10:12"),
            Some("a.yaml:10:7"),
        ),
        (
            "/paths/~1jobs~1{id}/get/text",
            Some("a.yaml:13:9"),
            Some("a.yaml:12:7"),
        ),
        ("/x-base/list/1", Some("a.yaml:14:32"), None),
        ("/x-alias", Some("a.yaml:15:10"), Some("a.yaml:15:1")),
        ("/x-alias/a", Some("a.yaml:14:19"), Some("a.yaml:14:16")),
        ("/x-merged/b", Some("a.yaml:18:6"), Some("a.yaml:18:3")),
        ("/x-merged/list/0", Some("a.yaml:14:29"), None),
        ("/x-both/a", Some("a.yaml:14:19"), Some("a.yaml:14:16")),
        ("/x-both/c", Some("a.yaml:20:12"), Some("a.yaml:20:9")),
        ("/x-tagged", Some("a.yaml:21:17"), Some("a.yaml:21:1")),
        ("/x-keyed/name", Some("a.yaml:23:18"), Some("a.yaml:23:11")),
        ("/nowhere", None, None),
    ] {
        let pointer_found = PointerBuf::parse(pointer).is_ok_and(|at| document.get(&at).is_some());
        assert_eq!(
            pointer_found,
            value.is_some(),
            "{pointer} in {}",
            crate::whole(&document)
        );
        let expected = (value.map(str::to_owned), key.map(str::to_owned));
        assert_eq!(positions_of(&document, pointer), expected, "{pointer}");
    }
}

/// Checks every value of a document: the text at its position must be the value.
fn check_positions(document: &Document, text: &str, at: &Pointer, value: &Value) -> usize {
    let position = document
        .position(at)
        .unwrap_or_else(|| panic!("no position for {at}"));
    let line = text.lines().nth(position.line - 1).unwrap_or_default();
    let rest: String = line.chars().skip(position.column - 1).collect();
    let begins = match value {
        Value::Object(_) => "{".to_owned(),
        Value::Array(_) => "[".to_owned(),
        leaf => leaf.to_string(),
    };
    assert!(
        rest.starts_with(&begins),
        "{at} at {position}: expected {begins}, found {rest}"
    );
    let inside: usize = match value {
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| {
                check_positions(document, text, &at.with_trailing_token(key), value)
            })
            .sum(),
        Value::Array(elements) => elements
            .iter()
            .enumerate()
            .map(|(index, value)| {
                check_positions(document, text, &at.with_trailing_token(index), value)
            })
            .sum(),
        _ => 0,
    };
    inside + 1
}

#[test]
fn all_values_of_a_generated_document_are_found() {
    let mut value = json!({"openapi": "3.1.0"});
    for index in 0..40 {
        value[format!("x\"{index}\\é")] = json!([
            {"": [], "a": {"b": [index, true, null, "te\"xt\u{1F511}", 0.5]}}, [[index]], {}, "{[,:]}"
        ]);
    }
    for text in [
        value.to_string(),
        serde_json::to_string_pretty(&value).expect("JSON"),
    ] {
        for name in ["a.json", "a.yaml"] {
            let document = Document::parse(name, &text).expect("a document");
            assert_eq!(crate::whole(&document), value);
            assert!(check_positions(&document, &text, Pointer::root(), &value) > 600);
        }
    }
}

#[test]
fn the_last_of_two_equal_keys_counts_and_is_a_defect() {
    let document = Document::parse("a.json", "{\"openapi\": \"3.1.0\",\n\"a\": 1,\n\"a\": 2}")
        .expect("a document");
    assert_eq!(crate::whole(&document)["a"], 2);
    assert_eq!(
        positions_of(&document, "/a").0.as_deref(),
        Some("a.json:3:6")
    );
    assert_eq!(
        crate::list_defects(&document),
        ["/a: duplicate key; remove one (the last one is used)"]
    );
}

/// A document that is read on several cores, and the same document without its large part.
#[test]
fn a_large_document_is_read_like_a_small_one() {
    let document = |padding: &str| {
        format!(
            r##"{{
  "openapi": "3.1.0",
  "x-padding": [{padding}0],
  "paths": {{
    "/a": {{"get": {{"responses": {{"200": {{"$ref": "#/nowhere"}}}}}}}},
    "/b": {{"get": {{"responses": {{}}}}, "post": {{"summary": "1", "summary": "2"}}}}
  }}
}}"##
        )
    };
    let small = Document::parse("a.json", document("")).expect("a document");
    let large =
        Document::parse("a.json", document(&"\"aaaaaaaa\",\n".repeat(60_000))).expect("a document");
    assert_eq!(crate::list_defects(&large), crate::list_defects(&small));
    assert_eq!(crate::list_defects(&large).len(), 2);
    assert_eq!(large.operations(), small.operations());
    for place in ["/openapi", "/paths/~1a/get", "/paths/~1b/post/summary"] {
        let pointer = Pointer::from_static(place);
        let of_small = small.position(pointer).expect("a position");
        let of_large = large.position(pointer).expect("a position");
        let moved = if place == "/openapi" { 0 } else { 60_000 };
        assert_eq!(of_large.line, of_small.line + moved, "{place}");
        assert_eq!(of_large.column, of_small.column, "{place}");
    }
    let broken = document(&"\"aaaaaaaa\",\n".repeat(60_000)).replace("\"2\"", "\"2");
    let error = Document::parse("a.json", broken).expect_err("no document");
    assert!(error.to_string().starts_with("a.json:60007:"), "{error}");
}

#[test]
fn every_element_of_a_large_document_has_its_position() {
    let mut text = "{\"openapi\": \"3.1.0\", \"x-jobs\": [".to_owned();
    for index in 0..20_000 {
        let _ = writeln!(
            text,
            "{{\"id\": {index}, \"name\": \"job\", \"tags\": [\"a\", \"b\"], \"user\": {{\"id\": 1}}}},"
        );
    }
    text.push_str("null]}");
    let document = Document::parse("a.json", &text).expect("a document");
    for index in 1..20_000 {
        let pointer = PointerBuf::from_tokens(["x-jobs", &index.to_string(), "id"]);
        let position = document.position(&pointer).expect("a position");
        assert_eq!((position.line, position.column), (index + 1, 8));
    }
}
