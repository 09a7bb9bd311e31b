//! The style examples of the OpenAPI specification, and values that no style can represent.

use openapi_document::Parameter;
use openapi_document::serialize::{SerializeError, SerializedParameter, serialize};
use serde_json::{Value, json};

use crate::parse_document;

fn parse_parameter(definition: Value) -> Parameter {
    let path = if definition["in"] == "path" {
        "/a/{color}"
    } else {
        "/a"
    };
    let value = json!({"openapi": "3.1.0", "paths": {path: {"get": {"parameters": [definition]}}}});
    let document = parse_document(&value);
    assert_eq!(document.defects(), [], "{value}");
    document.operations()[0].parameters[0].clone()
}

fn color_parameter(location: &str, style: &str, explode: bool) -> Parameter {
    parse_parameter(json!({"name": "color", "in": location, "style": style, "explode": explode}))
}

/// The specification writes queries and cookies joined by `&`.
fn serialized_text(parameter: &Parameter, value: &Value) -> String {
    match serialize(parameter, value) {
        Ok(SerializedParameter::Path(text) | SerializedParameter::Header(text)) => text,
        Ok(SerializedParameter::Query(pairs) | SerializedParameter::Cookie(pairs)) => pairs
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("&"),
        Err(error) => format!("({error})"),
    }
}

