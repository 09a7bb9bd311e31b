//! The README contains the output of its example.

use json_pointer_diff::{Rules, diff};
use serde_json::json;

#[test]
fn the_example_prints_what_the_readme_says() {
    let expected = json!([{"id": 6, "stage": "test"}, {"id": 7, "stage": "test"}]);
    let actual = json!([{"id": 5, "stage": "build"}, {"id": 6, "stage": "test"}, {"id": 7, "stage": "deploy"}]);
    let mut output = String::new();
    for difference in diff(&expected, &actual, &Rules::default()) {
        output.push_str(&format!("{difference}\n"));
    }
    let readme = include_str!("../../README.md");
    assert!(
        readme.contains(&format!("```text\n{output}```\n")),
        "{output}"
    );
}
