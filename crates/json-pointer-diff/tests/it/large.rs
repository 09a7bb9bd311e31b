//! Long arrays and deep values. How work grows is tested in `src/work.rs`, by counting.

use json_pointer_diff::{Rules, diff, diff_shape};
use serde_json::{Value, json};

#[test]
fn long_arrays_are_aligned() {
    let numbers = |from: u64, to: u64| -> Value { (from..to).map(Value::from).collect() };
    let objects = |ids: &mut dyn Iterator<Item = u64>| -> Value {
        ids.map(|id| json!({"id": id, "a": id % 7, "b": "text"}))
            .collect()
    };
    let differences =
        |expected: &Value, actual: &Value| diff(expected, actual, &Rules::default()).len();
    let (first, second) = (numbers(0, 20_000), numbers(20_000, 40_000));
    assert_eq!(differences(&first, &second), 20_000);
    assert_eq!(differences(&first, &numbers(1, 20_001)), 2);
    let reversed: Value = (0..20_000).rev().map(Value::from).collect();
    assert_ne!(differences(&first, &reversed), 0);
    let objects_reversed = objects(&mut (0..20_000).rev());
    let objects = objects(&mut (0..20_000));
    assert_eq!(differences(&objects, &objects_reversed), 19_999);
    let actual = json!(vec![json!({"id": 1}); 2_000]);
    assert_eq!(diff_shape(&objects, &actual).len(), 4_000);
}

#[test]
fn values_nested_as_deep_as_a_parser_allows_are_compared() {
    let deep = |leaf: &str| -> Value {
        serde_json::from_str(&format!("{}{leaf}{}", "[".repeat(126), "]".repeat(126)))
            .expect("valid")
    };
    assert_eq!(diff(&deep("1"), &deep("2"), &Rules::default()).len(), 1);
    assert_eq!(diff_shape(&deep("1"), &deep("\"\"")).len(), 1);
}
