//! How each fault spoils a request or its answer. Without a fault, nothing here is ever reached.

use std::time::Duration;

use http::StatusCode;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue, LINK};
use serde_json::{Map, Value, json};

use crate::answer::{Answer, AnswerBody};
use crate::fault::Fault;
use crate::parameters::Parameters;

/// How late a slow answer is.
pub(crate) const SLOW: Duration = Duration::from_secs(10);

/// Takes away the parameters that a fault ignores.
pub(crate) fn spoil_parameters(fault: Fault, parameters: &mut Parameters) {
    let ignored: &[&str] = match fault {
        Fault::IgnoredScope => &["scope"],
        Fault::IgnoredPage => &["page", "per_page", "cursor"],
        _ => &[],
    };
    for name in ignored {
        parameters.remove(name);
    }
}

/// Spoils an answer.
pub(crate) fn spoil_answer(fault: Fault, mut answer: Answer) -> Answer {
    if answer.status.is_success() {
        spoil_success(fault, &mut answer);
    } else {
        match fault {
            Fault::WrongErrorStatus => answer.status = StatusCode::BAD_REQUEST,
            Fault::WrongErrorBody => {
                answer.body = AnswerBody::Whole(json!({ "errors": [] }).to_string().into_bytes());
            }
            _ => {}
        }
    }
    answer
}

fn spoil_success(fault: Fault, answer: &mut Answer) {
    match fault {
        Fault::WrongStatus => answer.status = StatusCode::ACCEPTED,
        Fault::WrongMediaType => {
            answer.headers.retain(|(name, _)| name != CONTENT_TYPE);
            answer
                .headers
                .push((CONTENT_TYPE, HeaderValue::from_static("text/html")));
        }
        Fault::MissingHeader => answer.headers.retain(|(name, _)| {
            name != LINK && name != CONTENT_DISPOSITION && !name.as_str().starts_with("x-")
        }),
        _ => {}
    }
    let AnswerBody::Whole(bytes) = &mut answer.body else {
        return;
    };
    if fault == Fault::BrokenJson {
        bytes.pop();
        return;
    }
    // what we have written ourselves can be read again
    let Ok(mut value) = serde_json::from_slice::<Value>(bytes) else {
        return;
    };
    spoil_value(fault, &mut value);
    *bytes = value.to_string().into_bytes();
}

fn spoil_value(fault: Fault, value: &mut Value) {
    match value {
        Value::Array(items) => {
            match fault {
                Fault::EmptyList => items.clear(),
                Fault::UnsortedList => items.reverse(),
                _ => {}
            }
            for item in items {
                spoil_value(fault, item);
            }
        }
        Value::Object(members) => spoil_object(fault, members),
        _ => {}
    }
}

/// Spoils a job, or where the answer is no job, the member that is most like it.
fn spoil_object(fault: Fault, members: &mut Map<String, Value>) {
    let is_job = members.contains_key("stage");
    let key =
        |of_job: &'static str, otherwise: &'static str| if is_job { of_job } else { otherwise };
    match fault {
        Fault::DroppedKey => {
            members.shift_remove(key("stage", "job"));
        }
        Fault::NullValue => {
            members.insert(key("name", "pipeline").to_owned(), Value::Null);
        }
        Fault::WrongType => {
            if let Some(member) = members.get_mut(key("id", "user")) {
                *member = Value::String(member.to_string());
            }
        }
        Fault::WrongValue => match members.get_mut("name") {
            Some(name) => *name = json!("somebody else's"),
            None => {
                members.insert("job".to_owned(), json!({ "id": 4096 }));
            }
        },
        Fault::UnknownWord => {
            let holder = if is_job {
                Some(members)
            } else {
                members.get_mut("user").and_then(Value::as_object_mut)
            };
            if let Some(holder) = holder {
                holder.insert(key("status", "state").to_owned(), json!("on_fire"));
            }
        }
        Fault::MalformedInstant if is_job => {
            members.insert("created_at".to_owned(), json!("24.12.2015, 16:51"));
        }
        Fault::ExtraKey => {
            members.insert("weather".to_owned(), json!("sunny"));
        }
        Fault::EmptyList => {
            if let Some(Value::Array(agents)) = members.get_mut("allowed_agents") {
                agents.clear();
            }
        }
        _ => {}
    }
}
