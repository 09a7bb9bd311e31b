//! HTTP methods, as a Path Item Object names them.

use strum::{Display, IntoStaticStr, VariantArray};

/// The method of an operation.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "UPPERCASE")]
pub enum Method {
    /// `GET`
    Get,
    /// `PUT`
    Put,
    /// `POST`
    Post,
    /// `DELETE`
    Delete,
    /// `OPTIONS`
    Options,
    /// `HEAD`
    Head,
    /// `PATCH`
    Patch,
    /// `TRACE`
    Trace,
}

impl Method {
    /// The method as HTTP writes it: `GET`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// The method of a property of a Path Item Object: `get`.
    pub(crate) fn from_key(key: &str) -> Option<Self> {
        let name = |method: &&Self| method.as_str().to_ascii_lowercase() == key;
        Self::VARIANTS.iter().find(name).copied()
    }

    /// Whether this method is safe, so that a request does not ask for a change (RFC 9110, section 9.2.1).
    #[must_use]
    pub const fn is_safe(self) -> bool {
        matches!(self, Self::Get | Self::Options | Self::Head | Self::Trace)
    }
}
