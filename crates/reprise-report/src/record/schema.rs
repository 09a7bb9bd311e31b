//! The JSON Schema of reports, derived from their types.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use super::RunRecord;

/// The JSON Schema of reports. It allows no property that it does not describe.
pub fn report_schema() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let root = settings
        .into_generator()
        .into_root_schema_for::<RunRecord>();
    let mut schema = root.to_value();
    if let Value::Object(root) = &mut schema {
        close(root);
        if let Some(Value::Object(definitions)) = root.get_mut("$defs") {
            for definition in definitions.values_mut().filter_map(Value::as_object_mut) {
                close(definition);
            }
        }
    }
    schema
}

/// Forbids other properties. schemars cannot do that for types with a flattened part, whose properties are in other
/// subschemas.
fn close(schema: &mut Map<String, Value>) {
    if schema.contains_key("properties") {
        schema.remove("additionalProperties");
        schema.insert("unevaluatedProperties".to_owned(), Value::Bool(false));
    }
}
