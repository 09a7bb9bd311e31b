//! Builds cases from the examples of one operation.

use std::collections::{BTreeMap, BTreeSet};

use jsonptr::PointerBuf;
use openapi_document::{Document, Example, MediaType, Operation, Response, StatusPattern};
use serde::Deserialize;

use super::error::SuiteError;
use super::examples::{ExampleRef, HasExamples, UNNAMED_EXAMPLE, schema_example};
use super::expectation::{documented_responses, expected_response, without_values};
use super::missing::missing_id;
use super::parts::{Parts, RequestedExample, main_media_type};
use super::unused::{UnusedExample, UnusedReason};
use crate::case::{
    Case, CaseId, CaseOrigin, Credential, CredentialCarrier, DefaultSource, ExampleExtension,
    LiteralParts, ParameterValue, RequestBody, Step,
};
use crate::elision::elide;
use crate::request::server_path;
use crate::volatile::VolatileKind;
use crate::yaml::nearest_word;

/// The name of a case that a documented 401 without an example makes.
const UNAUTHORIZED: &str = "unauthorized";

/// The name of a case with a part that is generated.
const GENERATED: &str = "generated";

/// The cases of an operation, or the reason why an example makes none.
pub(super) fn build_cases(
    document: &Document,
    operation: &Operation,
) -> Result<Vec<Result<Case, UnusedExample>>, SuiteError> {
    let mut cases = Vec::new();
    for response in &operation.responses {
        let mut has_example = false;
        for media_type in &response.content {
            for draft in response_drafts(document, operation, response, media_type) {
                cases.push(draft.case(document, operation)?);
                cases.extend(draft.unknown_keys(document).map(Err));
                has_example = true;
            }
        }
        if is_unauthorized(operation, response) && !has_example {
            let draft = CaseDraft {
                name: UNAUTHORIZED,
                ..draft_of_schema(operation, response)
            };
            cases.push(draft.case(document, operation)?);
        }
    }
    let anonymous = cases.iter().flatten().filter(|case| case.is_unauthorized());
    let wrong: Vec<Case> = anonymous
        .filter_map(|case| with_wrong_credential(operation, case))
        .collect();
    cases.extend(wrong.into_iter().map(Ok));
    if let Some(response) = success_without_example(document, operation) {
        let mut drafts = request_drafts(operation, response);
        if drafts.is_empty() {
            drafts.push(draft_of_schema(operation, response));
        }
        for draft in drafts {
            cases.push(draft.case(document, operation)?);
            cases.extend(draft.unknown_keys(document).map(Err));
        }
    }
    Ok(cases)
}

/// The start of a case: a name, and the expected response.
struct CaseDraft<'d> {
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
/// A schema's example shows the form of a value, but it does not show when the server rejects a request, so it is only
/// used for a success.
fn response_drafts<'d>(
    document: &Document,
    operation: &Operation,
    response: &'d Response,
    media_type: &'d MediaType,
) -> Vec<CaseDraft<'d>> {
    let draft = |name, example, place: PointerBuf, value: PointerBuf| CaseDraft {
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
            Some(draft(example.name.as_str(), Some(example), place, value))
        });
        return named.collect();
    }
    let unnamed = media_type.example.clone().or_else(|| {
        is_success(operation, response)
            .then(|| schema_example(document, media_type))
            .flatten()
    });
    unnamed
        .map(|value| draft(UNNAMED_EXAMPLE, None, value.clone(), value))
        .into_iter()
        .collect()
}

fn is_success(operation: &Operation, response: &Response) -> bool {
    // `default` documents every response without an entry of its own, the success, too
    let has_own = || {
        let mut responses = operation.responses.iter();
        responses.any(|response| matches!(response.status.class(), Some(2 | 3)))
    };
    match response.status.class() {
        Some(class) => class == 2,
        None => !has_own(),
    }
}

/// The first success of an operation, if no success has an example. An operation without a documented success
/// succeeds with a redirection.
fn success_without_example<'d>(
    document: &Document,
    operation: &'d Operation,
) -> Option<&'d Response> {
    let responses = || operation.responses.iter();
    let has_example = |response: &Response| {
        response.content.iter().any(|media_type| {
            media_type.all_examples().next().is_some()
                || schema_example(document, media_type).is_some()
        })
    };
    if responses().any(|response| is_success(operation, response) && has_example(response)) {
        return None;
    }
    responses()
        .find(|response| is_success(operation, response))
        .or_else(|| responses().find(|response| response.status.class() == Some(3)))
}

