//! Faults that sweep over many operations at once.

use std::time::Duration;

use http::StatusCode;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue, LINK};
use jobs_api::operations::Operation;
use serde_json::{Map, Value, json};

use super::{Breach, Class, Known};
use crate::answer::{Answer, AnswerBody};

/// How late a slow answer is.
pub(crate) const SLOW: Duration = Duration::from_secs(10);

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

/// Makes the sweeping faults, each with its name and what it breaks.
macro_rules! broad {
    ($($fault:ident = $name:literal, $class:ident, $where:expr, $breaks:literal;)*) => {
        /// A sweeping fault.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Broad { $(#[doc = $breaks] $fault),* }

        /// Every sweeping fault.
        pub(super) fn faults() -> Vec<Known> {
            vec![$(Known {
                name: $name.to_owned(),
                class: Class::$class,
                operations: Vec::from_iter($where),
                breaks: $breaks.to_owned(),
                breach: Breach::Broad(Broad::$fault),
            }),*]
        }
    };
}

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

broad! {
    DroppedKey = "dropped-key", Broad, but_the_log(), "a member that is always sent is left out: `stage` of every job";
    NullValue = "null-value", Broad, but_the_log(), "a member that is never null is null: `name` of every job";
    WrongType = "wrong-type", Broad, but_the_log(), "a number is sent as a text: `id` of every job";
    WrongValue = "wrong-value", Broad, but_the_log(), "a value is another one: `name` of every job";
    UnknownWord = "unknown-word", Broad, but_the_log(), "a word is not one of those that are known: `status` of every job";
    MalformedInstant = "malformed-instant", Broad, but_the_log().filter(|operation| *operation != Operation::ListJobTokenAllowedAgents), "a time is not written as times are: `created_at` of every job";
    EmptyList = "empty-list", Broad, lists().chain([Operation::ListJobTokenAllowedAgents]), "every list is empty";
    UnsortedList = "unsorted-list", Broad, lists(), "every list is sent the wrong way round";
    IgnoredScope = "ignored-scope", Broad, lists(), "the parameter `scope` is ignored";
    IgnoredPage = "ignored-page", Broad, lists(), "the parameters `page`, `per_page` and `cursor` are ignored";
    WrongStatus = "wrong-status", Broad, everywhere(), "what succeeds is answered with 202";
    WrongMediaType = "wrong-media-type", Broad, everywhere(), "what succeeds is sent as `text/html`";
    MissingHeader = "missing-header", Broad, lists().chain([Operation::GetJobTrace]), "the headers that belong to a list or to a log are left out";
    BrokenJson = "broken-json", Transport, but_the_log(), "the last character of every JSON text is left out";
    IdleAction = "idle-action", Broad, actions(), "actions do nothing and answer with the job as it was";
    ForgottenAction = "forgotten-action", Broad, actions(), "actions answer as they should, and nothing of it is kept";
    TruncatedLog = "truncated-log", LogSpoilt, [Operation::GetJobTrace], "every log ends after half of it";
    NoAuthentication = "no-authentication", Broad, everywhere(), "whoever has no credentials, or unknown ones, is taken for the first user";
    WrongErrorStatus = "wrong-error-status", Broad, everywhere(), "every refusal is sent with 400";
    WrongErrorBody = "wrong-error-body", Broad, everywhere(), "every refusal has the body `{\"errors\": []}`";
    SlowAnswer = "slow-answer", Transport, everywhere(), "every answer comes after ten seconds";
    CutAnswer = "cut-answer", Transport, everywhere(), "the connection is closed after half of the body";
    Panic = "panic", Transport, everywhere(), "every operation panics, which is answered with 500";
}

impl Broad {
    /// The parameters that are taken away before anything looks at them.
    pub(super) fn ignored(self) -> &'static [&'static str] {
        match self {
            Broad::IgnoredScope => &["scope"],
            Broad::IgnoredPage => &["page", "per_page", "cursor"],
            _ => &[],
        }
    }

    /// Spoils an answer.
    pub(super) fn spoil(self, answer: &mut Answer) {
        if answer.status.is_success() {
            self.spoil_success(answer);
            return;
        }
        match self {
            Broad::WrongErrorStatus => answer.status = StatusCode::BAD_REQUEST,
            Broad::WrongErrorBody => {
                answer.body = AnswerBody::Whole(json!({ "errors": [] }).to_string().into_bytes());
            }
            _ => {}
        }
    }

    fn spoil_success(self, answer: &mut Answer) {
        match self {
            Broad::WrongStatus => answer.status = StatusCode::ACCEPTED,
            Broad::WrongMediaType => {
                answer.put(CONTENT_TYPE, HeaderValue::from_static("text/html"));
            }
            Broad::MissingHeader => answer.headers.retain(|(name, _)| {
                name != LINK && name != CONTENT_DISPOSITION && !name.as_str().starts_with("x-")
            }),
            Broad::BrokenJson => {
                if let AnswerBody::Whole(bytes) = &mut answer.body {
                    bytes.pop();
                }
            }
            _ => answer.change_json(|value| self.spoil_value(value)),
        }
    }

    fn spoil_value(self, value: &mut Value) {
        match value {
            Value::Array(items) => {
                match self {
                    Broad::EmptyList => items.clear(),
                    Broad::UnsortedList => items.reverse(),
                    _ => {}
                }
                for item in items {
                    self.spoil_value(item);
                }
            }
            Value::Object(members) => self.spoil_object(members),
            _ => {}
        }
    }

    /// Spoils a job, or where the answer is no job, the member that is most like it.
    fn spoil_object(self, members: &mut Map<String, Value>) {
        let is_job = members.contains_key("stage");
        let key = |of_job: &'static str, otherwise: &'static str| {
            if is_job { of_job } else { otherwise }
        };
        match self {
            Broad::DroppedKey => {
                members.shift_remove(key("stage", "job"));
            }
            Broad::NullValue => {
                members.insert(key("name", "pipeline").to_owned(), Value::Null);
            }
            Broad::WrongType => {
                if let Some(member) = members.get_mut(key("id", "user")) {
                    *member = Value::String(member.to_string());
                }
            }
            Broad::WrongValue => match members.get_mut("name") {
                Some(name) => *name = json!("somebody else's"),
                None => {
                    members.insert("job".to_owned(), json!({ "id": 4096 }));
                }
            },
            Broad::UnknownWord => {
                let holder = if is_job {
                    Some(members)
                } else {
                    members.get_mut("user").and_then(Value::as_object_mut)
                };
                if let Some(holder) = holder {
                    holder.insert(key("status", "state").to_owned(), json!("on_fire"));
                }
            }
            Broad::MalformedInstant if is_job => {
                members.insert("created_at".to_owned(), json!("24.12.2015, 16:51"));
            }
            Broad::EmptyList => {
                if let Some(Value::Array(agents)) = members.get_mut("allowed_agents") {
                    agents.clear();
                }
            }
            _ => {}
        }
    }
}
