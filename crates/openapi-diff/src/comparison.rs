//! What all rules share: the two documents, what was compared already, and what was found.

use std::collections::{BTreeMap, BTreeSet};

use jsonptr::{Pointer, PointerBuf};
use openapi_document::{Document, Operation};

use crate::change::{Change, Class, Direction, Kind, Subject, Witness};
use crate::side::{Side, component_of};
use crate::{components, document, operations, security, servers};

/// Compares two documents.
pub(crate) fn compare(old: &Document, new: &Document) -> Vec<Change> {
    let mut comparison = Comparison {
        old: Side::new(old),
        new: Side::new(new),
        found: Vec::new(),
        seen: BTreeSet::new(),
        told: BTreeMap::new(),
        renamed: BTreeMap::new(),
    };
    document::compare(&mut comparison);
    servers::compare(&mut comparison);
    security::compare_schemes(&mut comparison);
    operations::compare(&mut comparison);
    components::compare(&mut comparison);
    comparison.done()
}

/// The two documents, what was compared already, and what was found.
pub(crate) struct Comparison<'d> {
    pub(crate) old: Side<'d>,
    pub(crate) new: Side<'d>,
    found: Vec<Change>,
    /// Pairs of schemas that were compared, by place, in a direction.
    seen: BTreeSet<(PointerBuf, PointerBuf, Direction)>,
    /// What was told already, with its place in `found`.
    told: BTreeMap<Identity, usize>,
    /// Components of the old document that the new one refers to by another name.
    pub(crate) renamed: BTreeMap<PointerBuf, PointerBuf>,
}

/// What makes two changes one: reached from several operations, it is told once.
type Identity = (Kind, Class, PointerBuf, PointerBuf, String);

/// What is being compared, for the sentences: the operation, and the names of the two places.
#[derive(Clone)]
pub(crate) struct Scope<'a> {
    /// The operation in the old document.
    pub(crate) operation: &'a Operation,
    /// The thing as prose has it: `the 200 answer of getJob`.
    pub(crate) what: String,
}

/// A change that a rule has found.
pub(crate) struct Found<'a> {
    pub(crate) kind: Kind,
    pub(crate) class: Class,
    pub(crate) sentence: String,
    pub(crate) old: &'a Pointer,
    pub(crate) new: &'a Pointer,
    pub(crate) direction: Option<Direction>,
    pub(crate) witness: Option<Witness>,
}

impl<'a> Found<'a> {
    pub(crate) fn new(
        kind: Kind,
        class: Class,
        old: &'a Pointer,
        new: &'a Pointer,
        sentence: String,
    ) -> Self {
        Self {
            kind,
            class,
            sentence,
            old,
            new,
            direction: None,
            witness: None,
        }
    }
}

