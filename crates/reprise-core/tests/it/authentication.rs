//! The credentials of a request, by the security requirements of its operation (OpenAPI 3.1, section 4.8.30).

use openapi_document::Document;
use reprise_core::{Request, RequestError, Step, build_request, build_suite, credential_names};
use serde_json::{Value, json};

/// The first step of the only case of an operation with these requirements.
fn step(security: &Value) -> (Document, Step) {
    let text = json!({
        "openapi": "3.1.0",
        "info": {"title": "A", "version": "1"},
        "paths": {"/a": {"get": {
            "operationId": "getA",
            "security": security,
            "responses": {"200": {"description": "A.", "content": {"application/json": {"example": 1}}}},
        }}},
        "components": {"securitySchemes": {
            "basic": {"type": "http", "scheme": "basic"},
            "bearer": {"type": "http", "scheme": "Bearer"},
            "digest": {"type": "http", "scheme": "custom"},
            "header": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "query": {"type": "apiKey", "in": "query", "name": "key"},
            "cookie": {"type": "apiKey", "in": "cookie", "name": "session"},
            "oauth": {"type": "oauth2", "flows": {}},
            "openid": {"type": "openIdConnect", "openIdConnectUrl": "https://a.example/c"},
            "tls": {"type": "mutualTLS"},
        }},
    });
    let document = Document::parse("a.json", text.to_string()).unwrap();
    let suite = build_suite(&document, &[], &[]).unwrap();
    let step = suite.cases[0].steps[0].clone();
    (document, step)
}

/// The request to a target that has the credentials with these names; the secret of each is its name twice.
fn sent(security: &Value, credentials: &[&str]) -> Result<Request, RequestError> {
    let (document, step) = step(security);
    build_request(&document, &step, &[], &|name| {
        credentials
            .contains(&name)
            .then(|| format!("{name}:{name}"))
    })
}

#[test]
fn each_scheme_has_its_place_in_the_request() {
    for (scheme, target, header) in [
        // RFC 7617, section 2
        (
            "basic",
            "/a",
            Some(("Authorization", "Basic YmFzaWM6YmFzaWM=")),
        ),
        // RFC 6750, section 2.1
        (
            "bearer",
            "/a",
            Some(("Authorization", "Bearer bearer:bearer")),
        ),
        (
            "digest",
            "/a",
            Some(("Authorization", "custom digest:digest")),
        ),
        ("header", "/a", Some(("X-Key", "header:header"))),
        ("query", "/a?key=query%3Aquery", None),
        ("cookie", "/a", Some(("Cookie", "session=cookie:cookie"))),
        ("oauth", "/a", Some(("Authorization", "Bearer oauth:oauth"))),
        (
            "openid",
            "/a",
            Some(("Authorization", "Bearer openid:openid")),
        ),
    ] {
        let request = sent(&json!([{scheme: []}]), &[scheme]).unwrap();
        assert_eq!(request.target, target, "{scheme}");
        let mut headers = request.headers.iter();
        let secret =
            headers.find(|(_, value)| value.contains(scheme) || value.starts_with("Basic"));
        let secret = secret.map(|(name, value)| (name.as_str(), value.as_str()));
        assert_eq!(secret, header, "{scheme}");
    }
}

#[test]
fn one_requirement_that_the_target_can_meet_is_met() {
    let alternatives = json!([{"header": [], "query": []}, {"bearer": []}, {"basic": []}]);
    for (credentials, names) in [
        (&["header", "query", "bearer"][..], &["header", "query"][..]),
        (&["header", "bearer"], &["bearer"]),
        (&["basic", "bearer"], &["bearer"]),
        (&["basic"], &["basic"]),
        (&["header"], &[]),
    ] {
        let (document, step) = step(&alternatives);
        let names_of_step = credential_names(&document, &step, &|name| credentials.contains(&name));
        assert_eq!(names_of_step, names, "{credentials:?}");
    }
}

#[test]
fn a_requirement_that_is_not_met_is_an_error_that_names_the_credential() {
    let error = |security: Value| sent(&security, &["bearer"]).unwrap_err().to_string();
    insta::assert_snapshot!(error(json!([{"header": []}])), @"no credential `header`; pass --credential header=ENV_VAR");
    insta::assert_snapshot!(error(json!([{"header": [], "bearer": []}])), @"no credential `header`; pass --credential header=ENV_VAR");
    insta::assert_snapshot!(error(json!([{"header": []}, {"query": []}])), @"no credential `header`; pass --credential header=ENV_VAR");
}

#[test]
fn an_optional_credential_is_sent_if_the_target_has_it() {
    let optional = json!([{}, {"bearer": []}]);
    let request = sent(&optional, &["bearer"]).unwrap();
    assert!(
        request
            .headers
            .iter()
            .any(|(name, _)| name == "Authorization")
    );
    let request = sent(&optional, &[]).unwrap();
    assert!(
        !request
            .headers
            .iter()
            .any(|(name, _)| name == "Authorization")
    );
    // no requirement at all: the credential is not given away
    let request = sent(&json!([]), &["bearer"]).unwrap();
    assert!(
        !request
            .headers
            .iter()
            .any(|(name, _)| name == "Authorization")
    );
}

#[test]
fn a_client_certificate_is_no_part_of_the_request() {
    let request = sent(&json!([{"tls": [], "bearer": []}]), &["bearer"]).unwrap();
    assert!(
        request
            .headers
            .iter()
            .any(|(name, _)| name == "Authorization")
    );
    // commands that repeat the request need the other secret all the same
    let (document, step) = step(&json!([{"tls": [], "bearer": []}]));
    let names = credential_names(&document, &step, &|name| name == "bearer");
    assert_eq!(names, ["bearer"]);
}
