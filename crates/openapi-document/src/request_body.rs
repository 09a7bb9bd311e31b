//! The Request Body Object.

use jsonptr::PointerBuf;

use crate::content::{MediaType, read_content};
use crate::defect::Defect;
use crate::node::Node;

/// The body of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestBody {
    /// Whether a request must have a body.
    pub required: bool,
    /// The place of the Request Body Object.
    pub pointer: PointerBuf,
    /// Its media types, in the order of the document.
    pub content: Vec<MediaType>,
}

/// The property `requestBody` of an operation.
pub(crate) fn read_request_body(
    operation: &Node<'_>,
    defects: &mut Vec<Defect>,
) -> Result<Option<RequestBody>, Defect> {
    let node = operation.member("requestBody");
    node.map(|node| read_request_body_object(node, defects))
        .transpose()
}

/// One request body.
pub(crate) fn read_request_body_object(
    node: Node<'_>,
    defects: &mut Vec<Defect>,
) -> Result<RequestBody, Defect> {
    let node = node.resolve_object("a Request Body Object")?;
    Ok(RequestBody {
        required: node.flag("required").unwrap_or(false),
        content: read_content(&node, defects)?,
        pointer: node.at,
    })
}
