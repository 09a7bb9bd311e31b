//! The shared state of all rules: the two documents, the compared places, and the reported changes.

use std::collections::{BTreeMap, BTreeSet};

use jsonptr::{Pointer, PointerBuf};
use openapi_document::{Document, Operation};
use serde_json::Value;

use crate::change::{Change, Class, Direction, Kind, Revision, Subject, Witness};
use crate::compared_document::{ComparedDocument, component_of};
use crate::example_values::ExampleValues;

/// The two documents, the compared places, and the reported changes.
pub(crate) struct Comparison<'d> {
    pub(crate) old: ComparedDocument<'d>,
    pub(crate) new: ComparedDocument<'d>,
    /// Example values of both documents, which witnesses are made from.
    old_values: ExampleValues,
    new_values: ExampleValues,
    changes: Vec<Change>,
    /// Pairs of schemas that were compared, by place, in a direction.
    compared_schemas: BTreeSet<(PointerBuf, PointerBuf, Direction)>,
    /// The reported changes, with their index in `changes`.
    reported_changes: BTreeMap<ChangeIdentity, usize>,
    /// Components of the old document that the new one refers to by another name.
    pub(crate) renamed_components: BTreeMap<PointerBuf, PointerBuf>,
}

/// The identity of a change: a change that several operations reach is reported once.
type ChangeIdentity = (Kind, Class, PointerBuf, PointerBuf, String);

/// A description of the compared object, for the sentences.
#[derive(Clone)]
pub(crate) struct Scope<'a> {
    /// The operation in the old document.
    pub(crate) operation: &'a Operation,
    /// Its part, as sentences name it: ``the 200 response of `getJob` ``.
    pub(crate) label: String,
}

/// A change as a rule reports it: its subject, its operations and its positions are not known yet.
pub(crate) struct ChangeDraft<'a> {
    pub(crate) kind: Kind,
    pub(crate) class: Class,
    pub(crate) sentence: String,
    pub(crate) old: &'a Pointer,
    pub(crate) new: &'a Pointer,
    pub(crate) direction: Option<Direction>,
    pub(crate) witness: Option<Witness>,
}

impl<'a> ChangeDraft<'a> {
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

    /// The same change, of values that travel in a direction.
    pub(crate) fn in_direction(self, direction: Direction) -> Self {
        Self {
            direction: Some(direction),
            ..self
        }
    }
}

impl<'d> Comparison<'d> {
    /// The initial state for two documents.
    pub(crate) fn new(old: &'d Document, new: &'d Document) -> Self {
        Self {
            old: ComparedDocument::new(old),
            new: ComparedDocument::new(new),
            old_values: ExampleValues::default(),
            new_values: ExampleValues::default(),
            changes: Vec::new(),
            compared_schemas: BTreeSet::new(),
            reported_changes: BTreeMap::new(),
            renamed_components: BTreeMap::new(),
        }
    }

    /// Values that the examples of one document have for one of its schemas.
    pub(crate) fn example_values(&self, version: Revision, schema: &Pointer) -> Vec<Value> {
        match version {
            Revision::Old => self.old_values.of(&self.old, schema),
            Revision::New => self.new_values.of(&self.new, schema),
        }
    }

    /// Marks two schemas as compared in a direction; returns false if they were marked before.
    pub(crate) fn mark_compared(
        &mut self,
        old: &Pointer,
        new: &Pointer,
        direction: Direction,
    ) -> bool {
        self.compared_schemas
            .insert((old.to_buf(), new.to_buf(), direction))
    }

    /// Reports a change of an operation.
    pub(crate) fn report_operation(&mut self, operation: &Operation, draft: ChangeDraft<'_>) {
        let subject = operation_subject(operation);
        self.report(subject, vec![operation.id.clone()], draft);
    }

