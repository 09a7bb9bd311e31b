//! A fixture in which every fault is visible, and the requests for each operation.

use std::collections::BTreeMap;

use jobs_api::operations::Operation;

/// A user in every role, a project of every kind, a job in every state.
pub(crate) const FIXTURE: &str = r#"
clock: 2016-01-11T12:00:00.000Z
external_url: https://example.com
project_jobs_rate_limit: 28
users:
  - id: 1
    username: root
    name: Administrator
    avatar_url: http://www.gravatar.com/avatar/e64c?s=80&d=identicon
    web_url: http://gitlab.dev/root
    created_at: 2015-12-21T13:14:24.077Z
    bio: Looks after it.
    tokens:
      - {name: maintainer}
      - {name: expired, expires_at: 2016-01-01T00:00:00Z}
      - {name: revoked, revoked: true}
      - {name: read-only, scopes: [read_api]}
      - {name: profile-only, scopes: [read_user]}
  - {id: 2, username: gwen, tokens: [{name: guest}]}
  - {id: 3, username: rita, tokens: [{name: reporter}]}
  - {id: 4, username: dave, tokens: [{name: developer}]}
  - {id: 5, username: stan, tokens: [{name: stranger}]}
  - {id: 6, username: blake, state: blocked, tokens: [{name: closed}]}
groups: [{id: 1, path: top}, {id: 2, path: sub, parent: top}]
projects:
  - id: 1
    namespace: top/sub
    path: bar
    description: Sells everything.
    former_paths: [old/bar]
    public_builds: false
    protected_refs: [stable]
    members: {root: maintainer, gwen: guest, rita: reporter, dave: developer, blake: developer}
  - {id: 2, namespace: top, path: open, visibility: public}
  - {id: 3, namespace: top, path: half, public_builds: true, members: {gwen: guest}}
  - {id: 4, namespace: top, path: closed, visibility: public, public_builds: false}
  - {id: 5, namespace: top, path: counted, statistics_refreshing: true, members: {root: maintainer}}
  - {id: 6, namespace: top, path: guarded, variables_for_maintainers_only: true, members: {dave: developer}}
  - {id: 7, namespace: top, path: clusters}
