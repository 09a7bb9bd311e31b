//! The value of a document, with everything it refers to: what references are followed in.

use std::collections::{HashMap, HashSet};

use jsonptr::PointerBuf;
use serde_json::Value;

use crate::grammar::{Object, Trail, object_at, walk};
use crate::reference::{BrokenReference, reference, target};

/// The value of a document.
#[derive(Debug, Clone)]
pub(crate) struct Tree {
    /// The document, and under one more member the files it refers to.
    pub(crate) value: Value,
    /// References to files that were not read, by the place of the reference, with the reason.
    pub(crate) refused: HashMap<PointerBuf, String>,
    /// Where the values of examples are that stand in files of their own, by the place of the
    /// Example Object; or why such a file was not read.
    pub(crate) external: HashMap<PointerBuf, Result<PointerBuf, String>>,
}

impl Tree {
    /// A document whose references lead nowhere but into itself.
    pub(crate) fn new(value: Value) -> Self {
        Self {
            value,
            refused: HashMap::new(),
            external: HashMap::new(),
        }
    }

    /// Whether the document is of version 3.0, where a reference hides what stands beside it.
    pub(crate) fn is_3_0(&self) -> bool {
        is_3_0(&self.value)
    }

    /// Visits every object of the specification, also those that only a reference leads to.
    pub(crate) fn visit<'v>(&'v self, visit: &mut dyn FnMut(Object, &Trail<'_>, &'v Value)) {
        visit_reachable(&self.value, visit);
    }
}

/// Whether a document is of version 3.0.
pub(crate) fn is_3_0(document: &Value) -> bool {
    document
        .get("openapi")
        .and_then(Value::as_str)
        .is_some_and(|version| version.starts_with("3.0"))
}

/// Visits every object of the specification in a document, also those that only a reference leads to,
/// for instance under an extension.
pub(crate) fn visit_reachable<'v>(
    document: &'v Value,
    visit: &mut dyn FnMut(Object, &Trail<'_>, &'v Value),
) {
    let mut seen: HashSet<(&str, Object)> = HashSet::new();
    let mut begun: HashSet<(PointerBuf, Object)> = HashSet::new();
    let mut waiting = vec![(PointerBuf::root(), Object::Document, document)];
    while let Some((at, object, value)) = waiting.pop() {
        if !begun.insert((at.clone(), object)) {
            continue;
        }
        walk(
            object,
            Trail::Start(&at),
            value,
            &mut |object, trail, value| {
                visit(object, trail, value);
                let Some(reference) = reference(value) else {
                    return;
                };
                if !seen.insert((reference, object)) {
                    return;
                }
                if let Ok((at, value)) = target(document, reference)
                    && object_at(&at) != Some(object)
                {
                    waiting.push((at, object, value));
                }
            },
        );
    }
}

impl Tree {
    /// The value that a place leads to once no reference is left, and the place where it stands.
    pub(crate) fn follow<'v>(
        &'v self,
        at: PointerBuf,
        value: &'v Value,
    ) -> Result<(PointerBuf, &'v Value), BrokenReference> {
        let (mut at, mut value) = (at, value);
        let mut seen = HashSet::new();
        while let Some(reference) = reference(value) {
            if !seen.insert(reference) {
                return Err(BrokenReference::Cycle(reference.to_owned()));
            }
            (at, value) = self.target(&at, reference)?;
        }
        Ok((at, value))
    }

    /// The value that one reference names, which may be a reference itself.
    pub(crate) fn target<'v>(
        &'v self,
        at: &PointerBuf,
        reference: &str,
    ) -> Result<(PointerBuf, &'v Value), BrokenReference> {
        match self.refused.get(at) {
            Some(reason) => Err(BrokenReference::Refused(
                reference.to_owned(),
                reason.clone(),
            )),
            None => target(&self.value, reference),
        }
    }
}
