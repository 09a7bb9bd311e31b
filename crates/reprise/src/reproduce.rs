//! The command that asks a case again, with a variable for everything that only the operator has.

use openapi_document::Document;
use reprise_core::{Binding, Case, Placeholder, curl, request};
use serde_json::Value;

/// Writes the request of a case as a `curl` command.
///
/// Secrets are variables. So is the base URL where it is gone by now, and each value that only a target has and
/// `bindings` does not give. None where no request can be made of the case.
pub(crate) fn reproduce(
    document: &Document,
    case: &Case,
    base: Option<&str>,
    bindings: &[Binding],
) -> Option<String> {
    let mut placeholders = Vec::new();
    let mut bindings = bindings.to_vec();
    for parameter in &case.open {
        if !bindings
            .iter()
            .any(|binding| binding.parameter == parameter.name)
        {
            let placeholder = Placeholder::new(&parameter.name);
            bindings.push(Binding {
                parameter: parameter.name.clone(),
                value: Value::from(placeholder.text.as_str()),
            });
            placeholders.push(placeholder);
        }
    }
    let role = case
        .credentials
        .as_ref()
        .and_then(|name| name.role.as_deref());
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
    let request = request(document, case, &bindings, &secret).ok()?;
    Some(curl(&base, &request, &placeholders))
}
