//! The version of the OpenAPI specification that a document is written in.

/// A version of the OpenAPI specification, without its patch level, which changes no meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, strum::Display)]
pub enum Version {
    /// 3.0: schemas are an extended subset of JSON Schema draft 4.
    #[strum(serialize = "3.0")]
    V3_0,
    /// 3.1: schemas are JSON Schema 2020-12.
    #[strum(serialize = "3.1")]
    V3_1,
    /// 3.2: read as 3.1.
    #[strum(serialize = "3.2")]
    V3_2,
}

impl Version {
    /// Parses the `openapi` property of a document, for example `3.1.0`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(['.', '-']);
        match (parts.next()?, parts.next()?) {
            ("3", "0") => Some(Self::V3_0),
            ("3", "1") => Some(Self::V3_1),
            ("3", "2") => Some(Self::V3_2),
            _ => None,
        }
    }
}
