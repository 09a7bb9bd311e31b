//! Finds which two of the three sources agree at a place: the schema, the example or the server.

use std::collections::BTreeSet;

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use crate::finding::Agreement;
use crate::finding::{ExchangePart, Finding, FindingKind};
use crate::schemas::Schemas;

/// Sets the agreement of each finding in a body, if two of the three sources agree.
pub(super) fn set_agreements(
    schemas: &Schemas,
    schema: Option<&Pointer>,
    expected: &Value,
    actual: &Value,
    findings: &mut [Finding],
) {
    let Some(schema) = schema else {
        return;
    };
    let broken_by_example: BTreeSet<PointerBuf> = schemas
        .response_violations(schema, expected)
        .into_iter()
        .map(|violation| match violation.member {
            Some(member) => violation.at.with_trailing_token(member),
            None => violation.at,
        })
        .collect();
    for finding in findings
        .iter_mut()
        .filter(|finding| finding.place == ExchangePart::Body)
    {
        let example_is_invalid = broken_by_example.contains(&finding.at);
        let documented = finding.at.resolve(expected).ok();
        finding.agreement = match &finding.kind {
            FindingKind::Invalid { .. } if !example_is_invalid => Some(Agreement::SchemaAndExample),
            // both violate the schema, in the same way
            FindingKind::Invalid { .. } if documented == finding.at.resolve(actual).ok() => {
                Some(Agreement::ExampleAndServer)
            }
            FindingKind::Invalid { .. }
            | FindingKind::Undocumented
            | FindingKind::Unreadable { .. } => None,
            _ if example_is_invalid => Some(Agreement::SchemaAndServer),
            _ => None,
        };
    }
}
