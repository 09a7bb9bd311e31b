//! The committed client matches the document, and each construct is generated as expected, or refused.

use std::fs;

use openapi_document::Document;
use xtask::client::{operations, run};
use xtask::task::{Mode, Outcome};

use crate::root;

#[test]
fn the_committed_client_is_fresh() {
    let mut out = Vec::new();
    let outcome = run(&root(), Mode::Check, &mut out).unwrap();
    assert_eq!(outcome, Outcome::Fresh, "{}", String::from_utf8_lossy(&out));
}

#[test]
fn a_change_of_the_document_makes_the_client_stale_until_it_is_generated() {
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("spec/openapi.json");
    fs::create_dir(folder.path().join("spec")).unwrap();
    fs::copy(root().join("spec/openapi.json"), &document).unwrap();
    let run = |mode| {
        let mut out = Vec::new();
        let outcome = run(folder.path(), mode, &mut out).unwrap();
        (outcome, String::from_utf8(out).unwrap())
    };
    assert_eq!(run(Mode::Write).0, Outcome::Changed);
    assert_eq!(run(Mode::Check).0, Outcome::Fresh);

    let text = fs::read_to_string(&document).unwrap();
    let text = text.replace(
        "\"operationId\": \"eraseJob\"",
        "\"operationId\": \"wipeJob\"",
    );
    fs::write(&document, text).unwrap();
    let (outcome, output) = run(Mode::Check);
    assert_eq!(outcome, Outcome::Stale);
    for line in [
        "orphan  crates/jobs-client/src/operations/erase_job.rs",
        "missing crates/jobs-client/src/operations/wipe_job.rs",
        "run `cargo xtask client` and commit the result",
    ] {
        assert!(output.contains(line), "{output}");
    }
    assert_eq!(run(Mode::Write).0, Outcome::Changed);
    assert_eq!(run(Mode::Check).0, Outcome::Fresh);
    let written = folder
        .path()
        .join("crates/jobs-client/src/operations/wipe_job.rs");
    assert!(
        fs::read_to_string(written)
            .unwrap()
            .contains("pub async fn wipe_job(")
    );
}

const OK: &str = "responses: {'200': {description: One., content: {application/json: {schema: {$ref: '#/components/schemas/Book'}}}}}";

/// A document with one operation, `GET /books/{id}`, with the additional properties in `more`.
fn document(more: &str) -> Document {
    let text = format!(
        "openapi: 3.1.0
info: {{ title: Shelf, version: '1' }}
paths:
  /books/{{id}}:
    get:
      operationId: getBook
      {more}
components:
  schemas:
    Book: {{ type: object }}
    BookId: {{ type: integer, minimum: 1 }}
"
    );
    Document::parse("shelf.yaml", &text).unwrap()
}

const ID: &str =
    "{name: id, in: path, required: true, schema: {$ref: '#/components/schemas/BookId'}}";

#[test]
fn each_construct_makes_its_part_of_the_operation() {
    let book = "content: {application/json: {schema: {$ref: '#/components/schemas/Book'}}}";
    for (more, expected) in [
        (
            format!("parameters: [{ID}]\n      {OK}"),
            vec![
                "    pub async fn get_book(\n        &self,\n        id: impl Into<model::BookId>,\n    ) -> Result<model::Book, GetBookError> {".to_owned(),
                "const PATH: &str = \"/books/{id}\";".to_owned(),
                "        200 => Ok(answer.json().await?),".to_owned(),
            ],
        ),
        (
            format!("parameters: [{ID}, {{name: lent, in: query, description: Only lent ones., schema: {{type: boolean}}}}]\n      {OK}"),
            vec![
                "    /// Only lent ones.\n    pub lent: Option<bool>,".to_owned(),
                ".query(\"lent\", parameters.lent.as_ref())".to_owned(),
            ],
        ),
        (
            format!("parameters: [{ID}, {{name: type, in: query, required: true, schema: {{type: string}}}}]\n      {OK}"),
            vec!["r#type: String".to_owned(), ".query(\"type\", Some(&r#type))".to_owned()],
        ),
        (
            format!(
                "parameters: [{ID}, {{name: on, in: query, schema: {{type: integer}}}}, {{name: 'on[]', in: query, schema: {{type: array, items: {{type: integer}}}}}}]\n      {OK}"
            ),
            vec!["pub on: Vec<i64>,".to_owned(), ".query_each(\"on[]\", &parameters.on)".to_owned()],
        ),
        (
            format!("parameters: [{ID}]\n      requestBody: {{required: true, {book}}}\n      {OK}"),
            vec!["body: &model::Book".to_owned(), ".json(Some(body))".to_owned()],
        ),
        (
            format!("parameters: [{ID}]\n      requestBody: {{{book}}}\n      {OK}"),
            vec!["body: Option<&model::Book>".to_owned(), ".json(body)".to_owned()],
        ),
        (
            format!(
                "parameters: [{ID}]\n      responses: {{'200': {{description: Some., headers: {{Link: {{schema: {{type: string}}}}}}, content: {{application/json: {{schema: {{type: array, items: {{$ref: '#/components/schemas/Book'}}}}}}}}}}}}"
            ),
            vec![
                "-> Result<Page<model::Book>, GetBookError>".to_owned(),
                "pub fn get_book_stream(".to_owned(),
                "        200 => Ok(answer.page().await?),".to_owned(),
            ],
        ),
        (
            format!(
                "parameters: [{ID}]\n      responses: {{'200': {{description: Text., content: {{text/plain: {{schema: {{type: string}}}}}}}}}}"
            ),
            vec!["-> Result<Log, GetBookError>".to_owned(), "        200 => Ok(answer.log().await?),".to_owned()],
        ),
        (
            format!(
                "parameters: [{ID}]\n      responses: {{'200': {{description: One., {book}}}, '410': {{description: It is gone., headers: {{Retry-After: {{schema: {{type: integer, minimum: 0}}}}}}, {book}}}}}"
            ),
            vec![
                "    /// 410: It is gone.\n    #[error(\"410 Gone: {}\", JsonDisplay(.body))]\n    Gone {".to_owned(),
                "        retry_after: Option<u64>,".to_owned(),
                "            retry_after: answer.header(\"Retry-After\"),".to_owned(),
            ],
        ),
    ] {
        let files = operations(&document(&more)).unwrap();
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["mod.rs", "get_book.rs"]);
        for part in expected {
            assert!(files[1].text.contains(&part), "no {part} in\n{}", files[1].text);
        }
    }
}

