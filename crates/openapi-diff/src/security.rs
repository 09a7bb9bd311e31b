//! Security: which proofs of who one is do, and how each is given.

use std::collections::BTreeMap;

use jsonptr::{Pointer, PointerBuf};
use openapi_document::Operation;
use serde_json::Value;

use crate::change::{Class, Kind, Subject};
use crate::comparison::{Comparison, Found};
use crate::side::Side;

/// Schemes that are needed together, each with the scopes that it needs.
type Alternative = BTreeMap<String, Vec<String>>;

/// Compares the alternatives of two operations. Each that did before has to do now.
pub(crate) fn compare(comparison: &mut Comparison<'_>, old: &Operation, new: &Operation) {
    let (before, was) = alternatives(&comparison.old, old);
    let (after, is) = alternatives(&comparison.new, new);
    // who has a credential that did something before is not served by none being needed
    let was_optional = before.contains(&Alternative::new());
    let is_enough = |given: &Alternative, asked: &Alternative| {
        asked.iter().all(|(name, scopes)| {
            let given = given.get(name);
            given.is_some_and(|given| scopes.iter().all(|scope| given.contains(scope)))
        })
    };
    let does = |given: &Alternative, asked: &[Alternative]| {
        asked.iter().any(|asked| {
            let is_named = !asked.is_empty() || given.is_empty() || !was_optional;
            is_named && is_enough(given, asked)
        })
    };
    for given in before.iter().filter(|given| !does(given, &after)) {
        let sentence = format!(
            "a client that calls {} with {}: that does not do any more",
            old.id,
            spoken(given)
        );
        let (kind, class) = (Kind::SecurityRemoved, Class::Breaking);
        comparison.tell_operation(old, Found::new(kind, class, &was, &is, sentence));
    }
    for given in after.iter().filter(|given| !does(given, &before)) {
        let sentence = format!("{} may be called with {}", old.id, spoken(given));
        let (kind, class) = (Kind::SecurityAdded, Class::Compatible);
        comparison.tell_operation(old, Found::new(kind, class, &was, &is, sentence));
    }
}

/// The alternatives of an operation, or of the document where the operation has none; and where they stand.
fn alternatives(side: &Side<'_>, operation: &Operation) -> (Vec<Alternative>, PointerBuf) {
    let holder: &Pointer = if side.member(&operation.pointer, "security").is_some() {
        &operation.pointer
    } else {
        Pointer::root()
    };
    let at = holder.with_trailing_token("security");
    let listed = side.get(&at).and_then(Value::as_array);
    let mut found: Vec<Alternative> = listed
        .into_iter()
        .flatten()
        .filter_map(|alternative| {
            let schemes = alternative.as_object()?.iter();
            Some(
                schemes
                    .map(|(name, scopes)| (name.clone(), words(scopes)))
                    .collect(),
            )
        })
        .collect();
    if found.is_empty() {
        // nothing that is asked for is the same as an alternative that asks for nothing
        found.push(Alternative::new());
    }
    (found, at)
}

fn words(scopes: &Value) -> Vec<String> {
    let scopes = scopes.as_array().into_iter().flatten();
    scopes
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

fn spoken(alternative: &Alternative) -> String {
    if alternative.is_empty() {
        return "no credential".to_owned();
    }
    let schemes: Vec<String> = alternative
        .iter()
        .map(|(name, scopes)| match scopes.as_slice() {
            [] => format!("`{name}`"),
            scopes => format!("`{name}` ({})", scopes.join(", ")),
        })
        .collect();
    schemes.join(" and ")
}

/// Compares the security schemes of two documents, by name.
pub(crate) fn compare_schemes(comparison: &mut Comparison<'_>) {
    let holder = PointerBuf::from_tokens(["components", "securitySchemes"]);
    let names = |side: &Side<'_>| -> Vec<String> {
        let schemes = side.get(&holder).and_then(Value::as_object);
        schemes
            .into_iter()
            .flatten()
            .map(|(name, _)| name.clone())
            .collect()
    };
    let (old, new) = (names(&comparison.old), names(&comparison.new));
    for name in &old {
        let at = holder.with_trailing_token(name);
        let (before, after) = (
            resolved(&comparison.old, &at),
            resolved(&comparison.new, &at),
        );
        let (kind, class, sentence) = match after {
            None => (
                Kind::ComponentRemoved,
                Class::Breaking,
                format!(
                    "a client that has a credential for `{name}`: the scheme is no longer documented"
                ),
            ),
            Some(after) if Some(&after) == before.as_ref() => {
                comparison.tell_texts(
                    None,
                    &["description"],
                    &at,
                    &at,
                    &format!("the security scheme `{name}`"),
                );
                continue;
            }
            Some(_) => (
                Kind::SecuritySchemeChanged,
                Class::Breaking,
                format!(
                    "a client that proves who it is by `{name}`: that is done in another way now"
                ),
            ),
        };
        tell(
            comparison,
            name,
            Found::new(kind, class, &at, &at, sentence),
        );
    }
    for name in new.iter().filter(|name| !old.contains(name)) {
        let at = holder.with_trailing_token(name);
        let sentence = format!("the security scheme `{name}` is new");
        let found = Found::new(Kind::ComponentAdded, Class::Compatible, &at, &at, sentence);
        tell(comparison, name, found);
    }
}

fn tell(comparison: &mut Comparison<'_>, name: &str, found: Found<'_>) {
    let uses =
        |operation: &&Operation| operation.security.iter().flatten().any(|used| used == name);
    let mut touched: Vec<String> = Vec::new();
    for document in [comparison.old.document, comparison.new.document] {
        for operation in document.operations().iter().filter(uses) {
            if !touched.contains(&operation.id) {
                touched.push(operation.id.clone());
            }
        }
    }
    let subject = Subject::Component {
        kind: "securitySchemes".to_owned(),
        name: name.to_owned(),
    };
    comparison.tell(subject, touched, found);
}

/// A scheme without what is only for people.
fn resolved(side: &Side<'_>, at: &Pointer) -> Option<Value> {
    let (_, value) = side.document.resolve(at)?;
    let mut value = value.clone();
    if let Value::Object(members) = &mut value {
        members.retain(|key, _| key != "description" && !key.starts_with("x-"));
        if let Some(Value::String(scheme)) = members.get_mut("scheme") {
            scheme.make_ascii_lowercase();
        }
    }
    Some(value)
}