environments: [{project: 1, name: production}, {project: 1, name: review/fix-1}]
agents:
  - {id: 1, project: 1}
  - {id: 2, project: 7, authorizations: [{project: 1, configuration: {default_namespace: shop}}]}
  - {id: 3, project: 7, authorizations: [{group: top}]}
  - {id: 4, project: 7, authorizations: [{project: 1, configuration: {environments: [review/*]}}]}
  - {id: 5, project: 7}
pipelines:
  - {id: 4, project: 1, ref: stable, created_at: 2016-01-10T08:00:00.000Z}
  - {id: 5, project: 1, created_at: 2016-01-10T09:00:00.000Z}
  - id: 6
    project: 1
    sha: 0ff3ae198f8601a285adcf5c0fff204ee6fba5fd
    status: running
    stages: [build, test, deploy]
    created_at: 2016-01-11T10:00:00.000Z
    commit: {title: Test the CI integration., author_name: Ada, author_email: ada@example.com, created_at: 2015-12-24T16:51:14.000+01:00}
  - {id: 8, project: 1, status: manual}
  - {id: 20, project: 2}
  - {id: 30, project: 3}
  - {id: 40, project: 4}
  - {id: 50, project: 5}
  - {id: 60, project: 6}
  - {id: 61, project: 7}
jobs:
  - {id: 80, pipeline: 4, user: dave, status: running}
  - {id: 81, pipeline: 4, user: dave, log: x}
  - {id: 82, pipeline: 4, user: dave, status: manual}
  - {id: 83, pipeline: 4, user: dave}
  - {id: 90, pipeline: 5, name: early}
  - {id: 91, pipeline: 8, name: alone, stage: deploy, status: manual, user: dave}
  - {id: 100, pipeline: 6, status: created}
  - {id: 101, pipeline: 6, status: waiting_for_resource}
  - {id: 102, pipeline: 6, status: preparing}
  - {id: 103, pipeline: 6, status: pending, queued_at: 2016-01-11T11:00:00.000Z}
  - {id: 104, pipeline: 6, status: running, name: deploy, environment: production, token: job, user: dave, queued_at: 2016-01-11T11:00:00.100Z, started_at: 2016-01-11T11:00:01.250Z, runner: {id: 3}, coverage: 12.5, tag_list: [a, b]}
  - id: 105
    pipeline: 6
    name: teaspoon
    stage: test
    user: dave
    coverage: 87.5
    tag_list: [docker, linux]
    created_at: 2016-01-11T10:00:00.500Z
    queued_at: 2016-01-11T10:00:01.123Z
    started_at: 2016-01-11T10:00:02.500Z
    finished_at: 2016-01-11T10:05:00.750Z
    runner: {id: 3, description: fast-runner}
    artifacts: [{file_type: archive, size: 1000}, {file_type: metadata, size: 186}, {file_type: trace}, {file_type: junit, size: 7}]
    artifacts_expire_at: 2016-02-10T10:05:00.000Z
    log: "\e[32;1m$ make\e[0;m\nüber\nfailed\n"
    token: finished-job
  - {id: 106, pipeline: 6, name: rspec, stage: test, status: failed, failure_reason: script_failure, allow_failure: true, coverage: 40.5, tag_list: [linux, ruby], user: dave, runner: {id: 3}, log: a log, created_at: 2016-01-11T10:00:00.500Z, queued_at: 2016-01-11T10:00:01.123Z, started_at: 2016-01-11T10:00:02.500Z, finished_at: 2016-01-11T10:05:00.750Z}
  - {id: 107, pipeline: 6, name: slow, status: canceled, log: canceled}
  - {id: 108, pipeline: 6, name: later, stage: deploy, status: skipped, finished_at: null}
  - {id: 109, pipeline: 6, name: release, stage: deploy, status: manual, user: dave}
  - {id: 110, pipeline: 6, name: nightly, stage: deploy, status: scheduled, when: delayed}
  - {id: 111, pipeline: 6, name: again, retried: true}
  - {id: 112, pipeline: 6, name: released, when: manual, user: dave, runner: {id: 4}, coverage: 3.5, started_at: 2016-01-11T10:00:02.500Z, finished_at: 2016-01-11T10:05:00.750Z}
  - {id: 113, pipeline: 6, archived: true, user: dave, log: old}
  - {id: 114, pipeline: 6, user: dave, log: own}
  - {id: 115, pipeline: 6, debug: true, log: secret}
  - {id: 116, pipeline: 6, log: alone}
  - {id: 117, pipeline: 6, log: ''}
  - {id: 118, pipeline: 6}
  - {id: 119, pipeline: 6, status: running, token: other-job, user: rita, tag_list: [x], started_at: 2016-01-11T11:30:00.000Z, queued_at: 2016-01-11T11:00:00.100Z}
  - {id: 120, pipeline: 6, erased_at: 2016-01-11T11:00:00.000Z}
  - {id: 121, pipeline: 6, status: manual, log: to be seen}
  - {id: 122, pipeline: 6, archived: true, status: manual}
  - {id: 123, pipeline: 6, archived: true, status: running}
  - {id: 200, pipeline: 20, log: x, status: success}
  - {id: 201, pipeline: 20, status: running}
  - {id: 202, pipeline: 20, status: manual}
  - {id: 300, pipeline: 30, log: x}
  - {id: 400, pipeline: 40}
  - {id: 500, pipeline: 50, log: x}
  - {id: 600, pipeline: 60, status: manual}
bridges:
  - {id: 130, pipeline: 6, name: roll-out, status: running, downstream: 61, started_at: 2016-01-11T10:00:02.500Z, queued_at: 2016-01-11T10:00:01.123Z}
  - {id: 131, pipeline: 6, name: by-hand, status: manual}
  - {id: 132, pipeline: 6, name: again, retried: true}
  - {id: 133, pipeline: 6, name: done, status: success, user: dave, downstream: 61, queued_at: 2016-01-11T10:00:01.123Z, started_at: 2016-01-11T10:00:02.500Z, finished_at: 2016-01-11T10:05:00.750Z, created_at: 2016-01-11T10:00:00.500Z}
  - {id: 134, pipeline: 6, name: waits, status: pending}
  - {id: 135, pipeline: 6, name: failed, status: failed, failure_reason: script_failure}
  - {id: 136, pipeline: 6, name: created, status: created}
  - {id: 137, pipeline: 6, name: prepares, status: preparing}
  - {id: 138, pipeline: 6, name: cancelled, status: canceled}
  - {id: 139, pipeline: 6, name: left-out, status: skipped, finished_at: null}
  - {id: 140, pipeline: 6, name: waiting, status: waiting_for_resource}
  - {id: 141, pipeline: 6, name: delayed, status: scheduled, when: delayed}
  - {id: 142, pipeline: 5, name: elsewhere}
"#;

/// A request.
pub(crate) struct ScriptRequest {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    /// The header that carries a credential.
    pub(crate) credential: Option<(&'static str, String)>,
    pub(crate) body: &'static str,
}

/// A request: `who METHOD path body`. `who` is `-` for anonymous, or the name of a credential, or a header before it;
/// a name in braces is a credential inside the path.
pub(crate) fn parse_request(
    line: &'static str,
    secrets: &BTreeMap<String, String>,
) -> ScriptRequest {
    let mut words = line.trim().splitn(4, ' ');
    let (who, method, path) = (
        words.next().unwrap(),
        words.next().unwrap(),
        words.next().unwrap(),
    );
    let secret = |name: &str| {
        secrets
            .get(name)
            .cloned()
            .unwrap_or_else(|| name.to_owned())
    };
    let credential = match who.split_once(':') {
        _ if who == "-" => None,
        Some(("bearer", name)) => Some(("authorization", format!("Bearer {}", secret(name)))),
        Some(("job", name)) => Some(("job-token", secret(name))),
        _ => Some(("private-token", secret(who))),
    };
    let mut path = path.to_owned();
    for (name, secret) in secrets {
        path = path.replace(&format!("{{{name}}}"), secret);
    }
    ScriptRequest {
        method,
        path,
        credential,
        body: words.next().unwrap_or_default(),
    }
}

/// The requests for an operation, in this order, in a separate fixture.
pub(crate) fn script(
    operation: Operation,
    secrets: &BTreeMap<String, String>,
) -> Vec<ScriptRequest> {
    script_lines(operation)
        .trim()
        .lines()
        .map(|line| parse_request(line, secrets))
        .collect()
}

fn script_lines(operation: Operation) -> &'static str {
    match operation {
        Operation::ListProjectJobs => {
            "maintainer GET /projects/1/jobs
maintainer GET /projects/1/jobs?per_page=100
maintainer GET /projects/1/jobs?per_page=3&page=2&scope[]=success&scope[]=failed
maintainer GET /projects/1/jobs?per_page=3&page=2
maintainer GET /projects/1/jobs?page=99
maintainer GET /projects/1/jobs?per_page=1000
maintainer GET /projects/1/jobs?page=-1
maintainer GET /projects/1/jobs?scope=failed
maintainer GET /projects/1/jobs?scope[]=failed
maintainer GET /projects/1/jobs?scope=created
maintainer GET /projects/1/jobs?scope=waiting_for_resource
maintainer GET /projects/1/jobs?scope=preparing
maintainer GET /projects/1/jobs?scope=pending
maintainer GET /projects/1/jobs?scope=running
maintainer GET /projects/1/jobs?scope=success
maintainer GET /projects/1/jobs?scope=canceled
maintainer GET /projects/1/jobs?scope=skipped
maintainer GET /projects/1/jobs?scope=manual
maintainer GET /projects/1/jobs?scope=scheduled
maintainer GET /projects/1/jobs?pagination=keyset&per_page=3
maintainer GET /projects/1/jobs?pagination=keyset&per_page=100
maintainer GET /projects/1/jobs?pagination=keyset&cursor=eyJpZCI6IjExMCIsIl9rZCI6Im4ifQ==
maintainer GET /projects/1/jobs?pagination=keyset&sort=asc
maintainer GET /projects/1/jobs?scope=bogus
maintainer GET /projects/1/jobs?page=x
maintainer GET /projects/1/jobs?per_page=0
maintainer GET /projects/999/jobs?scope=bogus
maintainer GET /projects/999/jobs
maintainer GET /projects/top%2Fsub%2Fbar/jobs
maintainer GET /projects/old%2Fbar/jobs
bearer:maintainer GET /projects/1/jobs?per_page=1
guest GET /projects/1/jobs
guest GET /projects/1/jobs?scope=bogus
guest GET /projects/3/jobs
reporter GET /projects/1/jobs
stranger GET /projects/1/jobs
- GET /projects/1/jobs
- GET /projects/1/jobs?scope=bogus
- GET /projects/999/jobs
unknown GET /projects/1/jobs
expired GET /projects/1/jobs
job:job GET /projects/1/jobs
closed GET /projects/1/jobs
profile-only GET /projects/1/jobs
read-only GET /projects/1/jobs
maintainer GET /projects/1/jobs?scope=failed
maintainer GET /projects/1/jobs?scope=failed"
        }
        Operation::ListPipelineJobs => {
            "maintainer GET /projects/1/pipelines/6/jobs
maintainer GET /projects/1/pipelines/6/jobs?per_page=100
maintainer GET /projects/1/pipelines/6/jobs?per_page=3&page=2&include_retried=true
maintainer GET /projects/1/pipelines/6/jobs?per_page=2&page=2&scope[]=success&scope[]=failed
maintainer GET /projects/1/pipelines/6/jobs?per_page=3&page=1
maintainer GET /projects/1/pipelines/6/jobs?page=99
maintainer GET /projects/1/pipelines/6/jobs?per_page=1000
maintainer GET /projects/1/pipelines/6/jobs?include_retried=false&scope=success
maintainer GET /projects/1/pipelines/6/jobs?include_retried=perhaps
maintainer GET /projects/1/pipelines/6/jobs?scope[]=failed
maintainer GET /projects/1/pipelines/6/jobs?scope=failed
maintainer GET /projects/1/pipelines/6/jobs?scope=created
maintainer GET /projects/1/pipelines/6/jobs?scope=waiting_for_resource
maintainer GET /projects/1/pipelines/6/jobs?scope=preparing
maintainer GET /projects/1/pipelines/6/jobs?scope=pending
maintainer GET /projects/1/pipelines/6/jobs?scope=running
maintainer GET /projects/1/pipelines/6/jobs?scope=success
maintainer GET /projects/1/pipelines/6/jobs?scope=canceled
maintainer GET /projects/1/pipelines/6/jobs?scope=skipped
maintainer GET /projects/1/pipelines/6/jobs?scope=manual
maintainer GET /projects/1/pipelines/6/jobs?scope=scheduled
maintainer GET /projects/1/pipelines/6/jobs?scope=bogus
maintainer GET /projects/1/pipelines/6/jobs?page=x
maintainer GET /projects/1/pipelines/x/jobs
maintainer GET /projects/1/pipelines/404/jobs
maintainer GET /projects/1/pipelines/20/jobs
maintainer GET /projects/999/pipelines/6/jobs
maintainer GET /projects/999/pipelines/6/jobs?scope=bogus
maintainer GET /projects/top%2Fsub%2Fbar/pipelines/6/jobs
maintainer GET /projects/old%2Fbar/pipelines/6/jobs
bearer:maintainer GET /projects/1/pipelines/6/jobs
- GET /projects/1/pipelines/6/jobs?private_token={maintainer}
guest GET /projects/1/pipelines/6/jobs
guest GET /projects/1/pipelines/404/jobs
guest GET /projects/3/pipelines/30/jobs
reporter GET /projects/1/pipelines/6/jobs
stranger GET /projects/1/pipelines/6/jobs
- GET /projects/1/pipelines/6/jobs
- GET /projects/2/pipelines/20/jobs
- GET /projects/4/pipelines/40/jobs
unknown GET /projects/1/pipelines/6/jobs
unknown GET /projects/2/pipelines/20/jobs
expired GET /projects/1/pipelines/6/jobs
revoked GET /projects/1/pipelines/6/jobs
read-only GET /projects/1/pipelines/6/jobs"
        }
        Operation::ListPipelineBridges => {
            "maintainer GET /projects/1/pipelines/6/bridges
maintainer GET /projects/1/pipelines/6/bridges?per_page=3&page=2
maintainer GET /projects/1/pipelines/6/bridges?per_page=1&page=2&scope[]=success&scope[]=running
maintainer GET /projects/1/pipelines/6/bridges?page=99
maintainer GET /projects/1/pipelines/6/bridges?per_page=1000
maintainer GET /projects/1/pipelines/6/bridges?per_page=0
maintainer GET /projects/1/pipelines/6/bridges?scope[]=running
maintainer GET /projects/1/pipelines/6/bridges?scope=failed
maintainer GET /projects/1/pipelines/6/bridges?scope=created
maintainer GET /projects/1/pipelines/6/bridges?scope=waiting_for_resource
maintainer GET /projects/1/pipelines/6/bridges?scope=preparing
maintainer GET /projects/1/pipelines/6/bridges?scope=pending
maintainer GET /projects/1/pipelines/6/bridges?scope=running
maintainer GET /projects/1/pipelines/6/bridges?scope=success
maintainer GET /projects/1/pipelines/6/bridges?scope=canceled
maintainer GET /projects/1/pipelines/6/bridges?scope=skipped
maintainer GET /projects/1/pipelines/6/bridges?scope=manual
maintainer GET /projects/1/pipelines/6/bridges?scope=scheduled
maintainer GET /projects/1/pipelines/6/bridges?scope=bogus
maintainer GET /projects/1/pipelines/6/bridges?per_page=0
maintainer GET /projects/1/pipelines/x/bridges
maintainer GET /projects/1/pipelines/404/bridges
maintainer GET /projects/1/pipelines/20/bridges
maintainer GET /projects/999/pipelines/6/bridges
maintainer GET /projects/999/pipelines/6/bridges?scope=bogus
maintainer GET /projects/top%2Fsub%2Fbar/pipelines/6/bridges
bearer:maintainer GET /projects/1/pipelines/6/bridges
guest GET /projects/1/pipelines/6/bridges
guest GET /projects/1/pipelines/6/bridges?scope=bogus
guest GET /projects/1/pipelines/404/bridges
guest GET /projects/3/pipelines/30/bridges
reporter GET /projects/1/pipelines/6/bridges
stranger GET /projects/1/pipelines/6/bridges
- GET /projects/1/pipelines/6/bridges
- GET /projects/2/pipelines/20/bridges
- GET /projects/4/pipelines/40/bridges
unknown GET /projects/1/pipelines/6/bridges
unknown GET /projects/2/pipelines/20/bridges
expired GET /projects/1/pipelines/6/bridges
revoked GET /projects/1/pipelines/6/bridges"
        }
        Operation::GetJobTokenJob => {
            "job:job GET /job
bearer:job GET /job
- GET /job?job_token={job}
- GET /job?token={job}
- GET /job
job:unknown GET /job
job:finished-job GET /job
maintainer GET /job"
        }
        Operation::ListJobTokenAllowedAgents => {
            "job:job GET /job/allowed_agents
bearer:job GET /job/allowed_agents
- GET /job/allowed_agents?job_token={job}
- GET /job/allowed_agents
job:unknown GET /job/allowed_agents
job:finished-job GET /job/allowed_agents
job:other-job GET /job/allowed_agents
maintainer GET /job/allowed_agents"
        }
        Operation::GetJob => {
            "maintainer GET /projects/1/jobs/105
maintainer GET /projects/1/jobs/106
maintainer GET /projects/1/jobs/103
maintainer GET /projects/1/jobs/130
maintainer GET /projects/1/jobs/x
maintainer GET /projects/1/jobs/404
maintainer GET /projects/1/jobs/200
maintainer GET /projects/999/jobs/105
maintainer GET /projects/top%2Fsub%2Fbar/jobs/105
maintainer GET /projects/old%2Fbar/jobs/105
bearer:maintainer GET /projects/1/jobs/105
guest GET /projects/1/jobs/105
guest GET /projects/1/jobs/404
guest GET /projects/3/jobs/300
reporter GET /projects/1/jobs/105
stranger GET /projects/1/jobs/105
- GET /projects/1/jobs/105
- GET /projects/1/jobs/x
- GET /projects/999/jobs/105
unknown GET /projects/1/jobs/105
expired GET /projects/1/jobs/105
revoked GET /projects/1/jobs/105
closed GET /projects/1/jobs/105
profile-only GET /projects/1/jobs/105
read-only GET /projects/1/jobs/105
job:job GET /projects/1/jobs/105"
        }
        Operation::GetJobTrace => {
            "maintainer GET /projects/1/jobs/105/trace
maintainer GET /projects/1/jobs/117/trace
maintainer GET /projects/1/jobs/118/trace
maintainer GET /projects/1/jobs/130/trace
maintainer GET /projects/1/jobs/x/trace
maintainer GET /projects/1/jobs/404/trace
maintainer GET /projects/1/jobs/200/trace
- GET /projects/1/jobs/105/trace?access_token={maintainer}
bearer:maintainer GET /projects/1/jobs/105/trace
guest GET /projects/1/jobs/105/trace
guest GET /projects/1/jobs/404/trace
guest GET /projects/3/jobs/300/trace
reporter GET /projects/1/jobs/105/trace
reporter GET /projects/1/jobs/115/trace
developer GET /projects/1/jobs/115/trace
stranger GET /projects/1/jobs/105/trace
- GET /projects/1/jobs/105/trace
- GET /projects/1/jobs/x/trace
expired GET /projects/1/jobs/105/trace
read-only GET /projects/1/jobs/105/trace"
        }
        Operation::CancelJob => {
            "maintainer POST /projects/1/jobs/x/cancel
maintainer POST /projects/1/jobs/404/cancel
maintainer POST /projects/1/jobs/201/cancel
maintainer POST /projects/1/jobs/130/cancel
reporter POST /projects/1/jobs/104/cancel
reporter POST /projects/1/jobs/404/cancel
guest POST /projects/1/jobs/104/cancel
stranger POST /projects/1/jobs/104/cancel
- POST /projects/1/jobs/104/cancel
- POST /projects/1/jobs/x/cancel
unknown POST /projects/1/jobs/104/cancel
read-only POST /projects/1/jobs/104/cancel
closed POST /projects/1/jobs/104/cancel
job:job POST /projects/1/jobs/104/cancel
developer POST /projects/1/jobs/80/cancel
maintainer POST /projects/1/jobs/123/cancel
developer POST /projects/1/jobs/104/cancel
bearer:maintainer POST /projects/top%2Fsub%2Fbar/jobs/119/cancel
maintainer GET /projects/1/jobs/104
maintainer POST /projects/1/jobs/91/cancel
maintainer POST /projects/1/jobs/100/cancel
maintainer POST /projects/1/jobs/105/cancel
maintainer GET /projects/1/jobs/105
maintainer GET /projects/1/jobs/105/trace
maintainer POST /projects/1/jobs/107/cancel
maintainer GET /projects/1/jobs/107/trace"
        }
        Operation::RetryJob => {
            "maintainer POST /projects/1/jobs/x/retry
maintainer POST /projects/1/jobs/404/retry
maintainer POST /projects/1/jobs/200/retry
maintainer POST /projects/1/jobs/133/retry
maintainer POST /projects/1/jobs/103/retry
maintainer POST /projects/1/jobs/111/retry
reporter POST /projects/1/jobs/106/retry
reporter POST /projects/1/jobs/103/retry
reporter POST /projects/1/jobs/404/retry
guest POST /projects/1/jobs/106/retry
stranger POST /projects/1/jobs/106/retry
- POST /projects/1/jobs/106/retry
- POST /projects/1/jobs/x/retry
unknown POST /projects/1/jobs/106/retry
read-only POST /projects/1/jobs/106/retry
developer POST /projects/1/jobs/83/retry
maintainer POST /projects/1/jobs/83/retry
maintainer POST /projects/1/jobs/113/retry
maintainer POST /projects/1/jobs/106/retry
maintainer GET /projects/1/jobs/106
maintainer GET /projects/1/jobs/106/trace
maintainer GET /projects/1/jobs/108
maintainer GET /projects/1/pipelines/6/jobs
developer POST /projects/1/jobs/105/retry
maintainer POST /projects/1/jobs/107/retry"
        }
        Operation::EraseJob => {
            "maintainer POST /projects/1/jobs/x/erase
maintainer POST /projects/1/jobs/404/erase
maintainer POST /projects/1/jobs/200/erase
maintainer POST /projects/1/jobs/133/erase
maintainer POST /projects/1/jobs/103/erase
maintainer POST /projects/1/jobs/118/erase
maintainer POST /projects/1/jobs/120/erase
maintainer POST /projects/5/jobs/500/erase
reporter POST /projects/1/jobs/105/erase
reporter POST /projects/1/jobs/103/erase
reporter POST /projects/1/jobs/404/erase
guest POST /projects/1/jobs/105/erase
stranger POST /projects/1/jobs/105/erase
- POST /projects/1/jobs/105/erase
- POST /projects/1/jobs/x/erase
unknown POST /projects/1/jobs/105/erase
expired POST /projects/1/jobs/105/erase
read-only POST /projects/1/jobs/105/erase
developer POST /projects/1/jobs/81/erase
developer POST /projects/1/jobs/116/erase
maintainer POST /projects/1/jobs/113/erase
maintainer POST /projects/1/jobs/105/erase
maintainer GET /projects/1/jobs/105
maintainer GET /projects/1/jobs/105/trace
maintainer GET /projects/1/jobs/106/trace
developer POST /projects/1/jobs/114/erase
maintainer POST /projects/1/jobs/107/erase"
        }
        Operation::PlayJob => {
            "maintainer POST /projects/1/jobs/x/play
maintainer POST /projects/1/jobs/404/play
maintainer POST /projects/1/jobs/202/play
maintainer POST /projects/1/jobs/103/play
maintainer POST /projects/1/jobs/109/play {\"job_variables_attributes\":[{\"value\":\"x\"}]}
reporter POST /projects/1/jobs/109/play
reporter POST /projects/1/jobs/103/play
reporter POST /projects/1/jobs/404/play
guest POST /projects/1/jobs/109/play
stranger POST /projects/1/jobs/109/play
- POST /projects/1/jobs/109/play
- POST /projects/1/jobs/x/play
unknown POST /projects/1/jobs/109/play
revoked POST /projects/1/jobs/109/play
read-only POST /projects/1/jobs/109/play
developer POST /projects/6/jobs/600/play {\"job_variables_attributes\":[{\"key\":\"A\",\"value\":\"x\"}]}
developer POST /projects/1/jobs/82/play
maintainer POST /projects/1/jobs/82/play
maintainer POST /projects/1/jobs/122/play
developer POST /projects/1/jobs/121/play {\"job_variables_attributes\":[{\"key\":\"CI_DEBUG_TRACE\",\"value\":\"true\"}]}
reporter GET /projects/1/jobs/121/trace
bearer:maintainer POST /projects/1/jobs/91/play
maintainer GET /projects/1/jobs/91
maintainer POST /projects/1/jobs/109/play
maintainer POST /projects/1/jobs/110/play
maintainer POST /projects/1/jobs/112/play
maintainer POST /projects/1/jobs/131/play
maintainer GET /projects/1/jobs/91"
        }
    }
}
