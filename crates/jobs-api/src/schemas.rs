//! schemars is the only source of schemas; utoipa only learns their names.
//!
//! utoipa's own schema types lose what they do not know (`if`, `const`, `false`, …), so its document gets
//! placeholders and `$ref`s, and the real schemas are put in afterwards, as plain values.

use std::borrow::Cow;

use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value};

use crate::model::*;

/// Where the generated schemas are, and how they refer to each other.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// In `components.schemas` of the document.
    Components,
    /// In `$defs` of a file of its own.
    Definitions,
}

/// Which side of serde a schema describes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Contract {
    /// What the server writes: responses.
    Serialize,
    /// What the server reads: parameters and request bodies.
    Deserialize,
}

fn generator(place: Place, contract: Contract) -> SchemaGenerator {
    let settings = settings().with(|settings| {
        if place == Place::Components {
            settings.definitions_path = "/components/schemas".into();
            settings.meta_schema = None;
        }
        settings.contract = match contract {
            Contract::Serialize => schemars::generate::Contract::Serialize,
            Contract::Deserialize => schemars::generate::Contract::Deserialize,
        };
    });
    settings.into_generator()
}

/// How schemas are written in `spec/`: draft 2020-12, each description on one line, documented words as one
/// `enum`, integers in formats that others know.
pub fn settings() -> SchemaSettings {
    SchemaSettings::draft2020_12()
        .with_transform(RecursiveTransform(join_paragraph_lines))
        .with_transform(RecursiveTransform(collapse_enum))
        .with_transform(RecursiveTransform(use_registered_format))
}

macro_rules! types {
    ($($contract:ident { $($name:ident),* $(,)? })*) => {
        $($(
            impl utoipa::PartialSchema for $name {
                fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                    utoipa::openapi::schema::empty().into()
                }
            }
            impl utoipa::ToSchema for $name {
                fn name() -> Cow<'static, str> {
                    <$name as JsonSchema>::schema_name()
                }
            }
        )*)*

        /// Every named schema, for `components.schemas`, in alphabetical order.
        ///
        /// # Panics
        ///
        /// When a type is used both in requests and in responses and the two would differ: then it has to
        /// become two types.
        pub(crate) fn components() -> Map<String, Value> {
            let mut all = std::collections::BTreeMap::new();
            $({
                let mut generator = generator(Place::Components, Contract::$contract);
                $(generator.subschema_for::<$name>();)*
                for (name, schema) in generator.take_definitions(true) {
                    if let Some(other) = all.insert(name.clone(), schema.clone()) {
                        assert_eq!(other, schema, "{name} differs between requests and responses");
                    }
                }
            })*
            all.into_iter().map(|(name, schema)| (name.clone(), titled(&name, schema))).collect()
        }

        /// Every named type with a schema that is self-contained.
        pub(crate) fn standalone() -> Vec<(String, Value)> {
            let mut all = vec![
                $($((
                    <$name as JsonSchema>::schema_name().into_owned(),
                    generator(Place::Definitions, Contract::$contract).into_root_schema_for::<$name>().to_value(),
                ),)*)*
            ];
            all.sort_by(|(a, _), (b, _)| a.cmp(b));
            all
        }
    };
}

types! {
    Serialize {
        AgentEnvironment, AgentUser, AllowedAgent, AllowedAgents, Artifact, ArtifactsFile, Bridge, Commit,
        ConfigProject, Conflict, EraseForbidden, Forbidden, InvalidParameter, Job, JobNotFound, JobProject,
        JobStatus, KeysetUnavailable, NotFound, Pipeline, PlayBadRequest, PlayedJob, ProjectNotFound,
        ProjectReference, RetryForbidden, Runner, TooManyRequests, Unauthorized, User,
    }
    Deserialize {
        Cursor, JobId, JobVariable, KeysetOrder, KeysetSort, PageNumber, PaginationMethod, PerPage, PipelineId,
        PlayRequest, ProjectIdOrPath,
    }
}

/// Puts the name of a type first, as its title: documentation pages use it as an anchor.
fn titled(name: &str, mut schema: Value) -> Value {
    if let Some(object) = schema.as_object_mut() {
        object.shift_insert(0, "title".to_owned(), name.into());
    }
    schema
}

/// Joins the lines of a paragraph: line breaks are only for readers of the source.
fn join_paragraph_lines(schema: &mut Schema) {
    if let Some(Value::String(text)) = schema.get_mut("description") {
        let paragraphs: Vec<String> = text
            .split("\n\n")
            .map(|paragraph| paragraph.replace('\n', " "))
            .collect();
        *text = paragraphs.join("\n\n");
    }
}

/// Writes an enum of documented words as one `enum`, with what each word means in two extensions: readers of
/// `x-enum-descriptions` want a list in the order of the words, readers of `x-enumDescriptions` an object.
///
/// schemars writes each word as a schema of its own (`oneOf` of `const`), which generators of typed clients
/// turn into a union of anonymous types.
fn collapse_enum(schema: &mut Schema) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    let Some(Value::Array(variants)) = object.get("oneOf") else {
        return;
    };
    let words: Option<Vec<(Value, Value)>> = variants
        .iter()
        .map(|variant| {
            let word = variant.get("const")?;
            let description = variant.get("description")?;
            Some((word.clone(), description.clone()))
        })
        .collect();
    let Some(words) = words.filter(|words| !words.is_empty()) else {
        return;
    };
    object.remove("oneOf");
    let by_word: Map<String, Value> = words
        .iter()
        .filter_map(|(word, description)| Some((word.as_str()?.to_owned(), description.clone())))
        .collect();
    let (words, descriptions): (Vec<Value>, Vec<Value>) = words.into_iter().unzip();
    object.insert("type".to_owned(), "string".into());
    object.insert("enum".to_owned(), words.into());
    object.insert("x-enum-descriptions".to_owned(), descriptions.into());
    object.insert("x-enumDescriptions".to_owned(), by_word.into());
}

/// Publishes `uint64` as `int64` with a minimum: the formats of the OpenAPI registry know no unsigned numbers.
fn use_registered_format(schema: &mut Schema) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    let format = match object.get("format").and_then(Value::as_str) {
        Some("uint64") => "int64",
        Some("uint32") => "int32",
        _ => return,
    };
    object.insert("format".to_owned(), format.into());
    object.entry("minimum").or_insert(0.into());
}
