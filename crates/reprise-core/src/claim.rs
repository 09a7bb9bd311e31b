//! One claim of a document about responses.

use jsonptr::PointerBuf;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The subject of a claim.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimKind {
    /// The operation exists.
    Operation,
    /// The operation responds with this status.
    Status,
    /// The response has this media type.
    MediaType,
    /// The response has this header.
    Header,
    /// An object has this property.
    Property,
    /// A string can be this enum value.
    EnumWord,
    /// A value can be null.
    Null,
}

impl ClaimKind {
    /// Every kind, from the outside in.
    pub const ALL: [ClaimKind; 7] = [
        ClaimKind::Operation,
        ClaimKind::Status,
        ClaimKind::MediaType,
        ClaimKind::Header,
        ClaimKind::Property,
        ClaimKind::EnumWord,
        ClaimKind::Null,
    ];

    /// The word for several of them.
    pub const fn plural(self) -> &'static str {
        match self {
            ClaimKind::Operation => "operations",
            ClaimKind::Status => "statuses",
            ClaimKind::MediaType => "media types",
            ClaimKind::Header => "headers",
            ClaimKind::Property => "properties",
            ClaimKind::EnumWord => "enum values",
            ClaimKind::Null => "nulls",
        }
    }
}

/// A claim, by its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Claim {
    /// The subject of the claim.
    pub kind: ClaimKind,
    /// Place of the claim in the document.
    pub pointer: PointerBuf,
}
