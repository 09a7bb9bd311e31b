//! The effects of faults on single responses.

use jobs_server::Fault;

use super::connection::{Connection, start_server};

/// A table as an array of tuples, a row a line.
macro_rules! rows {
    ($($($cell:expr),+;)*) => { [$(($($cell),+)),*] };
}

/// A fault, a request, a place in the response, the values there with the fault and without, and, if the effect is
/// visible only in a later response, the request for it.
const FAULT_EFFECTS: &[(&str, &str, &str, &str, &str, &str)] = &rows! {
    "getJob.body./commit/author_name.dropped", "maintainer GET /projects/1/jobs/105", "/commit/author_name", "", "\"Ada\"", "";
    "getJob.body./status.nulled", "maintainer GET /projects/1/jobs/105", "/status", "null", "\"success\"", "";
    "listProjectJobs.body./*/name.nulled", "maintainer GET /projects/1/jobs?per_page=1&scope=failed", "/0/name", "null", "\"rspec\"", "";
    "getJob.value.tag-inverted", "maintainer GET /projects/1/jobs/105", "/tag", "true", "false", "";
    "getJob.status.404.changed", "maintainer GET /projects/1/jobs/404", "status", "410", "404", "";
    "playJob.status.200.changed", "maintainer POST /projects/1/jobs/109/play", "status", "201", "200", "";
    "getJob.error.403.reworded", "guest GET /projects/1/jobs/105", "/message", "\"Sorry: 403 forbidden\"", "\"403 Forbidden\"", "";
    "getJob.error.404.renamed", "maintainer GET /projects/1/jobs/404", "/error", "\"404 Not found\"", "", "";
    "listPipelineJobs.header.X-Total.dropped", "maintainer GET /projects/1/pipelines/4/jobs", "header x-total", "", "4", "";
    "listPipelineJobs.total.one-more", "maintainer GET /projects/1/pipelines/4/jobs", "header x-total", "5", "4", "";
    "listProjectJobs.total.there", "maintainer GET /projects/1/jobs?per_page=2", "header x-total", "2", "", "";
    "getJobTrace.media-type.200.changed", "maintainer GET /projects/1/jobs/116/trace", "header content-type", "application/octet-stream", "text/plain", "";
    "listPipelineJobs.order.reversed", "maintainer GET /projects/1/pipelines/4/jobs", "/0/id", "80", "83", "";
    "listProjectJobs.scope.failed.leaks", "maintainer GET /projects/1/jobs?scope=failed&per_page=1", "/0/status", "\"running\"", "\"failed\"", "";
    "listPipelineJobs.scope.failed.confused", "maintainer GET /projects/1/pipelines/6/jobs?scope=failed", "/0/status", "\"canceled\"", "\"failed\"", "";
    "listPipelineJobs.include-retried-ignored", "maintainer GET /projects/1/pipelines/6/jobs?include_retried=true", "header x-total", "23", "24", "";
    "listPipelineJobs.per_page.unbounded", "maintainer GET /projects/1/pipelines/6/jobs?per_page=1000", "header x-per-page", "1000", "100", "";
    "listProjectJobs.keyset.border-repeated", "maintainer GET /projects/1/jobs?pagination=keyset&cursor=eyJpZCI6IjExMCIsIl9rZCI6Im4ifQ==", "/0/id", "110", "109", "";
    "listProjectJobs.keyset.order-unchecked", "maintainer GET /projects/1/jobs?pagination=keyset&sort=asc", "status", "200", "405", "";
    "listProjectJobs.page.past-the-end-is-first", "maintainer GET /projects/1/jobs?page=99", "/0/id", "123", "", "";
    "listProjectJobs.items.bridges", "maintainer GET /projects/1/jobs?per_page=1", "/0/id", "142", "123", "";
    "listPipelineJobs.items.of-other-pipelines", "maintainer GET /projects/1/pipelines/4/jobs?per_page=1", "/0/id", "123", "83", "";
    "listPipelineBridges.items.jobs", "maintainer GET /projects/1/pipelines/4/bridges", "/0/id", "83", "", "";
    "getJob.caller.nobody-let-in", "- GET /projects/1/jobs/105", "status", "200", "401", "";
    "getJob.token.revoked-accepted", "revoked GET /projects/1/jobs/105", "status", "200", "401", "";
    "cancelJob.token.read-only-may-change", "read-only POST /projects/1/jobs/104/cancel", "status", "201", "403", "";
    "getJobTokenJob.token.finished-job-accepted", "job:finished-job GET /job", "status", "200", "401", "";
    "getJobTokenJob.caller.user-unknown", "maintainer GET /job", "status", "401", "404", "";
    "getJobTokenJob.carrier.JOB-TOKEN.ignored", "job:job GET /job", "status", "401", "200", "";
    "getJob.role.stranger-refused", "stranger GET /projects/1/jobs/105", "status", "403", "404", "";
    "cancelJob.role.reporter-let-in", "reporter POST /projects/1/jobs/104/cancel", "status", "201", "403", "";
    "eraseJob.own.refused", "developer POST /projects/1/jobs/114/erase", "status", "403", "201", "";
    "eraseJob.own.any-developer", "developer POST /projects/1/jobs/116/erase", "status", "201", "403", "";
    "retryJob.protected.ignored", "developer POST /projects/1/jobs/83/retry", "status", "201", "403", "";
    "retryJob.archived.ignored", "maintainer POST /projects/1/jobs/113/retry", "status", "201", "403", "";
    "getJobTrace.debug.shown", "reporter GET /projects/1/jobs/115/trace", "status", "200", "403", "";
    "listProjectJobs.order.parameters-before-caller", "- GET /projects/1/jobs?scope=bogus", "status", "400", "401", "";
    "cancelJob.order.record-before-rights", "reporter POST /projects/1/jobs/404/cancel", "status", "404", "403", "";
    "playJob.order.rights-before-record", "reporter POST /projects/1/jobs/404/play", "status", "403", "404", "";
    "listPipelineJobs.order.project-before-parameters", "maintainer GET /projects/999/pipelines/6/jobs?scope=bogus", "status", "404", "400", "";
    "getJob.job.of-another-project-found", "maintainer GET /projects/1/jobs/200", "/id", "200", "", "";
    "getJob.job.bridge-found", "maintainer GET /projects/1/jobs/130", "/name", "\"roll-out\"", "", "";
    "getJob.path.id.number-only", "maintainer GET /projects/top%2Fsub%2Fbar/jobs/105", "status", "404", "200", "";
    "getJobTrace.log.missing-is-empty", "maintainer GET /projects/1/jobs/118/trace", "status", "200", "404", "";
    "listJobTokenAllowedAgents.groups.only-the-nearest", "job:job GET /job/allowed_agents", "/project/groups", "[{\"id\":2}]", "[{\"id\":2},{\"id\":1}]", "";
    "listJobTokenAllowedAgents.agents.environments-ignored", "job:job GET /job/allowed_agents", "/allowed_agents/1/id", "4", "1", "";
    // an action, and what it has left behind
    "cancelJob.status-kept", "maintainer POST /projects/1/jobs/104/cancel", "/status", "\"running\"", "\"canceled\"", "";
    "cancelJob.finished_at-missing", "maintainer POST /projects/1/jobs/104/cancel", "/finished_at", "null", "\"2016-01-11T12:00:00.000Z\"", "";
    "cancelJob.finished-too", "maintainer POST /projects/1/jobs/105/cancel", "/status", "\"canceled\"", "\"success\"", "";
    "cancelJob.forgotten", "maintainer POST /projects/1/jobs/104/cancel", "/status", "\"running\"", "\"canceled\"", "maintainer GET /projects/1/jobs/104";
    "cancelJob.others-too", "maintainer POST /projects/1/jobs/104/cancel", "/status", "\"canceled\"", "\"pending\"", "maintainer GET /projects/1/jobs/103";
    "retryJob.same-id", "maintainer POST /projects/1/jobs/106/retry", "/id", "106", "601", "";
    "retryJob.old-not-retried", "maintainer POST /projects/1/jobs/106/retry", "/0/id", "106", "", "maintainer GET /projects/1/pipelines/6/jobs?scope=failed";
    "retryJob.user-inherited", "maintainer POST /projects/1/jobs/106/retry", "/user/username", "\"dave\"", "\"root\"", "";
    "retryJob.unfinished-allowed", "maintainer POST /projects/1/jobs/103/retry", "status", "201", "403", "";
    "retryJob.unfinished-allowed", "maintainer POST /projects/1/jobs/103/retry", "/status", "\"pending\"", "\"pending\"", "maintainer GET /projects/1/jobs/103";
    "eraseJob.log-kept", "maintainer POST /projects/1/jobs/105/erase", "status", "200", "404", "maintainer GET /projects/1/jobs/105/trace";
    "eraseJob.erased_at-missing", "maintainer POST /projects/1/jobs/105/erase", "/erased_at", "null", "\"2016-01-11T12:00:00.000Z\"", "";
    "eraseJob.empty-allowed", "maintainer POST /projects/1/jobs/118/erase", "status", "201", "403", "";
    "eraseJob.statistics-refresh.ignored", "maintainer POST /projects/5/jobs/500/erase", "status", "201", "409", "";
    "playJob.status-kept", "maintainer POST /projects/1/jobs/109/play", "/status", "\"manual\"", "\"pending\"", "";
    "playJob.user-kept", "maintainer POST /projects/1/jobs/109/play", "/user/username", "\"dave\"", "\"root\"", "";
    "playJob.new-id", "maintainer POST /projects/1/jobs/109/play", "/id", "601", "109", "";
    "playJob.unplayable-allowed", "maintainer POST /projects/1/jobs/103/play", "status", "200", "400", "";
    "playJob.job.bridge-not-found", "maintainer POST /projects/1/jobs/131/play", "status", "404", "200", "";
};

#[tokio::test]
async fn faults_have_the_described_effect() {
    let (site, host) = start_server().await;
    let mut line = Connection::open(&host).await;
    for (fault, request, place, wrong, right, afterwards) in FAULT_EFFECTS {
        let fault: Fault = fault.parse().unwrap();
        for (fault, expected) in [(Some(fault), wrong), (None, right)] {
            let sandbox = line.open_sandbox(fault).await;
            let mut found = line.read_value(&sandbox, request, place).await;
            if !afterwards.is_empty() {
                found = line.read_value(&sandbox, afterwards, place).await;
            }
            assert_eq!(
                found, *expected,
                "{fault:?}: {request} {afterwards} {place}"
            );
            line.close_sandbox(&sandbox).await;
        }
    }
    site.server.stop().await;
}
