//! The parts of the Components Object that can have examples.

use crate::content::Header;
use crate::content::read_header;
use crate::example::Example;
use crate::example::read_examples;
use crate::node::Node;
use crate::parameter::Parameter;
use crate::parameter::read_parameter;
use crate::request_body::RequestBody;
use crate::request_body::read_request_body_object;
use crate::response::read_response;
use crate::response::{Response, StatusPattern};

/// Components that operations may refer to, used or not. Invalid ones are omitted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Components {
    /// Those under `parameters`.
    pub parameters: Vec<Parameter>,
    /// Those under `requestBodies`.
    pub request_bodies: Vec<RequestBody>,
    /// The entries of `responses`; only an operation says which status they are for.
    pub responses: Vec<Response>,
    /// Those under `headers`.
    pub headers: Vec<Header>,
    /// Those under `examples`.
    pub examples: Vec<Example>,
}

pub(crate) fn read_components(root: &Node<'_>) -> Components {
    let Some(components) = root.member("components") else {
        return Components::default();
    };
    // their defects are reported for the operations that refer to them
    let defects = &mut Vec::new();
    let parts = |kind: &str| components.members_of(kind).into_iter();
    Components {
        parameters: parts("parameters")
            .filter_map(|(_, part)| read_parameter(part, defects).ok().flatten())
            .collect(),
        request_bodies: parts("requestBodies")
            .filter_map(|(_, part)| read_request_body_object(part, defects).ok())
            .collect(),
        responses: parts("responses")
            .filter_map(|(_, part)| read_response(StatusPattern::Default, part, defects).ok())
            .collect(),
        headers: parts("headers")
            .filter_map(|(name, part)| read_header(name, part, defects).ok())
            .collect(),
        examples: read_examples(&components, defects),
    }
}
