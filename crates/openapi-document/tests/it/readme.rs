//! The README contains the output of its example.

use openapi_document::Document;

#[test]
fn the_example_prints_what_the_readme_says() {
    let text = r#"
openapi: 3.1.0
info: {title: Jobs, version: "1"}
paths:
  /jobs/{id}:
    get:
      operationId: getJob
      responses: {"200": {description: A job}, "2000": {description: A typo}}
"#;
    let document = Document::parse("jobs.yaml", text).expect("a document");
    let mut output = String::new();
    for operation in document.operations() {
        let (method, path, id) = (operation.method, &operation.path, &operation.id);
        output.push_str(&format!("{method} {path} ({id})\n"));
    }
    for defect in document.defects() {
        let position = document.position(&defect.pointer).expect("a position");
        output.push_str(&format!("{position}: {}\n", defect.message));
    }
    let readme = include_str!("../../README.md");
    assert!(readme.contains(text), "{text}");
    assert!(
        readme.contains(&format!("```text\n{output}```\n")),
        "{output}"
    );
}
