//! Builds cases from the examples of one operation.

use std::collections::{BTreeMap, BTreeSet};

use jsonptr::PointerBuf;
use openapi_document::{Document, Example, Header, MediaType, Operation, Response, StatusPattern};
use serde::Deserialize;
use serde_json::Value;

use super::defaults::find_default;
use super::error::SuiteError;
use super::examples::{ExampleRef, HasExamples, UNNAMED, schema_example};
use super::unused::{Unused, UnusedReason};
use crate::case::{
    Carrier, Case, CaseId, Credential, Documented, Expectation, ExpectedHeader, Extension,
    MissingPart, ParameterValue, PartDefault, Raw, RequestBody, Step,
};
use crate::elision::elide;
use crate::exchange::{essence, is_json};
use crate::volatile::Volatile;
use crate::yaml::nearest;

/// The property of an Example Object for information that has no place in OpenAPI.
const EXTENSION: &str = "x-reprise";

/// The cases of an operation, or the reason why an example makes none.
pub(super) fn cases(
    document: &Document,
    operation: &Operation,
) -> Result<Vec<Result<Case, Unused>>, SuiteError> {
    let mut cases = Vec::new();
    for response in &operation.responses {
        for media_type in &response.content {
            for seed in seeds(document, response, media_type) {
                cases.push(seed.case(document, operation)?);
                cases.extend(seed.unknown_keys(document).map(Err));
            }
        }
    }
    if let Some(response) = bare_success(document, operation) {
        for seed in seeds_of_request(operation, response) {
            cases.push(seed.case(document, operation)?);
            cases.extend(seed.unknown_keys(document).map(Err));
        }
    }
    Ok(cases)
}

/// The start of a case: a name, and the expected response.
struct Seed<'d> {
    name: &'d str,
    /// The Example Object that may have `x-reprise`.
    example: Option<&'d Example>,
    /// Place of the example.
    place: PointerBuf,
    response: &'d Response,
    /// The body of the response; `None` if it has no content.
    media_type: Option<&'d MediaType>,
    /// Place of the body's value; `None` if only its schema is documented.
    value: Option<PointerBuf>,
}

/// The examples of one body of a response; if there are none, the schema may have one.
///
/// A schema's example shows the form of a value, but not when a request is refused, so it is only used for a success.
fn seeds<'d>(
    document: &Document,
    response: &'d Response,
    media_type: &'d MediaType,
) -> Vec<Seed<'d>> {
    let seed = |name, example, place: PointerBuf, value: PointerBuf| Seed {
        name,
        example,
        place,
        response,
        media_type: Some(media_type),
        value: Some(value),
    };
    if !media_type.examples.is_empty() {
        let named = media_type.examples.iter().filter_map(|example| {
            let value = example.value.clone()?;
            let place = example.pointer.clone();
            Some(seed(example.name.as_str(), Some(example), place, value))
        });
        return named.collect();
    }
    let unnamed = media_type.example.clone().or_else(|| {
        is_success(response)
            .then(|| schema_example(document, media_type))
            .flatten()
    });
    unnamed
        .map(|value| seed(UNNAMED, None, value.clone(), value))
        .into_iter()
        .collect()
}

fn is_success(response: &Response) -> bool {
    match response.status {
        StatusPattern::Code(code) => (200..300).contains(&code),
        StatusPattern::Range(digit) => digit == 2,
        StatusPattern::Default => false,
    }
}

/// The only success of an operation, if it has no example: it is the response to an example of the request.
fn bare_success<'d>(document: &Document, operation: &'d Operation) -> Option<&'d Response> {
    let mut successes = operation
        .responses
        .iter()
        .filter(|response| is_success(response));
    let (response, None) = (successes.next()?, successes.next()) else {
        return None;
    };
    let mut content = response.content.iter();
    let shows = content.any(|media_type| {
        media_type.all_examples().next().is_some() || schema_example(document, media_type).is_some()
    });
    (!shows).then_some(response)
}

/// The examples of the request whose name no response has.
fn seeds_of_request<'d>(operation: &'d Operation, response: &'d Response) -> Vec<Seed<'d>> {
    let answered = operation
        .responses
        .iter()
        .flat_map(|response| &response.content)
        .flat_map(|media_type| &media_type.examples);
    let mut seen: BTreeSet<&str> = answered.map(|example| example.name.as_str()).collect();
    let parameters = operation
        .parameters
        .iter()
        .flat_map(HasExamples::all_examples);
    let bodies = operation.request_body.iter().flat_map(|body| &body.content);
    parameters
        .chain(bodies.flat_map(HasExamples::all_examples))
        .filter(|shown| shown.value().is_some() && seen.insert(shown.name()))
        .map(|shown| Seed {
            name: shown.name(),
            example: match shown {
                ExampleRef::Named(example) => Some(example),
                ExampleRef::Unnamed(_) => None,
            },
            place: shown.place().clone(),
            response,
            media_type: main_media_type(&response.content),
            value: None,
        })
        .collect()
}

