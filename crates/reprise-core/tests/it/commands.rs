//! A request as a command.

use reprise_core::{Placeholder, Request, render_curl};

fn request(method: &str, headers: &[(&str, String)], body: Option<&[u8]>) -> Request {
    Request {
        method: method.to_owned(),
        target: "/a?b=it's".to_owned(),
        headers: headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect(),
        body: body.map(<[u8]>::to_vec),
    }
}

#[test]
fn a_request_is_written_for_a_shell() {
    let token = Placeholder::new("job-token");
    assert_eq!(token.expression, "$JOB_TOKEN");
    assert_eq!(Placeholder::new("1st").expression, "$_1ST");
    for (request, expected) in [
        (
            request("GET", &[("X-Key", format!("Bearer {}!", token.text))], None),
            "curl --include --header 'X-Key: Bearer '\"$JOB_TOKEN\"'!' 'http://a/a?b=it'\\''s'",
        ),
        (
            request("POST", &[], Some(b"{\"a\": \"it's\"}")),
            "curl --include --request POST --data-binary '{\"a\": \"it'\\''s\"}' 'http://a/a?b=it'\\''s'",
        ),
        (
            request("PUT", &[], Some(b"--x\r\n\\'\x1b")),
            "curl --include --request PUT --data-binary $'--x\\r\\n\\\\\\'\\u001b' 'http://a/a?b=it'\\''s'",
        ),
        (
            request("DELETE", &[], Some(&[0xff])),
            "curl --include --request DELETE --data-binary @body 'http://a/a?b=it'\\''s'",
        ),
        (
            request("HEAD", &[], None),
            "curl --include --head 'http://a/a?b=it'\\''s'",
        ),
    ] {
        let command = render_curl("http://a", &request, std::slice::from_ref(&token));
        assert_eq!(command.replace(" \\\n ", ""), expected);
    }
}

#[test]
fn a_variable_may_begin_and_end_a_word() {
    let base = Placeholder::new("BASE_URL");
    let mut asked = request("GET", &[], None);
    asked.target = format!("/{}", base.text);
    let command = render_curl(&base.text, &asked, std::slice::from_ref(&base));
    assert!(
        command.ends_with("\"$BASE_URL\"'/'\"$BASE_URL\""),
        "{command}"
    );
}
