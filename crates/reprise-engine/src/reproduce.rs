//! The commands that ask a case again, with a variable for everything that only the operator has.

use openapi_document::Document;
use reprise_core::{Case, Param, Placeholder, Step, curl, request};
use serde_json::Value;

/// Writes the requests of a case as `curl` commands, up to the step at `last`.
///
/// Secrets are variables. So is the base URL where it is gone by now, what one step takes from the answer to
/// another, and each value that only a target has and `params` does not give. None where no request can be made.
pub fn reproduce(
    document: &Document,
    case: &Case,
    last: usize,
    base: Option<&str>,
    params: &[Param],
) -> Option<String> {
    let steps = case.steps.iter().take(last.saturating_add(1));
    let commands: Option<Vec<String>> = steps
        .map(|step| command(document, step, base, params))
        .collect();
    Some(commands?.join("\n"))
}

fn command(
    document: &Document,
    step: &Step,
    base: Option<&str>,
    given: &[Param],
) -> Option<String> {
    let mut placeholders = Vec::new();
    let mut params = given.to_vec();
    let mut leave_open = |parameter: &str, name: &str| {
        let placeholder = Placeholder::new(name);
        params.insert(
            0,
            Param {
                parameter: parameter.to_owned(),
                value: Value::from(placeholder.text.as_str()),
            },
        );
        placeholders.push(placeholder);
    };
    for (parameter, capture) in &step.captured {
        leave_open(&parameter.name, capture);
    }
    let bound: Vec<&str> = given.iter().map(|known| known.parameter.as_str()).collect();
    for parameter in &step.open {
        if !bound.contains(&parameter.name.as_str()) {
            leave_open(&parameter.name, &parameter.name);
        }
    }
    let role = step
        .credentials
        .as_ref()
        .and_then(|credential| credential.role.as_deref());
    placeholders.extend(role.map(Placeholder::new));
    let base = match base {
        Some(base) => base.to_owned(),
        None => {
            let placeholder = Placeholder::new("BASE_URL");
            let text = placeholder.text.clone();
            placeholders.push(placeholder);
            text
        }
    };
    let secret = |name: &str| Some(Placeholder::new(name).text);
    let request = request(document, step, &params, &secret).ok()?;
    Some(curl(&base, &request, &placeholders))
}
