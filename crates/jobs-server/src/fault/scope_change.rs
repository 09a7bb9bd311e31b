//! Rewrites of the scope of a list.

use jobs_api::model::JobStatus;
use serde_json::{Value, json};

use crate::parameters::Parameters;

/// How a scope is rewritten.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum ScopeChange {
    /// With this word, jobs of every status are listed.
    ListAllStatuses(JobStatus),
    /// This word is replaced by the other one.
    ReplaceWord(JobStatus, JobStatus),
    /// Of a list, only the first word counts.
    KeepFirst,
    /// Of a list, only the last word counts.
    KeepLast,
    /// A list of words is ignored.
    IgnoreList,
    /// A single word is ignored.
    IgnoreWord,
    /// Unknown words are ignored instead of refused.
    IgnoreUnknown,
}

impl ScopeChange {
    /// Rewrites the scope.
    pub(super) fn apply(self, parameters: &mut Parameters) {
        let Some(given) = parameters.get("scope").cloned() else {
            return;
        };
        let is_list = given.is_array();
        let words: Vec<Value> = match given {
            Value::Array(words) => words,
            word => vec![word],
        };
        let has = |status: JobStatus| words.iter().any(|word| word == status.as_str());
        let mut set = |words: &[Value]| parameters.set("scope", words.to_vec());
        match self {
            ScopeChange::ListAllStatuses(status) if has(status) => parameters.remove("scope"),
            ScopeChange::ReplaceWord(status, other) => {
                let words: Vec<Value> = words
                    .iter()
                    .map(|word| match word {
                        word if word == status.as_str() => json!(other.as_str()),
                        word => word.clone(),
                    })
                    .collect();
                set(&words);
            }
            ScopeChange::KeepFirst if is_list => set(words.get(..1).unwrap_or_default()),
            ScopeChange::KeepLast if is_list => {
                set(words.last().map(std::slice::from_ref).unwrap_or_default());
            }
            ScopeChange::IgnoreList if is_list => parameters.remove("scope"),
            ScopeChange::IgnoreWord if !is_list => parameters.remove("scope"),
            ScopeChange::IgnoreUnknown => {
                let known = |word: &&Value| word.as_str().and_then(JobStatus::from_word).is_some();
                let words: Vec<Value> = words.iter().filter(known).cloned().collect();
                set(&words);
            }
            _ => {}
        }
    }
}
