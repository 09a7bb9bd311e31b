//! The examples of a document, each with its schema.

use serde_json::Value;

/// A documented example.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentedExample {
    /// Operation id.
    pub operation: String,
    /// Name of the example.
    pub name: String,
    /// The part of the exchange.
    pub location: ExampleLocation,
    /// The schema as written, mostly a reference.
    pub schema: Value,
    /// The value.
    pub value: Value,
    /// The value without a required property, if it has one: no type may accept it.
    pub invalid_value: Option<Value>,
}

/// A part of an exchange that has a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExampleLocation {
    /// A parameter, by its location and name.
    Parameter(String, String),
    /// The body of the request, by its media type.
    RequestBody(String),
    /// The body of a response, by its status and its media type.
    Response(String, String),
}

impl DocumentedExample {
    /// The example in a few words: `getJob, response 200, failed-job`.
    pub fn describe(&self) -> String {
        let part = match &self.location {
            ExampleLocation::Parameter(_, name) => format!("parameter {name}"),
            ExampleLocation::RequestBody(_) => "request body".to_owned(),
            ExampleLocation::Response(status, _) => format!("response {status}"),
        };
        format!("{}, {part}, {}", self.operation, self.name)
    }
}

/// Every named example of the parameters, request bodies and responses of a document.
pub fn find_examples(document: &Value) -> Vec<DocumentedExample> {
    let mut found = Vec::new();
    for (_, path) in members(document.get("paths")) {
        for (_, operation) in members(Some(path)) {
            let Some(id) = operation.get("operationId").and_then(Value::as_str) else {
                continue;
            };
            let mut add = |part: &ExampleLocation, holder: &Value| {
                let schema = holder.get("schema").cloned().unwrap_or_default();
                for (name, example) in members(holder.get("examples")) {
                    let value = example.get("value").cloned().unwrap_or_default();
                    found.push(DocumentedExample {
                        operation: id.to_owned(),
                        name: name.clone(),
                        location: part.clone(),
                        invalid_value: without_required_property(document, &schema, &value),
                        schema: schema.clone(),
                        value,
                    });
                }
            };
            let parameters = operation.get("parameters").and_then(Value::as_array);
            for parameter in parameters.into_iter().flatten() {
                let text = |key: &str| parameter[key].as_str().unwrap_or_default().to_owned();
                add(
                    &ExampleLocation::Parameter(text("in"), text("name")),
                    parameter,
                );
            }
            let body = operation
                .get("requestBody")
                .and_then(|body| body.get("content"));
            for (media_type, content) in members(body) {
                add(&ExampleLocation::RequestBody(media_type.clone()), content);
            }
            for (status, response) in members(operation.get("responses")) {
                for (media_type, content) in members(response.get("content")) {
                    add(
                        &ExampleLocation::Response(status.clone(), media_type.clone()),
                        content,
                    );
                }
            }
        }
    }
    found
}

fn members(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

/// The value without the first property that its schema, or that of its first element, requires.
fn without_required_property(document: &Value, schema: &Value, value: &Value) -> Option<Value> {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        return without_required_property(
            document,
            document.pointer(reference.strip_prefix('#')?)?,
            value,
        );
    }
    let mut broken_value = value.clone();
    if let (Some(items), Value::Array(elements)) = (schema.get("items"), &mut broken_value) {
        let first = elements.first_mut()?;
        *first = without_required_property(document, items, first)?;
        return Some(broken_value);
    }
    let required = schema.get("required")?.get(0)?.as_str()?;
    broken_value.as_object_mut()?.shift_remove(required)?;
    Some(broken_value)
}
