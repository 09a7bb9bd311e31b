//! Parameters: what a client sends beside the body.

use openapi_document::{Location, Operation, Parameter};

use crate::change::{Class, Direction, Kind};
use crate::comparison::{Comparison, Found, Scope};
use crate::{examples, schemas};

/// Members of a Parameter Object that are compared, here or as they were read.
const KNOWN: [&str; 13] = [
    "name",
    "in",
    "required",
    "style",
    "explode",
    "allowReserved",
    "schema",
    "content",
    "example",
    "examples",
    "description",
    "deprecated",
    "allowEmptyValue",
];

pub(crate) fn compare(comparison: &mut Comparison<'_>, old: &Operation, new: &Operation) {
    for before in &old.parameters {
        match counterpart(before, old, new) {
            Some(after) => compare_one(comparison, old, before, after),
            None => removed(comparison, old, new, before),
        }
    }
    for after in &new.parameters {
        if counterpart(after, new, old).is_none() {
            added(comparison, old, after);
        }
    }
}

/// The same parameter of the other operation: by location and name, in a path by its place in the template.
fn counterpart<'p>(
    parameter: &Parameter,
    operation: &Operation,
    other: &'p Operation,
) -> Option<&'p Parameter> {
    let is_same = |name: &str| match parameter.location {
        Location::Header => name.eq_ignore_ascii_case(&parameter.name),
        _ => name == parameter.name,
    };
    let mut candidates = other
        .parameters
        .iter()
        .filter(|candidate| candidate.location == parameter.location);
    if parameter.location != Location::Path {
        return candidates.find(|candidate| is_same(&candidate.name));
    }
    let place = names(&operation.path).position(|name| name == parameter.name)?;
    let name = names(&other.path).nth(place)?;
    candidates.find(|candidate| candidate.name == name)
}

/// The names in a path template, in its order.
fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
}

/// A parameter as prose has it: ``the query parameter `x` ``.
fn spoken(parameter: &Parameter) -> String {
    format!("the {} parameter `{}`", parameter.location, parameter.name)
}

fn removed(
    comparison: &mut Comparison<'_>,
    old: &Operation,
    new: &Operation,
    parameter: &Parameter,
) {
    let sentence = format!(
        "a client that calls {} with {}: it is no longer documented, and may be ignored or refused",
        old.id,
        spoken(parameter)
    );
    let mut found = Found::new(
        Kind::ParameterRemoved,
        Class::Breaking,
        &parameter.pointer,
        &new.pointer,
        sentence,
    );
    found.direction = Some(Direction::Request);
    comparison.tell_operation(old, found);
}

fn added(comparison: &mut Comparison<'_>, old: &Operation, parameter: &Parameter) {
    let (class, sentence) = if parameter.required {
        (
            Class::Breaking,
            format!(
                "a client that calls {} without {}: it is required now",
                old.id,
                spoken(parameter)
            ),
        )
    } else {
        (
            Class::Compatible,
            format!("{} may be sent with {}", spoken(parameter), old.id),
        )
    };
    let mut found = Found::new(
        Kind::ParameterAdded,
        class,
        &old.pointer,
        &parameter.pointer,
        sentence,
    );
    found.direction = Some(Direction::Request);
    comparison.tell_operation(old, found);
}

fn compare_one(
    comparison: &mut Comparison<'_>,
    operation: &Operation,
    old: &Parameter,
    new: &Parameter,
) {
    let what = format!("{} of {}", spoken(old), operation.id);
    let mut tell = |kind, class, sentence| {
        let mut found = Found::new(kind, class, &old.pointer, &new.pointer, sentence);
        found.direction = Some(Direction::Request);
        comparison.tell_operation(operation, found);
    };
    let called = format!("a client that calls {}", operation.id);
    match (old.required, new.required) {
        (false, true) => tell(
            Kind::ParameterRequired,
            Class::Breaking,
            format!("{called} without {}: it is required now", spoken(old)),
        ),
        (true, false) => tell(
            Kind::ParameterOptional,
            Class::Compatible,
            format!("{what} may be left out"),
        ),
        _ => {}
    }
    if (old.style, old.explode, old.allow_reserved) != (new.style, new.explode, new.allow_reserved)
    {
        tell(
            Kind::ParameterStyleChanged,
            Class::Breaking,
            format!(
                "{called} with {}: it is written in another way now",
                spoken(old)
            ),
        );
    }
    let media_type = |parameter: &Parameter| {
        parameter
            .content
            .as_ref()
            .map(|content| content.name.clone())
    };
    if media_type(old) != media_type(new) {
        tell(
            Kind::ParameterStyleChanged,
            Class::Breaking,
            format!(
                "{called} with {}: it is written in another media type now",
                spoken(old)
            ),
        );
    }
    // a name in a path is never sent, and header names have no case
    if old.name != new.name {
        tell(
            Kind::ParameterRenamed,
            Class::Cosmetic,
            format!("{what} is called `{}` now", new.name),
        );
    }
    rest(comparison, operation, old, new, &what);
}

/// What a parameter shares with other objects: its schema, its examples and its words.
fn rest(
    comparison: &mut Comparison<'_>,
    operation: &Operation,
    old: &Parameter,
    new: &Parameter,
    what: &str,
) {
    let scope = Scope {
        operation,
        what: what.to_owned(),
    };
    schemas::compare(
        comparison,
        &scope,
        Direction::Request,
        (old.schema.as_deref(), &old.pointer),
        (new.schema.as_deref(), &new.pointer),
    );
    examples::compare(
        comparison,
        &scope,
        Direction::Request,
        &examples::Shown::of_parameter(old),
        &examples::Shown::of_parameter(new),
    );
    let (before, after) = (&old.pointer, &new.pointer);
    comparison.tell_texts(Some(operation), &["description"], before, after, what);
    comparison.tell_others(Some(operation), &KNOWN, before, after, what);
    for (key, kind, class) in [
        ("deprecated", Kind::DeprecationChanged, Class::Compatible),
        ("allowEmptyValue", Kind::Other, Class::Review),
    ] {
        let (was, is) = (
            comparison.old.member(before, key),
            comparison.new.member(after, key),
        );
        let on = |value: Option<&serde_json::Value>| value == Some(&serde_json::Value::Bool(true));
        let (was, is) = (on(was), on(is));
        if was != is {
            let sentence = format!("`{key}` of {what} is {is} now");
            comparison.tell_shared(
                Some(operation),
                Found::new(kind, class, before, after, sentence),
            );
        }
    }
}
