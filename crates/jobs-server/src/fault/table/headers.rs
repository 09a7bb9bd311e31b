//! Faults of statuses, headers and errors, generated from the contract: each status, each header, each
//! media type and each error text of each operation.

use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use jobs_api::operations::Operation;
use serde_json::Value;

use super::contract::documented_responses;
use crate::fault::change::FaultChange;
use crate::fault::class::Class;
use crate::fault::definition::FaultDefinition;
use crate::fault::response_change::ResponseRewrite;
use crate::fault::response_filter::ResponseFilter;

fn reword(value: &mut Value) {
    match value {
        Value::String(text) => *text = format!("Sorry: {}", text.to_lowercase()),
        Value::Object(members) => members.values_mut().for_each(reword),
        _ => {}
    }
}

fn rename(value: &mut Value) {
    if let Value::Object(members) = value {
        *members = std::mem::take(members)
            .into_iter()
            .map(|(key, member)| match key.as_str() {
                "message" => ("error".to_owned(), member),
                "error" => ("message".to_owned(), member),
                _ => (key, member),
            })
            .collect();
    }
}

/// A wrong status that is easily confused with the right one.
fn confusable_status(operation: Operation, status: u16) -> u16 {
    match status {
        200 if operation == Operation::PlayJob => 201,
        200 => 203,
        201 => 200,
        400 => 422,
        401 => 403,
        403 => 401,
        404 => 410,
        405 => 400,
        409 => 423,
        429 => 503,
        _ => 500,
    }
}

/// The operations that report missing records under another key.
const OPERATIONS_WITH_OTHER_KEY: [Operation; 3] = [
    Operation::ListProjectJobs,
    Operation::GetJob,
    Operation::PlayJob,
];

/// A value that is valid for the header in another situation; headers of lists have separate faults.
fn plausible_value(header: &str) -> Option<&'static str> {
    match header {
        "X-Per-Page" => Some("77"),
        "Content-Disposition" => Some("attachment; filename=\"trace.txt\""),
        "Retry-After" => Some("4096"),
        _ => None,
    }
}

/// Every fault of this kind.
pub(super) fn faults() -> Vec<FaultDefinition> {
    let mut faults = Vec::new();
    for requirement in documented_responses() {
        let (operation, number) = (requirement.operation, requirement.status);
        let Ok(status) = StatusCode::from_u16(number) else {
            continue;
        };
        let mut add = |what: String, class: Class, breaks: String, rewrite: ResponseRewrite| {
            let change = FaultChange::response(ResponseFilter::Status(status), rewrite);
            faults.push(FaultDefinition::for_operation(
                operation, &what, class, &breaks, change,
            ));
        };
        let other = confusable_status(operation, number);
        if let Ok(status) = StatusCode::from_u16(other) {
            add(
                format!("status.{number}.changed"),
                Class::StatusChanged,
                format!("{number} becomes {other}"),
                ResponseRewrite::Status(status),
            );
        }
        if number >= 400 {
            add(
                format!("error.{number}.reworded"),
                Class::ErrorReworded,
                format!("the body of {number} has other texts"),
                ResponseRewrite::Json(reword),
            );
            if number == 404 && OPERATIONS_WITH_OTHER_KEY.contains(&operation) {
                add(
                    "error.404.renamed".to_owned(),
                    Class::ErrorReworded,
                    "`message` of 404 is called `error`".to_owned(),
                    ResponseRewrite::Json(rename),
                );
            }
        } else {
            let is_log = operation == Operation::GetJobTrace;
            let other = if is_log {
                "application/octet-stream"
            } else {
                "text/plain"
            };
            add(
                format!("media-type.{number}.changed"),
                Class::MediaTypeChanged,
                format!("the media type is {other}"),
                ResponseRewrite::SetHeader(CONTENT_TYPE, HeaderValue::from_static(other)),
            );
        }
        for header in &requirement.headers {
            let Ok(name) = HeaderName::try_from(header.as_str()) else {
                continue;
            };
            add(
                format!("header.{header}.dropped"),
                Class::HeaderDropped,
                format!("the header {header} is missing"),
                ResponseRewrite::DropHeader(name.clone()),
            );
            if let Some(value) = plausible_value(header) {
                add(
                    format!("header.{header}.changed"),
                    Class::HeaderChanged,
                    format!("the header {header} is always `{value}`"),
                    ResponseRewrite::SetHeader(name, HeaderValue::from_static(value)),
                );
            }
        }
    }
    faults
}
