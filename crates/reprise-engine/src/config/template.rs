//! The configuration that `reprise init` writes: what a document needs, with comments.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use openapi_document::{Document, Location};
use reprise_core::Suite;

/// A commented configuration for a document, to be completed; `document_path` is where the document is.
pub fn render_template(document: &Document, suite: &Suite, document_path: &str) -> String {
    let document_path = scalar(document_path);
    let servers = document.servers();
    let base_url = servers
        .iter()
        .find(|url| url.starts_with("http"))
        .map_or("https://api.example.com", String::as_str);
    let steps = || suite.cases.iter().flat_map(|case| &case.steps);
    let parameters: BTreeSet<&str> = steps()
        .flat_map(|step| &step.parameters)
        .filter(|sent| sent.parameter.location == Location::Path)
        .map(|sent| sent.parameter.name.as_str())
        .collect();
    let credentials: BTreeSet<&str> = steps()
        .filter_map(|step| step.credentials.as_ref()?.role.as_deref())
        .collect();

    let mut text = format!(
        "\
# Configuration of `reprise run`. Reprise finds this file upwards from the working directory.

document: {document_path}

# A folder with errata.yaml, cases/, requirements/ and fixtures/, if you write any of them.
# suite: conformance

# Where the server is known to differ; `reprise run --update-known-failures` writes it.
# known_failures: known-failures.yaml

# The servers to test. The first one is the default; choose another one with --target NAME.
targets:
  local:
    # Where the requests go.
    base_url: {base_url}

    # A server with a state hook sets up the fixture of each case and answers with base URL, parameters and credentials.
    # With one, leave out `base_url`, `credentials`, `params` and `discover`.
    # hook: {base_url}/-/sandboxes

    # Secrets, by the names that the examples use. Name them here, do not write them:
    # {{ environment: VARIABLE }} or {{ file: PATH }}.
    credentials:{}",
        if credentials.is_empty() { " {}\n" } else { "\n" }
    );
    for name in credentials {
        let _ = writeln!(
            text,
            "      {}: {{ environment: {} }}",
            scalar(name),
            variable_name(name)
        );
    }
    let _ = write!(
        text,
        "\n    # Values of parameters that exist on the server. Ids from examples are not sent.\n    params:{}",
        if parameters.is_empty() { " {}\n" } else { "\n" }
    );
    for name in parameters {
        let _ = writeln!(text, "      # {}: ", scalar(name));
    }
    text.push_str(
        "
    # Safe requests that find values for more parameters, in the order to send them. The response is a list or an
    # object; the first item that has all of `having` is used.
    # discover:
    #   - find: an open order
    #     operation: listOrders
    #     as: reader
    #     parameters: { state: open }
    #     having: [/customer/id]
    #     set: { order_id: /id }
    #     for: [getOrder.open, 'listItems.*']

    # What may be changed: true for everything, or { params: [NAME], operations: [ID] }.
    disposable: false

    # Certificates to trust instead of the system's, in PEM form. Certificates are always checked.
    # tls: { ca_file: ca.pem }

    # Seconds to wait for a response, and how many cases are sent at once.
    # timeout: 30
    # concurrency: 16

    # The version of the server, for known failures that name versions.
    # version: 1.0
",
    );
    text
}

/// A text as a scalar of YAML, in quotes if it needs them.
fn scalar(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    let begins_plain = |c: char| c.is_ascii_alphabetic() || matches!(c, '.' | '/');
    if text.chars().all(is_plain) && text.starts_with(begins_plain) {
        text.to_owned()
    } else {
        serde_json::Value::from(text).to_string()
    }
}

/// A name for an environment variable.
fn variable_name(name: &str) -> String {
    let name = name.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    format!("{}_TOKEN", name.to_ascii_uppercase())
}