#[test]
fn an_unsupported_construct_is_refused_with_its_place() {
    let one = "200: {description: One., content: {application/json: {schema: {$ref: '#/components/schemas/Book'}}}}";
    let with = |parameter: &str| format!("parameters: [{ID}, {parameter}]\n      {OK}");
    for (more, expected) in [
        (
            with("{name: by, in: query, style: deepObject, schema: {type: object}}"),
            "shelf.yaml:7:154: the client has no type",
        ),
        (
            with(
                "{name: by, in: query, style: deepObject, schema: {$ref: '#/components/schemas/Book'}}",
            ),
            "does not support `by` in query with the style DeepObject",
        ),
        (
            with("{name: by, in: query, schema: {$ref: '#/components/schemas/Book'}}"),
            "supports only strings and numbers here",
        ),
        (
            with(
                "{name: by, in: query, explode: false, schema: {type: array, items: {type: string}}}",
            ),
            "does not support `by` in query with the style Form",
        ),
        (
            with(
                "{name: by, in: query, style: pipeDelimited, schema: {type: array, items: {type: string}}}",
            ),
            "with the style PipeDelimited",
        ),
        (
            with(
                "{name: by, in: query, required: true, schema: {type: array, items: {type: string}}}",
            ),
            "the list `by` is required",
        ),
        (
            with("{name: by, in: header, schema: {type: string}}"),
            "does not support `by` in header",
        ),
        (
            with("{name: by, in: query, content: {application/json: {schema: {type: string}}}}"),
            "the parameter `by` has no `schema`",
        ),
        (
            with(
                "{name: a-b, in: query, schema: {type: string}}, {name: a_b, in: query, schema: {type: string}}",
            ),
            "two parameters would have the name `a_b`",
        ),
        (
            with(
                "{name: on, in: query, schema: {type: string}}, {name: 'on[]', in: query, schema: {type: array, items: {type: integer}}}",
            ),
            "`on` has another meaning than `on[]`",
        ),
        (
            format!(
                "parameters: [{ID}]\n      requestBody: {{content: {{text/csv: {{schema: {{type: string}}}}}}}}\n      {OK}"
            ),
            "supports only JSON request bodies",
        ),
        (
            format!("parameters: [{ID}]\n      responses: {{{one}, '201': {{description: Two.}}}}"),
            "2 successful statuses",
        ),
        (
            format!("parameters: [{ID}]\n      responses: {{'404': {{description: None.}}}}"),
            "0 successful statuses",
        ),
        (
            format!("parameters: [{ID}]\n      responses: {{'204': {{description: Nothing.}}}}"),
            "supports one JSON or text/plain response body",
        ),
        (
            format!(
                "parameters: [{ID}]\n      responses: {{{one}, default: {{description: Else.}}}}"
            ),
            "`default` is not a registered status",
        ),
        (
            format!("parameters: [{ID}]\n      responses: {{{one}, 4XX: {{description: Else.}}}}"),
            "`4XX` is not a registered status",
        ),
        (
            format!(
                "parameters: [{ID}]\n      responses: {{{one}, '404': {{description: Text., content: {{text/plain: {{schema: {{type: string}}}}}}}}}}"
            ),
            "supports only JSON bodies of errors",
        ),
        (
            format!(
                "parameters: [{ID}]\n      responses: {{'200': {{description: One., headers: {{ETag: {{schema: {{type: string}}}}}}, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Book'}}}}}}}}}}"
            ),
            "does not read the header `ETag`",
        ),
    ] {
        let error = operations(&document(&more)).unwrap_err().to_string();
        assert!(
            error.contains(expected) && error.starts_with("shelf.yaml:"),
            "{more}\n{error}"
        );
    }
}
