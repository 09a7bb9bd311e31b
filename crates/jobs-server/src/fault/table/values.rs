//! Faults of values: each value has a valid shape and would be correct elsewhere.

use chrono::{DateTime, Duration, FixedOffset, SecondsFormat};
use jobs_api::operations::Operation;
use serde_json::{Map, Value, json};

use crate::fault::change::FaultChange;
use crate::fault::class::Class;
use crate::fault::definition::FaultDefinition;
use crate::fault::response_change::ResponseRewrite;

/// Changes the value at a pointer below an object, if there is one.
pub(super) fn change_at(
    item: &mut Map<String, Value>,
    path: &[&str],
    change: impl FnOnce(&mut Value),
) {
    let Some((first, rest)) = path.split_first() else {
        return;
    };
    let found = item.get_mut(*first).and_then(|value| {
        rest.iter()
            .try_fold(value, |value, key| value.get_mut(*key))
    });
    if let Some(found) = found.filter(|value| !value.is_null()) {
        change(found);
    }
}

fn increment(item: &mut Map<String, Value>, path: &[&str]) {
    change_at(item, path, |value| {
        if let Some(number) = value.as_u64() {
            *value = json!(number + 1);
        }
    });
}

fn invert(item: &mut Map<String, Value>, path: &[&str]) {
    change_at(item, path, |value| *value = json!(*value != true));
}

fn change_text(item: &mut Map<String, Value>, path: &[&str], change: impl FnOnce(&str) -> String) {
    change_at(item, path, |value| {
        if let Some(text) = value.as_str() {
            *value = Value::String(change(text));
        }
    });
}

fn change_seconds(item: &mut Map<String, Value>, path: &[&str], change: impl FnOnce(f64) -> f64) {
    change_at(item, path, |value| {
        if let Some(seconds) = value.as_f64() {
            *value = json!(change(seconds));
        }
    });
}

fn change_timestamp(
    item: &mut Map<String, Value>,
    path: &[&str],
    change: impl FnOnce(DateTime<FixedOffset>) -> DateTime<FixedOffset>,
) {
    change_text(item, path, |text| {
        match DateTime::parse_from_rfc3339(text) {
            Ok(timestamp) => change(timestamp).to_rfc3339_opts(SecondsFormat::Millis, true),
            Err(_) => text.to_owned(),
        }
    });
}

/// The digits of a hash, each another one.
fn other_hash(text: &str) -> String {
    text.chars().rev().collect()
}

type ValueFault = (
    Operation,
    &'static str,
    &'static str,
    fn(&mut Map<String, Value>),
);

use Operation::{
    CancelJob, EraseJob, GetJob, GetJobTokenJob, ListPipelineBridges, ListPipelineJobs,
    ListProjectJobs, PlayJob, RetryJob,
};

