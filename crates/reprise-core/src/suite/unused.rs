//! Examples that make no case, each with the reason.

use std::collections::HashSet;
use std::fmt;

use jsonptr::PointerBuf;
use openapi_document::{Components, Document, Operation};

use super::examples::{ExampleRef, HasExamples};
use crate::case::{Case, ExampleExtension, Step};
use crate::yaml::nearest_word;

/// An example that makes no case, or an operation that has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnusedExample {
    /// Place in the document.
    pub pointer: PointerBuf,
    /// Why it makes no case.
    pub reason: UnusedReason,
}

/// Why an example makes no case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnusedReason {
    /// It has neither a `value` nor an `externalValue`.
    NoValue,
    /// The file with its value was not read.
    NotRead(String),
    /// Its request requires a body, but no body has an example.
    NoBody,
    /// The example of the request is elided.
    ElidedRequest(PointerBuf),
    /// It has no name, and there are named examples next to it.
    NamedExamplesPresent,
    /// No response has an example of its name.
    NoResponse(String),
    /// No body of the response has an example of its name, and it makes no case without one.
    NoCase(String),
    /// The operation has no example that could be replayed.
    NoExample,
    /// It is in a webhook or a callback.
    WebhookOrCallback,
    /// It is in a part of the document that nothing refers to.
    Unreferenced,
    /// It is not an example but an unknown key of `x-reprise`.
    UnknownKey(String),
}

impl fmt::Display for UnusedReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UnusedReason::NoValue => f.write_str("it has no `value`"),
            UnusedReason::NotRead(why) => f.write_str(why),
            UnusedReason::NoBody => f.write_str(
                "the request needs a body, which has no example, and no value can be made from its schema",
            ),
            UnusedReason::ElidedRequest(place) => {
                write!(f, "the request is incomplete: its example contains `...` at {place}")
            }
            UnusedReason::NamedExamplesPresent => f.write_str("it has no name, and `examples` stands beside it"),
            UnusedReason::NoResponse(name) => {
                write!(f, "no response has an example named `{name}`")
            }
            UnusedReason::NoCase(name) => write!(f, "no response example is named `{name}`, so it makes no case"),
            UnusedReason::NoExample => {
                f.write_str("the operation has no example, and no success is documented")
            }
            UnusedReason::WebhookOrCallback => {
                f.write_str("it belongs to a webhook or a callback, and the server sends those requests")
            }
            UnusedReason::Unreferenced => f.write_str("no operation refers to it"),
            UnusedReason::UnknownKey(key) => {
                write!(f, "unknown key `{key}` of `x-reprise`, which is ignored")?;
                match nearest_word(key, ExampleExtension::KEYS) {
                    Some(near) => write!(f, "; did you mean `{near}`?"),
                    None => write!(f, "; the keys are {}", ExampleExtension::KEYS.join(", ")),
                }
            }
        }
    }
}

/// Lists every example that no case uses, and every operation that has none.
///
/// `unusable` are the examples that would have made a case without an error.
pub(super) fn find_unused(
    document: &Document,
    cases: &[Case],
    unusable: Vec<UnusedExample>,
) -> Vec<UnusedExample> {
    let used: HashSet<&PointerBuf> = cases
        .iter()
        .flat_map(|case| &case.steps)
        .flat_map(used_places)
        .collect();
    let with_cases: HashSet<&str> = cases.iter().map(|case| case.operation.as_str()).collect();
    let mut listed: HashSet<PointerBuf> = unusable.iter().map(|one| one.pointer.clone()).collect();
    let mut unused = Vec::new();
    let mut unusable = unusable.into_iter().peekable();
    for operation in document.operations() {
        let before = unused.len();
        // the unusable examples come in the order of the operations, too
        while let Some(one) = unusable.next_if(|one| has_example(operation, &one.pointer)) {
            unused.push(one);
        }
        for (shown, alone, of_request) in operation_examples(operation) {
            let reason = unused_reason(shown, alone, of_request);
            add_unused(shown, reason, &used, &mut listed, &mut unused);
        }
        if unused.len() == before && !with_cases.contains(operation.id.as_str()) {
            unused.push(UnusedExample {
                pointer: operation.pointer.clone(),
                reason: UnusedReason::NoExample,
            });
        }
    }
    unused.extend(unusable);
    for shown in document
        .outgoing_operations()
        .iter()
        .flat_map(operation_examples)
    {
        add_unused(
            shown.0,
            UnusedReason::WebhookOrCallback,
            &used,
            &mut listed,
            &mut unused,
        );
    }
    let components = document.components();
    let known = document
        .operations()
        .iter()
        .chain(document.outgoing_operations());
    listed.extend(
        known
            .flat_map(operation_examples)
            .map(|(shown, ..)| shown.place().clone()),
    );
    for shown in component_examples(&components) {
        add_unused(
            shown,
            UnusedReason::Unreferenced,
            &used,
            &mut listed,
            &mut unused,
        );
    }
    unused
}

