//! The Response Object, and the status it is documented for.

use jsonptr::PointerBuf;

use crate::content::{Header, MediaType, read_content, read_headers};
use crate::defect::Defect;
use crate::node::Node;

/// The statuses that a response is documented for, in the order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, strum::Display)]
pub enum StatusPattern {
    /// One status: `200`.
    #[strum(to_string = "{0}")]
    Code(u16),
    /// All statuses that begin with a digit: `2XX` is `Range(2)`.
    #[strum(to_string = "{0}XX")]
    Range(u8),
    /// All statuses that no other response is documented for: `default`.
    #[strum(to_string = "default")]
    Default,
}

impl StatusPattern {
    /// Whether a response with this status may be meant.
    #[must_use]
    pub fn matches(self, status: u16) -> bool {
        match self {
            Self::Code(code) => code == status,
            Self::Range(digit) => status / 100 == u16::from(digit),
            Self::Default => true,
        }
    }

    /// The first digit of the statuses; `None` for `default`.
    #[must_use]
    pub fn class(self) -> Option<u16> {
        match self {
            Self::Code(code) => Some(code / 100),
            Self::Range(digit) => Some(digit.into()),
            Self::Default => None,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        match text.as_bytes() {
            b"default" => Some(Self::Default),
            [digit @ b'1'..=b'5', b'x' | b'X', b'x' | b'X'] => Some(Self::Range(digit - b'0')),
            [b'1'..=b'9', _, _] => text.parse().ok().map(Self::Code),
            _ => None,
        }
    }
}

/// A documented response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// When it is sent.
    pub status: StatusPattern,
    /// The place of the Response Object.
    pub pointer: PointerBuf,
    /// Its headers, in the order of the document.
    pub headers: Vec<Header>,
    /// Its media types, in the order of the document; empty for no body.
    pub content: Vec<MediaType>,
}

/// The property `responses` of an operation, in the order of the document.
pub(crate) fn read_responses(
    operation: &Node<'_>,
    defects: &mut Vec<Defect>,
) -> Result<Vec<Response>, Defect> {
    let members = operation.members_of("responses");
    let mut responses = Vec::with_capacity(members.len());
    for (key, node) in members {
        if key.starts_with("x-") {
            continue;
        }
        let Some(status) = StatusPattern::parse(key) else {
            let message =
                format!("`{key}` is not a valid status; use for example `200`, `2XX` or `default`");
            defects.push(Defect::new(node.at, message));
            continue;
        };
        responses.push(read_response(status, node, defects)?);
    }
    Ok(responses)
}

/// One response.
pub(crate) fn read_response(
    status: StatusPattern,
    node: Node<'_>,
    defects: &mut Vec<Defect>,
) -> Result<Response, Defect> {
    let node = node.resolve_object("a Response Object")?;
    Ok(Response {
        status,
        headers: read_headers(&node, defects)?,
        content: read_content(&node, defects)?,
        pointer: node.at,
    })
}
