//! The request of a case.

use reprise_core::{
    Conversation, Credential, CredentialCarrier, Level, Param, Request, RequestError, build_request,
};
use serde_json::json;

use crate::{find_case, shelf_suite};

fn case_request(
    id: &str,
    params: &[Param],
    credentials: Option<(&str, Option<&str>)>,
) -> Result<Request, RequestError> {
    let (document, suite, _) = shelf_suite(&[]);
    let mut step = find_case(&suite, id).steps[0].clone();
    if let Some((scheme, role)) = credentials {
        step.credentials = Some(Credential {
            carrier: CredentialCarrier::Scheme(scheme.into()),
            role: role.map(str::to_owned),
        });
    }
    build_request(&document, &step, params, &|name| {
        (name == "reader").then(|| "s3cret&".to_owned())
    })
}

#[test]
fn parameters_go_where_they_are_declared() {
    let list = case_request("listBooks.two", &[], None).unwrap();
    assert_eq!(
        (list.method.as_str(), list.target.as_str()),
        ("GET", "/books?tag%5B%5D=old&tag%5B%5D=rare")
    );
    assert!(list.headers.contains(&("X-Key".into(), "s3cret&".into())));
    assert!(
        list.headers
            .contains(&("Accept".into(), "application/json".into()))
    );
    assert_eq!(
        case_request("getBook.one", &[], None).unwrap().target,
        "/books/1"
    );
}

#[test]
fn only_a_comma_between_values_stays_as_it_is() {
    let text = r"
openapi: 3.1.0
paths:
  /books:
    get:
      parameters:
        - { name: tag, in: query, style: form, explode: false, example: ['a,b', c&d] }
        - { name: path, in: query, style: form, explode: false, allowReserved: true, example: ['a,b', c/d] }
      responses: { 200: { description: Books } }
";
    let document = openapi_document::Document::parse("books.yaml", text).unwrap();
    let suite = reprise_core::build_suite(&document, &[], &[]).unwrap();
    let request = build_request(&document, &suite.cases[0].steps[0], &[], &|_| None).unwrap();
    assert_eq!(request.target, "/books?tag=a%2Cb,c%26d&path=a%2Cb,c/d");
}

#[test]
fn parameter_values_replace_examples() {
    let param = Param {
        parameter: "id".into(),
        value: json!("a/b c"),
    };
    assert_eq!(
        case_request("getBook.one", &[param], None).unwrap().target,
        "/books/a%2Fb%20c"
    );
}

