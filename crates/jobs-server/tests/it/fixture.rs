//! Fixtures: what is refused, and how it is told.

use jobs_server::Fixture;

const BASE: &str = "users: [{username: root}]
groups: [{path: foo}]
projects: [{id: 1, namespace: foo, path: bar}]
pipelines: [{id: 6}]
";

#[test]
fn what_cannot_be_is_refused_with_its_place() {
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
            "line 5, column 17: unknown word `faild`; did you mean `failed`?",
        ),
        (
            "jobs: [{pipeline: 7}]",
            "line 5, column 19: jobs[0].pipeline: no pipeline has the number 7; there are 6",
        ),
        (
            "jobs:\n  - id: 1\n  - id: 1",
            "line 7, column 9: jobs[1].id: 1 is the number of jobs[0].id, too; give each its own",
        ),
        (
            "jobs: [{id: 1}]\nbridges: [{id: 1}]",
            "line 6, column 16: bridges[0].id: 1 is the number of jobs[0].id, too; give each its own",
        ),
        (
            "jobs: [{id: 0}]",
            "line 5, column 13: jobs[0].id: numbers begin at 1",
        ),
        (
            "jobs: [{status: failed}]",
            "line 5, column 8: jobs[0].failure_reason: a failed job has a reason; write for example `script_failure`",
        ),
        (
            "jobs: [{failure_reason: api_failure}]",
            "line 5, column 25: jobs[0].failure_reason: only a failed job has a reason; leave it out",
        ),
        (
            "jobs: [{started_at: 2016-01-02T00:00:00Z, finished_at: 2016-01-01T00:00:00Z, queued_at: 2016-01-01T00:00:00Z}]",
            "line 5, column 56: jobs[0].finished_at: it finished before it started",
        ),
        (
            "jobs: [{status: pending, started_at: 2016-01-02T00:00:00Z}]",
            "line 5, column 38: jobs[0].started_at: a job that is pending has not started; leave it out",
        ),
        (
            "jobs: [{status: running, finished_at: 2036-01-02T00:00:00Z}]",
            "line 5, column 39: jobs[0].finished_at: a job that is running has not finished; leave it out",
        ),
        (
            "jobs: [{status: running, retried: true}]",
            "line 5, column 35: jobs[0].retried: a job that is running cannot have been retried",
        ),
        (
            "jobs: [{user: rot}]",
            "line 5, column 15: jobs[0].user: no user is called `rot`; did you mean `root`?",
        ),
        (
            "jobs: [{coverage: 101}]",
            "line 5, column 19: jobs[0].coverage: coverage is a percentage, from 0 to 100",
        ),
        (
            "jobs: [{erased_at: 2016-01-01T00:00:00Z, log: x}]",
            "line 5, column 47: jobs[0].log: the job was erased, so nothing of this is left; leave it out",
        ),
        (
            "jobs: [{artifacts: [{file_type: trace}]}]",
            "line 5, column 33: jobs[0].artifacts[0].file_type: the log is listed, but there is none; add `log` to the job",
        ),
        (
            "jobs: [{log: {text: a, base64: b}}]",
            "line 5, column 14: jobs[0].log: say exactly one of `text`, `base64` and `file`",
        ),
        (
            "jobs: [{log: {file: x.log}}]",
            "line 5, column 21: jobs[0].log.file: only a fixture that is read from a file can name files; use `text` or `base64`",
        ),
        (
            "jobs: [{environment: production}]",
            "line 5, column 22: jobs[0].environment: the project has no environment `production`",
        ),
        (
            "bridges: [{downstream: 6}]",
            "line 5, column 24: bridges[0].downstream: a bridge cannot start the pipeline that it belongs to",
        ),
        (
            "jobs: [{id: 5, token: t}, {id: 6, token: t}]",
            "line 5, column 42: jobs[1].token: another credential has the name `t`; give each a name of its own",
        ),
        (
            "next_ids: {job: 3}\njobs: [{id: 3}]",
            "line 5, column 17: next_ids.job: 3 is not free; the highest number of a job is 3",
        ),
        (
            "external_url: example.com",
            "line 5, column 15: external_url: `example.com` is no address; begin it with http:// or https://",
        ),
        (
            "environments: [{name: a}, {name: a}]",
            "line 5, column 34: environments[1].name: the project has another environment `a`",
        ),
        (
            "agents: [{authorizations: [{}]}]",
            "line 5, column 28: agents[0].authorizations[0]: an agent is given to a project or to a group; name one of them",
        ),
        (
            "agents: [{project: foo/baz}]",
            "line 5, column 20: agents[0].project: no project has the path `foo/baz`; did you mean `foo/bar`?",
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
fn people_and_places_must_be_there_once() {
    for (fixture, said) in [
        (
            "users: [{username: a}, {username: a}]",
            "users[1].username: another user is called `a`, too",
        ),
        (
            "users: [{username: a}]\ngroups: [{path: a}]",
            "groups[0].path: a user or another group has the path `a`, too",
        ),
        (
            "groups: [{path: a, parent: b}]",
            "groups[0].parent: no group before it has the path `b`",
        ),
        (
            "projects: [{namespace: a, path: b}]",
            "projects[0].namespace: no group and no user is called `a`",
        ),
        (
            "groups: [{path: a}]\nprojects: [{namespace: a, path: b/c}]",
            "projects[0].path: `b/c` is no part of a path",
        ),
        (
            "groups: [{path: a}]\nprojects: [{namespace: a, path: b, members: {c: guest}}]",
            "projects[0].members.c: no user is called `c`",
        ),
        (
            "pipelines: [{id: 1}]",
            "pipelines[0].project: there is no project",
        ),
        (
            "users: [{username: a, tokens: [{name: t, secret: ''}]}]",
            "users[0].tokens[0].secret: an empty secret opens nothing",
        ),
        (
            "users: [{username: a}]\nprojects: [{namespace: a, path: b, former_paths: [c]}]",
            "projects[0].former_paths[0]: `c` is no full path; write it like `group/project`",
        ),
        (
            "users: [{username: a}]\nprojects: [{namespace: a, path: b, former_paths: [a/]}]",
            "projects[0].former_paths[0]: `` is no part of a path",
        ),
        (
            "users: [{username: a}]\nprojects: [{namespace: a, path: b, former_paths: [A/c]}, {namespace: a, path: C}]",
            "projects[0].former_paths[0]: a project has the path `A/c` now",
        ),
        (
            "users: [{username: a}]\nprojects: [{namespace: a, path: b, former_paths: [a/b]}]",
            "projects[0].former_paths[0]: a project has the path `a/b` now",
        ),
        (
            "users: [{username: a}]\nprojects: [{namespace: a, path: b, former_paths: [x/y]}, {namespace: a, path: c, former_paths: [X/y]}]",
            "projects[1].former_paths[0]: the path `X/y` is listed as a former one twice",
        ),
        ("users: [{name: a}]", "the key `username` is missing here"),
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
fn a_log_may_lie_beside_its_fixture() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fixture.yaml");
    std::fs::write(folder.path().join("job.log"), [0xff, 0x0a]).unwrap();
    for (file, said) in [
        ("job.log", None),
        ("missing.log", Some("cannot read `missing.log`")),
        (
            "../job.log",
            Some("a log lies in the folder of its fixture or below it"),
        ),
        (
            "/etc/passwd",
            Some("a log lies in the folder of its fixture or below it"),
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
