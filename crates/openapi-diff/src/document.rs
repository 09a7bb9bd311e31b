//! The properties of the document that describe the API as a whole.

use jsonptr::{Pointer, PointerBuf};

use crate::change::{Class, Kind, Subject};
use crate::comparison::{ChangeDraft, Comparison};

/// Properties of the document that other rules compare, and those whose changes mean nothing by themselves.
const KNOWN_PROPERTIES: [&str; 8] = [
    "openapi",
    "info",
    "paths",
    "components",
    "servers",
    "security",
    "tags",
    "externalDocs",
];
/// Properties of the Info Object; its version follows from the other changes.
const INFO_PROPERTIES: [&str; 7] = [
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
    comparison.report_texts(None, &INFO_PROPERTIES[..6], &info, &info, "the API");
    comparison.report_unknown_properties(None, &INFO_PROPERTIES, &info, &info, "the API");
    comparison.report_texts(None, &["tags", "externalDocs"], root, root, "the document");
    comparison.report_unknown_properties(None, &KNOWN_PROPERTIES, root, root, "the document");
    report_invalid_operations(comparison);
}

/// An operation that could be read in neither document was not compared.
fn report_invalid_operations(comparison: &mut Comparison<'_>) {
    if comparison.old.value == comparison.new.value {
        return;
    }
    let (old, new) = (comparison.old.document, comparison.new.document);
    for defect in old
        .defects()
        .iter()
        .filter(|defect| defect.operation.is_some())
    {
        let same = |other: &&openapi_document::Defect| other.operation == defect.operation;
        if let (Some(id), Some(other)) = (&defect.operation, new.defects().iter().find(same)) {
            let sentence = format!(
                "`{id}` is invalid in both documents and was not compared; fix it and compare again"
            );
            let draft = ChangeDraft::new(
                Kind::Other,
                Class::Review,
                &defect.pointer,
                &other.pointer,
                sentence,
            );
            comparison.report(Subject::Document, vec![id.clone()], draft);
        }
    }
}
