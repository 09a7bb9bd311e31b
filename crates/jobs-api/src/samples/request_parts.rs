//! Common parts of the samples in all languages.

use serde_json::Value;

use crate::examples::{Credentials, Example};

/// The method of the typed client for an operation: `getJob` as `get_job`. The generator of the client uses this
/// function, too.
#[must_use]
pub fn method_name(operation_id: &str) -> String {
    let mut name = String::new();
    for c in operation_id.chars() {
        if c.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(c.to_ascii_lowercase());
    }
    name
}

/// The environment variable with the secret; a running job has it in `CI_JOB_TOKEN`.
pub(super) fn secret_variable(credentials: &Credentials) -> &'static str {
    match credentials.role.as_deref() {
        Some("job") => "CI_JOB_TOKEN",
        _ => "GITLAB_TOKEN",
    }
}

/// The parameters of a path template, in its order.
pub(super) fn path_parameters(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
}

/// The declared parameters of the query that an example gives a value for, with that value.
pub(super) fn query_values<'e>(
    declaration: &'e Value,
    example: &'e Example,
) -> impl Iterator<Item = (&'e Value, &'e str, &'e Value)> {
    let declared = declaration["parameters"].as_array().into_iter().flatten();
    declared
        .filter(|parameter| parameter["in"] == "query")
        .filter_map(|parameter| {
            let name = parameter["name"].as_str()?;
            Some((parameter, name, example.request.parameters.get(name)?))
        })
}