#[test]
fn every_style_matches_the_specification() {
    let empty = json!("");
    let string = json!("blue");
    let array = json!(["blue", "black", "brown"]);
    let object = json!({"R": 100, "G": 200, "B": 150});
    for (location, style, explode, results) in [
        (
            "path",
            "matrix",
            false,
            [
                ";color",
                ";color=blue",
                ";color=blue,black,brown",
                ";color=R,100,G,200,B,150",
            ],
        ),
        (
            "path",
            "matrix",
            true,
            [
                ";color",
                ";color=blue",
                ";color=blue;color=black;color=brown",
                ";R=100;G=200;B=150",
            ],
        ),
        (
            "path",
            "label",
            true,
            ["", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"],
        ),
        (
            "path",
            "label",
            false,
            ["", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"],
        ),
        (
            "path",
            "simple",
            false,
            ["", "blue", "blue,black,brown", "R,100,G,200,B,150"],
        ),
        (
            "path",
            "simple",
            true,
            ["", "blue", "blue,black,brown", "R=100,G=200,B=150"],
        ),
        (
            "header",
            "simple",
            false,
            ["", "blue", "blue,black,brown", "R,100,G,200,B,150"],
        ),
        (
            "header",
            "simple",
            true,
            ["", "blue", "blue,black,brown", "R=100,G=200,B=150"],
        ),
        (
            "query",
            "form",
            false,
            [
                "color=",
                "color=blue",
                "color=blue,black,brown",
                "color=R,100,G,200,B,150",
            ],
        ),
        (
            "query",
            "form",
            true,
            [
                "color=",
                "color=blue",
                "color=blue&color=black&color=brown",
                "R=100&G=200&B=150",
            ],
        ),
        (
            "cookie",
            "form",
            true,
            [
                "color=",
                "color=blue",
                "color=blue&color=black&color=brown",
                "R=100&G=200&B=150",
            ],
        ),
        (
            "query",
            "spaceDelimited",
            false,
            [
                "",
                "",
                "color=blue%20black%20brown",
                "color=R%20100%20G%20200%20B%20150",
            ],
        ),
        (
            "query",
            "pipeDelimited",
            false,
            [
                "",
                "",
                "color=blue%7Cblack%7Cbrown",
                "color=R%7C100%7CG%7C200%7CB%7C150",
            ],
        ),
        (
            "query",
            "deepObject",
            true,
            [
                "",
                "",
                "",
                "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
            ],
        ),
    ] {
        for (value, result) in [&empty, &string, &array, &object].into_iter().zip(results) {
            let text = serialized_text(&color_parameter(location, style, explode), value);
            if result.is_empty() && location != "header" {
                assert!(text.starts_with('('), "{style} {explode} {value}: {text}");
            } else {
                assert_eq!(text, result, "{location} {style} {explode} {value}");
            }
        }
    }
}

#[test]
fn a_name_with_brackets_is_written_once_for_each_element() {
    let scope =
        parse_parameter(json!({"name": "scope[]", "in": "query", "schema": {"type": "array"}}));
    assert_eq!(
        serialized_text(&scope, &json!(["pending", "running"])),
        "scope%5B%5D=pending&scope%5B%5D=running"
    );
    assert_eq!(serialized_text(&scope, &json!([])), "");
}

#[test]
fn values_in_a_path_or_query_are_percent_encoded_but_separators_are_not() {
    assert_eq!(
        serialized_text(
            &color_parameter("path", "simple", false),
            &json!("a/b c?é~")
        ),
        "a%2Fb%20c%3F%C3%A9~"
    );
    assert_eq!(
        serialized_text(
            &color_parameter("path", "simple", false),
            &json!(["a,b", "c"])
        ),
        "a%2Cb,c"
    );
    assert_eq!(
        serialized_text(&color_parameter("query", "form", true), &json!("a/b c&d")),
        "color=a%2Fb%20c%26d"
    );
    for (style, separator, escaped) in [
        ("form", ",", "%2C"),
        ("spaceDelimited", "%20", "%20"),
        ("pipeDelimited", "%7C", "%7C"),
    ] {
        let mut list = color_parameter("query", style, false);
        for reserved in [false, true] {
            list.allow_reserved = reserved;
            let slash = if reserved { "/" } else { "%2F" };
            let text = match style {
                "form" => "a,b",
                "spaceDelimited" => "a b",
                _ => "a|b",
            };
            assert_eq!(
                serialized_text(&list, &json!([text, "c/d"])),
                format!("color=a{escaped}b{separator}c{slash}d"),
                "{style}"
            );
        }
    }
    let mut one = color_parameter("query", "form", false);
    one.allow_reserved = true;
    assert_eq!(serialized_text(&one, &json!("a,b/c&d")), "color=a,b/c%26d");
    let cookie = color_parameter("cookie", "form", false);
    assert_eq!(
        serialized_text(&cookie, &json!(["a b", "c"])),
        "color=a b,c"
    );
}

#[test]
fn leaves_are_written_as_json_without_quotes_and_null_is_left_out() {
    let query = color_parameter("query", "form", true);
    for (value, text) in [
        (json!(7), "color=7"),
        (json!(1.5), "color=1.5"),
        (json!(true), "color=true"),
        (json!(null), ""),
        (json!([1, null, 2]), "color=1&color=2"),
        (json!({"a": null, "b": 1}), "b=1"),
    ] {
        assert_eq!(serialized_text(&query, &value), text, "{value}");
    }
}

#[test]
fn content_is_written_in_its_media_type() {
    let json_content =
        parse_parameter(json!({"name": "f", "in": "query", "content": {"application/json": {}}}));
    assert_eq!(
        serialized_text(&json_content, &json!({"a": [1]})),
        "f=%7B%22a%22%3A%5B1%5D%7D"
    );
    assert_eq!(serialized_text(&json_content, &json!("x")), "f=%22x%22");
    let text_content =
        parse_parameter(json!({"name": "f", "in": "query", "content": {"text/plain": {}}}));
    assert_eq!(serialized_text(&text_content, &json!("x")), "f=x");
}

#[test]
fn a_value_that_cannot_be_serialized_is_refused() {
    type Check = fn(&SerializeError) -> bool;
    let table: [(Parameter, Value, Check); 7] = [
        (color_parameter("query", "form", true), json!([[1]]), |e| {
            matches!(e, SerializeError::Nested { .. })
        }),
        (
            color_parameter("query", "deepObject", true),
            json!({"a": {"b": 1}}),
            |e| matches!(e, SerializeError::Nested { .. }),
        ),
        (
            color_parameter("query", "deepObject", true),
            json!("a"),
            |e| matches!(e, SerializeError::UnsupportedByStyle { .. }),
        ),
        (color_parameter("path", "simple", false), json!(""), |e| {
            matches!(e, SerializeError::Empty { .. })
        }),
        (color_parameter("path", "simple", false), json!(null), |e| {
            matches!(e, SerializeError::Empty { .. })
        }),
        (color_parameter("path", "matrix", true), json!([]), |e| {
            matches!(e, SerializeError::Empty { .. })
        }),
        (color_parameter("path", "simple", false), json!(".."), |e| {
            matches!(e, SerializeError::DotSegment { .. })
        }),
    ];
    for (parameter, value, check) in table {
        let error = serialize(&parameter, &value).expect_err("cannot be written");
        assert!(check(&error), "{value}: {error:?}");
        assert!(error.to_string().starts_with("parameter `color`: "));
    }
}
