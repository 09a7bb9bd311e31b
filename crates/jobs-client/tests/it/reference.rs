//! Every operation against the reference server, with every status that it can give to a typed client.

use std::collections::BTreeSet;

use jobs_client::{Client, Credential};

use crate::server::{secret, start_reference};
use crate::{Ids, call_operation, operations};

/// Statuses that this client cannot cause: the types of parameters exclude invalid values.
/// If a server sends one, the client understands it: `documented` tests each.
const UNREACHABLE_STATUSES: [(&str, u16); 9] = [
    ("cancelJob", 400),
    ("eraseJob", 400),
    ("getJob", 400),
    ("getJobTrace", 400),
    ("listPipelineBridges", 400),
    ("listPipelineJobs", 400),
    ("listProjectJobs", 400),
    ("listProjectJobs", 405),
    ("retryJob", 400),
];

/// The caller.
#[derive(Clone, Copy)]
enum Caller {
    Anonymous,
    Private(&'static str),
    Job(&'static str),
}

#[tokio::test]
async fn every_operation_gives_each_documented_status() {
    use Caller::{Anonymous, Job, Private};
    const MAINTAINER: Caller = Private("maintainer");
    let mut driven = BTreeSet::new();
    for (fixture, project, pipeline, job, who, operation, status) in [
        ("roles", 1, 6, 7, MAINTAINER, "listProjectJobs", 200),
        ("roles", 1, 6, 7, Anonymous, "listProjectJobs", 401),
        ("roles", 1, 6, 7, Private("expired"), "listProjectJobs", 401),
        ("roles", 1, 6, 7, Private("guest"), "listProjectJobs", 403),
        ("roles", 2, 6, 7, MAINTAINER, "listProjectJobs", 404),
        ("rate-limited", 1, 1, 1, MAINTAINER, "listProjectJobs", 429),
        ("roles", 1, 6, 7, MAINTAINER, "listPipelineJobs", 200),
        (
            "roles",
            1,
            6,
            7,
            Private("revoked"),
            "listPipelineJobs",
            401,
        ),
        ("roles", 1, 6, 7, Private("guest"), "listPipelineJobs", 403),
        ("roles", 1, 99, 7, MAINTAINER, "listPipelineJobs", 404),
        ("roles", 1, 6, 7, MAINTAINER, "listPipelineBridges", 200),
        (
            "roles",
            1,
            6,
            7,
            Private("revoked"),
            "listPipelineBridges",
            401,
        ),
        (
            "roles",
            1,
            6,
            7,
            Private("guest"),
            "listPipelineBridges",
            403,
        ),
        ("roles", 1, 99, 7, MAINTAINER, "listPipelineBridges", 404),
        ("job-token", 1, 1, 1, Job("job"), "getJobTokenJob", 200),
        ("roles", 1, 6, 7, Job("finished-job"), "getJobTokenJob", 401),
        ("roles", 1, 6, 7, MAINTAINER, "getJobTokenJob", 404),
        (
            "allowed-agents",
            1,
            1,
            1,
            Job("job"),
            "listJobTokenAllowedAgents",
            200,
        ),
        (
            "roles",
            1,
            6,
            7,
            Job("finished-job"),
            "listJobTokenAllowedAgents",
            401,
        ),
        (
            "roles",
            1,
            6,
            7,
            MAINTAINER,
            "listJobTokenAllowedAgents",
            404,
        ),
        ("roles", 1, 6, 7, MAINTAINER, "getJob", 200),
        ("roles", 1, 6, 7, Anonymous, "getJob", 401),
        ("roles", 1, 6, 7, Private("guest"), "getJob", 403),
        ("roles", 1, 6, 99, MAINTAINER, "getJob", 404),
        ("roles", 1, 6, 7, MAINTAINER, "getJobTrace", 200),
        ("roles", 1, 6, 7, Anonymous, "getJobTrace", 401),
        ("roles", 1, 6, 7, Private("guest"), "getJobTrace", 403),
        ("roles", 1, 6, 8, MAINTAINER, "getJobTrace", 404),
        ("roles", 1, 6, 10, MAINTAINER, "cancelJob", 201),
        ("roles", 1, 6, 10, Anonymous, "cancelJob", 401),
        ("roles", 1, 6, 10, Private("read-only"), "cancelJob", 403),
        ("roles", 1, 6, 99, MAINTAINER, "cancelJob", 404),
        ("roles", 1, 6, 7, MAINTAINER, "retryJob", 201),
        ("roles", 1, 6, 7, Anonymous, "retryJob", 401),
        ("roles", 1, 6, 8, MAINTAINER, "retryJob", 403),
        ("roles", 1, 6, 99, MAINTAINER, "retryJob", 404),
        ("roles", 1, 6, 7, MAINTAINER, "eraseJob", 201),
        ("roles", 1, 6, 7, Anonymous, "eraseJob", 401),
        ("roles", 1, 6, 8, MAINTAINER, "eraseJob", 403),
        ("roles", 1, 6, 99, MAINTAINER, "eraseJob", 404),
        ("statistics-refresh", 1, 1, 1, MAINTAINER, "eraseJob", 409),
        ("roles", 1, 6, 9, MAINTAINER, "playJob", 200),
        ("roles", 1, 6, 8, MAINTAINER, "playJob", 400),
        ("roles", 1, 6, 9, Anonymous, "playJob", 401),
        ("roles", 1, 6, 9, Private("reporter"), "playJob", 403),
        ("roles", 1, 6, 99, MAINTAINER, "playJob", 404),
    ] {
        let server = start_reference(fixture).await;
        let client = Client::new(&server.base_url()).unwrap();
        let client = match who {
            Anonymous => client,
            Private(name) => {
                client.with_credential(Credential::private_token(secret(&server, name)))
            }
            Job(name) => client.with_credential(Credential::job_token(secret(&server, name))),
        };
        let given = call_operation(
            &client,
            operation,
            Ids {
                project,
                pipeline,
                job,
            },
        )
        .await;
        match given {
            Ok(_) => assert!(status < 300, "{operation} {status}: it went well"),
            Err(error) => assert!(
                error.starts_with(&format!("{status} ")),
                "{operation} {status}: {error}"
            ),
        }
        driven.insert((operation.to_owned(), status));
        server.stop().await;
    }
    let documented: BTreeSet<(String, u16)> = operations()
        .iter()
        .flat_map(|(id, operation)| {
            let statuses = operation["responses"].as_object().unwrap().keys();
            statuses
                .map(|status| (id.clone(), status.parse().unwrap()))
                .collect::<Vec<_>>()
        })
        .collect();
    let missing: Vec<_> = documented
        .difference(&driven)
        .map(|(id, status)| (id.as_str(), *status))
        .collect();
    assert_eq!(missing, UNREACHABLE_STATUSES);
}
