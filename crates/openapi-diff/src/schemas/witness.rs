//! Finds a value that proves a break: by their validators, one document accepts it and the other one does not.

use jsonptr::Pointer;
use jsonschema::Validator;
use serde_json::{Value, json};

use super::sample;
use super::standalone::{make_standalone, resolve_reference};
use crate::change::{Direction, Revision, Witness};
use crate::compared_document::ComparedDocument;
use crate::comparison::Comparison;

/// A name that no schema mentions.
const UNKNOWN_PROPERTY: &str = "unmentioned";

/// Which values to try. Known values are those of examples, and samples of the schemas.
#[derive(Default)]
pub(crate) struct WitnessSearch {
    /// Values to try.
    values: Vec<Value>,
    /// A property to remove from known values.
    removed_property: Option<String>,
    /// Values to add to known values, as an undocumented property or as an element.
    added_values: Vec<Value>,
    /// Whether known values are changed property by property.
    is_thorough: bool,
}

impl WitnessSearch {
    /// Tries these values, and known ones.
    pub(super) fn with_values(values: Vec<Value>) -> Self {
        Self {
            values,
            ..Self::default()
        }
    }

    /// Tries known values.
    pub(super) fn known_values() -> Self {
        Self::default()
    }

    /// Tries known values without a property.
    pub(super) fn without_property(name: &str) -> Self {
        Self {
            removed_property: Some(name.to_owned()),
            ..Self::default()
        }
    }

    /// Tries known values with one property or element more.
    pub(super) fn with_added(added: Vec<Value>) -> Self {
        Self {
            added_values: added,
            ..Self::default()
        }
    }

    /// Tries these values, known ones, and known ones with each property changed.
    pub(super) fn with_changed_properties(values: Vec<Value>) -> Self {
        Self {
            values,
            is_thorough: true,
            ..Self::default()
        }
    }
}

/// Finds a value that was valid and is not any more; in a response, one that is possible now and was invalid before.
pub(super) fn find(
    comparison: &Comparison<'_>,
    direction: Direction,
    (old, new): (&Pointer, &Pointer),
    search: &WitnessSearch,
) -> Option<Witness> {
    let (old, new) = (
        (&comparison.old, Revision::Old, old),
        (&comparison.new, Revision::New, new),
    );
    // the value was sent before, or may be returned now
    let (accepting, refusing) = match direction {
        Direction::Request => (old, new),
        Direction::Response => (new, old),
    };
    let valid_by = accepting.1;
    let (takes, refuses) = (
        build_validator(accepting.0, accepting.2)?,
        build_validator(refusing.0, refusing.2)?,
    );
    let shows = |value: &Value| takes.is_valid(value) && !refuses.is_valid(value);
    let found = |value: Value| Some(Witness { value, valid_by });
    for value in &search.values {
        if shows(value) {
            return found(value.clone());
        }
    }
    let mut bases: Vec<Value> = Vec::new();
    for (side, version, at) in [accepting, refusing] {
        bases.extend(comparison.example_values(version, at));
        bases.extend(sample::samples_at(side, at));
    }
    for base in &bases {
        if let Some(name) = &search.removed_property {
            let mut value = base.clone();
            if let Value::Object(members) = &mut value {
                members.shift_remove(name);
                if shows(&value) {
                    return found(value);
                }
            }
            continue;
        }
        if shows(base) {
            return found(base.clone());
        }
        for more in &search.added_values {
            let value = add_value(base, more);
            if shows(&value) {
                return found(value);
            }
        }
    }
    if search.is_thorough {
        return bases
            .iter()
            .flat_map(property_variants)
            .find(|value| shows(value))
            .and_then(found);
    }
    // a sample that is not valid may be valid without that property
    let name = search.removed_property.as_ref()?;
    let value = bases
        .into_iter()
        .flat_map(|base| property_variants(&base))
        .find(|value| value.get(name).is_none() && shows(value));
    value.and_then(found)
}

fn add_value(base: &Value, more: &Value) -> Value {
    let mut value = base.clone();
    match &mut value {
        Value::Object(members) => {
            members.insert(UNKNOWN_PROPERTY.to_owned(), more.clone());
        }
        Value::Array(elements) => elements.push(more.clone()),
        _ => {}
    }
    value
}

/// A value with one property removed, or with another value.
fn property_variants(base: &Value) -> Vec<Value> {
    let Value::Object(members) = base else {
        return Vec::new();
    };
    let mut values = Vec::new();
    for name in members.keys() {
        let mut without = members.clone();
        without.shift_remove(name);
        values.push(Value::Object(without));
        for other in [Value::Null, json!(1), json!("text"), json!(true)] {
            let mut with = members.clone();
            with.insert(name.clone(), other);
            values.push(Value::Object(with));
        }
    }
    values
}

fn build_validator(side: &ComparedDocument<'_>, at: &Pointer) -> Option<Validator> {
    let schema = make_standalone(side.get(at)?, &|reference| {
        resolve_reference(side, reference)
    });
    jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(true)
        .offline()
        .build(&schema)
        .ok()
}
