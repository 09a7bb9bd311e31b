//! The parts of a request: its parameters and its body, from everything that the document has.

use jsonptr::PointerBuf;
use openapi_document::{Document, Location, MediaType, Operation, Parameter};
use serde_json::Value;

use super::examples::{ExampleRef, HasExamples, UNNAMED_EXAMPLE};
use crate::assemble::{Assembled, assemble};
use crate::case::{
    DefaultSource, ExampleExtension, MissingPart, ParameterValue, PartDefault, RequestBody,
};
use crate::exchange::{essence, is_json};

/// The parts of a request.
pub(super) struct Parts {
    pub(super) parameters: Vec<ParameterValue>,
    pub(super) body: Option<RequestBody>,
    /// What has no example with the name of the case.
    pub(super) defaults: Vec<PartDefault>,
    /// Whether any part has an example with the name of the case.
    pub(super) is_named: bool,
}

/// The example that a request is made for.
#[derive(Clone, Copy)]
pub(super) struct RequestedExample<'d> {
    pub(super) document: &'d Document,
    pub(super) operation: &'d Operation,
    /// The name of the examples that belong together.
    pub(super) name: &'d str,
    /// Whether the response has an example.
    pub(super) has_response: bool,
    /// Its `x-reprise`.
    pub(super) extension: &'d ExampleExtension,
    /// The Example Object.
    pub(super) place: &'d PointerBuf,
}

impl Parts {
    /// The parts of the request for an example. If the response has an example, a required parameter without any value
    /// is left open, since a generated value would lead to another response.
    pub(super) fn new(example: RequestedExample<'_>) -> Parts {
        let mut parts = Parts {
            parameters: Vec::new(),
            body: None,
            defaults: Vec::new(),
            is_named: false,
        };
        for parameter in &example.operation.parameters {
            parts.add_parameter(example, parameter);
        }
        if example.has_response {
            parts.remove_generated_parameters();
        }
        parts.body = parts.request_body(example);
        parts
    }

    fn remove_generated_parameters(&mut self) {
        let generated = self
            .defaults
            .extract_if(.., |default| default.from == DefaultSource::Generated);
        for default in generated {
            let is_other = |sent: &ParameterValue| sent.claim != default.claim;
            self.parameters.retain(is_other);
        }
    }

    /// Adds a parameter that has an example of the name, or that is required and for which the document has a value.
    fn add_parameter(&mut self, example: RequestedExample<'_>, parameter: &Parameter) {
        let RequestedExample {
            document,
            operation,
            name,
            has_response,
            extension,
            place,
        } = example;
        let sent = |value: Value, claim: PointerBuf, invalid: bool| ParameterValue {
            parameter: parameter.clone(),
            value,
            claim,
            invalid,
        };
        if let Some(value) = extension.invalid.parameters.get(&parameter.name) {
            let claim = invalid_place(place, "parameters").with_trailing_token(&parameter.name);
            self.parameters.push(sent(value.clone(), claim, true));
            return;
        }
        if let Some(claim) = parameter.example(name).and_then(ExampleRef::value)
            && let Some(value) = document.get(claim)
        {
            self.is_named |= !parameter.examples.is_empty();
            self.parameters
                .push(sent(value.into_owned(), claim.clone(), false));
            return;
        }
        if !parameter.required {
            if name == UNNAMED_EXAMPLE && has_response {
                self.add_example_of_schema(document, parameter);
            }
            return;
        }
        let schema = parameter.schema.as_ref();
        let Some(default) = default_value(document, operation, parameter, schema, true) else {
            return;
        };
        // an id that no server has is not worth a request
        if default.source == DefaultSource::Generated && parameter.location == Location::Path {
            return;
        }
        self.add_default(parameter, default);
    }

    /// Adds an optional parameter whose schema has an example. Some frameworks write the example of a parameter there,
    /// and the example of the response shows what the two give together.
    fn add_example_of_schema(&mut self, document: &Document, parameter: &Parameter) {
        let schema = parameter.schema.as_ref();
        let Some(example) = schema.and_then(|schema| assemble(document, schema)) else {
            return;
        };
        if example.source == DefaultSource::SchemaExample
            && parameter.all_examples().next().is_none()
        {
            self.add_default(parameter, example);
        }
    }

    /// Adds a parameter with a value that is not from an example of the name.
    fn add_default(&mut self, parameter: &Parameter, default: Assembled) {
        self.defaults.push(PartDefault {
            part: MissingPart::Parameter(parameter.name.clone()),
            from: default.source,
            claim: default.claim.clone(),
        });
        self.parameters.push(ParameterValue {
            parameter: parameter.clone(),
            value: default.value,
            claim: default.claim,
            invalid: false,
        });
    }

