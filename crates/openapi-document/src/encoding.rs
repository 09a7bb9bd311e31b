//! The Encoding Object: how one member of a form body is written.

use jsonptr::PointerBuf;

use crate::header::{Header, read_headers};
use crate::node::Node;
use crate::{Defect, Style};

/// How one member of a form body is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoding {
    /// The member.
    pub name: String,
    /// The place of the Encoding Object.
    pub pointer: PointerBuf,
    /// The media types it is written in, as written: `image/png, image/jpeg`.
    pub content_type: Option<String>,
    /// The style it is written in, as a parameter of a query is.
    pub style: Option<Style>,
    /// Whether elements and members are written as parameters of their own.
    pub explode: Option<bool>,
    /// Whether reserved characters stay as they are; none if the document does not say.
    pub allow_reserved: Option<bool>,
    /// The headers of a part of a multipart body, without `Content-Type`; nothing else has any.
    pub headers: Vec<Header>,
}

impl Encoding {
    /// Whether the member is written as a parameter of a query is, and not in a media type.
    #[must_use]
    pub fn has_style(&self) -> bool {
        self.style.is_some() || self.explode.is_some() || self.allow_reserved.is_some()
    }
}

/// The member `encoding` of a media type. A style that no query has is as good as none.
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
                    .and_then(Style::parse)
                    .filter(|style| crate::Location::Query.allows(*style)),
                explode: node.flag("explode"),
                allow_reserved: node.flag("allowReserved"),
                headers: read_headers(&node, defects)?,
                pointer: node.at,
            })
        })
        .collect()
}
