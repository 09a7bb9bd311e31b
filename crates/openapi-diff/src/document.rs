//! The document itself: what it says of the API as a whole.

use jsonptr::{Pointer, PointerBuf};

use crate::comparison::Comparison;

/// Members of the document that other rules compare, and those whose changes mean nothing by themselves.
const KNOWN: [&str; 8] = [
    "openapi",
    "info",
    "paths",
    "components",
    "servers",
    "security",
    "tags",
    "externalDocs",
];
/// Members of the Info Object; its version follows from what has changed.
const INFO: [&str; 7] = [
    "title",
    "summary",
    "description",
    "termsOfService",
    "contact",
    "license",
    "version",
];

pub(crate) fn compare(comparison: &mut Comparison<'_>) {
    let root = Pointer::root();
    let info = PointerBuf::from_tokens(["info"]);
    comparison.tell_texts(None, &INFO[..6], &info, &info, "the API");
    comparison.tell_others(None, &INFO, &info, &info, "the API");
    comparison.tell_texts(None, &["tags", "externalDocs"], root, root, "the document");
    comparison.tell_others(None, &KNOWN, root, root, "the document");
}