    /// Sends the id of a thing that does not exist, instead of any other value of its parameter.
    pub(super) fn send_to_missing(&mut self, parameter: &Parameter, id: Assembled) {
        let part = MissingPart::Parameter(parameter.name.clone());
        self.defaults.retain(|default| default.part != part);
        self.parameters.retain(|sent| sent.parameter != *parameter);
        self.add_default(parameter, id);
    }

    /// The body that has an example of the name; otherwise the first with another example; otherwise, if the request
    /// needs a body, the first that can be put together.
    fn request_body(&mut self, example: RequestedExample<'_>) -> Option<RequestBody> {
        let RequestedExample {
            document,
            operation,
            name,
            extension,
            place,
            ..
        } = example;
        if let Some(value) = &extension.invalid.body {
            let declared = operation.request_body.as_ref();
            let declared = declared.and_then(|body| main_media_type(&body.content).cloned());
            return Some(RequestBody {
                media_type: declared
                    .as_ref()
                    .map_or_else(|| "application/json".to_owned(), |one| one.name.clone()),
                declared,
                value: value.clone(),
                claim: invalid_place(place, "body"),
                invalid: true,
            });
        }
        let body = operation.request_body.as_ref()?;
        let sent = |media_type: &MediaType, value: Value, claim: PointerBuf| RequestBody {
            media_type: media_type.name.clone(),
            declared: Some(media_type.clone()),
            value,
            claim,
            invalid: false,
        };
        for media_type in &body.content {
            if let Some(claim) = media_type.example(name).and_then(ExampleRef::value)
                && let Some(value) = document.get(claim)
            {
                self.is_named |= !media_type.examples.is_empty();
                return Some(sent(media_type, value.into_owned(), claim.clone()));
            }
        }
        let main = main_media_type(&body.content).into_iter();
        let defaults = main.chain(&body.content).filter_map(|media_type| {
            let schema = media_type.schema.as_ref();
            let default = default_value(document, operation, media_type, schema, body.required)?;
            let is_needed = body.required || needs_content(&default);
            is_needed.then_some((media_type, default))
        });
        let (media_type, default) = defaults.min_by_key(|(_, default)| default.source)?;
        self.defaults.push(PartDefault {
            part: MissingPart::Body,
            from: default.source,
            claim: default.claim.clone(),
        });
        Some(sent(media_type, default.value, default.claim))
    }
}

/// Many documents do not say that a body is required: it is if its schema has examples or required properties.
fn needs_content(default: &Assembled) -> bool {
    default.source <= DefaultSource::PropertyExamples
        || default
            .value
            .as_object()
            .is_some_and(|members| !members.is_empty())
}

/// The value for a part without an example of the name: another example, otherwise a value of the schema.
///
/// An example whose name a response has belongs to that response, so others come first; if the part is optional, such a
/// name also says that the other responses do not need it.
fn default_value(
    document: &Document,
    operation: &Operation,
    part: &impl HasExamples,
    schema: Option<&PointerBuf>,
    is_required: bool,
) -> Option<Assembled> {
    // an unnamed example beside named ones is still an example of the part
    let unnamed = part.unnamed_example().map(|claim| (Pairing::None, claim));
    let named = part.named_examples().iter().filter_map(|example| {
        let pairing = Pairing::of(operation, &example.name);
        Some((pairing, example.value.as_ref()?))
    });
    let best = unnamed.or_else(|| named.min_by_key(|(pairing, _)| *pairing));
    match best {
        Some((pairing, _)) if !is_required && pairing != Pairing::None => None,
        Some((_, claim)) => Some(Assembled {
            value: document.get(claim)?.into_owned(),
            source: DefaultSource::Example,
            claim: claim.clone(),
        }),
        None => assemble(document, schema?),
    }
}

/// Whether a response of the operation has an example with the name of a request's example.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Pairing {
    None,
    Success,
    Error,
}

impl Pairing {
    fn of(operation: &Operation, name: &str) -> Pairing {
        let responses = operation.responses.iter().filter(|response| {
            let mut examples = response.content.iter().flat_map(|body| &body.examples);
            examples.any(|example| example.name == name)
        });
        let pairings = responses.map(|response| match response.status.class() {
            Some(2) => Pairing::Success,
            _ => Pairing::Error,
        });
        pairings.min().unwrap_or(Pairing::None)
    }
}

/// The place of an entry of `invalid` in `x-reprise`.
fn invalid_place(example: &PointerBuf, member: &str) -> PointerBuf {
    let mut place = example.with_trailing_token(ExampleExtension::KEY);
    place.push_back("invalid");
    place.push_back(member);
    place
}

/// The media type of a body that is not from the document's own examples.
pub(super) fn main_media_type(content: &[MediaType]) -> Option<&MediaType> {
    let json = content.iter().find(|one| is_json(&essence(&one.name)));
    json.or(content.first())
}
