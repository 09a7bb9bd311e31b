//! Finds defects that affect several operations, after every operation has been read.

use std::collections::{HashMap, HashSet};

use crate::defect::Defect;
use crate::grammar::SpecObject;
use crate::operation::Operation;
use crate::reference::{BrokenReference, as_reference};
use crate::template::{TemplatePart, parse_template};
use crate::tree::DocumentTree;

/// References anywhere in the document that lead nowhere.
pub(crate) fn find_broken_references(tree: &DocumentTree) -> Vec<Defect> {
    let mut defects = Vec::new();
    let mut sound: HashSet<&str> = HashSet::new();
    tree.visit(&mut |object, path, value| {
        let Some(reference) = as_reference(value) else {
            return;
        };
        if sound.contains(reference) {
            return;
        }
        let at = path.pointer();
        match tree.target(&at, reference) {
            Ok(_) => {
                sound.insert(reference);
            }
            // A schema may refer to an anchor, which only a validator follows.
            Err(BrokenReference::NotAPointer(_)) if object == SpecObject::Schema => {}
            Err(broken) => defects.push(Defect::new(at, broken.to_string())),
        }
    });
    defects
}

/// Gives every operation a unique id; the first of several operations with the same id keeps it.
pub(crate) fn make_ids_unique(operations: &mut [Operation], defects: &mut Vec<Defect>) {
    let mut first: HashMap<String, String> = HashMap::new();
    for operation in operations {
        let own = format!("{} {}", operation.method, operation.path);
        if let Some(other) = first.get(&operation.id) {
            let message = format!(
                "duplicate operationId `{}`, also used by {other}; make it unique (this operation is listed as `{own}`)",
                operation.id
            );
            defects.push(Defect::new(
                operation.pointer.with_trailing_token("operationId"),
                message,
            ));
            operation.id = own.clone();
        }
        first.insert(operation.id.clone(), own);
    }
}

/// Operations with the same method, and paths that differ only in the names of their parameters.
pub(crate) fn find_ambiguous_paths(operations: &[Operation]) -> Vec<Defect> {
    let mut first: HashMap<(&str, String), &Operation> = HashMap::new();
    let mut defects = Vec::new();
    for operation in operations {
        let shape = parse_template(&operation.path)
            .into_iter()
            .map(|part| {
                if let TemplatePart::Parameter(_) = part {
                    "{}"
                } else {
                    part.text()
                }
            })
            .collect();
        let other = first
            .entry((operation.method.as_str(), shape))
            .or_insert(operation);
        if other.pointer != operation.pointer {
            let message = format!(
                "the path differs from {} {} only in parameter names; merge the two operations",
                other.method, other.path
            );
            defects.push(Defect::new(operation.pointer.clone(), message));
        }
    }
    defects
}