/// Adds an example that no case uses and that is not in the list yet.
fn add_unused(
    shown: ExampleRef<'_>,
    reason: UnusedReason,
    used: &HashSet<&PointerBuf>,
    listed: &mut HashSet<PointerBuf>,
    unused: &mut Vec<UnusedExample>,
) {
    let is_used = shown.value().is_some_and(|value| used.contains(value));
    if !is_used && listed.insert(shown.place().clone()) {
        unused.push(UnusedExample {
            pointer: shown.place().clone(),
            reason,
        });
    }
}

/// Whether a place is the operation, or an example in a response of the operation or in a response that it shares.
fn has_example(operation: &Operation, place: &PointerBuf) -> bool {
    operation.pointer == *place
        || operation_examples(operation).any(|(shown, _, _)| shown.place() == place)
}

/// Every place whose value a step uses.
fn used_places(step: &Step) -> impl Iterator<Item = &PointerBuf> {
    let parameters = step.parameters.iter().map(|sent| &sent.claim);
    let body = step.body.iter().map(|body| &body.claim);
    let headers = step.expected_response.headers.iter();
    let answered = headers
        .filter_map(|header| header.value.as_ref())
        .chain(&step.expected_response.body);
    parameters
        .chain(body)
        .chain(answered.map(|documented| &documented.claim))
}

fn unused_reason(shown: ExampleRef<'_>, alone: bool, of_request: bool) -> UnusedReason {
    match shown {
        ExampleRef::Named(example) if example.value.is_none() => match &example.unread_reason {
            Some(why) => UnusedReason::NotRead(why.clone()),
            None => UnusedReason::NoValue,
        },
        ExampleRef::Unnamed(_) if !alone => UnusedReason::NamedExamplesPresent,
        shown if of_request => UnusedReason::NoResponse(shown.name().to_owned()),
        shown => UnusedReason::NoCase(shown.name().to_owned()),
    }
}

/// Every example of an operation, whether it is alone without others of another kind, and whether it is in the
/// request.
fn operation_examples(operation: &Operation) -> impl Iterator<Item = (ExampleRef<'_>, bool, bool)> {
    let parameters = operation
        .parameters
        .iter()
        .flat_map(|one| tagged_examples(one, true));
    let bodies = operation
        .request_body
        .iter()
        .flat_map(|body| &body.content)
        .flat_map(|one| tagged_examples(one, true));
    let responses = operation.responses.iter().flat_map(|response| {
        let headers = response
            .headers
            .iter()
            .flat_map(|one| tagged_examples(one, false));
        let bodies = response
            .content
            .iter()
            .flat_map(|one| tagged_examples(one, false));
        headers.chain(bodies)
    });
    parameters.chain(bodies).chain(responses)
}

/// Every example of the parts that operations may refer to.
fn component_examples(components: &Components) -> impl Iterator<Item = ExampleRef<'_>> {
    let parameters = components
        .parameters
        .iter()
        .flat_map(HasExamples::all_examples);
    let requests = components.request_bodies.iter();
    let responses = components.responses.iter();
    let headers = responses.clone().flat_map(|response| &response.headers);
    let bodies = requests
        .flat_map(|body| &body.content)
        .chain(responses.flat_map(|response| &response.content));
    parameters
        .chain(bodies.flat_map(HasExamples::all_examples))
        .chain(
            headers
                .chain(&components.headers)
                .flat_map(HasExamples::all_examples),
        )
        .chain(components.examples.iter().map(ExampleRef::Named))
}

fn tagged_examples<S: HasExamples>(
    holder: &S,
    of_request: bool,
) -> impl Iterator<Item = (ExampleRef<'_>, bool, bool)> {
    let alone = holder.named_examples().is_empty();
    holder.all_examples().map(move |shown| {
        let alone = alone || matches!(shown, ExampleRef::Named(_));
        (shown, alone, of_request)
    })
}