#[test]
fn bodies_are_written_as_their_media_type_says() {
    let add = case_request("addBook.dune", &[], None).unwrap();
    assert_eq!(
        add.body.as_deref(),
        Some(br#"{"id":2,"title":"Dune"}"#.as_slice())
    );
    assert!(
        add.headers
            .contains(&("Content-Type".into(), "application/json".into()))
    );
    assert_eq!(
        case_request("addBook.untitled", &[], None)
            .unwrap()
            .body
            .as_deref(),
        Some(br#"{"id":2}"#.as_slice())
    );
}

#[test]
fn credentials_are_carried_as_their_scheme_says() {
    let bearer = case_request("getBook.one", &[], Some(("token", Some("reader")))).unwrap();
    assert!(
        bearer
            .headers
            .contains(&("Authorization".into(), "Bearer s3cret&".into()))
    );
    let query = case_request("getBook.one", &[], Some(("word", Some("reader")))).unwrap();
    assert_eq!(query.target, "/books/1?word=s3cret%26");
    let unknown = case_request("getBook.one", &[], Some(("key", None))).unwrap();
    assert!(
        unknown
            .headers
            .iter()
            .any(|(name, value)| name == "X-Key" && value != "s3cret&")
    );
}

#[test]
fn a_request_that_cannot_be_sent_has_a_reason() {
    for (credentials, expected) in [
        (
            ("key", Some("writer")),
            "no credential `writer`; pass --credential writer=ENV_VAR",
        ),
        (
            ("lock", Some("reader")),
            "the document has no security scheme `lock`; correct the example's credentials",
        ),
    ] {
        assert_eq!(
            case_request("getBook.one", &[], Some(credentials))
                .unwrap_err()
                .to_string(),
            expected
        );
    }
}

#[test]
fn forms_are_written_as_their_encodings_say() {
    let document = serde_json::json!({"openapi": "3.1.0", "paths": {"/a": {"post": {
        "operationId": "addA",
        "requestBody": {"required": true, "content": {"application/x-www-form-urlencoded": {
            "example": {"tags": ["x", "y z"]}, "encoding": {"tags": {"style": "pipeDelimited", "explode": false}},
        }}},
        "responses": {"201": {"description": "Added"}},
    }}}});
    let document = openapi_document::Document::parse("a.json", document.to_string()).unwrap();
    let suite = reprise_core::build_suite(&document, &[], &[]).unwrap();
    let sent = build_request(&document, &suite.cases[0].steps[0], &[], &|_| None).unwrap();
    assert_eq!(sent.body.as_deref(), Some(b"tags=x%7Cy+z".as_slice()));
    assert_eq!(
        sent.headers,
        [(
            "Content-Type".to_owned(),
            "application/x-www-form-urlencoded".to_owned()
        )]
    );
}

#[test]
fn reserved_characters_stay_where_a_parameter_allows_them() {
    for (allow_reserved, expected) in [(false, "/a?q=x%2Fy%3Fz%26%20"), (true, "/a?q=x/y?z%26%20")]
    {
        let document = serde_json::json!({"openapi": "3.1.0", "paths": {"/a": {"get": {
            "parameters": [{"name": "q", "in": "query", "example": "x/y?z& ", "allowReserved": allow_reserved}],
            "responses": {"204": {"description": "Nothing"}},
        }}}});
        let document = openapi_document::Document::parse("a.json", document.to_string()).unwrap();
        let suite = reprise_core::build_suite(&document, &[], &[]).unwrap();
        let sent = build_request(&document, &suite.cases[0].steps[0], &[], &|_| None).unwrap();
        assert_eq!(sent.target, expected);
    }
}

/// The errors in the requests of a document.
fn request_errors(parameter: &str, body: &str, params: &[Param]) -> Result<(), String> {
    let text = format!(
        "
openapi: 3.1.0
paths:
  /books/{{id}}:
    put:
      operationId: putBook
      parameters: [{{ name: id, in: path, required: true, schema: {{ type: integer }}, examples: {{ one: {{ value: {parameter} }} }} }}]
      requestBody:
        content:
          application/json:
            schema: {{ type: object, required: [title], properties: {{ title: {{ type: string }}, at: {{ readOnly: true }} }} }}
            examples: {{ one: {{ value: {body} }} }}
      responses:
        '200': {{ description: d, content: {{ application/json: {{ examples: {{ one: {{ value: {{}} }}, two: {{ value: {{}}, x-reprise: {{ invalid: {{ parameters: {{ id: x }}, body: 7 }} }} }} }} }} }} }}
"
    );
    let document = openapi_document::Document::parse("books.yaml", &text).unwrap();
    let suite = reprise_core::build_suite(&document, &[], &[]).unwrap();
    let schemas = reprise_core::Schemas::compile(&document, &suite).unwrap();
    let mut made = suite.cases.iter().map(|case| {
        let mut conversation = Conversation::new(case, Level::Value, false);
        conversation.request(&document, &schemas, "http://a.example", params, &|_| None)
    });
    made.try_for_each(|request| request.map(drop))
        .map_err(|error| error.to_string())
}

#[test]
fn an_invalid_request_is_reported_with_its_place() {
    assert_eq!(request_errors("1", "{ title: Emma }", &[]), Ok(()));
    let advice =
        "correct the example, or mark what is wrong on purpose with `x-reprise: { invalid: … }`";
    assert_eq!(
        request_errors("one", "{ title: 7 }", &[]),
        Err(format!(
            "parameter `id` at books.yaml:7:111 is invalid: \"one\" is not of type \"integer\" (books.yaml:7:74 /paths/~1books~1{{id}}/put/parameters/0/schema/type); the body at books.yaml:12:48 is invalid: 7 is not of type \"string\" (books.yaml:11:85 /paths/~1books~1{{id}}/put/requestBody/content/application~1json/schema/properties/title/type); {advice}"
        ))
    );
    let lacks = request_errors("1", "{}", &[]).unwrap_err();
    assert!(
        lacks.starts_with(
            "the body at books.yaml:12:39 is invalid: required property `title` is missing"
        ),
        "{lacks}"
    );
    let bound = |value: serde_json::Value| Param {
        parameter: "id".into(),
        value,
    };
    assert_eq!(
        request_errors("one", "{ title: Emma }", &[bound(json!(7))]),
        Ok(())
    );
    let error = request_errors("1", "{ title: Emma }", &[bound(json!("any"))]).unwrap_err();
    assert!(
        error.starts_with("parameter `id` is invalid: \"any\" is not of type \"integer\""),
        "{error}"
    );
}
