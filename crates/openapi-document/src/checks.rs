//! What is wrong in a document although every operation could be read.

use std::collections::{HashMap, HashSet};

use jsonptr::PointerBuf;

use crate::grammar::Object;
use crate::parameter::{Location, Parameter, Style};
use crate::reference::{BrokenReference, reference};
use crate::tree::Tree;
use crate::{Defect, Operation};

/// References anywhere in the document that lead nowhere.
pub(crate) fn broken_references(tree: &Tree) -> Vec<Defect> {
    let mut defects = Vec::new();
    let mut sound: HashSet<&str> = HashSet::new();
    tree.visit(&mut |object, trail, value| {
        let Some(reference) = reference(value) else {
            return;
        };
        if sound.contains(reference) {
            return;
        }
        let at = trail.pointer();
        match tree.target(&at, reference) {
            Ok(_) => {
                sound.insert(reference);
            }
            // A schema may refer to an anchor, which only a validator follows.
            Err(BrokenReference::NotAPointer(_)) if object == Object::Schema => {}
            Err(broken) => defects.push(Defect::new(at, broken.to_string())),
        }
    });
    defects
}

/// Gives every operation an id of its own; the first of several keeps the one they share.
pub(crate) fn distinguish_ids(operations: &mut [Operation], defects: &mut Vec<Defect>) {
    let mut first: HashMap<String, String> = HashMap::new();
    for operation in operations {
        let own = format!("{} {}", operation.method, operation.path);
        if let Some(other) = first.get(&operation.id) {
            let message = format!(
                "the operationId `{}` is that of {other} too; give each operation its own (this one is called `{own}`)",
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

/// Operations with one method whose paths differ only in the names of their parameters.
pub(crate) fn ambiguous_paths(operations: &[Operation]) -> Vec<Defect> {
    let mut first: HashMap<(&str, String), &Operation> = HashMap::new();
    let mut defects = Vec::new();
    for operation in operations {
        let shape = template(&operation.path)
            .into_iter()
            .map(|part| {
                if let Part::Parameter(_) = part {
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
                "the same requests are meant by {} {}; describe them in one place",
                other.method, other.path
            );
            defects.push(Defect::new(operation.pointer.clone(), message));
        }
    }
    defects
}

/// Makes the path parameters of an operation those of its path template.
///
/// One that is not declared is read as a plain text at the place of the operation, so that requests
/// can still be made; one that is not in the path is left out.
pub(crate) fn match_template(
    path: &str,
    pointer: &PointerBuf,
    parameters: &mut Vec<Parameter>,
    defects: &mut Vec<Defect>,
) {
    let names: Vec<&str> = template(path)
        .into_iter()
        .filter_map(|part| match part {
            Part::Parameter(name) => Some(name),
            Part::Text(_) => None,
        })
        .collect();
    parameters.retain(|parameter| {
        let used = parameter.location != Location::Path || names.contains(&parameter.name.as_str());
        if !used {
            let message = format!(
                "the path `{path}` has no `{{{}}}`; correct the name (the parameter is ignored)",
                parameter.name
            );
            defects.push(Defect::new(parameter.pointer.clone(), message));
        }
        used
    });
    let mut seen = HashSet::new();
    for name in names.into_iter().filter(|name| seen.insert(*name)) {
        let declared =
            |parameter: &Parameter| parameter.location == Location::Path && parameter.name == name;
        if parameters.iter().any(declared) {
            continue;
        }
        let message =
            format!("`{{{name}}}` of the path is no parameter; declare one (it is read as a text)");
        defects.push(Defect::new(pointer.clone(), message));
        parameters.push(Parameter {
            name: name.to_owned(),
            location: Location::Path,
            required: true,
            style: Style::Simple,
            explode: false,
            allow_reserved: false,
            pointer: pointer.clone(),
            schema: None,
            examples: Vec::new(),
            example: None,
            content: None,
        });
    }
}

/// A part of a path template.
enum Part<'p> {
    Text(&'p str),
    Parameter(&'p str),
}

impl<'p> Part<'p> {
    fn text(&self) -> &'p str {
        match self {
            Self::Text(text) | Self::Parameter(text) => text,
        }
    }
}

/// The parts of a path template: `/a/{b}` is the text `/a/` and the parameter `b`.
fn template(path: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = path;
    while let Some((text, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        parts.extend([Part::Text(text), Part::Parameter(name)]);
        rest = after;
    }
    parts.push(Part::Text(rest));
    parts
}
