//! Every example is valid according to its schema, and the schemas themselves can be used.

use std::collections::HashSet;

use jsonptr::PointerBuf;
use openapi_document::{Components, Document, Header, MediaType, Operation, Parameter, Response};
use serde_json::Value;

use super::flaw::{Flaw, LintRule};
use crate::direction::Direction;
use crate::elision::elide;
use crate::exchange::{essence, is_json};
use crate::schemas::{SchemaError, Schemas, Violation};
use crate::suite::HasExamples;
use crate::yaml::nearest_word;

/// Maximum length of a value in a message, in characters.
const MAX_VALUE_WIDTH: usize = 60;

/// An example and the schema that it is checked against.
pub(super) struct ExampleWithSchema {
    /// Place of the value.
    pub(super) value: PointerBuf,
    /// Place of the schema.
    pub(super) schema: PointerBuf,
    /// The direction in which it travels; `None` for an example in a schema, which may be used in both directions.
    pub(super) direction: Option<Direction>,
}

/// Examples that violate their schemas, and schemas that cannot be used.
pub(super) fn flaws(
    document: &Document,
    examples: &[ExampleWithSchema],
) -> Result<Vec<Flaw>, SchemaError> {
    let (sent, received) = schema_places(document);
    let (shown_sent, shown_received): (Vec<&ExampleWithSchema>, Vec<&ExampleWithSchema>) = examples
        .iter()
        .partition(|example| example.direction == Some(Direction::Request));
    let schemas = Schemas::compile_places(
        document,
        sent.iter().chain(shown_sent.iter().map(|one| &one.schema)),
        received
            .iter()
            .chain(shown_received.iter().map(|one| &one.schema)),
    )?;
    let mut flaws: Vec<Flaw> = schemas
        .compile_errors()
        .map(|(place, message)| Flaw {
            rule: LintRule::Schema,
            place: place.clone(),
            claim: None,
            message: format!("the schema cannot be used: {message}"),
        })
        .collect();
    for example in examples {
        flaws.extend(check_example(document, &schemas, example));
    }
    Ok(flaws)
}

fn check_example(document: &Document, schemas: &Schemas, example: &ExampleWithSchema) -> Vec<Flaw> {
    let Some(value) = document.get(&example.value) else {
        return Vec::new();
    };
    let violations = |value: &Value| match example.direction {
        Some(Direction::Request) => schemas.request_violations(&example.schema, value),
        Some(Direction::Response) | None => schemas.response_violations(&example.schema, value),
    };
    let mut found = violations(&value);
    if !found.is_empty() {
        // an elision is rare, and needs a copy, so it is only searched for if there is a violation
        let mut whole = value.into_owned();
        let elided = elide(&mut whole);
        if !elided.is_empty() {
            found = violations(&whole);
            found.retain(|violation| !is_at_elision(&whole, &elided, violation));
        }
    }
    found
        .into_iter()
        .filter(|violation| {
            example.direction.is_some() || !is_missing_read_only(document, example, violation)
        })
        .map(|violation| example_flaw(document, example, violation))
        .collect()
}

/// Whether the example is elided at the violation: the missing part may follow there.
fn is_at_elision(value: &Value, elided: &[PointerBuf], violation: &Violation) -> bool {
    elided.iter().any(|open| {
        let unknown = open.resolve(value).is_ok_and(Value::is_null);
        violation.at == *open || (unknown && violation.at.starts_with(open))
    })
}

/// Whether only a property is missing that the schema's example may omit, because requests do not have it.
fn is_missing_read_only(
    document: &Document,
    example: &ExampleWithSchema,
    violation: &Violation,
) -> bool {
    violation.member.as_ref().is_some_and(|member| {
        let at = violation.at.with_trailing_token(member);
        let marks = document.schema_keyword_at(&example.schema, &at, "readOnly");
        marks.contains(&&Value::Bool(true))
    })
}

