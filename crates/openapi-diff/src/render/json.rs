//! JSON for programs, described by [`crate::DIFF_SCHEMA`].

use openapi_document::Document;
use serde_json::{Value, json};

use crate::change::{Change, Class, Place, Subject, Version};

/// The changes as one JSON value.
#[must_use]
pub fn json(old: &Document, new: &Document, changes: &[Change]) -> Value {
    let count = |class| {
        changes
            .iter()
            .filter(|change| change.class == class)
            .count()
    };
    json!({
        "format": 1,
        "old": document(old),
        "new": document(new),
        "summary": {
            "breaking": count(Class::Breaking),
            "review": count(Class::Review),
            "compatible": count(Class::Compatible),
            "cosmetic": count(Class::Cosmetic),
        },
        "changes": changes.iter().map(change).collect::<Vec<_>>(),
    })
}

fn document(document: &Document) -> Value {
    json!({
        "file": document.name(),
        "title": document.title(),
        "version": document.info_version(),
        "openapi": document.version().to_string(),
    })
}

fn change(change: &Change) -> Value {
    let subject = match &change.subject {
        Subject::Document => json!({ "is": "document" }),
        Subject::Operation { route, id } => json!({ "is": "operation", "route": route, "id": id }),
        Subject::Component { kind, name } => {
            json!({ "is": "component", "kind": kind, "name": name })
        }
    };
    let mut value = json!({
        "kind": change.kind.as_str(),
        "class": change.class.as_str(),
        "subject": subject,
        "sentence": change.sentence,
        "old": place(&change.old),
        "new": place(&change.new),
        "operations": change.operations,
    });
    if let Some(direction) = change.direction {
        value["direction"] = direction.as_str().into();
    }
    if let Some(witness) = &change.witness {
        let valid_by = match witness.valid_by {
            Version::Old => "old",
            Version::New => "new",
        };
        value["witness"] = json!({ "value": witness.value, "valid_by": valid_by });
    }
    value
}

fn place(place: &Place) -> Value {
    json!({ "pointer": place.pointer.as_str(), "position": place.position })
}
