//! The path below which an operation is served: the target replaces scheme and host of `servers`, not their path.
//!
//! ```text
//! servers: [{url: https://api.example.com/v1}]   --target http://127.0.0.1:3000      http://127.0.0.1:3000/v1
//! servers: [{url: https://api.example.com/v1}]   --target http://127.0.0.1:3000/v1   http://127.0.0.1:3000/v1
//! servers of the operation: [{url: /v2}]         --target http://127.0.0.1:3000/v1   http://127.0.0.1:3000/v2
//! ```

use std::borrow::Cow;

use openapi_document::{Document, Operation};

use crate::case::Step;

/// The path of the server of an operation, if it is another one than that of the document.
pub(crate) fn server_path(document: &Document, operation: &Operation) -> Option<String> {
    let own = path_of(operation.servers.first()?);
    let general = document.servers();
    (Some(own) != general.first().map(|url| path_of(url))).then(|| own.to_owned())
}

/// A base URL with the path of the document's server, if the URL has no path of its own.
pub fn with_server_path(document: &Document, base: &str) -> String {
    let servers = document.servers();
    let path = servers.first().map_or("", |url| path_of(url));
    if path_of(base).is_empty() {
        format!("{}{path}", base.trim_end_matches('/'))
    } else {
        base.to_owned()
    }
}

/// The base URL for the request of a step: another one than that of the target if the operation has a server of its
/// own with another path. A base URL that does not end with the path of the document stays as it is, since then the
/// operator knows better where the API is.
pub fn base_url<'b>(document: &Document, base: &'b str, step: &Step) -> Cow<'b, str> {
    let Some(own) = &step.server_path else {
        return Cow::Borrowed(base);
    };
    let servers = document.servers();
    let general = servers.first().map_or("", |url| path_of(url));
    match base.strip_suffix(general) {
        Some(rest) => Cow::Owned(format!("{rest}{own}")),
        None => Cow::Borrowed(base),
    }
}

/// The path of a URL, absolute or relative, without a slash at its end.
fn path_of(url: &str) -> &str {
    let start = match url.find("://") {
        Some(at) => {
            let authority = url.get(at + 3..).unwrap_or_default();
            authority
                .find('/')
                .map_or(url.len(), |slash| at + 3 + slash)
        }
        None => url.find('/').unwrap_or(url.len()),
    };
    let path = url.get(start..).unwrap_or_default();
    let end = path.find(['?', '#']).unwrap_or(path.len());
    path.get(..end).unwrap_or_default().trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suite::build_suite;

    #[test]
    fn the_path_of_a_url() {
        for (url, path) in [
            ("https://api.example.com/v1", "/v1"),
            ("https://api.example.com/v1/", "/v1"),
            ("https://api.example.com", ""),
            ("https://api.example.com/", ""),
            ("/v1", "/v1"),
            ("./v1", "/v1"),
            ("/", ""),
            ("v1", ""),
            ("https://api.example.com/v1?a=/b", "/v1"),
        ] {
            assert_eq!(path_of(url), path, "{url}");
        }
    }

    #[test]
    fn the_target_replaces_scheme_and_host() {
        let text = "
openapi: 3.1.0
info: { title: A, version: '1' }
servers: [{ url: 'https://a.example/v1' }]
paths:
  /a: { get: { operationId: a, servers: [{ url: 'https://b.example/v2/' }], responses: { '200': { description: A } } } }
  /b: { get: { operationId: b, responses: { '200': { description: B } } } }
";
        let document = Document::parse("a.yaml", text).unwrap();
        let suite = build_suite(&document, &[], &[]).unwrap();
        for (base, general, own) in [
            ("http://h:3000", "http://h:3000/v1", "http://h:3000/v2"),
            ("http://h:3000/", "http://h:3000/v1", "http://h:3000/v2"),
            ("http://h:3000/v1", "http://h:3000/v1", "http://h:3000/v2"),
            (
                "http://h:3000/a/v1",
                "http://h:3000/a/v1",
                "http://h:3000/a/v2",
            ),
            ("http://h:3000/b", "http://h:3000/b", "http://h:3000/b"),
        ] {
            let base = with_server_path(&document, base);
            let used = suite
                .cases
                .iter()
                .map(|case| base_url(&document, &base, &case.steps[0]));
            assert_eq!(used.collect::<Vec<_>>(), [own, general]);
        }
    }
}
