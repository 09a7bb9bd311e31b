//! The value of a document and its files, in which references are resolved.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use crate::deferred_values::DeferredValues;
use crate::grammar::{Contents, Path, PlaceKind, SpecObject, object_at, visit_objects};
use crate::reference::{BrokenReference, as_reference, resolve_target};

/// The value of a document.
#[derive(Debug)]
pub(crate) struct DocumentTree {
    /// The document, with the files that it refers to under an additional property, and null for each deferred value.
    value: Value,
    /// The deferred values.
    deferred: DeferredValues,
    /// References to files that were not read, by the place of the reference, with the reason.
    pub(crate) unread_references: HashMap<PointerBuf, String>,
    /// The places of example values in separate files, by the place of the Example Object; or why such a file was not
    /// read.
    pub(crate) external_values: HashMap<PointerBuf, Result<PointerBuf, String>>,
}

impl DocumentTree {
    /// A document whose references are all local.
    pub(crate) fn new(value: Value, deferred: DeferredValues) -> Self {
        Self {
            value,
            deferred,
            unread_references: HashMap::new(),
            external_values: HashMap::new(),
        }
    }

    /// The document, with null for each deferred value: for callers that do not need example values.
    pub(crate) fn value_without_deferred(&self) -> &Value {
        &self.value
    }

    /// The document to change, at places without example values.
    pub(crate) fn value_mut(&mut self) -> &mut Value {
        &mut self.value
    }

    /// Loads all deferred values.
    pub(crate) fn parse_deferred_values(&mut self) {
        let deferred = std::mem::take(&mut self.deferred);
        deferred.restore(Pointer::root(), &mut self.value);
    }

    /// The value at a place: a copy if it is, or contains, a deferred value.
    pub(crate) fn get(&self, at: &Pointer) -> Option<Cow<'_, Value>> {
        let value = || at.resolve(&self.value).ok();
        match PlaceKind::at(at) {
            _ if self.deferred.is_empty() => value().map(Cow::Borrowed),
            PlaceKind::ExampleValue => match self.deferred.read(at) {
                Some(read) => Some(Cow::Owned(read)),
                None => value().map(Cow::Borrowed),
            },
            // no deferred example is in a schema, nor in data
            PlaceKind::Data
            | PlaceKind::Spec(
                Contents::One(SpecObject::Schema)
                | Contents::List(SpecObject::Schema)
                | Contents::Map(SpecObject::Schema),
            ) => value().map(Cow::Borrowed),
            PlaceKind::Spec(_) if self.deferred.has_value_below(at) => {
                let mut whole = value()?.clone();
                self.deferred.restore(at, &mut whole);
                Some(Cow::Owned(whole))
            }
            PlaceKind::Spec(_) => value().map(Cow::Borrowed),
        }
    }

    /// The value at a place as text, if it is deferred.
    pub(crate) fn deferred_text(&self, at: &Pointer) -> Option<&str> {
        self.deferred.text_at(at)
    }

    /// Whether the document has version 3.0, which ignores keywords next to a reference.
    pub(crate) fn is_3_0(&self) -> bool {
        is_3_0(&self.value)
    }

    /// Visits every object of the specification, also those that only a reference leads to.
    pub(crate) fn visit<'v>(&'v self, visit: &mut dyn FnMut(SpecObject, &Path<'_>, &'v Value)) {
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
    visit: &mut dyn FnMut(SpecObject, &Path<'_>, &'v Value),
) {
    let mut seen: HashSet<(&str, SpecObject)> = HashSet::new();
    let mut begun: HashSet<(PointerBuf, SpecObject)> = HashSet::new();
    let mut waiting = vec![(PointerBuf::root(), SpecObject::Document, document)];
    while let Some((at, object, value)) = waiting.pop() {
        if !begun.insert((at.clone(), object)) {
            continue;
        }
        visit_objects(
            object,
            Path::Start(&at),
            value,
            &mut |object, path, value| {
                visit(object, path, value);
                let Some(reference) = as_reference(value) else {
                    return;
                };
                if !seen.insert((reference, object)) {
                    return;
                }
                if let Ok((at, value)) = resolve_target(document, reference)
                    && object_at(&at) != Some(object)
                {
                    waiting.push((at, object, value));
                }
            },
        );
    }
}

