//! A documented request as a call of the typed client, `jobs-client`; its tests compile and run each.

use serde_json::Value;

use super::request_parts::{method_name, path_parameters, query_values, secret_variable};
use crate::examples::{Credentials, Example};

/// How a sample begins, with a placeholder for the kind of credential and one for where it is.
const CONNECT_TEMPLATE: &str = include_str!("connect.txt");
/// How a sample ends, with a placeholder for the call: by what the answer is.
const VALUE_TEMPLATE: &str = include_str!("one.txt");
const PAGE_TEMPLATE: &str = include_str!("page.txt");
const LOG_TEMPLATE: &str = include_str!("log.txt");

/// The statements that send what the example sends; the imports come first.
pub(super) fn sample(
    id: &str,
    path: &str,
    declaration: &Value,
    example: &Example,
    credentials: &Credentials,
) -> String {
    let mut models = Vec::new();
    let mut names = vec!["Client".to_owned(), "Credential".to_owned()];
    let mut code = client_code(credentials);

    let value = |name| example.request.parameters.get(name).unwrap_or(&Value::Null);
    let mut arguments: Vec<String> = path_parameters(path)
        .map(|name| value(name).to_string())
        .collect();
    if declares_query(declaration) {
        arguments.push("&parameters".to_owned());
        let of = pascal_case(id);
        code.push_str(&format!("let parameters = {of} {{\n"));
        names.push(of);
        for (parameter, name, value) in query_values(declaration, example) {
            let written = value_code(&parameter["schema"], value, &mut models);
            code.push_str(&format!(
                "    {}: {written},\n",
                name.trim_end_matches("[]")
            ));
        }
        code.push_str("    ..Default::default()\n};\n");
    }
    if declaration.get("requestBody").is_some() {
        arguments.push(match &example.request.body {
            Some(body) => {
                code.push_str(&format!(
                    "let body = r#\"{body:#}\"#;\nlet body = serde_json::from_str(body)?;\n"
                ));
                "Some(&body)".to_owned()
            }
            None => "None".to_owned(),
        });
    }
    let call = format!(
        "client.{}({}).await?",
        method_name(id),
        arguments.join(", ")
    );
    code.push_str(&call_code(
        &call,
        &declaration["responses"][example.response.status.to_string()],
    ));

    let mut imports = String::new();
    models.sort();
    models.dedup();
    for model in models {
        imports.push_str(&format!("use jobs_client::model::{model};\n"));
    }
    let names = names.join(", ");
    imports.push_str(&format!("use jobs_client::{{{names}}};\n"));
    format!("{imports}\n{code}")
}

/// The client, with its credential.
fn client_code(credentials: &Credentials) -> String {
    let constructor = match credentials.scheme.as_str() {
        "bearer" => "bearer",
        // the client sends no secret in an address
        "jobToken" | "jobTokenParameter" => "job_token",
        _ => "private_token",
    };
    CONNECT_TEMPLATE
        .replace("{constructor}", constructor)
        .replace("{variable}", secret_variable(credentials))
}

fn declares_query(declaration: &Value) -> bool {
    let declared = declaration["parameters"].as_array();
    declared
        .into_iter()
        .flatten()
        .any(|parameter| parameter["in"] == "query")
}

/// Code that uses the response: iterates over a list, reads a log, or prints a value.
fn call_code(call: &str, response: &Value) -> String {
    let content = &response["content"];
    let end = if content.get("text/plain").is_some() {
        LOG_TEMPLATE
    } else if content["application/json"]["schema"]["type"] == "array" {
        PAGE_TEMPLATE
    } else {
        VALUE_TEMPLATE
    };
    end.replace("{call}", call)
}

/// The value of a parameter in Rust; names of model types go to `models`.
fn value_code(schema: &Value, value: &Value, models: &mut Vec<String>) -> String {
    if let Value::Array(values) = value {
        let values: Vec<String> = values
            .iter()
            .map(|value| value_code(&schema["items"], value, models))
            .collect();
        return format!("vec![{}]", values.join(", "));
    }
    let model = schema["$ref"]
        .as_str()
        .and_then(|reference| reference.rsplit('/').next());
    let written = match (model, value) {
        (Some(model), Value::String(word)) => format!("{model}::{}", pascal_case(word)),
        (Some(model), value) => format!("{model}({value})"),
        (None, value) => value.to_string(),
    };
    models.extend(model.map(str::to_owned));
    written
}

/// `getJob` as `GetJob`, `waiting_for_resource` as `WaitingForResource`.
fn pascal_case(words: &str) -> String {
    let parts = words.split('_').map(|word| {
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        first.to_uppercase() + rest
    });
    parts.collect()
}
