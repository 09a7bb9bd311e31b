//! Components: their names, which generated clients use, and the schemas among them.
//!
//! ```text
//! breaking: the component `More` (`components/schemas`) was removed, and so is the name in generated clients
//! ```

use std::collections::BTreeSet;

use jsonptr::PointerBuf;
use openapi_document::Document;

use crate::change::{Class, Kind};
use crate::comparison::{ChangeDraft, Comparison};
use crate::schemas;

/// The kinds of components whose names become names in clients.
const COMPONENT_KINDS: [&str; 5] = [
    "schemas",
    "parameters",
    "requestBodies",
    "responses",
    "headers",
];

pub(crate) fn compare(comparison: &mut Comparison<'_>) {
    let holder = PointerBuf::from_tokens(["components", "schemas"]);
    for name in comparison.old.keys(&holder) {
        let at = holder.with_trailing_token(&name);
        let renamed = comparison.renamed_components.get(&at).cloned();
        let is_there = comparison.new.get(&at).is_some();
        let Some(new) = is_there.then(|| at.clone()).or(renamed) else {
            continue;
        };
        // clients that used it in a direction before can break
        for direction in comparison.old.directions(&at) {
            schemas::compare_component(comparison, direction, &at, &new);
        }
    }
    for kind in COMPONENT_KINDS {
        compare_names(comparison, kind);
    }
    compare_unused_components(comparison);
}

fn compare_names(comparison: &mut Comparison<'_>, kind: &str) {
    let holder = PointerBuf::from_tokens(["components", kind]);
    let (old, new) = (comparison.old.keys(&holder), comparison.new.keys(&holder));
    let gone: Vec<&String> = old.iter().filter(|name| !new.contains(name)).collect();
    let mut fresh: Vec<&String> = new.iter().filter(|name| !old.contains(name)).collect();
    for name in gone {
        let at = holder.with_trailing_token(name);
        let value = comparison.old.get(&at).cloned();
        let by_use = comparison
            .renamed_components
            .get(&at)
            .and_then(|new| new.last());
        let by_use = by_use.map(|name| name.decoded().into_owned());
        let by_value = || {
            let same = |other: &&&String| comparison.new.member(&holder, other) == value.as_ref();
            fresh.iter().find(same).map(|name| (*name).clone())
        };
        let renamed = by_use
            .filter(|name| fresh.contains(&name))
            .or_else(by_value);
        let what = format!("the component `{name}` (`components/{kind}`)");
        let (change, sentence, to) = match renamed {
            Some(to) => {
                fresh.retain(|name| **name != to);
                let at = holder.with_trailing_token(&to);
                (
                    Kind::ComponentRenamed,
                    format!(
                        "{what} was renamed to `{to}`, and so is the name in generated clients"
                    ),
                    at,
                )
            }
            None => (
                Kind::ComponentRemoved,
                format!("{what} was removed, and so is the name in generated clients"),
                holder.clone(),
            ),
        };
        let draft = ChangeDraft::new(change, Class::Breaking, &at, &to, sentence);
        comparison.report_shared(None, draft);
    }
    for name in fresh {
        let at = holder.with_trailing_token(name);
        let sentence = format!("the component `{name}` (`components/{kind}`) was added");
        let (kind, class) = (Kind::ComponentAdded, Class::Compatible);
        let draft = ChangeDraft::new(kind, class, &holder, &at, sentence);
        comparison.report_shared(None, draft);
    }
}

/// Components that no operation uses, and kinds without rules, are compared only as a whole.
fn compare_unused_components(comparison: &mut Comparison<'_>) {
    let used = used_components(comparison);
    for kind in COMPONENT_KINDS
        .into_iter()
        .filter(|kind| *kind != "schemas")
    {
        let holder = PointerBuf::from_tokens(["components", kind]);
        for name in comparison.old.keys(&holder) {
            let at = holder.with_trailing_token(&name);
            let (before, after) = (comparison.old.get(&at), comparison.new.get(&at));
            if used.contains(&at) || after.is_none() || before == after {
                continue;
            }
            let sentence = format!(
                "the component `{name}` (`components/{kind}`) changed, and no operation uses it; compare both places"
            );
            let draft = ChangeDraft::new(Kind::Other, Class::Review, &at, &at, sentence);
            comparison.report_shared(None, draft);
        }
    }
    let at = PointerBuf::from_tokens(["components"]);
    let known: Vec<&str> = COMPONENT_KINDS
        .into_iter()
        .chain(["securitySchemes", "examples"])
        .collect();
    comparison.report_unknown_properties(None, &known, &at, &at, "the components");
}

/// The places that operations of both documents use; they were compared there.
fn used_components(comparison: &Comparison<'_>) -> BTreeSet<PointerBuf> {
    let of = |document: &Document| -> BTreeSet<PointerBuf> {
        let mut places = BTreeSet::new();
        for operation in document.operations() {
            let parameters = operation.parameters.iter();
            places.extend(parameters.map(|parameter| parameter.pointer.clone()));
            let body = operation.request_body.iter();
            places.extend(body.map(|body| body.pointer.clone()));
            for response in &operation.responses {
                places.insert(response.pointer.clone());
                places.extend(response.headers.iter().map(|header| header.pointer.clone()));
            }
        }
        places
    };
    let new = of(comparison.new.document);
    of(comparison.old.document)
        .into_iter()
        .filter(|at| new.contains(at))
        .collect()
}