impl Comparison<'_> {
    /// Whether two schemas have not been compared yet in a direction; from now on they have.
    pub(crate) fn begin(&mut self, old: &Pointer, new: &Pointer, direction: Direction) -> bool {
        self.seen.insert((old.to_buf(), new.to_buf(), direction))
    }

    /// Tells a change of an operation.
    pub(crate) fn tell_operation(&mut self, operation: &Operation, found: Found<'_>) {
        let subject = subject_of(operation);
        self.tell(subject, vec![operation.id.clone()], found);
    }

    /// Tells a change of something that may stand in a component: it belongs there then, and touches all that use it.
    pub(crate) fn tell_shared(&mut self, operation: Option<&Operation>, found: Found<'_>) {
        let component = component_of(found.old).or_else(|| component_of(found.new));
        let Some((own, kind, name)) = component else {
            return match operation {
                Some(operation) => self.tell_operation(operation, found),
                None => self.tell(Subject::Document, Vec::new(), found),
            };
        };
        let mut touched = self.old.operations(&own, found.direction);
        if touched.is_empty() {
            touched = self.new.operations(&own, found.direction);
        }
        if let Some(operation) = operation
            && !touched.contains(&operation.id)
        {
            touched.push(operation.id.clone());
        }
        self.tell(Subject::Component { kind, name }, touched, found);
    }

    /// Tells a change; what was told already is not told again, and touches these operations, too.
    pub(crate) fn tell(&mut self, subject: Subject, operations: Vec<String>, found: Found<'_>) {
        let identity = (
            found.kind,
            found.class,
            found.old.to_buf(),
            found.new.to_buf(),
            found.sentence.clone(),
        );
        if let Some(&index) = self.told.get(&identity) {
            let touched = &mut self.found[index].operations;
            for id in operations {
                if !touched.contains(&id) {
                    touched.push(id);
                }
            }
            return;
        }
        self.told.insert(identity, self.found.len());
        self.found.push(Change {
            kind: found.kind,
            class: found.class,
            subject,
            direction: found.direction,
            sentence: found.sentence,
            old: self.old.place(found.old),
            new: self.new.place(found.new),
            operations,
            witness: found.witness,
        });
    }

    /// Tells that a text for people has changed, where it has.
    pub(crate) fn tell_texts(
        &mut self,
        operation: Option<&Operation>,
        keys: &[&str],
        old: &Pointer,
        new: &Pointer,
        what: &str,
    ) {
        for key in keys {
            if self.old.member(old, key) == self.new.member(new, key) {
                continue;
            }
            let (old, new) = (old.with_trailing_token(*key), new.with_trailing_token(*key));
            let sentence = format!("the {key} of {what} reads differently");
            let found = Found::new(Kind::TextChanged, Class::Cosmetic, &old, &new, sentence);
            self.tell_shared(operation, found);
        }
    }

    /// Tells that something is not the same that no rule knows, where members that are not among `known` differ.
    pub(crate) fn tell_others(
        &mut self,
        operation: Option<&Operation>,
        known: &[&str],
        old: &Pointer,
        new: &Pointer,
        what: &str,
    ) {
        let keys = |side: &Side<'_>, at: &Pointer| -> Vec<String> {
            let members = side.get(at).and_then(|value| value.as_object());
            members
                .into_iter()
                .flatten()
                .map(|(key, _)| key.clone())
                .collect()
        };
        let mut all = keys(&self.old, old);
        all.extend(
            keys(&self.new, new)
                .into_iter()
                .filter(|key| self.old.member(old, key).is_none()),
        );
        for key in all {
            if known.contains(&key.as_str())
                || key == "$ref"
                || self.old.member(old, &key) == self.new.member(new, &key)
            {
                continue;
            }
            let (old, new) = (old.with_trailing_token(&key), new.with_trailing_token(&key));
            let (class, meaning) = if key.starts_with("x-") {
                (
                    Class::Cosmetic,
                    "an extension, which has no meaning of its own",
                )
            } else {
                (
                    Class::Review,
                    "what that means is not known here; look at both places",
                )
            };
            let sentence = format!("`{key}` of {what} is not the same: {meaning}");
            self.tell_shared(
                operation,
                Found::new(Kind::Other, class, &old, &new, sentence),
            );
        }
    }

    fn done(self) -> Vec<Change> {
        let order: BTreeMap<&str, usize> = self
            .old
            .document
            .operations()
            .iter()
            .enumerate()
            .map(|(index, operation)| (operation.id.as_str(), index))
            .collect();
        let mut changes = self.found;
        changes.sort_by_cached_key(|change| {
            let place = match &change.subject {
                Subject::Document => (0, 0, String::new()),
                Subject::Operation { id, route } => {
                    let index = order.get(id.as_str()).copied().unwrap_or(usize::MAX);
                    (1, index, route.clone())
                }
                Subject::Component { kind, name } => (2, 0, format!("{kind}/{name}")),
            };
            (change.class, place)
        });
        changes
    }
}

/// An operation as what a change belongs to.
pub(crate) fn subject_of(operation: &Operation) -> Subject {
    Subject::Operation {
        route: format!("{} {}", operation.method, operation.path),
        id: operation.id.clone(),
    }
}