fn example_flaw(document: &Document, example: &ExampleWithSchema, violation: Violation) -> Flaw {
    let shown = violation.actual.to_string();
    let shown = if violation.missing || shown.chars().count() > MAX_VALUE_WIDTH {
        "the value".to_owned()
    } else {
        shown
    };
    let mut message = violation.message.replacen("the value", &shown, 1);
    let keyword = violation
        .claim
        .last()
        .map(|last| last.decoded().into_owned());
    let is_word = matches!(keyword.as_deref(), Some("enum" | "const"));
    if is_word && let Some(word) = nearest_enum_value(document, &violation) {
        message.push_str(&format!("; did you mean `{word}`?"));
    }
    Flaw {
        rule: if is_word {
            LintRule::Word
        } else {
            LintRule::Example
        },
        place: example.value.concat(&violation.at),
        claim: Some(violation.claim),
        message,
    }
}

/// The enum value that is most similar to a value.
fn nearest_enum_value(document: &Document, violation: &Violation) -> Option<String> {
    let words = document.get(&violation.claim)?;
    let words = words.as_array()?.iter().filter_map(Value::as_str);
    nearest_word(violation.actual.as_str()?, words).map(str::to_owned)
}

/// The schemas of what clients send, and of what they receive. For webhooks and callbacks, the directions are
/// reversed.
fn schema_places(document: &Document) -> (Vec<PointerBuf>, Vec<PointerBuf>) {
    let (mut sent, mut received) = (Vec::new(), Vec::new());
    for operation in document.operations() {
        add_schema_places(operation, &mut sent, &mut received);
    }
    for operation in document.outgoing_operations() {
        add_schema_places(operation, &mut received, &mut sent);
    }
    (sent, received)
}

fn add_schema_places(
    operation: &Operation,
    asked: &mut Vec<PointerBuf>,
    answered: &mut Vec<PointerBuf>,
) {
    let parameters = operation.parameters.iter();
    asked.extend(parameters.filter_map(|parameter| parameter.schema.clone()));
    let bodies = operation.request_body.iter().flat_map(|body| &body.content);
    asked.extend(bodies.filter_map(|media_type| media_type.schema.clone()));
    for response in &operation.responses {
        let headers = response.headers.iter();
        answered.extend(headers.filter_map(|header| header.schema.clone()));
        let bodies = response.content.iter();
        answered.extend(bodies.filter_map(|media_type| media_type.schema.clone()));
    }
}

/// Every example that has a schema, each once.
pub(super) fn collect_examples(document: &Document) -> Vec<ExampleWithSchema> {
    let mut examples = Vec::new();
    for operation in document.operations() {
        let mut show = ExampleCollector::new(document, Direction::Request, &mut examples);
        show.add_operation(operation);
    }
    // clients receive what the API sends
    for operation in document.outgoing_operations() {
        let mut show = ExampleCollector::new(document, Direction::Response, &mut examples);
        show.add_operation(operation);
    }
    // a part of the document travels in the direction of the parts that refer to it, if there are any
    let referred: HashSet<PointerBuf> = examples.iter().map(|one| one.value.clone()).collect();
    let mut parts = Vec::new();
    ExampleCollector::new(document, Direction::Request, &mut parts)
        .add_components(&document.components());
    parts.retain(|part| !referred.contains(&part.value));
    examples.extend(parts);
    let mut seen = HashSet::new();
    examples.retain(|example| {
        seen.insert((
            example.value.clone(),
            example.schema.clone(),
            example.direction,
        ))
    });
    document.visit_schemas(&mut |schema, place| add_schema_examples(schema, place, &mut examples));
    examples
}

/// The examples in a schema. Most schemas have none, or an obviously valid one, which needs neither a place nor a
/// validator.
fn add_schema_examples(
    schema: &Value,
    place: &dyn Fn() -> PointerBuf,
    examples: &mut Vec<ExampleWithSchema>,
) {
    let mut add = |value: &dyn Fn(&PointerBuf) -> PointerBuf| {
        let schema = place();
        examples.push(ExampleWithSchema {
            value: value(&schema),
            schema,
            direction: None,
        });
    };
    if let Some(value) = schema.get("example")
        && !is_trivially_valid(schema, value)
    {
        add(&|schema| schema.with_trailing_token("example"));
    }
    let values = schema.get("examples").and_then(Value::as_array);
    for (index, value) in values.into_iter().flatten().enumerate() {
        if !is_trivially_valid(schema, value) {
            add(&|schema| {
                schema
                    .with_trailing_token("examples")
                    .with_trailing_token(index)
            });
        }
    }
}