const ROWS: &[ValueFault] = &rows! {
    CancelJob, "id-of-the-next", "`id` is that of the next job", |job| increment(job, &["id"]);
    ListProjectJobs, "name-of-another", "`name` is that of another job", |job| change_text(job, &["name"], |name| format!("{name}:other"));
    RetryJob, "stage-of-another", "`stage` is that of another job", |job| change_text(job, &["stage"], |_| ".post".to_owned());
    ListPipelineJobs, "ref-of-another", "`ref` is another branch", |job| change_text(job, &["ref"], |_| "release".to_owned());
    PlayJob, "ref-in-full", "`ref` is the full name of the branch", |job| change_text(job, &["ref"], |name| format!("refs/heads/{name}"));
    GetJob, "tag-inverted", "`tag` says the opposite", |job| { invert(job, &["tag"]) };
    EraseJob, "allow_failure-inverted", "`allow_failure` says the opposite", |job| invert(job, &["allow_failure"]);
    GetJob, "coverage-as-fraction", "`coverage` is a fraction, not a percentage", |job| change_seconds(job, &["coverage"], |percent| percent / 100.0);
    ListPipelineJobs, "coverage-zero", "`coverage` is 0 instead of null", |job| { if job.get("coverage").is_some_and(Value::is_null) { job.insert("coverage".to_owned(), json!(0.0)); } };
    GetJob, "finished-before-started", "`finished_at` lies before `started_at`", |job| change_timestamp(job, &["finished_at"], |at| at - Duration::days(1));
    ListProjectJobs, "started_at-is-created_at", "`started_at` is when the job was created", |job| { let created = job.get("created_at").cloned().unwrap_or_default(); change_at(job, &["started_at"], |value| *value = created); };
    ListPipelineBridges, "finished_at-is-started_at", "`finished_at` is when the bridge was started", |job| { let started = job.get("started_at").cloned().unwrap_or_default(); change_at(job, &["finished_at"], |value| *value = started); };
    PlayJob, "created_at-an-hour-late", "`created_at` is an hour later, as if in another time zone", |job| change_timestamp(job, &["created_at"], |at| at + Duration::hours(1));
    GetJobTokenJob, "started_at-without-milliseconds", "`started_at` has no milliseconds", |job| { change_timestamp(job, &["started_at"], |at| { at - Duration::milliseconds(i64::from(at.timestamp_subsec_millis())) }) };
    ListPipelineBridges, "duration-in-milliseconds", "`duration` is in milliseconds", |job| change_seconds(job, &["duration"], |seconds| seconds * 1000.0);
    ListPipelineJobs, "duration-rounded", "`duration` is in whole seconds", |job| change_seconds(job, &["duration"], f64::round);
    EraseJob, "duration-includes-waiting", "`duration` includes the time in the queue", |job| { let queued = job .get("queued_duration") .and_then(Value::as_f64) .unwrap_or_default(); change_seconds(job, &["duration"], |seconds| seconds + queued); };
    CancelJob, "duration-zero", "`duration` is 0", |job| { change_seconds(job, &["duration"], |_| 0.0) };
    ListPipelineBridges, "queued_duration-is-duration", "`queued_duration` is the time that the job ran", |job| { let ran = job.get("duration").cloned().unwrap_or_default(); change_at(job, &["queued_duration"], |value| *value = ran); };
    ListProjectJobs, "queued_duration-rounded", "`queued_duration` is in whole seconds", |job| change_seconds(job, &["queued_duration"], f64::round);
    GetJob, "web_url-of-the-next", "`web_url` is that of another job", |job| change_text(job, &["web_url"], |url| format!("{url}1"));
    ListProjectJobs, "web_url-of-the-api", "`web_url` is an address of the API", |job| { change_text(job, &["web_url"], |url| { url.replace("/-/jobs/", "/api/v4/jobs/") }) };
    ListPipelineBridges, "commit-of-another", "`commit` is that of another pipeline", |job| { change_text(job, &["commit", "id"], other_hash); change_text(job, &["commit", "title"], |_| { "Revert everything.".to_owned() }); };
    ListProjectJobs, "commit-short_id-of-another", "`short_id` is not how `id` begins", |job| change_text(job, &["commit", "short_id"], other_hash);
    GetJobTokenJob, "commit-title-whole", "`title` is the whole message and a line more", |job| change_text(job, &["commit", "title"], |title| format!("{title}\n"));
    GetJob, "commit-created_at-in-utc-digits", "`created_at` of the commit has the digits of its zone, and says UTC", |job| { change_text(job, &["commit", "created_at"], |text| match DateTime::parse_from_rfc3339(text) { Ok(at) => format!("{}Z", at.naive_local().format("%Y-%m-%dT%H:%M:%S%.3f")), Err(_) => text.to_owned(), }) };
    CancelJob, "commit-author-is-user", "the author of the commit is who started the job", |job| { let name = job .get("user") .and_then(|user| user.get("username")) .cloned(); change_at(job, &["commit", "author_name"], |value| { *value = name.unwrap_or_default() }); };
    GetJob, "pipeline-of-another", "`pipeline` is another one", |job| increment(job, &["pipeline", "id"]);
    GetJobTokenJob, "pipeline-project-of-another", "`pipeline` belongs to another project", |job| increment(job, &["pipeline", "project_id"]);
    GetJob, "pipeline-sha-of-another", "`pipeline` is of another commit", |job| change_text(job, &["pipeline", "sha"], other_hash);
    ListPipelineJobs, "pipeline-status-is-the-jobs", "`pipeline.status` is the status of the job", |job| { let status = job.get("status").cloned(); change_at(job, &["pipeline", "status"], |value| { *value = status.unwrap_or_default() }); };
    ListPipelineBridges, "downstream-is-upstream", "`downstream_pipeline` is the bridge's own", |job| { let own = job.get("pipeline").cloned().unwrap_or_default(); change_at(job, &["downstream_pipeline"], |value| *value = own); };
    ListPipelineBridges, "downstream-missing", "`downstream_pipeline` is null", |job| change_at(job, &["downstream_pipeline"], |value| *value = Value::Null);
    GetJob, "artifacts-missing", "`artifacts` is empty", |job| { change_at(job, &["artifacts"], |value| *value = json!([])) };
    ListProjectJobs, "artifacts-reversed", "`artifacts` are listed the wrong way round", |job| { change_at(job, &["artifacts"], |value| { if let Value::Array(items) = value { items.reverse(); } }) };
    GetJob, "artifacts-without-the-log", "`artifacts` lacks the log", |job| { change_at(job, &["artifacts"], |value| { if let Value::Array(items) = value { items.retain(|item| item["file_type"] != "trace"); } }) };
    ListPipelineJobs, "artifacts-size-off", "`size` of every artifact is off by one", |job| { change_at(job, &["artifacts"], |value| { for item in value .as_array_mut() .into_iter() .flatten() .filter_map(Value::as_object_mut) { increment(item, &["size"]); } }) };
    CancelJob, "artifacts_file-of-another", "`artifacts_file` is present without an archive", |job| { job.insert("artifacts_file".to_owned(), json!({"filename": "artifacts.zip", "size": 1000})); };
    ListProjectJobs, "runner-missing", "`runner` is null", |job| change_at(job, &["runner"], |value| *value = Value::Null);
    PlayJob, "runner-there", "`runner` is present in a job without one", |job| { if job.get("runner").is_some_and(Value::is_null) { job.insert("runner".to_owned(), json!({"id": 1, "active": true, "paused": false, "is_shared": true})); } };
    ListPipelineBridges, "user-of-another", "`user` is another one", |job| { increment(job, &["user", "id"]); change_text(job, &["user", "username"], |name| format!("{name}2")); };
    ListProjectJobs, "user-blocked", "the account of `user` is blocked", |job| change_text(job, &["user", "state"], |_| "blocked".to_owned());
    GetJobTokenJob, "user-web_url-of-the-job", "`web_url` of the user is that of the job", |job| { let url = job.get("web_url").cloned().unwrap_or_default(); change_at(job, &["user", "web_url"], |value| *value = url); };
    ListPipelineJobs, "token-scope-inverted", "`ci_job_token_scope_enabled` says the opposite", |job| invert(job, &["project", "ci_job_token_scope_enabled"]);
    GetJob, "tag_list-reversed", "`tag_list` is sorted the wrong way round", |job| { change_at(job, &["tag_list"], |value| { if let Value::Array(items) = value { items.reverse(); } }) };
    ListProjectJobs, "tag_list-empty", "`tag_list` is empty", |job| change_at(job, &["tag_list"], |value| *value = json!([]));
    ListPipelineJobs, "failure_reason-of-another", "`failure_reason` is another one", |job| { change_at(job, &["failure_reason"], |value| { *value = json!("runner_system_failure") }) };
    PlayJob, "failure_reason-there", "`failure_reason` is there although the job has not failed", |job| { job.entry("failure_reason") .or_insert(json!("script_failure")); };
    GetJob, "erased_at-there", "`erased_at` is there although nothing was erased", |job| { if job.get("erased_at").is_some_and(Value::is_null) { let created = job.get("created_at").cloned().unwrap_or_default(); job.insert("erased_at".to_owned(), created); } };
    GetJob, "expiry-is-the-end", "`artifacts_expire_at` is when the job came to its end", |job| { let end = job.get("finished_at").cloned().unwrap_or_default(); change_at(job, &["artifacts_expire_at"], |value| *value = end); };
    EraseJob, "status-of-success", "`status` is `success` whatever became of the job", |job| { job.insert("status".to_owned(), json!("success")); job.shift_remove("failure_reason"); };
};

/// Every fault of this kind.
pub(super) fn faults() -> Vec<FaultDefinition> {
    ROWS.iter()
        .map(|(operation, what, breaks, change)| {
            FaultDefinition::for_operation(
                *operation,
                &format!("value.{what}"),
                Class::PlausibleButWrong,
                breaks,
                FaultChange::success(ResponseRewrite::Objects(*change)),
            )
        })
        .collect()
}