impl Seed<'_> {
    /// The unknown keys of its `x-reprise`; they are ignored, and listed.
    fn unknown_keys(&self, document: &Document) -> impl Iterator<Item = Unused> {
        let example = self.example.map(|example| &example.pointer);
        let place = example.map(|place| place.with_trailing_token(EXTENSION));
        let unknown = place.and_then(|place| {
            let extension = document.get(&place)?;
            let keys = extension.as_object()?.keys();
            let unknown = keys.filter(|key| !Extension::KEYS.contains(&key.as_str()));
            let unused = unknown.map(|key| Unused {
                pointer: place.with_trailing_token(key),
                reason: UnusedReason::UnknownKey(key.clone()),
            });
            Some(unused.collect::<Vec<_>>())
        });
        unknown.into_iter().flatten()
    }

    fn case(
        &self,
        document: &Document,
        operation: &Operation,
    ) -> Result<Result<Case, Unused>, SuiteError> {
        let extension = match self.example {
            Some(example) => extension(document, example)?,
            None => Extension::default(),
        };
        let mut defaults = Vec::new();
        let parameters = self.parameters(document, operation, &extension, &mut defaults);
        let body = self.request_body(document, operation, &extension, &mut defaults);
        let unused = |reason| {
            Ok(Err(Unused {
                pointer: self.place.clone(),
                reason,
            }))
        };
        let needs_body = operation
            .request_body
            .as_ref()
            .is_some_and(|body| body.required);
        if needs_body && body.is_none() {
            return unused(UnusedReason::NoBody);
        }
        if let Some(place) = cut_short(&parameters, body.as_ref()) {
            return unused(UnusedReason::Elided(place));
        }
        let fixed = self.fixed(document, &extension, &parameters)?;
        let open = operation
            .parameters
            .iter()
            .filter(|parameter| {
                parameter.required
                    && !parameters.iter().any(|sent| {
                        sent.parameter.name == parameter.name
                            && sent.parameter.location == parameter.location
                    })
            })
            .cloned()
            .collect();
        let mut expectation = self.expectation(document);
        if let Some(body) = &mut expectation.body {
            body.volatile = self.volatile(document, &extension)?;
        }
        Ok(Ok(Case {
            id: CaseId(format!("{}.{}", operation.id, self.name)),
            operation: operation.id.clone(),
            method: operation.method,
            path: operation.path.clone(),
            example: self.name.to_owned(),
            summary: self.example.and_then(|example| example.summary.clone()),
            source: extension.source,
            fixture: extension.fixture,
            anywhere: extension.anywhere,
            steps: vec![Step {
                operation: operation.id.clone(),
                method: operation.method,
                path: operation.path.clone(),
                credentials: extension.credentials.map(|named| Credential {
                    carrier: Carrier::Scheme(named.scheme),
                    role: named.role,
                }),
                parameters,
                captured: Vec::new(),
                open,
                body,
                fixed,
                raw: Raw::default(),
                defaults,
                expectation,
                expectations: None,
            }],
            errata: Vec::new(),
        }))
    }

    fn expectation(&self, document: &Document) -> Expectation {
        let response = self.response;
        let media_type = self.media_type;
        let headers = response.headers.iter();
        Expectation {
            status: response.status,
            response: response.pointer.clone(),
            undocumented: false,
            media_type: media_type.map(|media_type| media_type.name.clone()),
            headers: headers
                .map(|header| self.header(document, header))
                .collect(),
            schema: media_type.and_then(|media_type| media_type.schema.clone()),
            body: self.value.as_ref().and_then(|claim| {
                let is_text = media_type.is_some_and(|one| !is_json(&essence(&one.name)));
                Documented::new(document, claim.clone(), is_text)
            }),
        }
    }

    fn header(&self, document: &Document, header: &Header) -> ExpectedHeader {
        let claim = header.example(self.name).and_then(ExampleRef::value);
        ExpectedHeader {
            name: header.name.clone(),
            required: header.required,
            claim: header.pointer.clone(),
            schema: header.schema.clone(),
            value: claim.and_then(|claim| Documented::new(document, claim.clone(), false)),
        }
    }

    /// The places of the body whose values vary, according to `x-reprise`.
    fn volatile(
        &self,
        document: &Document,
        extension: &Extension,
    ) -> Result<BTreeMap<PointerBuf, Volatile>, SuiteError> {
        let parse = |(text, kind): (&String, &Volatile)| {
            let at = PointerBuf::parse(text.as_str()).map_err(|_| {
                let message = format!("`{text}` is not a JSON Pointer; it must begin with `/`");
                misused(document, &self.place, message)
            })?;
            Ok((at, *kind))
        };
        extension.volatile.iter().map(parse).collect()
    }

    /// The parameters that keep their value on every target; the example must set each of them.
    fn fixed(
        &self,
        document: &Document,
        extension: &Extension,
        sent: &[ParameterValue],
    ) -> Result<Vec<String>, SuiteError> {
        let known = || sent.iter().map(|sent| sent.parameter.name.as_str());
        for name in &extension.fixed {
            if !known().any(|known| known == name) {
                let meant = nearest(name, known())
                    .map_or_else(String::new, |known| format!("; did you mean `{known}`?"));
                let message = format!("unknown parameter of this example `{name}`{meant}");
                return Err(misused(document, &self.place, message));
            }
        }
        Ok(extension.fixed.clone())
    }

    /// The place of an entry of `invalid` in `x-reprise`.
    fn invalid(&self, member: &str) -> PointerBuf {
        let mut place = self.place.with_trailing_token(EXTENSION);
        place.push_back("invalid");
        place.push_back(member);
        place
    }

    /// The parameters that have an example of the name, and the required parameters that have a default.
    fn parameters(
        &self,
        document: &Document,
        operation: &Operation,
        extension: &Extension,
        defaults: &mut Vec<PartDefault>,
    ) -> Vec<ParameterValue> {
        let mut values = Vec::new();
        for parameter in &operation.parameters {
            let sent = |value: Value, claim: PointerBuf, invalid: bool| ParameterValue {
                parameter: parameter.clone(),
                value,
                claim,
                invalid,
            };
            if let Some(value) = extension.invalid.parameters.get(&parameter.name) {
                let claim = self
                    .invalid("parameters")
                    .with_trailing_token(&parameter.name);
                values.push(sent(value.clone(), claim, true));
                continue;
            }
            let own = parameter.example(self.name).and_then(ExampleRef::value);
            let found = match own {
                Some(claim) => Some(claim.clone()),
                None if parameter.required => {
                    // a single unnamed example next to named ones is still an example of the parameter
                    let schema = parameter.schema.as_ref();
                    find_default(document, parameter.example.as_ref(), schema).map(
                        |(from, claim)| {
                            defaults.push(PartDefault {
                                part: MissingPart::Parameter(parameter.name.clone()),
                                from,
                                claim: claim.clone(),
                            });
                            claim
                        },
                    )
                }
                None => None,
            };
            if let Some(claim) = found
                && let Some(value) = document.get(&claim)
            {
                values.push(sent(value.into_owned(), claim, false));
            }
        }
        values
    }

    /// The body that has an example of the name; otherwise the first with an unnamed example; and if a body is
    /// required, the first that has a default.
    fn request_body(
        &self,
        document: &Document,
        operation: &Operation,
        extension: &Extension,
        defaults: &mut Vec<PartDefault>,
    ) -> Option<RequestBody> {
        if let Some(value) = &extension.invalid.body {
            let declared = operation.request_body.as_ref();
            let declared = declared.and_then(|body| main_media_type(&body.content).cloned());
            return Some(RequestBody {
                media_type: declared
                    .as_ref()
                    .map_or_else(|| "application/json".to_owned(), |one| one.name.clone()),
                declared,
                value: value.clone(),
                claim: self.invalid("body"),
                invalid: true,
            });
        }
        let body = operation.request_body.as_ref()?;
        let own = body.content.iter().find_map(|media_type| {
            let claim = media_type.example(self.name)?.value()?;
            Some((media_type, None, claim.clone()))
        });
        let (media_type, from, claim) = own.or_else(|| {
            body.content.iter().find_map(|media_type| {
                let schema = media_type.schema.as_ref().filter(|_| body.required);
                let (from, claim) = find_default(document, media_type.example.as_ref(), schema)?;
                Some((media_type, Some(from), claim))
            })
        })?;
        let value = document.get(&claim)?.into_owned();
        defaults.extend(from.map(|from| PartDefault {
            part: MissingPart::Body,
            from,
            claim: claim.clone(),
        }));
        Some(RequestBody {
            media_type: media_type.name.clone(),
            declared: Some(media_type.clone()),
            value,
            claim,
            invalid: false,
        })
    }
}

