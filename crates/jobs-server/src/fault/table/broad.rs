//! Faults that affect many operations at once.

use std::time::Duration;

use http::StatusCode;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName, HeaderValue, LINK};
use jobs_api::operations::Operation;
use serde_json::{Map, Value, json};

use super::callers::accept_caller;
use crate::fault::change::FaultChange;
use crate::fault::class::Class;
use crate::fault::definition::FaultDefinition;
use crate::fault::list_change::ListChange;
use crate::fault::request_change::RequestChange;
use crate::fault::response_change::ResponseRewrite;
use crate::fault::response_filter::ResponseFilter;
use crate::fault::store_change::{ResponseJob, StoreChange};

/// Delay of a slow response.
const DELAY: Duration = Duration::from_secs(10);

/// An action has no effect and returns the job as it is.
const NO_EFFECT: StoreChange = StoreChange {
    response_job: ResponseJob::Requested,
    ..StoreChange::LOST_CHANGES
};

const LISTS: &[Operation] = &[
    Operation::ListProjectJobs,
    Operation::ListPipelineJobs,
    Operation::ListPipelineBridges,
];
const ACTIONS: &[Operation] = &[
    Operation::CancelJob,
    Operation::RetryJob,
    Operation::EraseJob,
    Operation::PlayJob,
];

fn all_operations() -> impl Iterator<Item = Operation> {
    Operation::ALL.iter().copied()
}

fn operations_except_log() -> impl Iterator<Item = Operation> {
    all_operations().filter(|operation| *operation != Operation::GetJobTrace)
}

fn list_operations() -> impl Iterator<Item = Operation> {
    LISTS.iter().copied()
}

fn action_operations() -> impl Iterator<Item = Operation> {
    ACTIONS.iter().copied()
}

/// Every fault of this kind.
pub(super) fn faults() -> Vec<FaultDefinition> {
    let json = |change: fn(&mut Map<String, Value>)| {
        FaultChange::success(ResponseRewrite::Objects(change))
    };
    let table = rows! {
        "dropped-key", Class::Broad, Vec::from_iter(operations_except_log()), "a required property is missing: `stage` of every job", json(drop_property);
        "null-value", Class::Broad, Vec::from_iter(operations_except_log()), "a property that is never null is null: `name` of every job", json(null_property);
        "wrong-type", Class::Broad, Vec::from_iter(operations_except_log()), "a number is sent as a string: `id` of every job", json(retype_property);
        "wrong-value", Class::Broad, Vec::from_iter(operations_except_log()), "a value is wrong: `name` of every job", json(replace_property);
        "unknown-word", Class::Broad, Vec::from_iter(operations_except_log()), "an enum value is not documented: `status` of every job", json(replace_enum_value);
        "malformed-instant", Class::Broad, Vec::from_iter(operations_except_log().filter(|operation| *operation != Operation::ListJobTokenAllowedAgents)), "a timestamp has another format: `created_at` of every job", json(malform_timestamp);
        "empty-list", Class::Broad, Vec::from_iter(list_operations().chain([Operation::ListJobTokenAllowedAgents])), "every list is empty", FaultChange::success(ResponseRewrite::Json(empty_list));
        "unsorted-list", Class::Broad, Vec::from_iter(list_operations()), "every list is reversed", FaultChange::list(ListChange::Reverse);
        "ignored-scope", Class::Broad, Vec::from_iter(list_operations()), "the parameter `scope` is ignored", FaultChange::Request(RequestChange::Drop(&["scope"]));
        "ignored-page", Class::Broad, Vec::from_iter(list_operations()), "the parameters `page`, `per_page` and `cursor` are ignored", FaultChange::Request(RequestChange::Drop(&["page", "per_page", "cursor"]));
        "wrong-status", Class::Broad, Vec::from_iter(all_operations()), "successful responses have the status 202", FaultChange::success(ResponseRewrite::Status(StatusCode::ACCEPTED));
        "wrong-media-type", Class::Broad, Vec::from_iter(all_operations()), "successful responses have the media type `text/html`", FaultChange::success(ResponseRewrite::SetHeader(CONTENT_TYPE, HeaderValue::from_static("text/html")));
        "missing-header", Class::Broad, Vec::from_iter(list_operations().chain([Operation::GetJobTrace])), "the headers of lists and logs are missing", FaultChange::success(ResponseRewrite::DropHeaders(is_content_header));
        "broken-json", Class::Transport, Vec::from_iter(operations_except_log()), "the last character of every JSON body is missing", FaultChange::success(ResponseRewrite::Bytes(without_last_byte));
        "idle-action", Class::Broad, Vec::from_iter(action_operations()), "actions do nothing and answer with the unchanged job", FaultChange::Store(NO_EFFECT);
        "forgotten-action", Class::Broad, Vec::from_iter(action_operations()), "actions answer correctly, and their changes are lost", FaultChange::Store(StoreChange::LOST_CHANGES);
        "truncated-log", Class::LogSpoilt, Vec::from_iter([Operation::GetJobTrace]), "every log ends in the middle", FaultChange::success(ResponseRewrite::Bytes(first_half));
        "no-authentication", Class::Broad, Vec::from_iter(all_operations()), "requests without valid credentials run as the first user", accept_caller(ResponseFilter::WrongCredentials);
        "wrong-error-status", Class::Broad, Vec::from_iter(all_operations()), "every error has the status 400", FaultChange::response(ResponseFilter::Failure, ResponseRewrite::Status(StatusCode::BAD_REQUEST));
        "wrong-error-body", Class::Broad, Vec::from_iter(all_operations()), "every error has the body `{\"errors\": []}`", FaultChange::response(ResponseFilter::Failure, ResponseRewrite::Json(replace_errors));
        "slow-answer", Class::Transport, Vec::from_iter(all_operations()), "every response is delayed by ten seconds", FaultChange::response(ResponseFilter::Always, ResponseRewrite::Delay(DELAY));
        "cut-answer", Class::Transport, Vec::from_iter(all_operations()), "the connection is closed in the middle of the body", FaultChange::response(ResponseFilter::Always, ResponseRewrite::Cut);
        "panic", Class::Transport, Vec::from_iter(all_operations()), "every operation panics, with the status 500", FaultChange::Panic;
    };
    table
        .into_iter()
        .map(
            |(name, class, operations, breaks, change)| FaultDefinition {
                name: name.to_owned(),
                class,
                operations,
                breaks: breaks.to_owned(),
                change,
            },
        )
        .collect()
}

