//! The Header Object: a documented header of a response, or of a part of a multipart body.

use jsonptr::PointerBuf;

use crate::Defect;
use crate::example::{Example, read_example, read_examples};
use crate::media_type::{MediaType, read_plain_content};
use crate::node::Node;

/// A documented header of a response, or of a part of a multipart body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Its name as written; header names have no case.
    pub name: String,
    /// Whether it is always there.
    pub required: bool,
    /// The place of the Header Object.
    pub pointer: PointerBuf,
    /// The place of its schema.
    pub schema: Option<PointerBuf>,
    /// Its named examples.
    pub examples: Vec<Example>,
    /// The place of its unnamed example.
    pub example: Option<PointerBuf>,
    /// Whether members are written as `R=100` and not as `R,100`.
    pub explode: bool,
    /// Its media type, where it is not written by its style; its schema is the one above, too.
    pub content: Option<MediaType>,
}

/// The member `headers` of a response or encoding, without `Content-Type`, which the specification ignores there.
pub(crate) fn read_headers(
    holder: &Node<'_>,
    defects: &mut Vec<Defect>,
) -> Result<Vec<Header>, Defect> {
    let mut headers = Vec::new();
    for (name, node) in holder.members_of("headers") {
        if name.eq_ignore_ascii_case("content-type") {
            continue;
        }
        headers.push(read_header(name, node, defects)?);
    }
    Ok(headers)
}

/// One header.
pub(crate) fn read_header(
    name: &str,
    node: Node<'_>,
    defects: &mut Vec<Defect>,
) -> Result<Header, Defect> {
    let node = node.object("a Header Object")?;
    let content = read_plain_content(&node, defects)?.into_iter().next();
    let schema = match node.member("schema") {
        Some(schema) => Some(schema.schema()?),
        None => content.as_ref().and_then(|content| content.schema.clone()),
    };
    Ok(Header {
        name: name.to_owned(),
        required: node.flag("required").unwrap_or(false),
        schema,
        examples: read_examples(&node, defects),
        example: read_example(&node),
        explode: node.flag("explode").unwrap_or(false),
        content,
        pointer: node.at,
    })
}
