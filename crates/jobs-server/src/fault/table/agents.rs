//! Faults of the agents that a job may use, and of the rest of the response.

use jobs_api::operations::Operation;
use serde_json::{Map, Value, json};

use super::values::change_at;
use crate::fault::change::FaultChange;
use crate::fault::class::Class;
use crate::fault::definition::FaultDefinition;
use crate::fault::response_change::ResponseRewrite;

/// The change of the response.
type AgentEdit = fn(&mut Map<String, Value>);

/// Every project may use every agent.
const AUTHORIZE_ALL: &str = "DELETE FROM agent_authorization; \
     INSERT INTO agent_authorization (agent_id, project_id, configuration) \
     SELECT cluster_agent.id, project.id, '{}' FROM cluster_agent, project";

/// Every fault of this kind.
pub(super) fn faults() -> Vec<FaultDefinition> {
    let stores = rows! {
        "agents.of-others-shown", "agents are listed that the job may not use", AUTHORIZE_ALL;
        "agents.of-groups-missing", "agents that were given to a group are missing", "DELETE FROM agent_authorization WHERE group_id IS NOT NULL";
        "agents.of-projects-missing", "agents that were given to the project are missing", "DELETE FROM agent_authorization WHERE project_id IS NOT NULL";
        "agents.environments-ignored", "agents are listed that are for other environments", "UPDATE agent_authorization SET configuration = json_remove(configuration, '$.environments')";
        "agents.configuration-lost", "the configuration of an agent is missing", "UPDATE agent_authorization SET configuration = '{}'";
        "environment.missing", "the environment of the job is missing", "UPDATE job SET environment_id = NULL";
        "environment.tier-of-another", "the environment has another tier", "UPDATE environment SET tier = CASE tier WHEN 'other' THEN 'testing' ELSE 'other' END";
        "groups.only-the-nearest", "the groups above the project's own are missing", "UPDATE namespace_group SET parent_id = NULL";
    }
    .map(|(what, breaks, before)| {
        (what, breaks, FaultChange::before(before))
    });
    let changes: [(&str, &str, AgentEdit); 9] = [
        (
            "agents.own-missing",
            "the project's own agents are missing",
            |answer| {
                let own = answer.get("project").map(|project| project["id"].clone());
                change_at(answer, &["allowed_agents"], |agents| {
                    if let Value::Array(agents) = agents {
                        agents.retain(|agent| Some(&agent["config_project"]["id"]) != own.as_ref());
                    }
                });
            },
        ),
        ("agents.twice", "every agent is listed twice", |answer| {
            change_at(answer, &["allowed_agents"], |agents| {
                if let Value::Array(agents) = agents {
                    agents.extend(agents.clone());
                }
            });
        }),
        (
            "agents.of-the-jobs-project",
            "the project of an agent is the job's",
            |answer| {
                let own = answer.get("project").map(|project| project["id"].clone());
                change_at(answer, &["allowed_agents"], |agents| {
                    for agent in agents.as_array_mut().into_iter().flatten() {
                        agent["config_project"]["id"] = own.clone().unwrap_or_default();
                    }
                });
            },
        ),
        (
            "environment.null",
            "the environment is null instead of absent",
            |answer| {
                answer.entry("environment").or_insert(Value::Null);
            },
        ),
        (
            "groups.missing",
            "the groups of the project are missing",
            |answer| {
                change_at(answer, &["project", "groups"], |groups| *groups = json!([]));
            },
        ),
        (
            "roles.missing",
            "the roles of the user are missing",
            |answer| {
                change_at(answer, &["user", "roles_in_project"], |roles| {
                    *roles = json!([])
                });
            },
        ),
        (
            "roles.only-the-highest",
            "only the highest role of the user is listed",
            |answer| {
                change_at(answer, &["user", "roles_in_project"], |roles| {
                    if let Value::Array(roles) = roles {
                        roles.drain(..roles.len().saturating_sub(1));
                    }
                });
            },
        ),
        ("job.of-another", "`job` is another one", |answer| {
            change_at(answer, &["job", "id"], |id| {
                *id = json!(id.as_u64().unwrap_or_default() + 1)
            });
        }),
        (
            "pipeline.of-another",
            "`pipeline` is another one",
            |answer| {
                change_at(answer, &["pipeline", "id"], |id| {
                    *id = json!(id.as_u64().unwrap_or_default() + 1)
                });
            },
        ),
    ];
    let changes = changes.map(|(what, breaks, change)| {
        (
            what,
            breaks,
            FaultChange::success(ResponseRewrite::Objects(change)),
        )
    });
    stores
        .into_iter()
        .chain(changes)
        .map(|(what, breaks, change)| {
            FaultDefinition::for_operation(
                Operation::ListJobTokenAllowedAgents,
                what,
                Class::AgentsBroken,
                breaks,
                change,
            )
        })
        .collect()
}
