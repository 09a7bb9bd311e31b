//! Fixtures: invalid ones and their error messages.

use jobs_server::Fixture;

const BASE: &str = "users: [{username: root}]
groups: [{path: foo}]
projects: [{id: 1, namespace: foo, path: bar}]
pipelines: [{id: 6}]
";

#[test]
fn an_impossible_fixture_is_refused_with_its_place() {
    for (rest, said) in [
        (
            "jobz: []",
            "line 5, column 1: unknown key `jobz`; did you mean `jobs`?",
        ),
        (
            "jobs: [{nmae: x}]",
            "line 5, column 9: unknown key `nmae`; did you mean `name`?",
        ),
        (
            "jobs: [{status: faild}]",
            "line 5, column 17: unknown value `faild`; did you mean `failed`?",
        ),
        (
            "jobs: [{pipeline: 7}]",
            "line 5, column 19: jobs[0].pipeline: there is no pipeline with the id 7; the ids are 6",
        ),
        (
            "jobs:\n  - id: 1\n  - id: 1",
            "line 7, column 9: jobs[1].id: 1 is already the id of jobs[0].id; ids must be unique",
        ),
        (
            "jobs: [{id: 1}]\nbridges: [{id: 1}]",
            "line 6, column 16: bridges[0].id: 1 is already the id of jobs[0].id; ids must be unique",
        ),
        (
            "jobs: [{id: 0}]",
            "line 5, column 13: jobs[0].id: ids start at 1",
        ),
        (
            "jobs: [{status: failed}]",
            "line 5, column 8: jobs[0].failure_reason: a failed job needs a reason, for example `script_failure`",
        ),
        (
            "jobs: [{failure_reason: api_failure}]",
            "line 5, column 25: jobs[0].failure_reason: only a failed job has a reason; remove this key",
        ),
        (
            "jobs: [{started_at: 2016-01-02T00:00:00Z, finished_at: 2016-01-01T00:00:00Z, queued_at: 2016-01-01T00:00:00Z}]",
            "line 5, column 56: jobs[0].finished_at: the job finished before it started",
        ),
        (
            "jobs: [{status: pending, started_at: 2016-01-02T00:00:00Z}]",
            "line 5, column 38: jobs[0].started_at: a job with status pending has not started; remove this key",
        ),
        (
            "jobs: [{status: running, finished_at: 2036-01-02T00:00:00Z}]",
            "line 5, column 39: jobs[0].finished_at: a job with status running has not finished; remove this key",
        ),
        (
            "jobs: [{status: running, retried: true}]",
            "line 5, column 35: jobs[0].retried: a job with status running cannot have been retried",
        ),
        (
            "jobs: [{user: rot}]",
            "line 5, column 15: jobs[0].user: there is no user `rot`; did you mean `root`?",
        ),
        (
            "jobs: [{coverage: 101}]",
            "line 5, column 19: jobs[0].coverage: coverage is a percentage from 0 to 100",
        ),
        (
            "jobs: [{erased_at: 2016-01-01T00:00:00Z, log: x}]",
            "line 5, column 47: jobs[0].log: an erased job cannot have this; remove this key",
        ),
        (
            "jobs: [{artifacts: [{file_type: trace}]}]",
            "line 5, column 33: jobs[0].artifacts[0].file_type: the job has no log; add `log` to the job",
        ),
        (
            "jobs: [{log: {text: a, base64: b}}]",
            "line 5, column 14: jobs[0].log: write exactly one of `text`, `base64` and `file`",
        ),
        (
            "jobs: [{log: {file: x.log}}]",
            "line 5, column 21: jobs[0].log.file: only a fixture in a file can use `file`; use `text` or `base64`",
        ),
        (
            "jobs: [{environment: production}]",
            "line 5, column 22: jobs[0].environment: the project has no environment `production`",
        ),
        (
            "bridges: [{downstream: 6}]",
            "line 5, column 24: bridges[0].downstream: a bridge cannot start its own pipeline",
        ),
        (
            "jobs: [{id: 5, token: t}, {id: 6, token: t}]",
            "line 5, column 42: jobs[1].token: the credential name `t` is already used; names must be unique",
        ),
        (
            "next_ids: {job: 3}\njobs: [{id: 3}]",
            "line 5, column 17: next_ids.job: 3 is not free; the highest job id is 3",
        ),
        (
            "external_url: example.com",
            "line 5, column 15: external_url: `example.com` is not a URL; it must begin with http:// or https://",
        ),
        (
            "environments: [{name: a}, {name: a}]",
            "line 5, column 34: environments[1].name: the project already has an environment `a`",
        ),
        (
            "agents: [{authorizations: [{}]}]",
            "line 5, column 28: agents[0].authorizations[0]: name either a project or a group",
        ),
        (
            "agents: [{project: foo/baz}]",
            "line 5, column 20: agents[0].project: there is no project with the path `foo/baz`; did you mean `foo/bar`?",
        ),
        ("clock: yesterday", "line 5, column 8"),
    ] {
        let error = Fixture::parse(&format!("{BASE}{rest}\n"))
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with(said),
            "{rest}\n  said: {error}\n  want: {said}"
        );
    }
}