    /// Reports a change of something that may be part of a component: then the change belongs to the component, and
    /// affects all operations that use it.
    pub(crate) fn report_shared(&mut self, operation: Option<&Operation>, draft: ChangeDraft<'_>) {
        let component = component_of(draft.old).or_else(|| component_of(draft.new));
        let Some((own, kind, name)) = component else {
            return match operation {
                Some(operation) => self.report_operation(operation, draft),
                None => self.report(Subject::Document, Vec::new(), draft),
            };
        };
        let mut touched = self.old.operations(&own, draft.direction);
        if touched.is_empty() {
            touched = self.new.operations(&own, draft.direction);
        }
        if let Some(operation) = operation
            && !touched.contains(&operation.id)
        {
            touched.push(operation.id.clone());
        }
        self.report(Subject::Component { kind, name }, touched, draft);
    }

    /// Reports a change. If it was reported already, these operations are added to it.
    pub(crate) fn report(
        &mut self,
        subject: Subject,
        operations: Vec<String>,
        draft: ChangeDraft<'_>,
    ) {
        let identity = (
            draft.kind,
            draft.class,
            draft.old.to_buf(),
            draft.new.to_buf(),
            draft.sentence.clone(),
        );
        if let Some(&index) = self.reported_changes.get(&identity) {
            let touched = &mut self.changes[index].operations;
            for id in operations {
                if !touched.contains(&id) {
                    touched.push(id);
                }
            }
            return;
        }
        self.reported_changes.insert(identity, self.changes.len());
        self.changes.push(Change {
            kind: draft.kind,
            class: draft.class,
            subject,
            direction: draft.direction,
            sentence: draft.sentence,
            old: self.old.place(draft.old),
            new: self.new.place(draft.new),
            operations,
            witness: draft.witness,
        });
    }

    /// Reports each of these texts for people that has changed.
    pub(crate) fn report_texts(
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
            let sentence = text_change_sentence(key, what);
            let draft = ChangeDraft::new(Kind::TextChanged, Class::Cosmetic, &old, &new, sentence);
            self.report_shared(operation, draft);
        }
    }

    /// Reports each property that has changed and that no rule knows, which are those not in `known`.
    pub(crate) fn report_unknown_properties(
        &mut self,
        operation: Option<&Operation>,
        known: &[&str],
        old: &Pointer,
        new: &Pointer,
        what: &str,
    ) {
        let mut all = self.old.keys(old);
        let added = self.new.keys(new).into_iter();
        all.extend(added.filter(|key| self.old.member(old, key).is_none()));
        for key in all {
            if known.contains(&key.as_str())
                || key == "$ref"
                || self.old.member(old, &key) == self.new.member(new, &key)
            {
                continue;
            }
            let (old, new) = (old.with_trailing_token(&key), new.with_trailing_token(&key));
            let (class, sentence) = if key.starts_with("x-") {
                let sentence = format!("the extension `{key}` of {what} changed");
                (Class::Cosmetic, sentence)
            } else {
                let sentence = format!(
                    "`{key}` of {what} changed; the effect is unknown, compare both places"
                );
                (Class::Review, sentence)
            };
            self.report_shared(
                operation,
                ChangeDraft::new(Kind::Other, class, &old, &new, sentence),
            );
        }
    }

    /// All changes: by class, then by subject in the order of the old document.
    pub(crate) fn into_changes(self) -> Vec<Change> {
        let order: BTreeMap<&str, usize> = self
            .old
            .document
            .operations()
            .iter()
            .enumerate()
            .map(|(index, operation)| (operation.id.as_str(), index))
            .collect();
        let mut changes = self.changes;
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

/// The subject of changes in an operation.
pub(crate) fn operation_subject(operation: &Operation) -> Subject {
    Subject::Operation {
        route: format!("{} {}", operation.method, operation.path),
        id: operation.id.clone(),
    }
}

/// The sentence for a text for people that changed.
pub(crate) fn text_change_sentence(key: &str, what: &str) -> String {
    match key {
        "title" | "summary" | "description" => format!("the {key} of {what} changed"),
        _ => format!("`{key}` of {what} changed"),
    }
}
