//! Examples: each property of an example documents that the API has it; the values are only samples.
//!
//! ```text
//! compatible: `/more` in the example `one` of the 200 response of `playJob` was added
//! ```

use json_pointer_diff::{DifferenceKind as Gap, Rules, diff};
use jsonptr::{Pointer, PointerBuf};
use openapi_document::{Example, Header, MediaType, Parameter};

use crate::change::{Class, Direction, Kind};
use crate::comparison::{ChangeDraft, Comparison, Scope};

/// The examples of a parameter, header or media type.
pub(crate) struct Examples<'s> {
    holder: &'s Pointer,
    /// Name, place of the Example Object, and place of the value.
    entries: Vec<(&'s str, &'s Pointer, Option<&'s Pointer>)>,
}

impl<'s> Examples<'s> {
    fn new(holder: &'s Pointer, named: &'s [Example], unnamed: Option<&'s PointerBuf>) -> Self {
        let unnamed = unnamed.map(|at| ("", at.as_ref(), Some(at.as_ref())));
        let named = named.iter().map(|example| {
            let (at, value) = (&example.pointer, example.value.as_deref());
            (example.name.as_str(), at.as_ref(), value)
        });
        Self {
            holder,
            entries: named.chain(unnamed).collect(),
        }
    }

    pub(crate) fn of_parameter(parameter: &'s Parameter) -> Self {
        let (examples, example) = match &parameter.content {
            Some(content) => (&content.examples, content.example.as_ref()),
            None => (&parameter.examples, parameter.example.as_ref()),
        };
        Self::new(&parameter.pointer, examples, example)
    }

    pub(crate) fn of_header(header: &'s Header) -> Self {
        let (examples, example) = match &header.content {
            Some(content) => (&content.examples, content.example.as_ref()),
            None => (&header.examples, header.example.as_ref()),
        };
        Self::new(&header.pointer, examples, example)
    }

    pub(crate) fn of_media_type(media_type: &'s MediaType) -> Self {
        let example = media_type.example.as_ref();
        Self::new(&media_type.pointer, &media_type.examples, example)
    }
}

/// Compares examples by name.
pub(crate) fn compare(
    comparison: &mut Comparison<'_>,
    scope: &Scope<'_>,
    direction: Direction,
    old: &Examples<'_>,
    new: &Examples<'_>,
) {
    let operation = Some(scope.operation);
    for (name, at, value) in &old.entries {
        let what = label(name, scope);
        match new.entries.iter().find(|(other, ..)| other == name) {
            Some((_, other_at, other_value)) => {
                compare_values(comparison, scope, direction, (*value, *other_value), &what);
                if !name.is_empty() {
                    let texts = ["summary", "description"];
                    comparison.report_texts(operation, &texts, at, other_at, &what);
                    let known = [
                        "summary",
                        "description",
                        "value",
                        "dataValue",
                        "externalValue",
                    ];
                    comparison.report_unknown_properties(operation, &known, at, other_at, &what);
                }
            }
            None => {
                let sentence = format!("{what} was removed");
                let (kind, class) = (Kind::ExampleRemoved, Class::Compatible);
                let draft = ChangeDraft::new(kind, class, at, new.holder, sentence);
                comparison.report_shared(operation, draft.in_direction(direction));
            }
        }
    }
    for (name, at, _) in &new.entries {
        if !old.entries.iter().any(|(other, ..)| other == name) {
            let sentence = format!("{} was added", label(name, scope));
            let (kind, class) = (Kind::ExampleAdded, Class::Compatible);
            let draft = ChangeDraft::new(kind, class, old.holder, at, sentence);
            comparison.report_shared(operation, draft.in_direction(direction));
        }
    }
}

fn label(name: &str, scope: &Scope<'_>) -> String {
    if name.is_empty() {
        format!("the example of {}", scope.label)
    } else {
        format!("the example `{name}` of {}", scope.label)
    }
}

fn compare_values(
    comparison: &mut Comparison<'_>,
    scope: &Scope<'_>,
    direction: Direction,
    (old, new): (Option<&Pointer>, Option<&Pointer>),
    what: &str,
) {
    let (Some(old), Some(new)) = (old, new) else {
        return;
    };
    let gaps = match (comparison.old.get(old), comparison.new.get(new)) {
        (Some(before), Some(after)) if before != after => diff(before, after, &Rules::default()),
        _ => return,
    };
    for gap in gaps {
        let at = if gap.expected_at.is_root() {
            format!("the value of {what}")
        } else {
            format!("`{}` in {what}", gap.expected_at)
        };
        let (kind, class, sentence) = match gap.kind {
            Gap::Missing { .. } => (
                Kind::ExamplePropertyRemoved,
                Class::Compatible,
                format!("{at} was removed"),
            ),
            Gap::Extra { .. } => (
                Kind::ExamplePropertyAdded,
                Class::Compatible,
                format!("`{}` in {what} was added", gap.actual_at),
            ),
            Gap::Type { .. } => (
                Kind::ExampleTypeChanged,
                Class::Compatible,
                format!("{at} has another JSON type"),
            ),
            Gap::Value { .. } | Gap::Moved { .. } => (
                Kind::ExampleValueChanged,
                Class::Cosmetic,
                format!("{at} changed"),
            ),
        };
        let (before, after) = (old.concat(&gap.expected_at), new.concat(&gap.actual_at));
        let draft = ChangeDraft::new(kind, class, &before, &after, sentence);
        comparison.report_shared(Some(scope.operation), draft.in_direction(direction));
    }
}
