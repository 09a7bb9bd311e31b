//! The body: against its schema, and against the documented example.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeMap;

use json_pointer_diff::{Difference, Rules};
use jsonptr::{Pointer, PointerBuf};
use openapi_document::Document;
use serde_json::Value;

use super::{Places, agreement};
use crate::case::{Documented, Expectation};
use crate::finding::{Finding, Kind, Note, Place};
use crate::level::Level;
use crate::schemas::Schemas;
use crate::schemas::Violation;
use crate::timestamp::same_timestamp;
use crate::volatile::Volatile;

/// What was found in a body.
pub(super) struct Judged {
    pub(super) findings: Vec<Finding>,
    pub(super) notes: Vec<Note>,
    pub(super) places: Places,
}

pub(super) fn judge_body(
    document: &Document,
    schemas: &Schemas,
    expectation: &Expectation,
    actual: &Value,
    maximum_level: Level,
) -> Judged {
    let mut judged = Judged {
        findings: Vec::new(),
        notes: Vec::new(),
        places: Places::default(),
    };
    let schema = expectation.schema.as_deref();
    if let Some(schema) = schema.filter(|_| maximum_level >= Level::Schema) {
        let violations = schemas.violations(schema, actual);
        let findings = violations
            .into_iter()
            .map(|violation| invalid(violation, Place::Body, Level::Schema));
        judged.findings.extend(findings);
    }
    if let Some(schema) =
        schema.filter(|_| maximum_level == Level::Schema || maximum_level == Level::Shape)
    {
        // by value, what the example does not mention comes out of the difference
        undocumented(
            document,
            schema,
            actual,
            &mut PointerBuf::root(),
            &mut judged.notes,
        );
    }
    let Some(documented) = &expectation.body else {
        return judged;
    };
    let written = documented.value.written();
    let is_same = written.is_some_and(|text| json_pointer_diff::text_equals(text, actual));
    // then what was answered serves as well as what is shown, and that need not be read
    let shown = if is_same {
        Cow::Borrowed(actual)
    } else {
        documented.value.read()
    };
    let shown: &Value = &shown;
    let leaves = leaves(shown);
    if maximum_level < Level::Shape {
        judged.places.unchecked = leaves;
        return judged;
    }
    let tolerated = Cell::new(0);
    let differences = if is_same || json_pointer_diff::values_equal(shown, actual) {
        // what most answers are, and what is quickly seen
        Vec::new()
    } else if maximum_level == Level::Value {
        let equal = |at: &Pointer, expected: &Value, actual: &Value| {
            let same = same(document, schema, at, expected, actual);
            if !same
                && volatile(document, schema, &documented.volatile, at)
                    .is_some_and(|kind| kind.tolerates(expected, actual))
            {
                tolerated.set(tolerated.get() + 1);
                return true;
            }
            same
        };
        // by value, the shape is compared along with everything else; only the level of a finding tells them apart
        json_pointer_diff::diff(
            shown,
            actual,
            &Rules {
                equal: &equal,
                ..Rules::default()
            },
        )
    } else {
        json_pointer_diff::shape(shown, actual)
    };
    let withdrawn = documented
        .withdrawn
        .iter()
        .filter_map(|at| at.resolve(shown).ok())
        .map(self::leaves);
    let withdrawn: usize = withdrawn.sum();
    judged.places = if maximum_level == Level::Value {
        Places {
            exact: leaves.saturating_sub(withdrawn + tolerated.get()),
            tolerated: tolerated.get(),
            unchecked: withdrawn,
        }
    } else {
        Places {
            unchecked: leaves,
            ..Places::default()
        }
    };
    for difference in differences {
        if documented.is_withdrawn(&difference.expected_at) {
            continue;
        }
        if documented.leaves_open(shown, &difference) {
            judged.places.unchecked += 1;
            continue;
        }
        if is_extra_member(&difference, actual) {
            let undocumented = !is_in_schema(document, schema, &difference.actual_at);
            judged.notes.push(Note {
                at: difference.actual_at,
                undocumented,
            });
            continue;
        }
        add(
            &mut judged.findings,
            from_difference(documented, difference),
        );
    }
    if !judged.findings.is_empty() {
        agreement::tell(schemas, schema, shown, actual, &mut judged.findings);
    }
    judged
}

/// How many values there are that hold no others.
fn leaves(value: &Value) -> usize {
    match value {
        Value::Object(object) if !object.is_empty() => object.values().map(leaves).sum(),
        Value::Array(elements) if !elements.is_empty() => elements.iter().map(leaves).sum(),
        _ => 1,
    }
}

/// Numbers by value, instants by value where the schema says date-time, anything else exactly.
fn same(
    document: &Document,
    schema: Option<&Pointer>,
    at: &Pointer,
    expected: &Value,
    actual: &Value,
) -> bool {
    match (expected, actual) {
        (Value::Number(a), Value::Number(b)) => json_pointer_diff::numbers_equal(a, b),
        (Value::String(a), Value::String(b)) if a != b => {
            // the schema is asked last, since that walks it: unequal instants are unequal in any case
            same_timestamp(a, b)
                && keywords(document, schema, at, "format").any(|format| format == "date-time")
        }
        (a, b) => a == b,
    }
}

