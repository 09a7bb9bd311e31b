//! The agents that a job may use: those of its project, and those of other projects with an authorization.

use serde_json::{Value, json};

use super::client::TestServer;

const FIXTURE: &str = "
users: [{username: root}]
groups: [{id: 1, path: top}, {id: 2, path: sub, parent: top}, {id: 3, path: other}]
projects:
  - {id: 1, namespace: top/sub, path: app, members: {root: owner}}
  - {id: 2, namespace: top, path: clusters}
environments: [{project: 1, name: review/fix-1, tier: development}, {project: 1, name: production}]
pipelines: [{id: 1, project: 1}]
jobs:
  - {id: 1, status: running, token: plain}
  - {id: 2, status: running, token: review, environment: review/fix-1}
agents:
  - {id: 1, project: 1}
  - {id: 2, project: 2, authorizations: [{project: 1, configuration: {default_namespace: a}}, {group: top, configuration: {default_namespace: b}}]}
  - {id: 3, project: 2, authorizations: [{group: top}]}
  - {id: 4, project: 2, authorizations: [{group: other}]}
  - {id: 5, project: 2, authorizations: [{project: 1, configuration: {environments: [review/*]}}]}
  - {id: 6, project: 2, authorizations: [{project: 1, configuration: {environments: [production]}}]}
  - {id: 7, project: 2}
";

#[tokio::test]
async fn agents_are_own_given_or_inherited() {
    let site = TestServer::with_fixture(FIXTURE).await;
    let ids = |answer: &Value| -> Vec<u64> {
        let mut ids: Vec<u64> = answer["allowed_agents"]
            .as_array()
            .unwrap()
            .iter()
            .map(|agent| agent["id"].as_u64().unwrap())
            .collect();
        ids.sort_unstable();
        ids
    };
    let plain = site.get("plain", "/job/allowed_agents").await.json();
    assert_eq!(ids(&plain), [1, 2, 3]);
    assert_eq!(plain.get("environment"), None);
    assert_eq!(
        plain["project"],
        json!({"id": 1, "groups": [{"id": 2}, {"id": 1}]})
    );
    assert_eq!(
        plain["user"]["roles_in_project"],
        json!(["guest", "reporter", "developer", "maintainer", "owner"])
    );
    let of = |id: u64| {
        let agents = plain["allowed_agents"].as_array().unwrap();
        agents
            .iter()
            .find(|agent| agent["id"] == id)
            .unwrap()
            .clone()
    };
    assert_eq!(of(1)["configuration"], json!({}));
    // the closest authorization counts
    assert_eq!(of(2)["configuration"], json!({"default_namespace": "a"}));
    assert_eq!(
        of(2)["config_project"]["path_with_namespace"],
        "top/clusters"
    );

    let review = site.get("review", "/job/allowed_agents").await.json();
    assert_eq!(ids(&review), [1, 2, 3, 5]);
    assert_eq!(
        review["environment"],
        json!({"tier": "development", "slug": "review-fix-1"})
    );
}
