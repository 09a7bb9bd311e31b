//! Media types, their encodings, and headers. They are one module, because a media type has encodings, an encoding
//! has headers, and a header may have a media type.

use jsonptr::PointerBuf;

use crate::defect::Defect;
use crate::example::{Example, read_example, read_examples};
use crate::node::Node;
use crate::style::{Location, Style};

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
    /// How the properties of a form body are written, if the document says so.
    pub encoding: Vec<Encoding>,
}

/// The property `content` of a request body, response or parameter.
pub(crate) fn read_content(
    holder: &Node<'_>,
    defects: &mut Vec<Defect>,
) -> Result<Vec<MediaType>, Defect> {
    let members = holder.members_of("content");
    let mut content = Vec::with_capacity(members.len());
    for (name, node) in members {
        let node = node.resolve_object("a Media Type Object")?;
        content.push(MediaType {
            encoding: read_encoding(&node, defects)?,
            ..read_media_type(name, node, defects)?
        });
    }
    Ok(content)
}

/// The property `content` of a header, which is not a form, because an encoding could refer to the same header again.
pub(crate) fn read_header_content(
    header: &Node<'_>,
    defects: &mut Vec<Defect>,
) -> Result<Vec<MediaType>, Defect> {
    let content = header.members_of("content").into_iter();
    content
        .map(|(name, node)| {
            read_media_type(name, node.resolve_object("a Media Type Object")?, defects)
        })
        .collect()
}

fn read_media_type(
    name: &str,
    node: Node<'_>,
    defects: &mut Vec<Defect>,
) -> Result<MediaType, Defect> {
    Ok(MediaType {
        name: name.to_owned(),
        schema: node
            .member("schema")
            .map(Node::resolve_schema)
            .transpose()?,
        examples: read_examples(&node, defects),
        example: read_example(&node),
        encoding: Vec::new(),
        pointer: node.at,
    })
}

/// How one property of a form body is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoding {
    /// The property.
    pub name: String,
    /// The place of the Encoding Object.
    pub pointer: PointerBuf,
    /// The media types it is written in, as written: `image/png, image/jpeg`.
    pub content_type: Option<String>,
    /// The style it is written in, as a parameter of a query is.
    pub style: Option<Style>,
    /// Whether elements and properties are written as separate parameters.
    pub explode: Option<bool>,
    /// Whether reserved characters are not encoded; `None` if the document does not say.
    pub allow_reserved: Option<bool>,
    /// The headers of a part of a multipart body, without `Content-Type`; other bodies have no such headers.
    pub headers: Vec<Header>,
}

impl Encoding {
    /// Whether the property is written like a query parameter, instead of in a media type.
    #[must_use]
    pub fn has_style(&self) -> bool {
        self.style.is_some() || self.explode.is_some() || self.allow_reserved.is_some()
    }
}

/// The property `encoding` of a media type. A style that is not valid in a query is ignored.
pub(crate) fn read_encoding(
    media_type: &Node<'_>,
    defects: &mut Vec<Defect>,
) -> Result<Vec<Encoding>, Defect> {
    media_type
        .members_of("encoding")
        .into_iter()
        .filter(|(_, node)| node.value.is_object())
        .map(|(name, node)| {
            Ok(Encoding {
                name: name.to_owned(),
                content_type: node.text("contentType").map(str::to_owned),
                style: node
                    .text("style")
                    .and_then(|style| style.parse().ok())
                    .filter(|style| Location::Query.allows(*style)),
                explode: node.flag("explode"),
                allow_reserved: node.flag("allowReserved"),
                headers: read_headers(&node, defects)?,
                pointer: node.at,
            })
        })
        .collect()
}

/// A documented header of a response, or of a part of a multipart body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Its name as written; header names have no case.
    pub name: String,
    /// Whether it is always present.
    pub required: bool,
    /// The place of the Header Object.
    pub pointer: PointerBuf,
    /// The place of its schema.
    pub schema: Option<PointerBuf>,
    /// Its named examples.
    pub examples: Vec<Example>,
    /// The place of its unnamed example.
    pub example: Option<PointerBuf>,
    /// Whether properties are written as `R=100` instead of `R,100`.
    pub explode: bool,
    /// Its media type, if it is not written by its style; its schema is also in the field above.
    pub content: Option<MediaType>,
}

/// The property `headers` of a response or encoding, without `Content-Type`, which the specification ignores there.
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
    let node = node.resolve_object("a Header Object")?;
    let content = read_header_content(&node, defects)?.into_iter().next();
    let schema = match node.member("schema") {
        Some(schema) => Some(schema.resolve_schema()?),
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
