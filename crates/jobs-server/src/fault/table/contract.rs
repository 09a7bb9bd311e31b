//! The requirements of the contract for each response, read from the document once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jobs_api::examples::Examples;
use jobs_api::operations::Operation;
use serde_json::Value;

/// The responses of one operation with one status.
pub(super) struct DocumentedResponse {
    pub(super) operation: Operation,
    pub(super) status: u16,
    pub(super) headers: Vec<String>,
    /// The parts of the body, by pointer; `*` stands for every element of a list.
    pub(super) parts: BTreeMap<String, BodyValue>,
}

/// A value inside a body.
pub(super) struct BodyValue {
    /// Names of its possible types, including `null`.
    pub(super) types: Vec<String>,
    /// Whether the page or the schema requires it.
    pub(super) is_documented: bool,
    /// Whether it is present in every response.
    pub(super) is_required: bool,
    /// Whether it is an enum.
    pub(super) is_enum: bool,
    /// The notation of its text: a format, or `pattern`.
    pub(super) format: Option<String>,
}

/// Formats that restrict a string.
const FORMATS: [&str; 3] = ["date-time", "uri", "email"];

/// Every documented response, in the order of the operations.
pub(super) fn documented_responses() -> &'static [DocumentedResponse] {
    static REQUIREMENTS: LazyLock<Vec<DocumentedResponse>> = LazyLock::new(|| {
        let document = document();
        Operation::ALL
            .iter()
            .flat_map(|operation| of_operation(&document, *operation))
            .collect()
    });
    &REQUIREMENTS
}

/// The document without its examples; `None` if it cannot be built, which the contract's own tests exclude.
fn document() -> Value {
    let files = jobs_api::spec(&Examples::default()).unwrap_or_default();
    files
        .iter()
        .find(|file| file.path == "openapi.json")
        .and_then(|file| serde_json::from_str(&file.text).ok())
        .unwrap_or_default()
}

fn of_operation(document: &Value, operation: Operation) -> Vec<DocumentedResponse> {
    let declared = &document["paths"][operation.path()][operation.method()]["responses"];
    let responses = declared.as_object().into_iter().flatten();
    responses
        .filter_map(|(status, response)| {
            let mut parts = BTreeMap::new();
            let schema = &response["content"]["application/json"]["schema"];
            SchemaWalker {
                document,
                parts: &mut parts,
                open_schemas: Vec::new(),
            }
            .read(schema, String::new(), (true, true));
            let headers = response["headers"].as_object();
            Some(DocumentedResponse {
                operation,
                status: status.parse().ok()?,
                headers: headers
                    .map(|headers| headers.keys().cloned().collect())
                    .unwrap_or_default(),
                parts,
            })
        })
        .collect()
}

/// Walks through a schema and collects the parts that it describes.
struct SchemaWalker<'a> {
    document: &'a Value,
    parts: &'a mut BTreeMap<String, BodyValue>,
    /// Names of the schemas that were already read: a nested pipeline is like the outer one.
    open_schemas: Vec<&'a str>,
}

impl<'a> SchemaWalker<'a> {
    fn read(
        &mut self,
        schema: &'a Value,
        pointer: String,
        (is_promised, is_required): (bool, bool),
    ) {
        let mut alternatives = Vec::new();
        self.alternatives(schema, &mut alternatives);
        let mut part = BodyValue {
            types: Vec::new(),
            is_documented: is_promised,
            is_required,
            is_enum: false,
            format: None,
        };
        for (name, schema) in alternatives {
            match &schema["type"] {
                Value::String(one) => part.types.push(one.clone()),
                Value::Array(several) => part
                    .types
                    .extend(several.iter().filter_map(Value::as_str).map(str::to_owned)),
                _ => {}
            }
            part.is_enum |= schema["enum"].is_array();
            let format = schema["format"]
                .as_str()
                .filter(|name| FORMATS.contains(name));
            let format = format.or_else(|| schema["pattern"].as_str().map(|_| "pattern"));
            part.format = part.format.or(format.map(str::to_owned));
            // a schema that was already read is not expanded again
            if name.is_none_or(|name| !self.open_schemas.contains(&name)) {
                self.open_schemas.extend(name);
                self.read_children(schema, &pointer, is_promised);
            }
        }
        if !pointer.is_empty() {
            self.parts.entry(pointer).or_insert(part);
        }
    }

    fn read_children(&mut self, schema: &'a Value, pointer: &str, is_promised: bool) {
        if schema["items"].is_object() {
            self.read(
                &schema["items"],
                format!("{pointer}/*"),
                (is_promised, true),
            );
        }
        let required: Vec<&str> = schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            let description = member["description"].as_str().unwrap_or_default();
            let is_shown = !description.contains("not in the documentation page");
            let is_required = required.contains(&name.as_str());
            let is_promised = is_promised && (is_shown || is_required);
            self.read(
                member,
                format!("{pointer}/{name}"),
                (is_promised, is_required),
            );
        }
    }

    /// The schemas that a value may match, after resolving references and choices, each with its name.
    fn alternatives(&self, schema: &'a Value, found: &mut Vec<(Option<&'a str>, &'a Value)>) {
        if let Some(choices) = schema["anyOf"].as_array() {
            for choice in choices {
                self.alternatives(choice, found);
            }
        } else if let Some(reference) = schema["$ref"].as_str() {
            let target = self.document.pointer(reference.trim_start_matches('#'));
            if let Some(target) = target {
                if target["anyOf"].is_array() {
                    self.alternatives(target, found);
                } else {
                    found.push((Some(reference), target));
                }
            }
        } else if schema.is_object() {
            found.push((None, schema));
        }
    }
}