#[test]
fn users_and_namespaces_must_exist_and_be_unique() {
    for (fixture, said) in [
        (
            "users: [{username: a}, {username: a}]",
            "users[1].username: the user name `a` is already used",
        ),
        (
            "users: [{username: a}]\ngroups: [{path: a}]",
            "groups[0].path: the path `a` is already used by a user or another group",
        ),
        (
            "groups: [{path: a, parent: b}]",
            "groups[0].parent: no earlier group has the path `b`",
        ),
        (
            "projects: [{namespace: a, path: b}]",
            "projects[0].namespace: there is no group or user `a`",
        ),
        (
            "groups: [{path: a}]\nprojects: [{namespace: a, path: b/c}]",
            "projects[0].path: `b/c` is not valid in a path",
        ),
        (
            "groups: [{path: a}]\nprojects: [{namespace: a, path: b, members: {c: guest}}]",
            "projects[0].members.c: there is no user `c`",
        ),
        (
            "pipelines: [{id: 1}]",
            "pipelines[0].project: the fixture has no project",
        ),
        (
            "users: [{username: a, tokens: [{name: t, secret: ''}]}]",
            "users[0].tokens[0].secret: a secret must not be empty",
        ),
        (
            "users: [{username: a}]\nprojects: [{namespace: a, path: b, former_paths: [c]}]",
            "projects[0].former_paths[0]: `c` is not a full path; write it like `group/project`",
        ),
        (
            "users: [{username: a}]\nprojects: [{namespace: a, path: b, former_paths: [a/]}]",
            "projects[0].former_paths[0]: `` is not valid in a path",
        ),
        (
            "users: [{username: a}]\nprojects: [{namespace: a, path: b, former_paths: [A/c]}, {namespace: a, path: C}]",
            "projects[0].former_paths[0]: `A/c` is the current path of a project",
        ),
        (
            "users: [{username: a}]\nprojects: [{namespace: a, path: b, former_paths: [a/b]}]",
            "projects[0].former_paths[0]: `a/b` is the current path of a project",
        ),
        (
            "users: [{username: a}]\nprojects: [{namespace: a, path: b, former_paths: [x/y]}, {namespace: a, path: c, former_paths: [X/y]}]",
            "projects[1].former_paths[0]: the former path `X/y` is listed twice",
        ),
        ("users: [{name: a}]", "the key `username` is missing"),
    ] {
        let error = Fixture::parse(fixture).unwrap_err().to_string();
        assert!(error.contains(said), "{fixture}: {error}");
    }
}

#[test]
fn the_format_has_a_schema() {
    let schema = jobs_fixtures::fixture_schema();
    assert_eq!(schema["title"], "Fixture");
    assert_eq!(schema["additionalProperties"], false);
    let listed = schema["properties"].as_object().unwrap();
    assert!(listed.contains_key("jobs") && listed.contains_key("clock"));
}

#[test]
fn a_log_file_may_be_beside_its_fixture() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fixture.yaml");
    std::fs::write(folder.path().join("job.log"), [0xff, 0x0a]).unwrap();
    for (file, said) in [
        ("job.log", None),
        ("missing.log", Some("cannot read `missing.log`")),
        (
            "../job.log",
            Some("a log file must be in the folder of the fixture or below it"),
        ),
        (
            "/etc/passwd",
            Some("a log file must be in the folder of the fixture or below it"),
        ),
    ] {
        std::fs::write(&path, format!("{BASE}jobs: [{{log: {{file: {file}}}}}]\n")).unwrap();
        let read = Fixture::read(&path).map_err(|error| error.to_string());
        match (said, read) {
            (None, read) => assert!(read.is_ok(), "{read:?}"),
            (Some(said), Err(error)) => {
                assert!(error.contains(said) && error.contains("line 5"), "{error}")
            }
            (Some(_), Ok(_)) => panic!("{file} was read"),
        }
    }
}