/// How the value at a place varies, as the example says, or else the schema.
fn volatile(
    document: &Document,
    schema: Option<&Pointer>,
    said: &BTreeMap<PointerBuf, Volatile>,
    at: &Pointer,
) -> Option<Volatile> {
    said.get(at).copied().or_else(|| {
        keywords(document, schema, at, "x-volatile")
            .filter_map(Value::as_str)
            .find_map(Volatile::from_word)
    })
}

pub(super) fn keywords<'d>(
    document: &'d Document,
    schema: Option<&Pointer>,
    at: &Pointer,
    keyword: &str,
) -> impl Iterator<Item = &'d Value> {
    let found = schema.map(|schema| document.schema_keyword_at(schema, at, keyword));
    found.into_iter().flatten()
}

/// An object's member that the example does not mention; an array's element is another matter.
fn is_extra_member(difference: &Difference, actual: &Value) -> bool {
    matches!(difference.kind, json_pointer_diff::Kind::Extra { .. })
        && difference
            .actual_at
            .parent()
            .and_then(|parent| parent.resolve(actual).ok())
            .is_some_and(Value::is_object)
}

/// Whether the schema mentions a member by its name.
fn is_in_schema(document: &Document, schema: Option<&Pointer>, at: &Pointer) -> bool {
    at.split_back().is_none_or(|(parent, name)| {
        let known: Vec<&Value> = keywords(document, schema, parent, "properties").collect();
        mentions(&known, &name.decoded())
    })
}

/// Whether one of the `properties` has a member; where there are none, the object is free to have any.
pub(super) fn mentions(properties: &[&Value], name: &str) -> bool {
    properties.is_empty()
        || properties
            .iter()
            .any(|properties| properties.get(name).is_some())
}

/// Lists the members that the schema does not mention by name; it does not look into them.
fn undocumented(
    document: &Document,
    schema: &Pointer,
    value: &Value,
    at: &mut PointerBuf,
    notes: &mut Vec<Note>,
) {
    let known: Vec<&Value> = match value {
        Value::Object(_) => keywords(document, Some(schema), at, "properties").collect(),
        _ => Vec::new(),
    };
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                at.push_back(name.as_str());
                if mentions(&known, name) {
                    undocumented(document, schema, member, at, notes);
                } else {
                    notes.push(Note {
                        at: at.clone(),
                        undocumented: true,
                    });
                }
                at.pop_back();
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                at.push_back(index);
                undocumented(document, schema, element, at, notes);
                at.pop_back();
            }
        }
        _ => {}
    }
}

fn from_difference(documented: &Documented, difference: Difference) -> Finding {
    let (level, kind) = match difference.kind {
        json_pointer_diff::Kind::Missing { expected } => (Level::Shape, Kind::Missing { expected }),
        json_pointer_diff::Kind::Extra { actual } => (Level::Value, Kind::Unexpected { actual }),
        json_pointer_diff::Kind::Type { expected, actual } => {
            (Level::Shape, Kind::Other { expected, actual })
        }
        json_pointer_diff::Kind::Value { expected, actual } => {
            (Level::Value, Kind::Other { expected, actual })
        }
        json_pointer_diff::Kind::Moved { from, to } => (Level::Value, Kind::Moved { from, to }),
    };
    let claim = documented.claim.concat(&difference.expected_at);
    Finding {
        at: difference.actual_at,
        ..Finding::new(level, &claim, Place::Body, kind)
    }
}

pub(crate) fn invalid(violation: Violation, place: Place, level: Level) -> Finding {
    let mut at = violation.at;
    if let Some(member) = violation.member {
        at.push_back(member);
    }
    // what lacks has no value to show, only a claim
    let actual = (!violation.missing).then_some(violation.actual);
    let kind = Kind::Invalid {
        message: violation.message,
        expected: None,
        actual,
    };
    Finding {
        at,
        ..Finding::new(level, &violation.claim, place, kind)
    }
}

/// Adds a finding, unless the schema refuses the same place already: then the cause is the same, and the
/// finding from the schema learns what the example shows.
fn add(findings: &mut Vec<Finding>, new: Finding) {
    let refused = findings.iter_mut().find_map(|old| match &mut old.kind {
        Kind::Invalid { expected, .. } if old.place == new.place && old.at == new.at => {
            Some(expected)
        }
        _ => None,
    });
    match (refused, new.kind) {
        (
            Some(expected),
            Kind::Other {
                expected: documented,
                ..
            }
            | Kind::Missing {
                expected: documented,
            },
        ) => {
            expected.get_or_insert(documented);
        }
        (_, kind) => findings.push(Finding { kind, ..new }),
    }
}
