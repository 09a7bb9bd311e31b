//! A target file to begin with: what a document needs, each with a word on it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use openapi_document::{Document, Location};

use crate::suite::Suite;

/// A commented target file for a document, to be filled in.
pub fn target_template(document: &Document, suite: &Suite) -> String {
    let servers = document.servers();
    let base_url = servers
        .iter()
        .find(|url| url.starts_with("http"))
        .map_or("https://api.example.com", String::as_str);
    let parameters: BTreeSet<&str> = suite
        .cases
        .iter()
        .flat_map(|case| &case.steps)
        .flat_map(|step| &step.parameters)
        .filter(|sent| sent.parameter.location == Location::Path)
        .map(|sent| sent.parameter.name.as_str())
        .collect();
    let credentials: BTreeSet<&str> = suite
        .cases
        .iter()
        .flat_map(|case| &case.steps)
        .filter_map(|step| step.credentials.as_ref()?.role.as_deref())
        .collect();

    let mut text = format!(
        "\
# A server under test, for: reprise run DOCUMENT --target THIS-FILE

# Where the requests go. All that is not safe (POST, PUT, DELETE, …) is left out; see `disposable`.
base_url: {base_url}

# Instead of `base_url`, `credentials` and `params`, where the server has a state hook: it is posted the fixture of
# each case, and answers with all three. Then documented values are compared, too.
# state_hook:
#   url: {base_url}/-/sandboxes
#   credential: {{ environment: STATE_HOOK_TOKEN }}

# Secrets, by the names that the examples use; here is only said where they are found.
# Each is {{ environment: VARIABLE }} or {{ file: PATH }}, a path from the folder of this file.
credentials:{}",
        if credentials.is_empty() { " {}\n" } else { "\n" }
    );
    for name in credentials {
        let _ = writeln!(
            text,
            "  {}: {{ environment: {} }}",
            key(name),
            variable(name)
        );
    }
    let _ = write!(
        text,
        "\n# What exists on the server: no id that stands in an example is ever sent.\nparams:{}",
        if parameters.is_empty() { " {}\n" } else { "\n" }
    );
    for name in parameters {
        let _ = writeln!(text, "  # {}: ", key(name));
    }
    text.push_str(
        "
# Safe requests that find more of what exists there, in the order to ask: the answer is a list, or one thing, and the
# first that has all that is named is taken. A required parameter that is left out takes what is bound.
# discover:
#   - find: an open order
#     operation: listOrders
#     as: reader
#     parameters: { state: open }
#     having: [/customer/id]
#     bind: { order_id: /id }
#     for: [getOrder.open, 'listItems.*']

# The params whose things may be changed or deleted. A request that changes something is sent only with
# --allow-changes, and only if everything that its path names is listed here.
disposable: []

# Certificates to trust instead of the system's, in PEM form. Certificates are always checked.
# tls: { ca_file: ca.pem }

# Seconds to wait for an answer, and how many cases are replayed at once.
# timeout: 30
# concurrency: 16

# The version of the server, for known_failures that speak of versions.
# version: 1.0
",
    );
    text
}

/// A key, in quotes where YAML needs them.
fn key(name: &str) -> String {
    let plain = name
        .chars()
        .all(|character| character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.'));
    let word = name.starts_with(|first: char| first.is_ascii_alphabetic());
    if plain && word {
        name.to_owned()
    } else {
        serde_json::Value::from(name).to_string()
    }
}

/// A name for an environment variable.
fn variable(name: &str) -> String {
    let name: String = name
        .chars()
        .map(|character| {
            if character.is_ascii_alphanumeric() {
                character.to_ascii_uppercase()
            } else {
                '_'
            }
        })
        .collect();
    format!("{name}_TOKEN")
}
