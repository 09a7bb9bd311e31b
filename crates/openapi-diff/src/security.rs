//! Security: which credentials an operation accepts, and how each is sent.
//!
//! ```text
//! breaking: `playJob` no longer accepts `token`
//! ```

use std::collections::BTreeMap;

use jsonptr::{Pointer, PointerBuf};
use openapi_document::Operation;
use serde_json::Value;

use crate::change::{Class, Kind, Subject};
use crate::compared_document::ComparedDocument;
use crate::comparison::{ChangeDraft, Comparison};

/// Schemes that are required together, each with its scopes.
type Alternative = BTreeMap<String, Vec<String>>;

/// Compares the alternatives of two operations. Each one that was enough before must be enough now.
pub(crate) fn compare(comparison: &mut Comparison<'_>, old: &Operation, new: &Operation) {
    let (before, was) = read_alternatives(&comparison.old, old);
    let (after, is) = read_alternatives(&comparison.new, new);
    // a credential that was useful before is not replaced by the absence of a requirement
    let was_optional = before.contains(&Alternative::new());
    let is_enough = |given: &Alternative, asked: &Alternative| {
        asked.iter().all(|(name, scopes)| {
            let given = given.get(name);
            given.is_some_and(|given| scopes.iter().all(|scope| given.contains(scope)))
        })
    };
    let is_accepted = |given: &Alternative, asked: &[Alternative]| {
        asked.iter().any(|asked| {
            let is_named = !asked.is_empty() || given.is_empty() || !was_optional;
            is_named && is_enough(given, asked)
        })
    };
    for given in before.iter().filter(|given| !is_accepted(given, &after)) {
        let sentence = format!("`{}` no longer accepts {}", old.id, label(given));
        let (kind, class) = (Kind::SecurityRemoved, Class::Breaking);
        comparison.report_operation(old, ChangeDraft::new(kind, class, &was, &is, sentence));
    }
    for given in after.iter().filter(|given| !is_accepted(given, &before)) {
        let sentence = format!("`{}` now accepts {}", old.id, label(given));
        let (kind, class) = (Kind::SecurityAdded, Class::Compatible);
        comparison.report_operation(old, ChangeDraft::new(kind, class, &was, &is, sentence));
    }
}

/// The alternatives of an operation, or of the document if the operation has none; and their place.
fn read_alternatives(
    side: &ComparedDocument<'_>,
    operation: &Operation,
) -> (Vec<Alternative>, PointerBuf) {
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
                    .map(|(name, scopes)| (name.clone(), scope_names(scopes)))
                    .collect(),
            )
        })
        .collect();
    if found.is_empty() {
        // no requirement is the same as an alternative that requires nothing
        found.push(Alternative::new());
    }
    (found, at)
}

fn scope_names(scopes: &Value) -> Vec<String> {
    let scopes = scopes.as_array().into_iter().flatten();
    scopes
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

fn label(alternative: &Alternative) -> String {
    if alternative.is_empty() {
        return "requests without credentials".to_owned();
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
    let (old, new) = (comparison.old.keys(&holder), comparison.new.keys(&holder));
    for name in &old {
        let at = holder.with_trailing_token(name);
        let (before, after) = (
            resolve_scheme(&comparison.old, &at),
            resolve_scheme(&comparison.new, &at),
        );
        let (kind, class, sentence) = match after {
            None => (
                Kind::ComponentRemoved,
                Class::Breaking,
                format!("the security scheme `{name}` was removed"),
            ),
            Some(after) if Some(&after) == before.as_ref() => {
                let what = format!("the security scheme `{name}`");
                comparison.report_texts(None, &["description"], &at, &at, &what);
                continue;
            }
            Some(_) => (
                Kind::SecuritySchemeChanged,
                Class::Breaking,
                format!(
                    "the security scheme `{name}` changed; clients must send credentials differently"
                ),
            ),
        };
        let draft = ChangeDraft::new(kind, class, &at, &at, sentence);
        report(comparison, name, draft);
    }
    for name in new.iter().filter(|name| !old.contains(name)) {
        let at = holder.with_trailing_token(name);
        let sentence = format!("the security scheme `{name}` was added");
        let found = ChangeDraft::new(Kind::ComponentAdded, Class::Compatible, &at, &at, sentence);
        report(comparison, name, found);
    }
}

fn report(comparison: &mut Comparison<'_>, name: &str, found: ChangeDraft<'_>) {
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
    comparison.report(subject, touched, found);
}

/// A scheme without its texts for people.
fn resolve_scheme(side: &ComparedDocument<'_>, at: &Pointer) -> Option<Value> {
    let at = side.document.resolve(at)?;
    let mut value = side.document.get(&at)?.into_owned();
    if let Value::Object(members) = &mut value {
        members.retain(|key, _| key != "description" && !key.starts_with("x-"));
        if let Some(Value::String(scheme)) = members.get_mut("scheme") {
            scheme.make_ascii_lowercase();
        }
    }
    Some(value)
}
