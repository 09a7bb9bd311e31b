//! Applies a list of differences: it is sufficient to build the actual value from the expected one.
//!
//! It is written from the documentation of [`Difference`] only, so that it checks `diff` independently: a missing,
//! duplicate or misplaced difference gives another value.

use std::collections::HashMap;

use json_pointer_diff::{Difference, DifferenceKind};
use jsonptr::{Pointer, PointerBuf};
use serde_json::{Map, Value};

/// The actual value, up to how numbers are written and how properties are ordered.
pub(crate) fn apply(expected: &Value, differences: &[Difference]) -> Value {
    let mut patch = Patch::default();
    for difference in differences {
        match &difference.kind {
            DifferenceKind::Extra { actual } => {
                let container = match difference.expected_at.resolve(expected) {
                    Ok(Value::Array(_)) => difference.expected_at.clone(),
                    _ => difference.expected_at.parent().unwrap().to_buf(),
                };
                let name = difference.actual_at.last().unwrap().decoded().into_owned();
                let extra = patch.extra.entry(container).or_default();
                assert_eq!(extra.insert(name, actual), None, "{difference} is doubled");
            }
            _ => patch
                .others
                .entry(difference.expected_at.clone())
                .or_default()
                .push(difference),
        }
    }
    let actual = patch.apply_to_value(Pointer::root(), expected).unwrap().0;
    assert!(patch.is_used_up(), "some lead nowhere: {differences:#?}");
    actual
}

/// The differences seen from the other side.
pub(crate) fn swap_sides(differences: &[Difference]) -> Vec<Difference> {
    let invert = |kind| match kind {
        DifferenceKind::Missing { expected } => DifferenceKind::Extra { actual: expected },
        DifferenceKind::Extra { actual } => DifferenceKind::Missing { expected: actual },
        DifferenceKind::Type { expected, actual } => DifferenceKind::Type {
            expected: actual,
            actual: expected,
        },
        DifferenceKind::Value { expected, actual } => DifferenceKind::Value {
            expected: actual,
            actual: expected,
        },
        DifferenceKind::Moved { from, to } => DifferenceKind::Moved { from: to, to: from },
    };
    differences
        .iter()
        .cloned()
        .map(|difference| Difference {
            expected_at: difference.actual_at,
            actual_at: difference.expected_at,
            kind: invert(difference.kind),
        })
        .collect()
}

#[derive(Default)]
struct Patch<'d> {
    /// By object or array: its extra children, by name or index.
    extra: HashMap<PointerBuf, HashMap<String, &'d Value>>,
    /// By place: all other differences.
    others: HashMap<PointerBuf, Vec<&'d Difference>>,
}

impl Patch<'_> {
    fn is_used_up(&self) -> bool {
        self.extra.is_empty() && self.others.is_empty()
    }

    /// The new value, and the index it is moved to; `None` if it is removed.
    fn apply_to_value(&mut self, at: &Pointer, value: &Value) -> Option<(Value, Option<usize>)> {
        let mut moved_to = None;
        let mut replaced = None;
        for difference in self.others.remove(at).unwrap_or_default() {
            match &difference.kind {
                DifferenceKind::Missing { expected } => {
                    assert_eq!(expected, value);
                    return None;
                }
                DifferenceKind::Moved { to, .. } => assert_eq!(moved_to.replace(*to), None),
                DifferenceKind::Type { expected, actual }
                | DifferenceKind::Value { expected, actual } => {
                    assert_eq!(expected, value);
                    assert_eq!(replaced.replace(actual), None);
                }
                DifferenceKind::Extra { .. } => unreachable!("kept apart"),
            }
        }
        let value = match (replaced, value) {
            (Some(actual), _) => actual.clone(),
            (None, Value::Object(members)) => Value::Object(self.apply_to_members(at, members)),
            (None, Value::Array(elements)) => Value::Array(self.apply_to_elements(at, elements)),
            (None, other) => other.clone(),
        };
        Some((value, moved_to))
    }

    fn apply_to_members(
        &mut self,
        at: &Pointer,
        members: &Map<String, Value>,
    ) -> Map<String, Value> {
        let mut kept = Map::new();
        for (key, value) in members {
            if let Some((value, moved_to)) =
                self.apply_to_value(&at.with_trailing_token(key), value)
            {
                assert_eq!(moved_to, None, "members have no order");
                kept.insert(key.clone(), value);
            }
        }
        for (key, value) in self.extra.remove(at).unwrap_or_default() {
            assert_eq!(kept.insert(key, value.clone()), None, "was there already");
        }
        kept
    }

    /// Extra and moved elements have their index; all others fill the remaining places, in order.
    fn apply_to_elements(&mut self, at: &Pointer, elements: &[Value]) -> Vec<Value> {
        let mut in_place = Vec::new();
        let mut placed = Vec::new();
        for (index, element) in elements.iter().enumerate() {
            match self.apply_to_value(&at.with_trailing_token(index), element) {
                Some((value, Some(to))) => placed.push((to, value)),
                Some((value, None)) => in_place.push(value),
                None => {}
            }
        }
        for (index, value) in self.extra.remove(at).unwrap_or_default() {
            placed.push((index.parse().unwrap(), value.clone()));
        }
        let mut slots = vec![None; in_place.len() + placed.len()];
        for (index, value) in placed {
            assert_eq!(slots[index].replace(value), None, "{at}/{index} is taken");
        }
        let mut in_place = in_place.into_iter();
        slots
            .into_iter()
            .map(|slot| slot.or_else(|| in_place.next()).unwrap())
            .collect()
    }
}
