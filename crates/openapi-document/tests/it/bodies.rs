//! Bodies of requests, as their media types write them.

use openapi_document::body::{SerializedBody, write_body};
use serde_json::{Value, json};

use crate::parse_document;

/// Writes a value as the body of an operation whose request body has one media type.
fn write_request_body(
    media_type: &str,
    object: Value,
    value: &Value,
) -> Result<SerializedBody, String> {
    let document = parse_document(&json!({"openapi": "3.1.0", "paths": {"/a": {"post": {
        "requestBody": {"content": {media_type: object}}
    }}}}));
    assert_eq!(document.defects(), []);
    let content = &document.operations()[0]
        .request_body
        .as_ref()
        .expect("it is there")
        .content;
    write_body(&document, media_type, content.first(), value).map_err(|error| error.to_string())
}

fn body_text(media_type: &str, object: Value, value: &Value) -> String {
    match write_request_body(media_type, object, value) {
        Ok(body) => String::from_utf8(body.bytes).expect("it is there"),
        Err(error) => format!("({error})"),
    }
}

const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

#[test]
fn a_body_that_is_not_a_form_is_json_or_text() {
    for (media_type, value, expected) in [
        ("application/json", json!({"a": 1}), r#"{"a":1}"#),
        ("application/json", json!("a"), r#""a""#),
        ("application/problem+json; charset=utf-8", json!([1]), "[1]"),
        ("text/plain", json!("a\nb"), "a\nb"),
        ("text/plain", json!(0), "0"),
        ("text/plain", json!(false), "false"),
        (
            "application/octet-stream",
            json!("\u{e9}\u{0}"),
            "\u{e9}\u{0}",
        ),
        ("application/xml", json!("<a/>"), "<a/>"),
        ("*/*", json!({"a": 1}), r#"{"a":1}"#),
        (
            "application/xml",
            json!({"a": 1}),
            "(cannot write an object as `application/xml`; use a string or another media type)",
        ),
        (
            "image/*",
            json!("x"),
            "(`image/*` is a media type range; use a single media type)",
        ),
    ] {
        assert_eq!(
            body_text(media_type, json!({}), &value),
            expected,
            "{media_type} {value}"
        );
    }
    let any = write_request_body("*/*", json!({}), &json!({})).expect("it is there");
    assert_eq!(any.content_type, "application/json");
}

#[test]
fn forms_are_written_property_by_property() {
    for (encoding, value, expected) in [
        (
            json!({}),
            json!({"name": "a b&c=d+~é"}),
            "name=a+b%26c%3Dd%2B%7E%C3%A9",
        ),
        (
            json!({}),
            json!({"n": 0, "b": false, "e": "", "none": null}),
            "n=0&b=false&e=",
        ),
        (
            json!({}),
            json!({"tags[]": ["x", "y"]}),
            "tags%5B%5D=x&tags%5B%5D=y",
        ),
        (json!({}), json!({"o": {"a": 1}}), "o=%7B%22a%22%3A1%7D"),
        (
            json!({"o": {"style": "form"}}),
            json!({"o": {"a": 1, "b": 2}}),
            "a=1&b=2",
        ),
        (
            json!({"o": {"style": "deepObject"}}),
            json!({"o": {"a": 1}}),
            "o%5Ba%5D=1",
        ),
        (
            json!({"l": {"explode": false}}),
            json!({"l": ["a,b c", 2]}),
            "l=a%2Cb+c,2",
        ),
        (
            json!({"l": {"explode": false, "allowReserved": true}}),
            json!({"l": ["a,b/", 2]}),
            "l=a%2Cb/,2",
        ),
        (
            json!({"l": {"style": "pipeDelimited", "explode": false}}),
            json!({"l": [1, 2]}),
            "l=1%7C2",
        ),
        (
            json!({"s": {"contentType": "application/json"}}),
            json!({"s": "x"}),
            "s=%22x%22",
        ),
        (json!({}), json!("a=1&b=2"), "a=1&b=2"),
        (
            json!({}),
            json!([1]),
            "(cannot write an array as `application/x-www-form-urlencoded`; use a string or another media type)",
        ),
    ] {
        let object = json!({"encoding": encoding});
        assert_eq!(
            body_text(FORM, object, &value),
            expected,
            "{encoding} {value}"
        );
    }
}

#[test]
fn parts_are_written_as_their_schemas_and_encodings_say() {
    let object = json!({
        "schema": {"properties": {
            "avatar": {"type": "string", "format": "binary"},
            "files": {"type": "array", "items": {"type": "string", "contentMediaType": "image/png"}},
        }},
        "encoding": {"scan": {"contentType": "image/jpeg, image/png"}, "notes": {"contentType": "text/markdown"}},
    });
    let value = json!({
        "name": "a \"b\"", "age": 0, "address": {"city": "X"}, "tags": ["x", {"y": 1}], "none": null,
        "avatar": "PNG", "files": ["1"], "scan": "JPEG", "notes": "# Hi",
    });
    let expected = [
        "Content-Disposition: form-data; name=\"name\"\r\n\r\na \"b\"",
        "Content-Disposition: form-data; name=\"age\"\r\n\r\n0",
        "Content-Disposition: form-data; name=\"address\"\r\nContent-Type: application/json\r\n\r\n{\"city\":\"X\"}",
        "Content-Disposition: form-data; name=\"tags\"\r\n\r\nx",
        "Content-Disposition: form-data; name=\"tags\"\r\nContent-Type: application/json\r\n\r\n{\"y\":1}",
        "Content-Disposition: form-data; name=\"avatar\"; filename=\"avatar\"\r\nContent-Type: application/octet-stream\r\n\r\nPNG",
        "Content-Disposition: form-data; name=\"files\"; filename=\"files\"\r\nContent-Type: image/png\r\n\r\n1",
        "Content-Disposition: form-data; name=\"scan\"; filename=\"scan\"\r\nContent-Type: image/jpeg\r\n\r\nJPEG",
        "Content-Disposition: form-data; name=\"notes\"\r\nContent-Type: text/markdown\r\n\r\n# Hi",
    ];
    let body = write_request_body(MULTIPART, object, &value).expect("it is there");
    assert_eq!(body.content_type, "multipart/form-data; boundary=reprise-0");
    let parts: String = expected
        .iter()
        .map(|part| format!("--reprise-0\r\n{part}\r\n"))
        .collect();
    assert_eq!(
        String::from_utf8(body.bytes).expect("it is there"),
        format!("{parts}--reprise-0--\r\n")
    );
}

#[test]
fn parts_carry_the_headers_that_their_encodings_show() {
    let object = json!({"encoding": {
        "scan": {"contentType": "image/png", "headers": {
            "X-Rate": {"schema": {"type": "integer"}, "example": 7},
            "X-Tags": {"schema": {"type": "array"}, "examples": {"some": {"value": ["a", "b"]}}},
            "X-Kind": {"schema": {"const": "page"}},
            "X-Way": {"schema": {"default": "up"}},
            "X-Meta": {"content": {"application/json": {"example": {"a": [1]}}}},
            "X-Optional": {"schema": {"type": "string"}},
            "Content-Type": {"schema": {"const": "text/plain"}},
        }},
    }});
    assert_eq!(
        body_text(MULTIPART, object, &json!({"scan": "PNG"})),
        "--reprise-0\r\nContent-Disposition: form-data; name=\"scan\"; filename=\"scan\"\r\n\
         Content-Type: image/png\r\nX-Rate: 7\r\nX-Tags: a,b\r\nX-Kind: page\r\nX-Way: up\r\n\
         X-Meta: {\"a\":[1]}\r\n\r\nPNG\r\n--reprise-0--\r\n"
    );
    for (header, message) in [
        (
            json!({"required": true, "schema": {"type": "string"}}),
            "(cannot write the property `a`: the header `X-A` is required and has no example value; add an example)",
        ),
        (
            json!({"example": "x\r\nX-Other: y"}),
            "(cannot write the property `a`: the header `X-A` must not contain a line break; change its example)",
        ),
        (
            json!({"example": [[1]]}),
            "(cannot write the property `a`: parameter `X-A`: arrays and objects inside arrays and objects cannot be serialized; use a flat value)",
        ),
    ] {
        let object = json!({"encoding": {"a": {"headers": {"X-A": header}}}});
        assert_eq!(body_text(MULTIPART, object, &json!({"a": "x"})), message);
    }
}

#[test]
fn a_boundary_does_not_occur_in_any_part() {
    let body = write_request_body(
        MULTIPART,
        json!({}),
        &json!({"a": "reprise-0", "b\"\n": "reprise-1"}),
    )
    .expect("it is there");
    assert_eq!(body.content_type, "multipart/form-data; boundary=reprise-2");
    let text = String::from_utf8(body.bytes).expect("it is there");
    insta::assert_snapshot!(text.replace('\r', ""), @r#"
    --reprise-2
    Content-Disposition: form-data; name="a"

    reprise-0
    --reprise-2
    Content-Disposition: form-data; name="b%22%0A"

    reprise-1
    --reprise-2--
    "#);
}
