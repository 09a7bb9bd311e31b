//! The named and unnamed examples at one place.

use jsonptr::PointerBuf;
use openapi_document::{Document, Example, Header, MediaType, Parameter};

/// The default name of an unnamed example.
pub(crate) const UNNAMED_EXAMPLE: &str = "example";

/// One example of the document.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ExampleRef<'d> {
    /// An entry of `examples`.
    Named(&'d Example),
    /// The place of a value without a name.
    Unnamed(&'d PointerBuf),
}

impl<'d> ExampleRef<'d> {
    pub(crate) fn name(self) -> &'d str {
        match self {
            ExampleRef::Named(example) => &example.name,
            ExampleRef::Unnamed(_) => UNNAMED_EXAMPLE,
        }
    }

    /// Place of the example.
    pub(crate) fn place(self) -> &'d PointerBuf {
        match self {
            ExampleRef::Named(example) => &example.pointer,
            ExampleRef::Unnamed(value) => value,
        }
    }

    /// Place of its value, if it has one.
    pub(crate) fn value(self) -> Option<&'d PointerBuf> {
        match self {
            ExampleRef::Named(example) => example.value.as_ref(),
            ExampleRef::Unnamed(value) => Some(value),
        }
    }
}

/// Objects that can have examples.
pub(crate) trait HasExamples {
    /// Its `examples`.
    fn named_examples(&self) -> &[Example];
    /// Its `example`.
    fn unnamed_example(&self) -> Option<&PointerBuf>;

    /// All its examples. `example` and `examples` exclude each other; if both exist, both are included.
    fn all_examples(&self) -> impl Iterator<Item = ExampleRef<'_>> {
        let named = self.named_examples().iter().map(ExampleRef::Named);
        named.chain(self.unnamed_example().map(ExampleRef::Unnamed))
    }

    /// The example with a name. The unnamed example has its default name only if there are no named examples.
    fn example(&self, name: &str) -> Option<ExampleRef<'_>> {
        match self.named_examples() {
            [] => self
                .unnamed_example()
                .filter(|_| name == UNNAMED_EXAMPLE)
                .map(ExampleRef::Unnamed),
            named => named
                .iter()
                .find(|example| example.name == name)
                .map(ExampleRef::Named),
        }
    }
}

impl HasExamples for Parameter {
    fn named_examples(&self) -> &[Example] {
        &self.examples
    }
    fn unnamed_example(&self) -> Option<&PointerBuf> {
        self.example.as_ref()
    }
}

impl HasExamples for Header {
    fn named_examples(&self) -> &[Example] {
        &self.examples
    }
    fn unnamed_example(&self) -> Option<&PointerBuf> {
        self.example.as_ref()
    }
}

impl HasExamples for MediaType {
    fn named_examples(&self) -> &[Example] {
        &self.examples
    }
    fn unnamed_example(&self) -> Option<&PointerBuf> {
        self.example.as_ref()
    }
}

/// Place of the example in the schema of a body.
pub(super) fn schema_example(document: &Document, media_type: &MediaType) -> Option<PointerBuf> {
    crate::assemble::example(document, media_type.schema.as_ref()?)
}
