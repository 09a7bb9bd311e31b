//! `shape`: the properties that must exist, with any value.

use json_pointer_diff::diff_shape;
use serde_json::{Value, json};

#[test]
fn every_property_of_the_example_must_exist_with_its_type() {
    let table: Vec<(Value, Value, Vec<&str>)> = vec![
        (json!({"a": 1}), json!({"a": 2.5, "extra": true}), vec![]),
        (json!({"a": 1}), json!({}), vec!["/a: missing 1"]),
        (
            json!({"a": 1}),
            json!({"a": "1"}),
            vec![r#"/a: expected number 1, actual string "1""#],
        ),
        (
            json!({"a": {"b": 1}}),
            json!({"a": {}}),
            vec!["/a/b: missing 1"],
        ),
        // null fits anything, absence does not
        (json!({"a": null}), json!({"a": 1}), vec![]),
        (json!({"a": {"b": 1}}), json!({"a": null}), vec![]),
        (json!({"a": null}), json!({}), vec!["/a: missing null"]),
        // arrays
        (json!([]), json!([1, 2]), vec![]),
        (json!([1]), json!([]), vec![]),
        (json!([1, "a"]), json!(["b", "c", 7]), vec![]),
        (
            json!([1]),
            json!([2, "x"]),
            vec![r#"/0: expected number 1, actual string "x" (at /1)"#],
        ),
        // each element is checked against the expected element that fits it best
        (
            json!([{"k": "a", "x": 1}, {"k": "b", "y": 1, "z": 1}]),
            json!([{"k": "b", "y": 5}, {"k": "a", "x": 5}, {"k": "c"}]),
            vec!["/1/z: missing 1", "/0/x: missing 1"],
        ),
        (json!([[1]]), json!([[], [2]]), vec![]),
    ];
    for (expected, actual, findings) in table {
        let found: Vec<String> = diff_shape(&expected, &actual)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(found, findings, "{expected} against {actual}");
    }
}

#[test]
fn places_name_the_element_on_each_side() {
    let found = diff_shape(&json!([{"a": 1}]), &json!([{"a": 1}, {}]));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].expected_at, "/0/a");
    assert_eq!(found[0].actual_at, "/1/a");
}
