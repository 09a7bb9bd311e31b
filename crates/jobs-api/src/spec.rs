//! The files of `spec/`, as a function of the types and the examples.

use serde_json::Value;

use crate::error::SpecError;
use crate::examples::Examples;
use crate::{document, schemas};

/// Base of the schema ids; it is not a URL to fetch.
const SCHEMA_ID: &str = "https://reprise.example/schemas/";

/// A file of `spec/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecFile {
    /// Path below `spec/`, with `/` between its parts.
    pub path: String,
    /// The text of the file, ending in a newline.
    pub text: String,
}

/// All files of `spec/`: the document in JSON and in YAML, and a JSON Schema for each named type.
///
/// Equal input gives equal bytes.
///
/// # Errors
///
/// When an example does not fit its operation.
pub fn spec(examples: &Examples) -> Result<Vec<SpecFile>, SpecError> {
    let document = document::build_document(examples)?;
    let mut files = vec![
        SpecFile {
            path: "openapi.json".to_owned(),
            text: json_text(&document)?,
        },
        SpecFile {
            path: "openapi.yaml".to_owned(),
            text: yaml_text(&document)?,
        },
    ];
    for (name, schema) in schemas::standalone() {
        files.push(SpecFile::schema(&name, schema)?);
    }
    Ok(files)
}

impl SpecFile {
    /// The file of a JSON Schema that is self-contained.
    ///
    /// # Errors
    ///
    /// When the schema cannot be written.
    pub fn schema(name: &str, mut schema: Value) -> Result<SpecFile, SpecError> {
        put_id_first(&mut schema, format!("{SCHEMA_ID}{name}.schema.json"));
        Ok(SpecFile {
            path: format!("schemas/{name}.schema.json"),
            text: json_text(&schema)?,
        })
    }
}

fn json_text(value: &Value) -> Result<String, SpecError> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    Ok(text)
}

fn yaml_text(value: &Value) -> Result<String, SpecError> {
    serde_saphyr::to_string(value).map_err(|error| SpecError::Yaml(error.to_string()))
}

/// Puts `$schema` and `$id` first, where readers look for them.
fn put_id_first(schema: &mut Value, id: String) {
    if let Some(object) = schema.as_object_mut() {
        let dialect = object.shift_remove("$schema");
        object.shift_insert(0, "$id".to_owned(), id.into());
        if let Some(dialect) = dialect {
            object.shift_insert(0, "$schema".to_owned(), dialect);
        }
    }
}
