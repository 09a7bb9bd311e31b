//! `GET /job` and `GET /job/allowed_agents`: the data that a running job may read about itself.

use std::collections::HashSet;

use jobs_api::model::{
    AgentEnvironment, AgentUser, AllowedAgent, AllowedAgents, ConfigProject, GroupReference,
    JobReference, PipelineReference, ProjectReference, ProjectRole, Timestamp,
};
use serde_json::{Map, Value};

use crate::authenticate::Caller;
use crate::authorize::glob_matches;
use crate::call::Call;
use crate::refusal::Refusal;
use crate::response::OperationResponse;
use crate::store::{self, AuthorizedAgent, Environment, Project};

pub(super) fn get_job_token_job(call: &Call<'_>) -> Result<OperationResponse, Refusal> {
    let job = call.job_of_token()?;
    let user = job.account.as_ref().ok_or(Refusal::Unauthorized)?;
    Ok(OperationResponse::ok(
        call.presenter(Caller::User(user.id)).job(&job)?,
    ))
}

pub(super) fn list_job_token_allowed_agents(call: &Call<'_>) -> Result<OperationResponse, Refusal> {
    let job = call.job_of_token()?;
    let account = job.account.as_ref().ok_or(Refusal::Unauthorized)?;
    let project = store::project_by_id(call.db, job.pipeline.project)?.ok_or(Refusal::NoProject)?;
    let groups = match project.group {
        Some(group) => store::group_and_ancestors(call.db, group)?,
        None => Vec::new(),
    };
    let environment = match job.environment {
        Some(id) => store::environment_by_id(call.db, id)?,
        None => None,
    };
    let role = store::role(call.db, project.id, account.id)?;

    let mut authorized = store::agents_authorized_for_project(call.db, project.id)?;
    authorized.extend(store::agents_of_project(call.db, project.id)?);
    for group in &groups {
        authorized.extend(store::agents_authorized_for_group(call.db, *group)?);
    }
    let allowed_agents = find_allowed_agents(call, authorized, environment.as_ref())?;

    Ok(OperationResponse::ok(AllowedAgents {
        allowed_agents,
        job: JobReference { id: job.id },
        pipeline: PipelineReference {
            id: job.pipeline.id,
        },
        project: ProjectReference {
            id: project.id,
            groups: groups.into_iter().map(|id| GroupReference { id }).collect(),
        },
        user: AgentUser {
            id: account.id,
            username: account.username.clone(),
            name: Some(account.name.clone()),
            state: Some(account.state),
            avatar_url: Some(account.avatar_url.clone()),
            web_url: Some(account.web_url.clone()),
            roles_in_project: Some(roles_up_to(role)),
        },
        environment: environment.map(|environment| AgentEnvironment {
            tier: Some(environment.tier),
            slug: Some(environment.slug),
        }),
    }))
}

/// The agents that may be used for this environment; the closest authorization of an agent counts.
fn find_allowed_agents(
    call: &Call<'_>,
    authorized: Vec<AuthorizedAgent>,
    environment: Option<&Environment>,
) -> Result<Vec<AllowedAgent>, Refusal> {
    let mut seen = HashSet::new();
    let mut agents = Vec::new();
    for agent in authorized {
        if !seen.insert(agent.id) || !matches_environment(&agent.configuration, environment) {
            continue;
        }
        if let Some(project) = store::project_by_id(call.db, agent.project)? {
            agents.push(AllowedAgent {
                id: agent.id,
                config_project: config_project(project),
                configuration: Some(agent.configuration),
            });
        }
    }
    Ok(agents)
}

/// An authorization with environments is only for jobs that deploy to one of them.
fn matches_environment(
    configuration: &Map<String, Value>,
    environment: Option<&Environment>,
) -> bool {
    match configuration.get("environments").and_then(Value::as_array) {
        None => true,
        Some(patterns) => environment.is_some_and(|environment| {
            patterns
                .iter()
                .filter_map(Value::as_str)
                .any(|pattern| glob_matches(pattern, &environment.name))
        }),
    }
}

fn config_project(project: Project) -> ConfigProject {
    ConfigProject {
        id: project.id,
        description: project.description,
        name: project.name,
        name_with_namespace: project.full_name,
        path: project.path,
        path_with_namespace: project.full_path,
        created_at: Timestamp::from_utc(project.created_at),
    }
}

fn roles_up_to(role: Option<ProjectRole>) -> Vec<ProjectRole> {
    const ALL: [ProjectRole; 5] = [
        ProjectRole::Guest,
        ProjectRole::Reporter,
        ProjectRole::Developer,
        ProjectRole::Maintainer,
        ProjectRole::Owner,
    ];
    ALL.into_iter().filter(|one| Some(*one) <= role).collect()
}
