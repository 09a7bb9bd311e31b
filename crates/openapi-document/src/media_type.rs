//! The Media Type Object: what a body of one media type looks like.

use jsonptr::PointerBuf;

use crate::Defect;
use crate::encoding::{Encoding, read_encoding};
use crate::example::{Example, read_example, read_examples};
use crate::node::Node;

/// A body in one media type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaType {
    /// The media type or range as written, for example `application/json`.
    pub name: String,
    /// The place of the Media Type Object.
    pub pointer: PointerBuf,
    /// The place of its schema.
    pub schema: Option<PointerBuf>,
    /// Its named examples.
    pub examples: Vec<Example>,
    /// The place of its unnamed example.
    pub example: Option<PointerBuf>,
    /// How the members of a form body are written, where the document says so.
    pub encoding: Vec<Encoding>,
}

/// The member `content` of a request body, response or parameter.
pub(crate) fn read_content(
    holder: &Node<'_>,
    defects: &mut Vec<Defect>,
) -> Result<Vec<MediaType>, Defect> {
    let members = holder.members_of("content");
    let mut content = Vec::with_capacity(members.len());
    for (name, node) in members {
        let node = node.object("a Media Type Object")?;
        content.push(MediaType {
            encoding: read_encoding(&node, defects)?,
            ..read_media_type(name, node, defects)?
        });
    }
    Ok(content)
}

/// The member `content` of a header, which is no form; and an encoding may lead back to the header.
pub(crate) fn read_plain_content(
    header: &Node<'_>,
    defects: &mut Vec<Defect>,
) -> Result<Vec<MediaType>, Defect> {
    let content = header.members_of("content").into_iter();
    content
        .map(|(name, node)| read_media_type(name, node.object("a Media Type Object")?, defects))
        .collect()
}

fn read_media_type(
    name: &str,
    node: Node<'_>,
    defects: &mut Vec<Defect>,
) -> Result<MediaType, Defect> {
    Ok(MediaType {
        name: name.to_owned(),
        schema: node.member("schema").map(Node::schema).transpose()?,
        examples: read_examples(&node, defects),
        example: read_example(&node),
        encoding: Vec::new(),
        pointer: node.at,
    })
}