/// Whether a schema only requires a type, and the value has that type.
fn is_trivially_valid(schema: &Value, value: &Value) -> bool {
    let kind = match value {
        Value::String(_) => "string",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_i64() || number.is_u64() => "integer",
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => return false,
    };
    schema
        .as_object()
        .into_iter()
        .flatten()
        .all(|(keyword, asked)| match keyword.as_str() {
            "type" => asked == kind || (kind == "integer" && asked == "number"),
            "title" | "description" | "default" | "deprecated" | "example" | "examples"
            | "externalDocs" | "nullable" | "readOnly" | "writeOnly" => true,
            keyword => keyword.starts_with("x-"),
        })
}

/// Collects the examples next to schemas.
struct ExampleCollector<'s> {
    document: &'s Document,
    /// The direction of the requests: `Response` for webhooks, because clients receive them.
    request_direction: Direction,
    examples: &'s mut Vec<ExampleWithSchema>,
}

impl<'s> ExampleCollector<'s> {
    fn new(
        document: &'s Document,
        asked: Direction,
        examples: &'s mut Vec<ExampleWithSchema>,
    ) -> Self {
        ExampleCollector {
            document,
            request_direction: asked,
            examples,
        }
    }

    fn add_operation(&mut self, operation: &Operation) {
        self.add_parameters(&operation.parameters);
        if let Some(body) = &operation.request_body {
            self.add_bodies(&body.content, self.request_direction);
        }
        self.add_responses(&operation.responses);
    }

    fn add_components(&mut self, components: &Components) {
        self.add_parameters(&components.parameters);
        for body in &components.request_bodies {
            self.add_bodies(&body.content, self.request_direction);
        }
        self.add_responses(&components.responses);
        self.add_headers(&components.headers);
    }

    fn add_parameters(&mut self, parameters: &[Parameter]) {
        for parameter in parameters {
            self.add(
                example_values(parameter),
                parameter.schema.as_ref(),
                self.request_direction,
            );
        }
    }

    fn add_responses(&mut self, responses: &[Response]) {
        for response in responses {
            self.add_headers(&response.headers);
            self.add_bodies(&response.content, self.request_direction.opposite());
        }
    }

    fn add_headers(&mut self, headers: &[Header]) {
        for header in headers {
            let direction = self.request_direction.opposite();
            self.add(example_values(header), header.schema.as_ref(), direction);
        }
    }

    fn add_bodies(&mut self, content: &[MediaType], direction: Direction) {
        for media_type in content {
            let values = body_values(self.document, media_type);
            self.add(values, media_type.schema.as_ref(), direction);
        }
    }

    fn add(&mut self, values: Vec<PointerBuf>, schema: Option<&PointerBuf>, direction: Direction) {
        let Some(schema) = schema else { return };
        self.examples
            .extend(values.into_iter().map(|value| ExampleWithSchema {
                value,
                schema: schema.clone(),
                direction: Some(direction),
            }));
    }
}

fn example_values(holder: &impl HasExamples) -> Vec<PointerBuf> {
    holder
        .all_examples()
        .filter_map(|shown| shown.value().cloned())
        .collect()
}

/// The values of a body. A text that is not JSON says nothing about the value that it stands for.
pub(super) fn body_values(document: &Document, media_type: &MediaType) -> Vec<PointerBuf> {
    let kind = essence(&media_type.name);
    let readable = is_json(&kind) || kind.starts_with("text/");
    let mut values = example_values(media_type);
    values.retain(|value| readable || !document.get(value).is_some_and(|value| value.is_string()));
    values
}
