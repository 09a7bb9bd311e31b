//! The examples that stand at one place, named and unnamed alike.

use jsonptr::PointerBuf;
use openapi_document::{Document, Example, Header, MediaType, Parameter};

use super::defaults::of_schema;
use crate::case::DefaultSource;

/// The name that an unnamed example goes by.
pub(crate) const UNNAMED: &str = "example";

/// One example as the document shows it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ExampleRef<'d> {
    /// A member of `examples`.
    Named(&'d Example),
    /// The place of a value that has no name.
    Unnamed(&'d PointerBuf),
}

impl<'d> ExampleRef<'d> {
    pub(crate) fn name(self) -> &'d str {
        match self {
            ExampleRef::Named(example) => &example.name,
            ExampleRef::Unnamed(_) => UNNAMED,
        }
    }

    /// Where it stands.
    pub(crate) fn place(self) -> &'d PointerBuf {
        match self {
            ExampleRef::Named(example) => &example.pointer,
            ExampleRef::Unnamed(value) => value,
        }
    }

    /// Where its value stands, if it has one.
    pub(crate) fn value(self) -> Option<&'d PointerBuf> {
        match self {
            ExampleRef::Named(example) => example.value.as_ref(),
            ExampleRef::Unnamed(value) => Some(value),
        }
    }
}

/// What can show examples.
pub(crate) trait HasExamples {
    /// Its `examples`.
    fn named(&self) -> &[Example];
    /// Its `example`.
    fn unnamed(&self) -> Option<&PointerBuf>;

    /// All its examples; the two members exclude each other, and where both stand, both are here.
    fn all_examples(&self) -> impl Iterator<Item = ExampleRef<'_>> {
        let named = self.named().iter().map(ExampleRef::Named);
        named.chain(self.unnamed().map(ExampleRef::Unnamed))
    }

    /// The example of a name. The unnamed one goes by its name only where none is named.
    fn example(&self, name: &str) -> Option<ExampleRef<'_>> {
        match self.named() {
            [] => self
                .unnamed()
                .filter(|_| name == UNNAMED)
                .map(ExampleRef::Unnamed),
            named => named
                .iter()
                .find(|example| example.name == name)
                .map(ExampleRef::Named),
        }
    }
}

impl HasExamples for Parameter {
    fn named(&self) -> &[Example] {
        &self.examples
    }
    fn unnamed(&self) -> Option<&PointerBuf> {
        self.example.as_ref()
    }
}

impl HasExamples for Header {
    fn named(&self) -> &[Example] {
        &self.examples
    }
    fn unnamed(&self) -> Option<&PointerBuf> {
        self.example.as_ref()
    }
}

impl HasExamples for MediaType {
    fn named(&self) -> &[Example] {
        &self.examples
    }
    fn unnamed(&self) -> Option<&PointerBuf> {
        self.example.as_ref()
    }
}

/// Where the schema of a body shows a value of it.
pub(super) fn schema_example(document: &Document, media_type: &MediaType) -> Option<PointerBuf> {
    of_schema(
        document,
        media_type.schema.as_ref()?,
        &[DefaultSource::SchemaExample],
    )
    .map(|(_, place)| place)
}
