//! Writing a fixture into an empty database.

use chrono::{DateTime, Utc};
use jobs_api::model::{AgentId, Artifact, GroupId, JobId, ProjectId, ProjectRole, UserId};
use rusqlite::{Connection, params};

use super::column::{to_json, to_key, to_milliseconds, to_word};
use super::row::{Account, Environment, Job, Pipeline, Project, ProtectedRef};
use super::secret::Secret;
use jobs_fixtures::TokenScope;

/// Sets a value for the whole fixture.
pub(crate) fn insert_setting(db: &Connection, name: &str, value: &str) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)")?
        .execute([name, value])?;
    Ok(())
}

/// Adds a user.
pub(crate) fn insert_account(db: &Connection, account: &Account) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT INTO account VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?
        .execute(params![
            to_key(account.id.0),
            account.username,
            account.name,
            to_word(&account.state)?,
            account.avatar_url,
            account.web_url,
            to_milliseconds(account.created_at),
            to_json(&account.profile)?,
        ])?;
    Ok(())
}

/// Adds a group, after its parent.
pub(crate) fn insert_group(
    db: &Connection,
    id: GroupId,
    parent: Option<GroupId>,
    full_path: &str,
) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT INTO namespace_group VALUES (?1, ?2, ?3)")?
        .execute(params![
            to_key(id.0),
            parent.map(|id| to_key(id.0)),
            full_path
        ])?;
    Ok(())
}

/// Adds a project.
pub(crate) fn insert_project(db: &Connection, project: &Project) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO project VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        to_key(project.id.0),
        project.group.map(|id| to_key(id.0)),
        project.path,
        project.full_path,
        project.name,
        project.full_name,
        project.description,
        to_word(&project.visibility)?,
        project.public_builds,
        project.job_token_scope_enabled,
        project.statistics_refreshing,
        project.variables_for_maintainers_only,
        to_milliseconds(project.created_at),
    ])?;
    Ok(())
}

/// Adds a former path of a project.
pub(crate) fn insert_former_path(
    db: &Connection,
    project: ProjectId,
    full_path: &str,
) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT INTO former_path VALUES (?1, ?2)")?
        .execute(params![full_path, to_key(project.0)])?;
    Ok(())
}

/// Gives a user a role in a project.
pub(crate) fn insert_member(
    db: &Connection,
    project: ProjectId,
    user: UserId,
    role: ProjectRole,
) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT INTO member VALUES (?1, ?2, ?3)")?
        .execute(params![to_key(project.0), to_key(user.0), to_word(&role)?])?;
    Ok(())
}

/// Protects a branch or tag of a project.
pub(crate) fn insert_protected_ref(
    db: &Connection,
    project: ProjectId,
    protected: &ProtectedRef,
) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT INTO protected_ref VALUES (?1, ?2, ?3)")?
        .execute(params![
            to_key(project.0),
            protected.pattern,
            to_word(&protected.push)?
        ])?;
    Ok(())
}

/// Adds an environment; returns its number.
pub(crate) fn insert_environment(
    db: &Connection,
    project: ProjectId,
    environment: &Environment,
) -> rusqlite::Result<i64> {
    db.prepare_cached(
        "INSERT INTO environment (project_id, name, slug, tier) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![
        to_key(project.0),
        environment.name,
        environment.slug,
        to_word(&environment.tier)?
    ])?;
    Ok(db.last_insert_rowid())
}

/// Adds a pipeline.
pub(crate) fn insert_pipeline(db: &Connection, pipeline: &Pipeline) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT INTO pipeline VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?
        .execute(params![
            to_key(pipeline.id.0),
            to_key(pipeline.iid),
            to_key(pipeline.project.0),
            pipeline.reference,
            pipeline.sha,
            pipeline.status.as_str(),
            to_word(&pipeline.source)?,
            to_milliseconds(pipeline.created_at),
            to_milliseconds(pipeline.updated_at),
            pipeline.commit.as_ref().map(to_json).transpose()?,
        ])?;
    Ok(())
}