/// Whether a response refuses requests without a credential, and every request needs one: an operation that needs
/// none, such as a login, refuses wrong input.
fn is_unauthorized(operation: &Operation, response: &Response) -> bool {
    response.status == StatusPattern::Code(401)
        && !operation.security.is_empty()
        && operation.security.iter().all(|schemes| !schemes.is_empty())
}

/// The same case with a credential that does not exist. The example belongs to a request without a credential, and
/// many servers refuse the other one with another text.
fn with_wrong_credential(operation: &Operation, case: &Case) -> Option<Case> {
    let scheme = operation.security.first()?.first()?;
    let steps = case.steps.iter().map(|step| Step {
        credentials: Some(Credential {
            carrier: CredentialCarrier::Scheme(scheme.clone()),
            role: None,
        }),
        expected_response: without_values(step.expected_response.clone()),
        ..step.clone()
    });
    Some(Case {
        id: CaseId(format!("{}.wrong-credential", case.id)),
        example: format!("{}.wrong-credential", case.example),
        origin: case.origin.max(CaseOrigin::Assembled),
        steps: steps.collect(),
        ..case.clone()
    })
}

/// The start of a case of an operation that has no example.
fn draft_of_schema<'d>(operation: &'d Operation, response: &'d Response) -> CaseDraft<'d> {
    CaseDraft {
        name: UNNAMED_EXAMPLE,
        example: None,
        place: operation.pointer.clone(),
        response,
        media_type: main_media_type(&response.content),
        value: None,
    }
}

