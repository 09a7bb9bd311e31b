//! How each kind of difference is printed.

use json_pointer_diff::{Rules, diff, diff_shape};
use serde_json::{Value, json};

fn render_differences(expected: &Value, actual: &Value) -> String {
    let differences = diff(expected, actual, &Rules::default());
    let lines: Vec<String> = differences.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

#[test]
fn differences() {
    let expected = json!({
        "gone": 1,
        "type": 1,
        "value": "a",
        "a/b": null,
        "list": [{"id": 1}, {"id": 2, "name": "x"}, {"id": 3}],
    });
    let actual = json!({
        "type": "1",
        "value": "b",
        "a/b": [],
        "list": [{"id": 0}, {"id": 3}, {"id": 1}, {"id": 2, "name": "y"}],
        "more": {},
    });
    insta::assert_snapshot!(render_differences(&expected, &actual), @r#"
    /gone: missing 1
    /type: expected number 1, actual string "1"
    /value: expected "a", actual "b"
    /a~1b: expected null null, actual array []
    /list/1/name: expected "x", actual "y" (at /list/3/name)
    /list/2: moved from index 2 to 1
    /list/0: extra {"id":0}
    /more: extra {}
    "#);
    insta::assert_snapshot!(render_differences(&json!(1), &json!(2)), @r#"the whole value: expected 1, actual 2"#);
    insta::assert_snapshot!(render_differences(&json!([]), &json!({})), @r#"the whole value: expected array [], actual object {}"#);
}

#[test]
fn shapes() {
    let (expected, actual) = (json!({"list": [1], "a": 1}), json!({"list": [], "a": "1"}));
    let differences = diff_shape(&expected, &actual);
    let lines: Vec<String> = differences.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"/a: expected number 1, actual string "1""#);
}
