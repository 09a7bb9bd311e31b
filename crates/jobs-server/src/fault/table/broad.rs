//! Faults that affect many operations at once.

use std::time::Duration;

use http::StatusCode;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName, HeaderValue, LINK};
use jobs_api::operations::Operation;
use serde_json::{Map, Value, json};

use super::callers::let_in;
use crate::fault::change::Change;
use crate::fault::class::Class;
use crate::fault::definition::Definition;
use crate::fault::list_change::ListChange;
use crate::fault::request_change::RequestChange;
use crate::fault::response_change::Rewrite;
use crate::fault::store_change::{AnsweredJob, StoreChange};
use crate::fault::when::When;

/// Delay of a slow response.
const DELAY: Duration = Duration::from_secs(10);

/// An action has no effect and returns the job as it is.
const IDLE: StoreChange = StoreChange {
    answered: AnsweredJob::Requested,
    ..StoreChange::FORGOTTEN
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

fn everywhere() -> impl Iterator<Item = Operation> {
    Operation::ALL.iter().copied()
}

fn but_the_log() -> impl Iterator<Item = Operation> {
    everywhere().filter(|operation| *operation != Operation::GetJobTrace)
}

fn lists() -> impl Iterator<Item = Operation> {
    LISTS.iter().copied()
}

fn actions() -> impl Iterator<Item = Operation> {
    ACTIONS.iter().copied()
}

/// Every fault of this kind.
pub(super) fn faults() -> Vec<Definition> {
    let json = |change: fn(&mut Map<String, Value>)| Change::success(Rewrite::Objects(change));
    let table = rows! {
        "dropped-key", Class::Broad, Vec::from_iter(but_the_log()), "a required property is missing: `stage` of every job", json(drop_property);
        "null-value", Class::Broad, Vec::from_iter(but_the_log()), "a property that is never null is null: `name` of every job", json(null_property);
        "wrong-type", Class::Broad, Vec::from_iter(but_the_log()), "a number is sent as a string: `id` of every job", json(retype_property);
        "wrong-value", Class::Broad, Vec::from_iter(but_the_log()), "a value is wrong: `name` of every job", json(replace_property);
        "unknown-word", Class::Broad, Vec::from_iter(but_the_log()), "an enum value is not documented: `status` of every job", json(replace_enum_value);
        "malformed-instant", Class::Broad, Vec::from_iter(but_the_log().filter(|operation| *operation != Operation::ListJobTokenAllowedAgents)), "a timestamp has another format: `created_at` of every job", json(malform_timestamp);
        "empty-list", Class::Broad, Vec::from_iter(lists().chain([Operation::ListJobTokenAllowedAgents])), "every list is empty", Change::success(Rewrite::Json(empty));
        "unsorted-list", Class::Broad, Vec::from_iter(lists()), "every list is reversed", Change::list(ListChange::Reversed);
        "ignored-scope", Class::Broad, Vec::from_iter(lists()), "the parameter `scope` is ignored", Change::Request(RequestChange::Drop(&["scope"]));
        "ignored-page", Class::Broad, Vec::from_iter(lists()), "the parameters `page`, `per_page` and `cursor` are ignored", Change::Request(RequestChange::Drop(&["page", "per_page", "cursor"]));
        "wrong-status", Class::Broad, Vec::from_iter(everywhere()), "successful responses have the status 202", Change::success(Rewrite::Status(StatusCode::ACCEPTED));
        "wrong-media-type", Class::Broad, Vec::from_iter(everywhere()), "successful responses have the media type `text/html`", Change::success(Rewrite::SetHeader(CONTENT_TYPE, HeaderValue::from_static("text/html")));
        "missing-header", Class::Broad, Vec::from_iter(lists().chain([Operation::GetJobTrace])), "the headers of lists and logs are missing", Change::success(Rewrite::DropHeaders(is_of_content));
        "broken-json", Class::Transport, Vec::from_iter(but_the_log()), "the last character of every JSON body is missing", Change::success(Rewrite::Bytes(without_end));
        "idle-action", Class::Broad, Vec::from_iter(actions()), "actions do nothing and answer with the unchanged job", Change::Store(IDLE);
        "forgotten-action", Class::Broad, Vec::from_iter(actions()), "actions answer correctly, and their changes are lost", Change::Store(StoreChange::FORGOTTEN);
        "truncated-log", Class::LogSpoilt, Vec::from_iter([Operation::GetJobTrace]), "every log ends in the middle", Change::success(Rewrite::Bytes(first_half));
        "no-authentication", Class::Broad, Vec::from_iter(everywhere()), "requests without valid credentials run as the first user", let_in(When::WrongCredentials);
        "wrong-error-status", Class::Broad, Vec::from_iter(everywhere()), "every error has the status 400", Change::response(When::Failure, Rewrite::Status(StatusCode::BAD_REQUEST));
        "wrong-error-body", Class::Broad, Vec::from_iter(everywhere()), "every error has the body `{\"errors\": []}`", Change::response(When::Failure, Rewrite::Json(no_errors));
        "slow-answer", Class::Transport, Vec::from_iter(everywhere()), "every response is delayed by ten seconds", Change::response(When::Always, Rewrite::Delay(DELAY));
        "cut-answer", Class::Transport, Vec::from_iter(everywhere()), "the connection is closed in the middle of the body", Change::response(When::Always, Rewrite::Cut);
        "panic", Class::Transport, Vec::from_iter(everywhere()), "every operation panics, with the status 500", Change::Panic;
    };
    table
        .into_iter()
        .map(|(name, class, operations, breaks, change)| Definition {
            name: name.to_owned(),
            class,
            operations,
            breaks: breaks.to_owned(),
            change,
        })
        .collect()
}

/// The property of a job, or the most similar one of a response without a job.
fn key(object: &Map<String, Value>, of_job: &'static str, otherwise: &'static str) -> &'static str {
    let is_job = object.contains_key("stage");
    if is_job { of_job } else { otherwise }
}

fn drop_property(object: &mut Map<String, Value>) {
    object.shift_remove(key(object, "stage", "job"));
}

fn null_property(object: &mut Map<String, Value>) {
    object.insert(key(object, "name", "pipeline").to_owned(), Value::Null);
}

fn retype_property(object: &mut Map<String, Value>) {
    if let Some(id) = object.get_mut(key(object, "id", "user")) {
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
    match key(object, "status", "state") {
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

fn empty(body: &mut Value) {
    match body {
        Value::Array(items) => items.clear(),
        other => {
            if let Some(Value::Array(agents)) = other.get_mut("allowed_agents") {
                agents.clear();
            }
        }
    }
}

fn no_errors(body: &mut Value) {
    *body = json!({ "errors": [] });
}

fn is_of_content(name: &HeaderName) -> bool {
    name == LINK || name == CONTENT_DISPOSITION || name.as_str().starts_with("x-")
}

fn without_end(body: &[u8]) -> Vec<u8> {
    let (_, rest) = body.split_last().unwrap_or((&0, &[]));
    rest.to_vec()
}

fn first_half(body: &[u8]) -> Vec<u8> {
    body.get(..body.len() / 2).unwrap_or_default().to_vec()
}