impl DocumentTree {
    /// The value at a place after all references are resolved, and the place of that value.
    pub(crate) fn follow<'v>(
        &'v self,
        at: PointerBuf,
        value: &'v Value,
    ) -> Result<(PointerBuf, &'v Value), BrokenReference> {
        let (mut at, mut value) = (at, value);
        let mut seen = HashSet::new();
        while let Some(reference) = as_reference(value) {
            if !seen.insert(reference) {
                return Err(BrokenReference::Cycle(reference.to_owned()));
            }
            (at, value) = self.target(&at, reference)?;
        }
        Ok((at, value))
    }

    /// The target of one reference, which may be a reference itself.
    pub(crate) fn target<'v>(
        &'v self,
        at: &PointerBuf,
        reference: &str,
    ) -> Result<(PointerBuf, &'v Value), BrokenReference> {
        match self.unread_references.get(at) {
            Some(reason) => Err(BrokenReference::FileNotRead(
                reference.to_owned(),
                reason.clone(),
            )),
            None => resolve_target(&self.value, reference),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::json::{self, ParseOptions};

    /// Words that have a meaning at some place.
    const WORDS: [&str; 18] = [
        "components",
        "examples",
        "parameters",
        "headers",
        "responses",
        "schemas",
        "paths",
        "/a",
        "get",
        "200",
        "content",
        "application/json",
        "schema",
        "example",
        "value",
        "dataValue",
        "properties",
        "x-a",
    ];

    struct Random(fastrand::Rng);

    impl Random {
        fn number_below(&mut self, end: usize) -> usize {
            self.0.usize(..end)
        }

        /// A value whose properties have such names, mostly at places where they have a meaning.
        fn value(&mut self, depth: usize, meaning: PlaceKind) -> Value {
            let is_data = matches!(meaning, PlaceKind::Data | PlaceKind::ExampleValue);
            match self.number_below(if is_data { 5 } else { 12 }) {
                _ if depth == 0 => Value::from(self.number_below(3)),
                0 => Value::Null,
                1 => Value::from(WORDS[self.number_below(WORDS.len())]),
                2 => (0..self.number_below(3))
                    .map(|_| self.value(depth - 1, meaning.element()))
                    .collect(),
                _ => (0..1 + self.number_below(3))
                    .map(|_| self.member(depth, meaning))
                    .collect(),
            }
        }

        fn member(&mut self, depth: usize, holder: PlaceKind) -> (String, Value) {
            let mut tries = 5;
            let word = loop {
                let word = WORDS[self.number_below(WORDS.len())];
                tries -= 1;
                if tries == 0 || holder.child(word) != PlaceKind::Data {
                    break word;
                }
            };
            (word.to_owned(), self.value(depth - 1, holder.child(word)))
        }
    }

    fn collect_places(value: &Value, at: &mut PointerBuf, places: &mut Vec<PointerBuf>) {
        places.push(at.clone());
        let members = value.as_object().into_iter().flatten();
        for (key, member) in members {
            at.push_back(key.as_str());
            self::collect_places(member, at, places);
            at.pop_back();
        }
        for (index, element) in value.as_array().into_iter().flatten().enumerate() {
            at.push_back(index);
            self::collect_places(element, at, places);
            at.pop_back();
        }
    }

    #[test]
    fn every_place_has_its_value_with_any_deferred_values() {
        let mut random = Random(fastrand::Rng::with_seed(1));
        let (mut deferred, mut around) = (0, 0);
        for _ in 0..1_000 {
            let plain = random.value(12, PlaceKind::DOCUMENT);
            let text = Arc::new(plain.to_string());
            let options = ParseOptions {
                min_deferred_bytes: Some(0),
                ..ParseOptions::default()
            };
            let read = json::parse(&text, options).expect("JSON");
            deferred += read.deferred.len();
            let mut tree = DocumentTree::new(read.value, DeferredValues::new(&text, read.deferred));
            let mut all = Vec::new();
            collect_places(&plain, &mut PointerBuf::root(), &mut all);
            for at in &all {
                let expected = at.resolve(&plain).ok();
                let value = tree.get(at);
                around += usize::from(matches!(value, Some(Cow::Owned(_))));
                assert_eq!(value.as_deref(), expected, "{at} in {text}");
            }
            let whole = tree.get(Pointer::root()).expect("a document");
            assert_eq!(whole.to_string(), *text);
            tree.parse_deferred_values();
            assert_eq!(tree.value_without_deferred().to_string(), *text);
        }
        // otherwise nothing was tested
        assert!(deferred > 300 && around > 1_000, "{deferred} {around}");
    }
}
