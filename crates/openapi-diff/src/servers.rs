//! Servers: the URLs of the API.
//!
//! ```text
//! compatible: the server https://b.example was added
//! ```

use jsonptr::{Pointer, PointerBuf};
use openapi_document::Operation;
use serde_json::Value;

use crate::change::{Class, Kind};
use crate::comparison::{ChangeDraft, Comparison};

/// Compares the servers of two documents.
pub(crate) fn compare(comparison: &mut Comparison<'_>) {
    let (old, new) = (
        comparison.old.document.servers(),
        comparison.new.document.servers(),
    );
    let at = PointerBuf::from_tokens(["servers"]);
    compare_urls(comparison, None, (&old, &at), (&new, &at));
    let value = |value: Option<&Value>| value.map(remove_texts);
    let before = value(comparison.old.get(&at));
    let after = value(comparison.new.get(&at));
    if old == new && before != after {
        let sentence = "the variables of the servers changed; compare both places".to_owned();
        let found = ChangeDraft::new(Kind::Other, Class::Review, &at, &at, sentence);
        comparison.report_shared(None, found);
    } else if old == new {
        let root = Pointer::root();
        comparison.report_texts(None, &["servers"], root, root, "the document");
    }
}

/// Compares the servers of two operations, unless both use those of the document.
pub(crate) fn compare_operation_servers(
    comparison: &mut Comparison<'_>,
    old: &Operation,
    new: &Operation,
) {
    if old.servers == comparison.old.document.servers()
        && new.servers == comparison.new.document.servers()
    {
        return;
    }
    compare_urls(
        comparison,
        Some(old),
        (&old.servers, &old.pointer),
        (&new.servers, &new.pointer),
    );
}

fn compare_urls(
    comparison: &mut Comparison<'_>,
    operation: Option<&Operation>,
    old: (&[String], &Pointer),
    new: (&[String], &Pointer),
) {
    let of = operation.map_or_else(String::new, |operation| format!(" of `{}`", operation.id));
    let removed = old.0.iter().filter(|url| !new.0.contains(url)).map(|url| {
        let sentence = format!("the server {url}{of} was removed");
        (Kind::ServerRemoved, Class::Breaking, sentence)
    });
    let added = new.0.iter().filter(|url| !old.0.contains(url)).map(|url| {
        (
            Kind::ServerAdded,
            Class::Compatible,
            format!("the server {url}{of} was added"),
        )
    });
    let found: Vec<(Kind, Class, String)> = removed.chain(added).collect();
    for (kind, class, sentence) in found {
        let draft = ChangeDraft::new(kind, class, old.1, new.1, sentence);
        match operation {
            Some(operation) => comparison.report_operation(operation, draft),
            None => comparison.report_shared(None, draft),
        }
    }
}

/// Servers without their texts for people.
fn remove_texts(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .filter(|(key, _)| *key != "description" && !key.starts_with("x-"))
            .map(|(key, value)| (key.clone(), remove_texts(value)))
            .collect(),
        Value::Array(elements) => elements.iter().map(remove_texts).collect(),
        value => value.clone(),
    }
}
