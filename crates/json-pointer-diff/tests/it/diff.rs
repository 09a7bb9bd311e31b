//! `diff`: the reported differences, their places, and the number of differences for one edit.

use json_pointer_diff::{Rules, diff};
use serde_json::{Value, json};

fn list_differences(expected: &Value, actual: &Value) -> Vec<String> {
    diff(expected, actual, &Rules::default())
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn every_kind_of_difference_is_reported_at_its_place() {
    let none: [&str; 0] = [];
    let table: Vec<(Value, Value, Vec<&str>)> = vec![
        (json!(null), json!(null), none.into()),
        (json!({}), json!({}), none.into()),
        (json!([]), json!([]), none.into()),
        (
            json!({"a": 1, "b": 2}),
            json!({"b": 2, "a": 1}),
            none.into(),
        ),
        // numbers by value
        (json!({"d": 8}), json!({"d": 8.0}), none.into()),
        (json!([97.0]), json!([97]), none.into()),
        (
            json!(9_007_199_254_740_993_u64),
            json!(9_007_199_254_740_992_u64),
            vec!["the whole value: expected 9007199254740993, actual 9007199254740992"],
        ),
        // types
        (
            json!({"a": 1}),
            json!({"a": "1"}),
            vec![r#"/a: expected number 1, actual string "1""#],
        ),
        (
            json!({"a": 1}),
            json!({"a": null}),
            vec!["/a: expected number 1, actual null null"],
        ),
        (
            json!({"a": {}}),
            json!({"a": []}),
            vec!["/a: expected object {}, actual array []"],
        ),
        (
            json!(null),
            json!({}),
            vec!["the whole value: expected null null, actual object {}"],
        ),
        // properties, in expected order, extras last
        (
            json!({"z": 1, "gone": [1], "a": true}),
            json!({"new": 0, "a": false, "z": 1}),
            vec![
                "/gone: missing [1]",
                "/a: expected true, actual false",
                "/new: extra 0",
            ],
        ),
        (json!({"a/b~c": 1}), json!({}), vec!["/a~1b~0c: missing 1"]),
        // arrays and emptiness
        (json!([]), json!([1]), vec!["/0: extra 1"]),
        (json!([1]), json!([]), vec!["/0: missing 1"]),
        (json!([1, 1]), json!([1]), vec!["/1: missing 1"]),
        // scalars: inserted, removed, changed, moved
        (
            json!(["a", "b", "c"]),
            json!(["a", "x", "b", "c"]),
            vec![r#"/1: extra "x""#],
        ),
        (
            json!(["a", "b", "c"]),
            json!(["a", "c"]),
            vec![r#"/1: missing "b""#],
        ),
        (
            json!(["a", "b", "c"]),
            json!(["a", "x", "c"]),
            vec![r#"/1: expected "b", actual "x""#],
        ),
        (
            json!(["a", "b", "c"]),
            json!(["c", "a", "b"]),
            vec!["/2: moved from index 2 to 0"],
        ),
        (
            json!([1, 2]),
            json!([2, 1]),
            vec!["/1: moved from index 1 to 0"],
        ),
        (
            json!([1, "1"]),
            json!([1, 1]),
            vec![r#"/1: expected string "1", actual number 1"#],
        ),
        // nested
        (
            json!({"a": [{"b": [[1, 2], [3]]}]}),
            json!({"a": [{"b": [[1, 5], [3]]}]}),
            vec!["/a/0/b/0/1: expected 2, actual 5"],
        ),
    ];
    for (expected, actual, findings) in table {
        assert_eq!(
            list_differences(&expected, &actual),
            findings,
            "{expected} against {actual}"
        );
    }
}

fn job(id: u64) -> Value {
    json!({"id": id, "name": format!("job {}", id % 3), "status": "success", "tags": ["a"], "runner": null})
}

fn jobs(ids: &[u64]) -> Value {
    ids.iter().map(|&id| job(id)).collect()
}

#[test]
fn one_edit_of_a_list_of_objects_is_one_finding() {
    let text = |id| job(id).to_string();
    let mut changed = jobs(&[1, 2, 3, 4, 5, 6]);
    changed[4]["status"] = json!("failed");
    let mut moved_and_changed = jobs(&[6, 1, 2, 3, 4, 5]);
    moved_and_changed[0]["status"] = json!("failed");
    let expected = jobs(&[1, 2, 3, 4, 5, 6]);
    for (actual, findings) in [
        (
            jobs(&[9, 1, 2, 3, 4, 5, 6]),
            vec![format!("/0: extra {}", text(9))],
        ),
        (
            jobs(&[1, 2, 4, 5, 6]),
            vec![format!("/2: missing {}", text(3))],
        ),
        (
            jobs(&[1, 2, 3, 6, 4, 5]),
            vec!["/5: moved from index 5 to 3".to_owned()],
        ),
        (
            changed,
            vec![r#"/4/status: expected "success", actual "failed""#.to_owned()],
        ),
        (
            moved_and_changed,
            vec![
                "/5: moved from index 5 to 0".to_owned(),
                r#"/5/status: expected "success", actual "failed" (at /0/status)"#.to_owned(),
            ],
        ),
    ] {
        assert_eq!(list_differences(&expected, &actual), findings);
    }
}

#[test]
fn elements_are_aligned_by_the_key_that_finds_most() {
    // Another server assigns other ids, so the names identify the jobs.
    let expected =
        json!([{"id": 1, "name": "rspec", "s": 1}, {"id": 2, "name": "rubocop", "s": 1}]);
    let actual = json!([{"id": 8, "name": "rubocop", "s": 1}, {"id": 9, "name": "rspec", "s": 2}]);
    assert_eq!(
        list_differences(&expected, &actual),
        [
            "/0: moved from index 0 to 1",
            "/0/id: expected 1, actual 9 (at /1/id)",
            "/0/s: expected 1, actual 2 (at /1/s)",
            "/1/id: expected 2, actual 8 (at /0/id)",
        ]
    );
}

#[test]
fn a_wrong_identity_is_one_finding_if_the_rest_is_alike_and_two_if_not() {
    let expected = json!([{"id": 1, "a": 1, "b": 2}, {"id": 2, "a": 1, "b": 2}]);
    let alike = json!([{"id": 1, "a": 1, "b": 2}, {"id": 3, "a": 1, "b": 2}]);
    assert_eq!(
        list_differences(&expected, &alike),
        ["/1/id: expected 2, actual 3"]
    );
    let other = json!([{"id": 1, "a": 1, "b": 2}, {"id": 3, "a": 7, "b": 8}]);
    assert_eq!(
        list_differences(&expected, &other),
        [
            r#"/1: missing {"id":2,"a":1,"b":2}"#,
            r#"/1: extra {"id":3,"a":7,"b":8}"#
        ]
    );
}

#[test]
fn objects_without_identity_are_aligned_by_content_and_compared_inside() {
    let expected = json!([{"x": 1, "y": 1}, {"x": 2, "y": 2}, {"x": 3, "y": 3}]);
    let actual = json!([{"n": 0}, {"x": 1, "y": 9}, {"x": 2, "y": 2}, {"x": 3, "y": 3}]);
    assert_eq!(
        list_differences(&expected, &actual),
        [
            "/0/y: expected 1, actual 9 (at /1/y)",
            r#"/0: extra {"n":0}"#
        ]
    );
}

#[test]
fn a_missing_element_points_at_the_array_without_it() {
    let found = diff(&json!({"a": [1]}), &json!({"a": []}), &Rules::default());
    assert_eq!(found[0].expected_at, "/a/0");
    assert_eq!(found[0].actual_at, "/a");
    let found = diff(&json!({"a": []}), &json!({"a": [1]}), &Rules::default());
    assert_eq!(found[0].expected_at, "/a");
    assert_eq!(found[0].actual_at, "/a/0");
}

#[test]
fn the_caller_decides_what_is_equal_at_a_leaf() {
    let rules = Rules {
        equal: &|at, expected, actual| {
            at.ends_with(jsonptr::Pointer::from_static("/id")) || expected == actual
        },
        ..Rules::default()
    };
    // Ids overlap by chance; since they count as equal, they must not make elements move.
    let expected = json!([{"id": 1, "n": "a"}, {"id": 2, "n": "b"}]);
    let actual = json!([{"id": 2, "n": "a"}, {"id": 3, "n": "b"}]);
    assert_eq!(diff(&expected, &actual, &rules), []);
    let none = Rules {
        identity_keys: &[],
        ..Rules::default()
    };
    assert_eq!(
        diff(
            &json!([{"id": 1}, {"id": 2}]),
            &json!([{"id": 2}, {"id": 1}]),
            &none
        )
        .len(),
        1
    );
}

#[test]
fn the_common_end_is_found_by_the_rules_of_the_caller() {
    let rules = Rules {
        equal: &|_, expected, actual| match (expected, actual) {
            (Value::String(a), Value::String(b)) => a.eq_ignore_ascii_case(b),
            _ => expected == actual,
        },
        ..Rules::default()
    };
    let found = diff(
        &json!(["a", "b", "c"]),
        &json!(["x", "A", "B", "C"]),
        &rules,
    );
    assert_eq!(
        found.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [r#"/0: extra "x""#]
    );
}

#[test]
fn of_two_keys_that_find_as_many_the_earlier_one_is_used() {
    let expected = json!([{"id": 1, "iid": 1, "a": 0}, {"id": 2, "iid": 2, "a": 0}]);
    let actual = json!([{"id": 1, "iid": 2, "a": 0}, {"id": 2, "iid": 1, "a": 0}]);
    assert_eq!(
        list_differences(&expected, &actual),
        [
            "/0/iid: expected 1, actual 2",
            "/1/iid: expected 2, actual 1"
        ]
    );
}

#[test]
fn findings_come_in_the_order_of_the_expected_elements() {
    let mut actual = jobs(&[2, 3, 5]);
    actual[1]["status"] = json!("failed");
    assert_eq!(
        list_differences(&jobs(&[1, 2, 3, 4, 5]), &actual),
        [
            format!("/0: missing {}", job(1)),
            r#"/2/status: expected "success", actual "failed" (at /1/status)"#.to_owned(),
            format!("/3: missing {}", job(4)),
        ]
    );
}