/// The examples of the request whose name no response has.
fn request_drafts<'d>(operation: &'d Operation, response: &'d Response) -> Vec<CaseDraft<'d>> {
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
        .map(|shown| CaseDraft {
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

impl CaseDraft<'_> {
    /// The unknown keys of its `x-reprise`; they are ignored, and listed.
    fn unknown_keys(&self, document: &Document) -> impl Iterator<Item = UnusedExample> {
        let example = self.example.map(|example| &example.pointer);
        let place = example.map(|place| place.with_trailing_token(ExampleExtension::KEY));
        let unknown = place.and_then(|place| {
            let extension = document.get(&place)?;
            let keys = extension.as_object()?.keys();
            let unknown = keys.filter(|key| !ExampleExtension::KEYS.contains(&key.as_str()));
            let unused = unknown.map(|key| UnusedExample {
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
    ) -> Result<Result<Case, UnusedExample>, SuiteError> {
        let extension = match self.example {
            Some(example) => parse_extension(document, example)?,
            None => ExampleExtension::default(),
        };
        let mut parts = Parts::new(RequestedExample {
            document,
            operation,
            name: self.name,
            has_response: self.value.is_some(),
            extension: &extension,
            place: &self.place,
        });
        let unused = |reason| {
            Ok(Err(UnusedExample {
                pointer: self.place.clone(),
                reason,
            }))
        };
        let needs_body = operation
            .request_body
            .as_ref()
            .is_some_and(|body| body.required);
        if needs_body && parts.body.is_none() {
            return unused(UnusedReason::NoBody);
        }
        if let Some(place) = find_elision(&parts.parameters, parts.body.as_ref()) {
            return unused(UnusedReason::ElidedRequest(place));
        }
        let mut fixed_parameters =
            self.fixed_parameters(document, &extension, &parts.parameters)?;
        let is_guess = !parts.is_named && !extension.is_given();
        let missing = (is_guess && self.response.status == StatusPattern::Code(404))
            .then(|| missing_id(document, operation))
            .flatten();
        let is_sent_to_missing = missing.is_some();
        if let Some((parameter, id)) = missing {
            // no value of the target replaces it
            fixed_parameters.push(parameter.name.clone());
            parts.send_to_missing(parameter, id);
        }
        let Parts {
            parameters,
            body,
            defaults,
            ..
        } = parts;
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
        let is_generated = defaults
            .iter()
            .any(|default| default.from == DefaultSource::Generated);
        let is_unauthorized = is_unauthorized(operation, self.response) && !extension.is_given();
        let mut expected_response = expected_response(
            document,
            self.response,
            self.media_type,
            self.name,
            self.value.as_ref(),
        );
        let mut alternatives = Vec::new();
        if is_sent_to_missing {
            // the documented text names another id
            expected_response = without_values(expected_response);
        }
        let is_success = is_success(operation, self.response);
        if extension.fixture.is_none() && is_success && (self.value.is_none() || is_generated) {
            // the documented response answers another request than a generated one
            expected_response = without_values(expected_response);
            alternatives = documented_responses(document, operation);
        }
        let has_example = self.value.is_some();
        expected_response.allows_body |=
            is_unauthorized && !has_example && self.media_type.is_none();
        if let Some(body) = &mut expected_response.body {
            body.volatile = self.volatile_places(document, &extension)?;
        }
        let is_documented =
            alternatives.is_empty() && (has_example || !is_unauthorized) && !is_sent_to_missing;
        let origin = match is_documented {
            _ if is_generated => CaseOrigin::Generated,
            true => CaseOrigin::Documented,
            false => CaseOrigin::Assembled,
        };
        let security =
            if is_unauthorized || extension.fixture.is_some() && extension.credentials.is_none() {
                Vec::new()
            } else {
                operation.security.clone()
            };
        let expects_error = !is_success && (has_example || is_unauthorized);
        let is_refusal_of_a_guess =
            expects_error && is_guess && !is_unauthorized && !is_sent_to_missing;
        let name = match origin {
            CaseOrigin::Generated
                if self.place == operation.pointer && self.name == UNNAMED_EXAMPLE =>
            {
                GENERATED
            }
            _ => self.name,
        };
        Ok(Ok(Case {
            id: CaseId(format!("{}.{name}", operation.id)),
            operation: operation.id.clone(),
            method: operation.method,
            path: operation.path.clone(),
            example: name.to_owned(),
            summary: self.example.and_then(|example| example.summary.clone()),
            source: extension.source,
            fixture: extension.fixture,
            any_state: extension.anywhere || is_unauthorized,
            steps: vec![Step {
                operation: operation.id.clone(),
                method: operation.method,
                path: operation.path.clone(),
                server_path: server_path(document, operation),
                credentials: extension.credentials.map(|named| Credential {
                    carrier: CredentialCarrier::Scheme(named.scheme),
                    role: named.role,
                }),
                security,
                parameters,
                captured_parameters: Vec::new(),
                missing_parameters: open,
                body,
                fixed_parameters,
                raw: LiteralParts::default(),
                defaults,
                expected_response,
                alternatives,
                expectations: None,
            }],
            errata: Vec::new(),
            origin,
            expects_error,
            is_refusal_of_a_guess,
        }))
    }

    /// The places of the body whose values vary, according to `x-reprise`.
    fn volatile_places(
        &self,
        document: &Document,
        extension: &ExampleExtension,
    ) -> Result<BTreeMap<PointerBuf, VolatileKind>, SuiteError> {
        let parse = |(text, kind): (&String, &VolatileKind)| {
            let at = PointerBuf::parse(text.as_str()).map_err(|_| {
                let message = format!("`{text}` is not a JSON Pointer; it must begin with `/`");
                extension_error(document, &self.place, message)
            })?;
            Ok((at, *kind))
        };
        extension.volatile.iter().map(parse).collect()
    }

    /// The parameters that keep their value on every target; the example must set each of them.
    fn fixed_parameters(
        &self,
        document: &Document,
        extension: &ExampleExtension,
        sent: &[ParameterValue],
    ) -> Result<Vec<String>, SuiteError> {
        let known = || sent.iter().map(|sent| sent.parameter.name.as_str());
        for name in &extension.fixed {
            if !known().any(|known| known == name) {
                let meant = nearest_word(name, known())
                    .map_or_else(String::new, |known| format!("; did you mean `{known}`?"));
                let message = format!("unknown parameter of this example `{name}`{meant}");
                return Err(extension_error(document, &self.place, message));
            }
        }
        Ok(extension.fixed.clone())
    }
}

/// The place of an elision in a request's example, if there is one: it cannot be sent.
fn find_elision(parameters: &[ParameterValue], body: Option<&RequestBody>) -> Option<PointerBuf> {
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

fn parse_extension(document: &Document, example: &Example) -> Result<ExampleExtension, SuiteError> {
    let place = example.pointer.with_trailing_token(ExampleExtension::KEY);
    let Some(extension) = document.get(&place) else {
        return Ok(ExampleExtension::default());
    };
    ExampleExtension::deserialize(&*extension)
        .map_err(|error| extension_error(document, &example.pointer, error.to_string()))
}

/// An invalid `x-reprise`; `example` is the place of the Example Object.
fn extension_error(document: &Document, example: &PointerBuf, message: String) -> SuiteError {
    SuiteError::Extension {
        document: document.name().to_owned(),
        pointer: example.with_trailing_token(ExampleExtension::KEY),
        message,
    }
}
