//! A documented request as a command of curl.

use serde_json::Value;

use super::request_parts::{path_parameters, query_values, secret_variable};
use crate::examples::{Credentials, Example};

/// The command that sends what the example sends.
pub(super) fn sample(
    method: &str,
    path: &str,
    declaration: &Value,
    example: &Example,
    credentials: &Credentials,
) -> String {
    let mut parts = Vec::new();
    if method != "get" {
        parts.push(format!("--request {}", method.to_ascii_uppercase()));
    }
    let mut query = query_pairs(declaration, example);
    let variable = secret_variable(credentials);
    match credentials.scheme.as_str() {
        "bearer" => parts.push(format!("--header \"Authorization: Bearer ${variable}\"")),
        "jobToken" => parts.push(format!("--header \"JOB-TOKEN: ${variable}\"")),
        "jobTokenParameter" => query.push(format!("job_token=${variable}")),
        _ => parts.push(format!("--header \"PRIVATE-TOKEN: ${variable}\"")),
    }
    if let Some(body) = &example.request.body {
        parts.push("--header \"Content-Type: application/json\"".to_owned());
        parts.push(format!(
            "--data '{}'",
            body.to_string().replace('\'', r"'\''")
        ));
    }
    if query.iter().any(|pair| pair.contains('[')) {
        // otherwise curl takes brackets for a range
        parts.push("--globoff".to_owned());
    }
    let mut target = path.to_owned();
    for name in path_parameters(path) {
        let value = example.request.parameters.get(name).unwrap_or(&Value::Null);
        target = target.replace(&format!("{{{name}}}"), &percent_encode(value));
    }
    if !query.is_empty() {
        target.push_str(&format!("?{}", query.join("&")));
    }
    parts.push(format!("\"$GITLAB_URL{target}\""));
    format!("curl {}", parts.join(" \\\n  "))
}

fn query_pairs(declaration: &Value, example: &Example) -> Vec<String> {
    let mut pairs = Vec::new();
    for (_, name, value) in query_values(declaration, example) {
        match value {
            Value::Array(values) => pairs.extend(
                values
                    .iter()
                    .map(|value| format!("{name}={}", percent_encode(value))),
            ),
            value => pairs.push(format!("{name}={}", percent_encode(value))),
        }
    }
    pairs
}

/// A percent-encoded value; only unreserved characters stay.
fn percent_encode(value: &Value) -> String {
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte))
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}
