//! The README contains the output of its example.

use openapi_diff::{diff, render};
use openapi_document::Document;

const OLD: &str = r##"openapi: 3.1.0
info: { title: Jobs, version: "1" }
paths:
  /jobs:
    get:
      operationId: listJobs
      responses:
        "200":
          description: All.
          content:
            application/json:
              schema: { $ref: "#/components/schemas/Job" }
components:
  schemas:
    Job:
      type: object
      required: [name]
      properties:
        name: { type: string }
        state: { enum: ["on", "off"] }
"##;

#[test]
fn the_example_prints_what_the_readme_says() {
    let old = Document::parse("old.yaml", OLD).unwrap();
    let new = Document::parse("new.yaml", OLD.replace("\"off\"", "\"off\", \"new\"")).unwrap();
    let mut output = String::new();
    render::text(&mut output, &diff(&old, &new), &|_, text| text.to_owned()).unwrap();
    let readme = include_str!("../../README.md");
    assert!(
        readme.contains(&format!("```text\n{output}```\n")),
        "{output}"
    );
}
