//! Parameters: the parts of a request besides the body.
//!
//! ```text
//! breaking: the query parameter `x` of `playJob` is now required
//! ```

use openapi_document::{Location, MediaType, Operation, Parameter};

use crate::change::{Class, Direction, Kind};
use crate::comparison::{ChangeDraft, Comparison, Scope};
use crate::{examples, schemas};

/// Properties of a Parameter Object that are compared here.
const KNOWN_PROPERTIES: [&str; 13] = [
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
        match find_counterpart(before, old, new) {
            Some(after) => compare_parameter(comparison, old, before, after),
            None => report_removed(comparison, old, new, before),
        }
    }
    for after in &new.parameters {
        if find_counterpart(after, new, old).is_none() {
            report_added(comparison, old, after);
        }
    }
}

/// The same parameter of the other operation: by location and name, in a path by its place in the template.
fn find_counterpart<'p>(
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
    let place = template_names(&operation.path).position(|name| name == parameter.name)?;
    let name = template_names(&other.path).nth(place)?;
    candidates.find(|candidate| candidate.name == name)
}

/// The names in a path template, in its order.
fn template_names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
}

/// A parameter as sentences name it: ``the query parameter `x` ``.
fn label(parameter: &Parameter) -> String {
    format!("the {} parameter `{}`", parameter.location, parameter.name)
}

fn report_removed(
    comparison: &mut Comparison<'_>,
    old: &Operation,
    new: &Operation,
    parameter: &Parameter,
) {
    let sentence = format!(
        "{} of `{}` was removed; the server may ignore or reject it",
        label(parameter),
        old.id
    );
    let (kind, class) = (Kind::ParameterRemoved, Class::Breaking);
    let draft = ChangeDraft::new(kind, class, &parameter.pointer, &new.pointer, sentence);
    comparison.report_operation(old, draft.in_direction(Direction::Request));
}

fn report_added(comparison: &mut Comparison<'_>, old: &Operation, parameter: &Parameter) {
    let (class, required) = match parameter.required {
        true => (Class::Breaking, " and is required"),
        false => (Class::Compatible, ""),
    };
    let sentence = format!("{} of `{}` was added{required}", label(parameter), old.id);
    let (kind, at) = (Kind::ParameterAdded, &parameter.pointer);
    let draft = ChangeDraft::new(kind, class, &old.pointer, at, sentence);
    comparison.report_operation(old, draft.in_direction(Direction::Request));
}

fn compare_parameter(
    comparison: &mut Comparison<'_>,
    operation: &Operation,
    old: &Parameter,
    new: &Parameter,
) {
    let what = format!("{} of `{}`", label(old), operation.id);
    let mut report = |kind, class, sentence| {
        let draft = ChangeDraft::new(kind, class, &old.pointer, &new.pointer, sentence);
        comparison.report_operation(operation, draft.in_direction(Direction::Request));
    };
    match (old.required, new.required) {
        (false, true) => report(
            Kind::ParameterRequired,
            Class::Breaking,
            format!("{what} is now required"),
        ),
        (true, false) => report(
            Kind::ParameterOptional,
            Class::Compatible,
            format!("{what} is now optional"),
        ),
        _ => {}
    }
    if (old.style, old.explode, old.allow_reserved) != (new.style, new.explode, new.allow_reserved)
    {
        report(
            Kind::ParameterStyleChanged,
            Class::Breaking,
            format!("{what} is serialized differently (`style`, `explode` or `allowReserved`)"),
        );
    }
    let media_type = |content: &Option<MediaType>| content.as_ref().map(|one| one.name.clone());
    if media_type(&old.content) != media_type(&new.content) {
        report(
            Kind::ParameterStyleChanged,
            Class::Breaking,
            format!("{what} is serialized in another media type"),
        );
    }
    // the name of a path parameter is never sent, and header names are case-insensitive
    if old.name != new.name {
        report(
            Kind::ParameterRenamed,
            Class::Cosmetic,
            format!("{what} was renamed to `{}`", new.name),
        );
    }
    compare_schema_and_texts(comparison, operation, old, new, &what);
}

/// The properties that a parameter shares with other objects: its schema, its examples and its texts.
fn compare_schema_and_texts(
    comparison: &mut Comparison<'_>,
    operation: &Operation,
    old: &Parameter,
    new: &Parameter,
    what: &str,
) {
    let scope = Scope {
        operation,
        label: what.to_owned(),
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
        &examples::Examples::of_parameter(old),
        &examples::Examples::of_parameter(new),
    );
    let (before, after) = (&old.pointer, &new.pointer);
    comparison.report_texts(Some(operation), &["description"], before, after, what);
    comparison.report_unknown_properties(Some(operation), &KNOWN_PROPERTIES, before, after, what);
    for (key, kind, class) in [
        ("deprecated", Kind::DeprecationChanged, Class::Compatible),
        ("allowEmptyValue", Kind::Other, Class::Review),
    ] {
        let is = comparison.new.is_true(after, key);
        if comparison.old.is_true(before, key) != is {
            let sentence = format!("`{key}` of {what} is now {is}");
            let draft = ChangeDraft::new(kind, class, before, after, sentence);
            comparison.report_shared(Some(operation), draft);
        }
    }
}
