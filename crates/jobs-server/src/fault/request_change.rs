//! Faults that rewrite a request before the service reads it.

use http::header::{CONTENT_TYPE, HeaderValue};
use jobs_api::model::JobId;
use serde_json::{Value, json};

use super::extra_token::{EXTRA_JOB_TOKEN, EXTRA_USER_TOKEN};
use super::response_filter::takes_job_tokens;
use super::scope_change::ScopeChange;
use crate::paginate::{read_cursor, write_cursor};
use crate::parameters::Parameters;
use crate::request::OperationRequest;

/// How a request is rewritten.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum RequestChange {
    /// Not at all.
    None,
    /// A header is dropped.
    DropHeader(&'static str),
    /// Parameters are dropped.
    Drop(&'static [&'static str]),
    /// The scope is another one.
    Scope(ScopeChange),
    /// `include_retried` is inverted.
    InvertRetried,
    /// A parameter has this value.
    Set(&'static str, &'static str),
    /// A parameter that is missing has this value.
    Default(&'static str, i64),
    /// A number is larger by this.
    Add(&'static str, i64),
    /// A number is at most this.
    Cap(&'static str, i64),
    /// A number above this becomes invalid.
    RefuseAbove(&'static str, i64),
    /// A value other than `true` and `false` is dropped.
    DropInvalidFlag(&'static str),
    /// A value that is not a number is dropped.
    DropInvalidNumber(&'static str),
    /// An id in the path that is not a number becomes 0.
    ZeroInvalidId(&'static str),
    /// Zero is dropped.
    DropZero(&'static str),
    /// The id in the cursor is larger by this.
    AddToCursor(i64),
    /// The path of a project becomes the id 0.
    ZeroProjectPath,
    /// Variables without key or value are dropped.
    DropInvalidVariables,
    /// Variables become invalid.
    InvalidateVariables,
    /// The credentials are dropped.
    DropCredentials,
    /// The credentials are replaced by [`EXTRA_USER_TOKEN`] or [`EXTRA_JOB_TOKEN`].
    UseExtraToken,
    /// A job's token is sent as a user's token.
    JobTokenAsUserToken,
}

/// Headers and parameters that carry credentials.
const CREDENTIAL_HEADERS: [&str; 3] = ["authorization", "private-token", "job-token"];
const CREDENTIAL_PARAMETERS: [&str; 4] = ["private_token", "access_token", "job_token", "token"];

const VARIABLES: &str = "job_variables_attributes";

impl RequestChange {
    /// The rewritten request.
    pub(super) fn apply(self, request: &OperationRequest) -> OperationRequest {
        let mut request = request.clone();
        self.rewrite(&mut request);
        request
    }

    fn rewrite(self, request: &mut OperationRequest) {
        use RequestChange as Change;
        match self {
            Change::None => {}
            Change::DropHeader(name) => drop(request.headers.remove(name)),
            Change::Drop([VARIABLES]) => edit_body(request, |body| body.remove(VARIABLES)),
            Change::Drop(names) => edit_query(request, |query| {
                for name in names {
                    query.remove(name);
                }
            }),
            Change::Scope(change) => edit_query(request, |query| change.apply(query)),
            Change::InvertRetried => edit_query(request, |query| {
                let is_true = query.text("include_retried") == Some("true");
                query.set("include_retried", if is_true { "false" } else { "true" });
            }),
            Change::Set(name, value) => edit_query(request, |query| query.set(name, value)),
            Change::Default(name, value) => edit_query(request, |query| {
                if query.text(name).is_none() {
                    query.set(name, value.to_string());
                }
            }),
            Change::Add(name, by) => edit_number(request, name, |number| {
                number.map(|number| (number + by).to_string())
            }),
            Change::Cap(name, most) => edit_number(request, name, |number| {
                number.map(|number| number.min(most).to_string())
            }),
            Change::RefuseAbove(name, most) => edit_number(request, name, |number| {
                number
                    .filter(|number| *number > most)
                    .map(|_| "too many".to_owned())
            }),
            Change::DropInvalidFlag(name) => edit_query(request, |query| {
                if !matches!(query.text(name), Some("true" | "false")) {
                    query.remove(name);
                }
            }),
            Change::DropInvalidNumber(name) => edit_query(request, |query| {
                if parse_number(query, name).is_none() {
                    query.remove(name);
                }
            }),
            Change::DropZero(name) => edit_query(request, |query| {
                if parse_number(query, name) == Some(0) {
                    query.remove(name);
                }
            }),
            Change::AddToCursor(by) => edit_query(request, |query| {
                if let Some(id) = query.text("cursor").and_then(read_cursor) {
                    let id = JobId(id.0.saturating_add_signed(by));
                    query.set("cursor", write_cursor(id));
                }
            }),
            Change::ZeroInvalidId(name) => {
                zero_path_parameter(request, name, |text| text.parse::<i64>().is_err());
            }
            Change::ZeroProjectPath => {
                zero_path_parameter(request, "id", |text| text.contains('/'))
            }
            Change::DropInvalidVariables => edit_body(request, |body| {
                if let Some(Value::Array(items)) = body.get(VARIABLES) {
                    let is_valid =
                        |item: &&Value| item["key"].is_string() && item["value"].is_string();
                    let items: Vec<Value> = items.iter().filter(is_valid).cloned().collect();
                    body.set(VARIABLES, items);
                }
            }),
            Change::InvalidateVariables => edit_body(request, |body| {
                if body.get(VARIABLES).is_some() {
                    body.set(VARIABLES, json!([{}]));
                }
            }),
            Change::DropCredentials => drop_credentials(request),
            Change::UseExtraToken => {
                drop_credentials(request);
                let (name, token) = if takes_job_tokens(request.operation) {
                    ("job-token", EXTRA_JOB_TOKEN)
                } else {
                    ("private-token", EXTRA_USER_TOKEN)
                };
                let token = HeaderValue::from_static(token);
                request.headers.insert(name, token);
            }
            Change::JobTokenAsUserToken => {
                if let Some(token) = request.headers.remove("job-token") {
                    request.headers.insert("private-token", token);
                }
                edit_query(request, |query| {
                    for name in ["job_token", "token"] {
                        if let Some(token) = query.get(name).cloned() {
                            query.remove(name);
                            query.set("private_token", token);
                        }
                    }
                });
            }
        }
    }
}

fn parse_number(parameters: &Parameters, name: &str) -> Option<i64> {
    parameters.text(name)?.parse().ok()
}

/// Changes the parameters of the query; one that cannot be read stays as it is.
fn edit_query(request: &mut OperationRequest, edit: impl FnOnce(&mut Parameters)) {
    let mut parameters = Parameters::default();
    let query = request.query.as_deref().unwrap_or_default();
    if parameters.read_form(query).is_ok() {
        edit(&mut parameters);
        request.query = Some(parameters.to_query()).filter(|query| !query.is_empty());
    }
}

/// Changes a number in the query, if there is a new value for it.
fn edit_number(
    request: &mut OperationRequest,
    name: &str,
    change: impl FnOnce(Option<i64>) -> Option<String>,
) {
    edit_query(request, |query| {
        if let Some(value) = change(parse_number(query, name)) {
            query.set(name, value);
        }
    });
}

/// Changes the parameters of the body; one that cannot be read stays as it is.
fn edit_body(request: &mut OperationRequest, edit: impl FnOnce(&mut Parameters)) {
    let mut parameters = Parameters::default();
    let read = parameters.read_body(&request.headers, &request.body);
    if read.is_ok() && !request.body.is_empty() {
        edit(&mut parameters);
        request.body = parameters.to_json().to_string().into();
        let json = HeaderValue::from_static("application/json");
        request.headers.insert(CONTENT_TYPE, json);
    }
}

/// Replaces a parameter of the path by 0.
fn zero_path_parameter(
    request: &mut OperationRequest,
    name: &str,
    is_replaced: impl Fn(&str) -> bool,
) {
    for (known, value) in &mut request.path {
        if known == name && is_replaced(value) {
            *value = "0".to_owned();
        }
    }
}

fn drop_credentials(request: &mut OperationRequest) {
    for name in CREDENTIAL_HEADERS {
        request.headers.remove(name);
    }
    edit_query(request, |query| {
        for name in CREDENTIAL_PARAMETERS {
            query.remove(name);
        }
    });
}