/// The media type of a body that is not from the document's own examples.
fn main_media_type(content: &[MediaType]) -> Option<&MediaType> {
    let json = content.iter().find(|one| is_json(&essence(&one.name)));
    json.or(content.first())
}

/// The place of an elision in a request's example, if there is one: it cannot be sent.
fn cut_short(parameters: &[ParameterValue], body: Option<&RequestBody>) -> Option<PointerBuf> {
    let bodies = body
        .filter(|body| !body.invalid)
        .map(|body| (&body.value, &body.claim));
    let parameters = parameters.iter().filter(|sent| !sent.invalid);
    let values = parameters.map(|sent| (&sent.value, &sent.claim));
    values.chain(bodies).find_map(|(value, claim)| {
        let elided = elide(&mut value.clone());
        // a text that consists of `...` only can be sent
        let open = elided.first().filter(|_| !value.is_string())?;
        Some(claim.concat(open))
    })
}

fn extension(document: &Document, example: &Example) -> Result<Extension, SuiteError> {
    let place = example.pointer.with_trailing_token(EXTENSION);
    let Some(extension) = document.get(&place) else {
        return Ok(Extension::default());
    };
    Extension::deserialize(&*extension)
        .map_err(|error| misused(document, &example.pointer, error.to_string()))
}

/// An invalid `x-reprise`; `example` is the place of the Example Object.
fn misused(document: &Document, example: &PointerBuf, message: String) -> SuiteError {
    SuiteError::Extension {
        document: document.name().to_owned(),
        pointer: example.with_trailing_token(EXTENSION),
        message,
    }
}
