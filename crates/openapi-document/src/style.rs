//! The location of a parameter, and the style of its value.

use strum::{Display, EnumString};

/// The location of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString)]
#[strum(serialize_all = "camelCase")]
pub enum Location {
    /// In the path.
    Path,
    /// Into the query of the URL.
    Query,
    /// Into a header of its own.
    Header,
    /// Into the `Cookie` header.
    Cookie,
}

impl Location {
    pub(crate) const fn default_style(self) -> Style {
        match self {
            Self::Path | Self::Header => Style::Simple,
            Self::Query | Self::Cookie => Style::Form,
        }
    }

    pub(crate) const fn allows(self, style: Style) -> bool {
        match self {
            Self::Path => matches!(style, Style::Matrix | Style::Label | Style::Simple),
            Self::Query => matches!(
                style,
                Style::Form | Style::SpaceDelimited | Style::PipeDelimited | Style::DeepObject
            ),
            Self::Header => matches!(style, Style::Simple),
            Self::Cookie => matches!(style, Style::Form),
        }
    }
}

/// How a parameter's value is written as text; the examples write `[3, 4]` as `color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString)]
#[strum(serialize_all = "camelCase")]
pub enum Style {
    /// `;color=3,4`
    Matrix,
    /// `.3,4`
    Label,
    /// `3,4`
    Simple,
    /// `color=3&color=4`
    Form,
    /// `color=3 4`
    SpaceDelimited,
    /// `color=3|4`
    PipeDelimited,
    /// `color[R]=3&color[G]=4`, for objects
    DeepObject,
}