/// Adds a job or a bridge, after its pipeline.
pub(crate) fn insert_job(db: &Connection, job: &Job) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO job (id, kind, project_id, pipeline_id, name, stage, stage_index, status, failure_reason, ref, \
         tag, coverage, allow_failure, started_by, retried, archived, debug, account_id, created_at, queued_at, \
         started_at, finished_at, erased_at, artifacts_expire_at, tag_list, runner_json, environment_id, \
         downstream_pipeline_id) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, \
         ?22, ?23, ?24, ?25, ?26, ?27, ?28)",
    )?
    .execute(params![
        to_key(job.id.0),
        job.kind.as_str(),
        to_key(job.pipeline.project.0),
        to_key(job.pipeline.id.0),
        job.name,
        job.stage,
        to_key(job.stage_index),
        job.status.as_str(),
        job.failure_reason.as_ref().map(to_word).transpose()?,
        job.reference,
        job.tag,
        job.coverage,
        job.allow_failure,
        to_word(&job.started_by)?,
        job.retried,
        job.archived,
        job.debug,
        job.account.as_ref().map(|account| to_key(account.id.0)),
        to_milliseconds(job.created_at),
        job.queued_at.map(to_milliseconds),
        job.started_at.map(to_milliseconds),
        job.finished_at.map(to_milliseconds),
        job.erased_at.map(to_milliseconds),
        job.artifacts_expire_at.map(to_milliseconds),
        to_json(&job.tag_list)?,
        job.runner.as_ref().map(to_json).transpose()?,
        job.environment,
        job.downstream.map(|id| to_key(id.0)),
    ])?;
    Ok(())
}

/// Adds the files that a job left.
pub(crate) fn insert_artifacts(
    db: &Connection,
    job: JobId,
    artifacts: &[Artifact],
) -> rusqlite::Result<()> {
    let mut statement =
        db.prepare_cached("INSERT INTO artifact VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    for (position, artifact) in (0_i64..).zip(artifacts) {
        statement.execute(params![
            to_key(job.0),
            position,
            to_word(&artifact.file_type)?,
            to_key(artifact.size),
            artifact.filename,
            artifact.file_format.as_ref().map(to_word).transpose()?,
        ])?;
    }
    Ok(())
}

/// Adds one piece to the log of a job.
pub(crate) fn insert_log_chunk(
    db: &Connection,
    job: JobId,
    position: u64,
    bytes: &[u8],
) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT INTO log_chunk VALUES (?1, ?2, ?3)")?
        .execute(params![to_key(job.0), to_key(position), bytes])?;
    Ok(())
}

/// The owner of a token.
#[derive(Clone, Copy, Debug)]
pub(crate) enum NewTokenOwner {
    User(UserId),
    Job(JobId),
}

/// Adds a token, of which only the hash of its secret is stored; returns its row.
pub(crate) fn insert_token(
    db: &Connection,
    secret: &Secret,
    owner: NewTokenOwner,
    scopes: &[TokenScope],
    expires_at: Option<DateTime<Utc>>,
    revoked: bool,
) -> rusqlite::Result<i64> {
    let (user, job) = match owner {
        NewTokenOwner::User(id) => (Some(to_key(id.0)), None),
        NewTokenOwner::Job(id) => (None, Some(to_key(id.0))),
    };
    db.prepare_cached(
        "INSERT INTO token (selector, digest, account_id, job_id, scopes, expires_at, revoked) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        secret.selector(),
        secret.digest(),
        user,
        job,
        to_json(&scopes)?,
        expires_at.map(to_milliseconds),
        revoked,
    ])?;
    Ok(db.last_insert_rowid())
}

/// Gives the token in a row another secret.
pub(crate) fn renew_token(db: &Connection, row: i64, secret: &Secret) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE token SET selector = ?2, digest = ?3 WHERE id = ?1")?
        .execute(params![row, secret.selector(), secret.digest()])?;
    Ok(())
}

/// Adds an agent.
pub(crate) fn insert_agent(
    db: &Connection,
    id: AgentId,
    project: ProjectId,
    name: &str,
) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT INTO cluster_agent VALUES (?1, ?2, ?3)")?
        .execute(params![to_key(id.0), to_key(project.0), name])?;
    Ok(())
}

/// The project or group that may use an agent.
#[derive(Clone, Copy, Debug)]
pub(crate) enum AgentGrantee {
    Project(ProjectId),
    Group(GroupId),
}

/// Authorizes a project or all projects of a group to use an agent.
pub(crate) fn insert_agent_authorization(
    db: &Connection,
    agent: AgentId,
    to: AgentGrantee,
    configuration: &serde_json::Map<String, serde_json::Value>,
) -> rusqlite::Result<()> {
    let (project, group) = match to {
        AgentGrantee::Project(id) => (Some(to_key(id.0)), None),
        AgentGrantee::Group(id) => (None, Some(to_key(id.0))),
    };
    db.prepare_cached(
        "INSERT INTO agent_authorization (agent_id, project_id, group_id, configuration) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![to_key(agent.0), project, group, to_json(configuration)?])?;
    Ok(())
}

/// Sets the number of the next job.
pub(crate) fn set_next_job_id(db: &Connection, next: u64) -> rusqlite::Result<()> {
    db.execute("DELETE FROM sqlite_sequence WHERE name = 'job'", [])?;
    db.execute(
        "INSERT INTO sqlite_sequence (name, seq) VALUES ('job', ?1)",
        [to_key(next.saturating_sub(1))],
    )?;
    Ok(())
}
