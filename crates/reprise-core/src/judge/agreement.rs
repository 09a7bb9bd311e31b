//! Who is wrong: the schema, the example and the server speak of the same place; which two agree?

use std::collections::BTreeSet;

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use crate::finding::Agreement;
use crate::finding::{Finding, Kind, Place};
use crate::schemas::Schemas;

/// Tells each finding in a body which two agree, where two do.
pub(super) fn tell(
    schemas: &Schemas,
    schema: Option<&Pointer>,
    shown: &Value,
    actual: &Value,
    findings: &mut [Finding],
) {
    let Some(schema) = schema else {
        return;
    };
    let broken_by_example: BTreeSet<PointerBuf> = schemas
        .violations(schema, shown)
        .into_iter()
        .map(|violation| match violation.member {
            Some(member) => violation.at.with_trailing_token(member),
            None => violation.at,
        })
        .collect();
    for finding in findings
        .iter_mut()
        .filter(|finding| finding.place == Place::Body)
    {
        let example_is_invalid = broken_by_example.contains(&finding.at);
        let shown = finding.at.resolve(shown).ok();
        finding.agreement = match &finding.kind {
            Kind::Invalid { .. } if !example_is_invalid => Some(Agreement::SchemaAndExample),
            // both break the schema, in the same way
            Kind::Invalid { .. } if shown == finding.at.resolve(actual).ok() => {
                Some(Agreement::ExampleAndServer)
            }
            Kind::Invalid { .. } | Kind::Undocumented | Kind::Unreadable { .. } => None,
            _ if example_is_invalid => Some(Agreement::SchemaAndServer),
            _ => None,
        };
    }
}
