//! Faults of single properties of a body, generated from the contract.
//!
//! Each required property of a job is dropped, set to null and changed in type once; nested ones get one of the three.
//! A hash of the pointer selects the operation and the kind of fault, so that all operations have faults that do
//! not depend on other properties.

use jobs_api::operations::Operation;
use serde_json::{Value, json};

use super::contract::{BodyValue, documented_responses};
use crate::fault::change::FaultChange;
use crate::fault::class::Class;
use crate::fault::definition::FaultDefinition;
use crate::fault::response_change::{PropertyEdit, ResponseRewrite};

/// Properties that only jobs have that have run, and the operations that can show one.
const PROPERTIES_OF_RUN_JOBS: [&str; 4] = [
    "/artifacts/",
    "/artifacts_file",
    "/runner/",
    "/failure_reason",
];
/// Where the page shows a property that is not in every response: elsewhere, its absence would be correct.
const OPERATIONS_WITH_OPTIONAL: [(&str, &[Operation]); 2] = [
    ("/pipeline", &[Operation::ListPipelineBridges]),
    (
        "/",
        &[Operation::ListProjectJobs, Operation::ListPipelineJobs],
    ),
];
const OPERATIONS_WITH_RUN_JOBS: [Operation; 3] = [
    Operation::ListProjectJobs,
    Operation::ListPipelineJobs,
    Operation::GetJob,
];
/// Properties that the page shows by mistake: no requirement covers them, though they have a type if they are present.
const UNCHECKED_PROPERTIES: [&str; 1] = ["/download_url"];

/// Every fault of a property.
pub(super) fn faults() -> Vec<FaultDefinition> {
    let mut faults = Vec::new();
    let mut seen = Vec::new();
    for requirement in documented_responses()
        .iter()
        .filter(|requirement| requirement.status < 300)
    {
        for (pointer, part) in &requirement.parts {
            let inner = item_pointer(pointer);
            if !inner.is_empty() && !seen.contains(&inner) {
                seen.push(inner);
                add_property_faults(inner, part, &mut faults);
            }
        }
    }
    faults
}

/// The pointer from the item of a list, which is the same for all operations.
fn item_pointer(pointer: &str) -> &str {
    pointer.strip_prefix("/*").unwrap_or(pointer)
}

/// The operations that return a property, each with the pointer to it.
fn operations_with_property(inner_pointer: &str) -> Vec<(Operation, &'static str)> {
    let left_behind = PROPERTIES_OF_RUN_JOBS
        .iter()
        .any(|prefix| inner_pointer.starts_with(prefix));
    let shows = |operation: Operation| match inner_pointer {
        "/download_url" => operation == Operation::EraseJob,
        _ => !left_behind || OPERATIONS_WITH_RUN_JOBS.contains(&operation),
    };
    documented_responses()
        .iter()
        .filter(|requirement| requirement.status < 300 && shows(requirement.operation))
        .filter_map(|requirement| {
            let pointer = requirement
                .parts
                .keys()
                .find(|key| item_pointer(key) == inner_pointer)?;
            Some((requirement.operation, pointer.as_str()))
        })
        .collect()
}

fn has_optional(pointer: &str, operation: Operation) -> bool {
    OPERATIONS_WITH_OPTIONAL
        .iter()
        .find(|(prefix, _)| pointer.starts_with(prefix))
        .is_some_and(|(_, operations)| operations.contains(&operation))
}

fn add_property_faults(pointer: &str, part: &BodyValue, faults: &mut Vec<FaultDefinition>) {
    let (before, last) = pointer.rsplit_once('/').unwrap_or_default();
    let name = match last {
        "*" => format!("`{}` of", before.trim_start_matches('/')),
        last => format!("`{last}`"),
    };
    let showing = operations_with_property(pointer);
    let shown_there: Vec<_> = showing
        .iter()
        .copied()
        .filter(|(operation, _)| part.is_required || has_optional(pointer, *operation))
        .collect();
    let mut add = |what: &str, class: Class, breaks: String, edit: PropertyEdit| {
        // an absent or null value is not an error if the property is optional
        let showing = match edit {
            PropertyEdit::Drop | PropertyEdit::Invert(_) if !shown_there.is_empty() => &shown_there,
            _ => &showing,
        };
        let hash = fnv_hash(&format!("{pointer}.{what}"));
        let Some((operation, full)) = usize::try_from(hash)
            .ok()
            .and_then(|hash| showing.get(hash % showing.len().max(1)))
        else {
            return;
        };
        faults.push(FaultDefinition::for_operation(
            *operation,
            &format!("body.{full}.{what}"),
            class,
            &breaks,
            FaultChange::success(ResponseRewrite::Property((*full).to_owned(), edit)),
        ));
    };
    let is_element = last == "*";
    let is_deep = pointer.matches('/').count() > 1;
    let chosen = fnv_hash(pointer) % 3;
    let is_chosen = |nth: u64| !is_deep || chosen == nth;
    let is_held = !UNCHECKED_PROPERTIES.contains(&pointer);
    let may_be_null = part.types.iter().any(|name| name == "null");
    if !part.is_documented {
        return;
    }
    if is_held && !is_element && is_chosen(0) {
        let breaks = format!("{name} is missing");
        add("dropped", Class::MemberDropped, breaks, PropertyEdit::Drop);
    }
    if is_held && !is_element && is_chosen(1) {
        if may_be_null {
            let breaks =
                format!("{name} is null instead of its value, or has a value instead of null");
            let edit = PropertyEdit::Invert(plausible_value(part));
            add("mistaken", Class::PlausibleButWrong, breaks, edit);
        } else {
            let breaks = format!("{name} is null");
            add("nulled", Class::MemberNulled, breaks, PropertyEdit::Null);
        }
    }
    if is_chosen(2) && !part.types.is_empty() {
        let is_text = part.types.iter().any(|name| name == "string");
        let wrong = if is_text { json!(4096) } else { json!("4096") };
        let breaks = format!("{name} has another type");
        add(
            "retyped",
            Class::MemberRetyped,
            breaks,
            PropertyEdit::Replace(wrong),
        );
    }
    if part.is_enum {
        let breaks = format!("{name} is an undocumented enum value");
        let edit = PropertyEdit::Replace(json!("on_fire"));
        add("stretched", Class::EnumStretched, breaks, edit);
    }
    if let Some(format) = part.format.as_deref() {
        let (wrong, what) = match format {
            "date-time" => ("24.12.2015, 16:51", "a time as ISO 8601 has it"),
            "uri" => ("next door, on the left", "an address"),
            "email" => ("no-address", "a mail address"),
            _ => ("#1", "written in its pattern"),
        };
        let breaks = format!("{name} is not {what}");
        add(
            "malformed",
            Class::FormatBroken,
            breaks,
            PropertyEdit::Replace(json!(wrong)),
        );
    }
}

/// A wrong value of the right type.
fn plausible_value(part: &BodyValue) -> Value {
    let is = |name: &str| part.types.iter().any(|known| known == name);
    match part.format.as_deref() {
        Some("date-time") => json!("2001-01-01T00:00:00.000Z"),
        Some("uri") => json!("https://example.org/elsewhere"),
        _ if part.is_enum => json!("raw"),
        _ if is("string") => json!("somebody else's"),
        _ if is("number") => json!(40.5),
        _ if is("boolean") => json!(true),
        _ => json!({}),
    }
}

/// The hash of Fowler, Noll and Vo, which is the same in every build.
fn fnv_hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
