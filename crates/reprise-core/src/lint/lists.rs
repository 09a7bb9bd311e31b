//! An operation that lists things responds with a list: `listJobs` on `/jobs` is not documented to respond with one
//! job.

use jsonptr::{Pointer, PointerBuf};
use openapi_document::{Document, Method, Operation};
use serde_json::Value;

use super::flaw::{Flaw, LintRule};
use crate::exchange::{essence, is_json};

pub(super) fn flaws(document: &Document) -> Vec<Flaw> {
    let lists = document
        .operations()
        .iter()
        .filter(|operation| is_named_list(operation) && is_collection(operation));
    lists
        .filter_map(|operation| {
            let schema = success_schema(operation)?;
            is_one_item(document, schema).then(|| Flaw {
                rule: LintRule::List,
                place: schema.clone(),
                claim: Some(operation.pointer.clone()),
                message: format!(
                    "`{}` is a list operation, but its response is one object with an `id`; make it a list",
                    operation.id
                ),
            })
        })
        .collect()
}

/// Whether the operation's id or summary begins with `list`: `listJobs`, `jobs/list`, `List all jobs`.
fn is_named_list(operation: &Operation) -> bool {
    let id = operation
        .id
        .rsplit(['/', '.', ':'])
        .next()
        .unwrap_or_default();
    let begins = |text: &str| {
        let rest = text
            .get(..4)
            .filter(|word| word.eq_ignore_ascii_case("list"));
        // `listen` begins otherwise
        rest.is_some()
            && !text
                .get(4..)
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
    };
    begins(id) || operation.summary.as_deref().is_some_and(begins)
}

fn is_collection(operation: &Operation) -> bool {
    operation.method == Method::Get && !operation.path.trim_end_matches('/').ends_with('}')
}

fn success_schema(operation: &Operation) -> Option<&PointerBuf> {
    let content = &operation.response(200)?.content;
    let json = content.iter().find(|one| is_json(&essence(&one.name)));
    json?.schema.as_ref()
}

fn is_one_item(document: &Document, schema: &Pointer) -> bool {
    let at_root = |keyword| document.schema_keyword_at(schema, Pointer::root(), keyword);
    let types = at_root("type");
    let has_id = at_root("properties")
        .iter()
        .any(|properties| properties.get("id").is_some());
    has_id && types.iter().all(|kind| *kind == &Value::from("object"))
}