/// The property of a job, or the most similar one of a response without a job.
fn similar_key(
    object: &Map<String, Value>,
    of_job: &'static str,
    otherwise: &'static str,
) -> &'static str {
    let is_job = object.contains_key("stage");
    if is_job { of_job } else { otherwise }
}

fn drop_property(object: &mut Map<String, Value>) {
    object.shift_remove(similar_key(object, "stage", "job"));
}

fn null_property(object: &mut Map<String, Value>) {
    object.insert(
        similar_key(object, "name", "pipeline").to_owned(),
        Value::Null,
    );
}

fn retype_property(object: &mut Map<String, Value>) {
    if let Some(id) = object.get_mut(similar_key(object, "id", "user")) {
        *id = Value::String(id.to_string());
    }
}

fn replace_property(object: &mut Map<String, Value>) {
    match object.get_mut("name") {
        Some(name) => *name = json!("somebody else's"),
        None => {
            object.insert("job".to_owned(), json!({ "id": 4096 }));
        }
    }
}

fn replace_enum_value(object: &mut Map<String, Value>) {
    match similar_key(object, "status", "state") {
        "status" => {
            object.insert("status".to_owned(), json!("on_fire"));
        }
        state => {
            if let Some(Value::Object(user)) = object.get_mut("user") {
                user.insert(state.to_owned(), json!("on_fire"));
            }
        }
    }
}

fn malform_timestamp(job: &mut Map<String, Value>) {
    job.insert("created_at".to_owned(), json!("24.12.2015, 16:51"));
}

fn empty_list(body: &mut Value) {
    match body {
        Value::Array(items) => items.clear(),
        other => {
            if let Some(Value::Array(agents)) = other.get_mut("allowed_agents") {
                agents.clear();
            }
        }
    }
}

fn replace_errors(body: &mut Value) {
    *body = json!({ "errors": [] });
}

fn is_content_header(name: &HeaderName) -> bool {
    name == LINK || name == CONTENT_DISPOSITION || name.as_str().starts_with("x-")
}

fn without_last_byte(body: &[u8]) -> Vec<u8> {
    let (_, rest) = body.split_last().unwrap_or((&0, &[]));
    rest.to_vec()
}

fn first_half(body: &[u8]) -> Vec<u8> {
    body.get(..body.len() / 2).unwrap_or_default().to_vec()
}
