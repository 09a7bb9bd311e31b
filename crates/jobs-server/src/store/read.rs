//! Queries.

use std::collections::HashMap;
use std::sync::Arc;

use jobs_api::model::{
    AgentId, Artifact, GroupId, JobId, PipelineId, ProjectId, ProjectRole, UserId,
};
use rusqlite::{Connection, OptionalExtension, ToSql};

use super::column::{Columns, to_key};
use super::row::{
    Account, AuthorizedAgent, Environment, Job, Pipeline, Project, ProtectedRef, StatusInput,
    Token, TokenOwner,
};

const PROJECT: &str = "SELECT id, group_id, path, full_path, name, full_name, description, visibility, \
     public_builds, job_token_scope_enabled, statistics_refreshing, variables_for_maintainers_only, created_at \
     FROM project";

/// A setting of the whole fixture.
pub(crate) fn setting(db: &Connection, name: &str) -> rusqlite::Result<Option<String>> {
    db.prepare_cached("SELECT value FROM setting WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()
}

/// The tokens with this `selector` of their secret; almost always zero or one.
pub(crate) fn tokens_by_selector(db: &Connection, selector: i64) -> rusqlite::Result<Vec<Token>> {
    db.prepare_cached(
        "SELECT token.digest, token.job_id, token.account_id, account.state, token.scopes, token.expires_at, token.revoked \
         FROM token LEFT JOIN account ON account.id = token.account_id WHERE selector = ?1",
    )?
    .query_map([selector], |row| {
        let mut columns = Columns::of(row);
        let digest = columns.get()?;
        let owner = match columns.number_if_any()? {
            Some(job) => {
                columns.skip(2);
                TokenOwner::Job(JobId(job))
            }
            None => TokenOwner::Account {
                id: UserId(columns.number()?),
                state: columns.word()?,
            },
        };
        Ok(Token {
            digest,
            owner,
            scopes: columns.json()?,
            expires_at: columns.instant_if_any()?,
            revoked: columns.get()?,
        })
    })?
    .collect()
}

/// The project with this number.
pub(crate) fn project_by_id(db: &Connection, id: ProjectId) -> rusqlite::Result<Option<Project>> {
    db.prepare_cached(&format!("{PROJECT} WHERE id = ?1"))?
        .query_row([to_key(id.0)], read_project)
        .optional()
}

/// The project with this path; the case of letters does not matter.
pub(crate) fn project_by_path(db: &Connection, path: &str) -> rusqlite::Result<Option<Project>> {
    db.prepare_cached(&format!("{PROJECT} WHERE full_path = ?1"))?
        .query_row([path], read_project)
        .optional()
}

/// The project with this former path; the case of letters does not matter.
pub(crate) fn project_by_former_path(
    db: &Connection,
    path: &str,
) -> rusqlite::Result<Option<Project>> {
    db.prepare_cached(&format!(
        "{PROJECT} WHERE id = (SELECT project_id FROM former_path WHERE full_path = ?1)"
    ))?
    .query_row([path], read_project)
    .optional()
}

fn read_project(row: &rusqlite::Row<'_>) -> rusqlite::Result<Project> {
    let mut columns = Columns::of(row);
    Ok(Project {
        id: ProjectId(columns.number()?),
        group: columns.number_if_any()?.map(GroupId),
        path: columns.get()?,
        full_path: columns.get()?,
        name: columns.get()?,
        full_name: columns.get()?,
        description: columns.get()?,
        visibility: columns.word()?,
        public_builds: columns.get()?,
        job_token_scope_enabled: columns.get()?,
        statistics_refreshing: columns.get()?,
        variables_for_maintainers_only: columns.get()?,
        created_at: columns.instant()?,
    })
}

/// The role of a user in a project.
pub(crate) fn role(
    db: &Connection,
    project: ProjectId,
    user: UserId,
) -> rusqlite::Result<Option<ProjectRole>> {
    db.prepare_cached("SELECT role FROM member WHERE project_id = ?1 AND account_id = ?2")?
        .query_row([to_key(project.0), to_key(user.0)], |row| {
            Columns::of(row).word()
        })
        .optional()
}

/// The protected branches and tags of a project.
pub(crate) fn protected_refs(
    db: &Connection,
    project: ProjectId,
) -> rusqlite::Result<Vec<ProtectedRef>> {
    db.prepare_cached("SELECT pattern, push FROM protected_ref WHERE project_id = ?1")?
        .query_map([to_key(project.0)], |row| {
            let mut columns = Columns::of(row);
            Ok(ProtectedRef {
                pattern: columns.get()?,
                push: columns.word()?,
            })
        })?
        .collect()
}

/// Whether the project has this pipeline.
pub(crate) fn has_pipeline(
    db: &Connection,
    project: ProjectId,
    pipeline: PipelineId,
) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM pipeline WHERE id = ?1 AND project_id = ?2")?
        .exists([to_key(pipeline.0), to_key(project.0)])
}

/// The pipeline with this number, in any project.
pub(crate) fn pipeline_by_id(
    db: &Connection,
    id: PipelineId,
) -> rusqlite::Result<Option<Pipeline>> {
    db.prepare_cached(
        "SELECT pipeline.id, pipeline.iid, pipeline.project_id, project.full_path, pipeline.ref, pipeline.sha, \
         pipeline.status, pipeline.source, pipeline.created_at, pipeline.updated_at, pipeline.commit_json \
         FROM pipeline JOIN project ON project.id = pipeline.project_id WHERE pipeline.id = ?1",
    )?
    .query_row([to_key(id.0)], |row| {
        let mut columns = Columns::of(row);
        Ok(Pipeline {
            id: PipelineId(columns.number()?),
            iid: columns.number()?,
            project: ProjectId(columns.number()?),
            project_path: columns.get()?,
            reference: columns.get()?,
            sha: columns.get()?,
            status: columns.word()?,
            source: columns.word()?,
            created_at: columns.instant()?,
            updated_at: columns.instant()?,
            commit: columns.json_if_any()?,
        })
    })
    .optional()
}

/// The user with this number.
fn account_by_id(db: &Connection, id: UserId) -> rusqlite::Result<Option<Account>> {
    db.prepare_cached(
        "SELECT id, username, name, state, avatar_url, web_url, created_at, profile FROM account WHERE id = ?1",
    )?
    .query_row([to_key(id.0)], |row| {
        let mut columns = Columns::of(row);
        Ok(Account {
            id: UserId(columns.number()?),
            username: columns.get()?,
            name: columns.get()?,
            state: columns.word()?,
            avatar_url: columns.get()?,
            web_url: columns.get()?,
            created_at: columns.instant()?,
            profile: columns.json()?,
        })
    })
    .optional()
}

/// The job or bridge with this number, in any project.
pub(crate) fn job_by_id(db: &Connection, id: JobId) -> rusqlite::Result<Option<Job>> {
    Ok(jobs_by_ids(db, &[id])?.pop())
}

/// The jobs and bridges with these numbers, in this order; those that do not exist are left out.
///
/// Most jobs of a list share their pipeline and their user, so these are read once each.
pub(crate) fn jobs_by_ids(db: &Connection, ids: &[JobId]) -> rusqlite::Result<Vec<Job>> {
    let mut pipelines: HashMap<PipelineId, Arc<Pipeline>> = HashMap::new();
    let mut accounts: HashMap<UserId, Arc<Account>> = HashMap::new();
    let mut statement = db.prepare_cached(
        "SELECT job.pipeline_id, job.account_id, job.id, job.kind, job.name, job.stage, job.stage_index, job.status, \
         job.failure_reason, job.ref, job.tag, job.coverage, job.allow_failure, job.started_by, job.retried, \
         job.archived, job.debug, job.created_at, job.queued_at, job.started_at, job.finished_at, job.erased_at, \
         job.artifacts_expire_at, job.tag_list, job.runner_json, job.environment_id, job.downstream_pipeline_id, \
         project.job_token_scope_enabled \
         FROM job JOIN project ON project.id = job.project_id WHERE job.id = ?1",
    )?;
    let mut jobs = Vec::with_capacity(ids.len());
    for id in ids {
        let mut rows = statement.query([to_key(id.0)])?;
        let Some(row) = rows.next()? else { continue };
        let mut columns = Columns::of(row);
        let id = PipelineId(columns.number()?);
        let pipeline = match pipelines.get(&id) {
            Some(pipeline) => Arc::clone(pipeline),
            None => {
                let found = pipeline_by_id(db, id)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
                Arc::clone(pipelines.entry(id).or_insert(Arc::new(found)))
            }
        };
        let account = match columns.number_if_any()?.map(UserId) {
            None => None,
            Some(id) => match accounts.get(&id) {
                Some(account) => Some(Arc::clone(account)),
                None => account_by_id(db, id)?
                    .map(|found| Arc::clone(accounts.entry(id).or_insert(Arc::new(found)))),
            },
        };
        jobs.push(read_job(columns, pipeline, account)?);
    }
    Ok(jobs)
}

fn read_job(
    mut columns: Columns<'_, '_>,
    pipeline: Arc<Pipeline>,
    account: Option<Arc<Account>>,
) -> rusqlite::Result<Job> {
    Ok(Job {
        id: JobId(columns.number()?),
        kind: columns.word()?,
        name: columns.get()?,
        stage: columns.get()?,
        stage_index: columns.number()?,
        status: columns.word()?,
        failure_reason: columns.word_if_any()?,
        reference: columns.get()?,
        tag: columns.get()?,
        coverage: columns.get()?,
        allow_failure: columns.get()?,
        started_by: columns.word()?,
        retried: columns.get()?,
        archived: columns.get()?,
        debug: columns.get()?,
        created_at: columns.instant()?,
        queued_at: columns.instant_if_any()?,
        started_at: columns.instant_if_any()?,
        finished_at: columns.instant_if_any()?,
        erased_at: columns.instant_if_any()?,
        artifacts_expire_at: columns.instant_if_any()?,
        tag_list: columns.json()?,
        runner: columns.json_if_any()?,
        environment: columns.get()?,
        downstream: columns.number_if_any()?.map(PipelineId),
        job_token_scope_enabled: columns.get()?,
        pipeline,
        account,
    })
}

/// The files that a job left, in the order of their creation.
pub(crate) fn artifacts(db: &Connection, job: JobId) -> rusqlite::Result<Vec<Artifact>> {
    db.prepare_cached(
        "SELECT file_type, size, filename, file_format FROM artifact WHERE job_id = ?1 ORDER BY position",
    )?
    .query_map([to_key(job.0)], |row| {
        let mut columns = Columns::of(row);
        Ok(Artifact {
            file_type: columns.word()?,
            size: columns.number()?,
            filename: columns.get()?,
            file_format: columns.word_if_any()?,
        })
    })?
    .collect()
}

/// Whether a variable of a job switches its log to debug mode.
pub(crate) fn has_debug_variable(db: &Connection, job: JobId) -> rusqlite::Result<bool> {
    db.prepare_cached(
        "SELECT 1 FROM job_variable WHERE job_id = ?1 AND key IN ('CI_DEBUG_TRACE', 'CI_DEBUG_SERVICES') \
         AND lower(value) = 'true'",
    )?
    .exists([to_key(job.0)])
}

/// The length of the log of a job in bytes; `None` without a log.
pub(crate) fn log_length(db: &Connection, job: JobId) -> rusqlite::Result<Option<u64>> {
    db.prepare_cached("SELECT sum(length(bytes)) FROM log_chunk WHERE job_id = ?1")?
        .query_row([to_key(job.0)], |row| Columns::of(row).number_if_any())
}

/// One piece of the log of a job, counted from 0.
pub(crate) fn log_chunk(
    db: &Connection,
    job: JobId,
    position: u64,
) -> rusqlite::Result<Option<Vec<u8>>> {
    db.prepare_cached("SELECT bytes FROM log_chunk WHERE job_id = ?1 AND position = ?2")?
        .query_row([to_key(job.0), to_key(position)], |row| row.get(0))
        .optional()
}

/// The data that the status of a pipeline depends on: its jobs and bridges that were not retried.
pub(crate) fn status_inputs(
    db: &Connection,
    pipeline: PipelineId,
) -> rusqlite::Result<Vec<StatusInput>> {
    db.prepare_cached(
        "SELECT status, allow_failure FROM job WHERE pipeline_id = ?1 AND retried = 0",
    )?
    .query_map([to_key(pipeline.0)], |row| {
        let mut columns = Columns::of(row);
        Ok(StatusInput {
            status: columns.word()?,
            allow_failure: columns.get()?,
        })
    })?
    .collect()
}

/// The environment with this number.
pub(crate) fn environment_by_id(db: &Connection, id: i64) -> rusqlite::Result<Option<Environment>> {
    db.prepare_cached("SELECT name, slug, tier FROM environment WHERE id = ?1")?
        .query_row([id], |row| {
            let mut columns = Columns::of(row);
            Ok(Environment {
                name: columns.get()?,
                slug: columns.get()?,
                tier: columns.word()?,
            })
        })
        .optional()
}

/// A group and all groups above it, the nearest first.
pub(crate) fn group_and_ancestors(
    db: &Connection,
    group: GroupId,
) -> rusqlite::Result<Vec<GroupId>> {
    db.prepare_cached(
        "WITH RECURSIVE upwards (id, parent_id, distance) AS ( \
           SELECT id, parent_id, 0 FROM namespace_group WHERE id = ?1 \
           UNION ALL \
           SELECT above.id, above.parent_id, distance + 1 \
           FROM namespace_group AS above JOIN upwards ON above.id = upwards.parent_id \
         ) SELECT id FROM upwards ORDER BY distance",
    )?
    .query_map([to_key(group.0)], |row| {
        Columns::of(row).number().map(GroupId)
    })?
    .collect()
}

/// The agents that a project is authorized to use.
pub(crate) fn agents_authorized_for_project(
    db: &Connection,
    project: ProjectId,
) -> rusqlite::Result<Vec<AuthorizedAgent>> {
    read_agents(
        db,
        "SELECT cluster_agent.id, cluster_agent.project_id, configuration FROM agent_authorization \
         JOIN cluster_agent ON cluster_agent.id = agent_id \
         WHERE agent_authorization.project_id = ?1 ORDER BY cluster_agent.id",
        &to_key(project.0),
    )
}

/// The agents that a group is authorized to use.
pub(crate) fn agents_authorized_for_group(
    db: &Connection,
    group: GroupId,
) -> rusqlite::Result<Vec<AuthorizedAgent>> {
    read_agents(
        db,
        "SELECT cluster_agent.id, cluster_agent.project_id, configuration FROM agent_authorization \
         JOIN cluster_agent ON cluster_agent.id = agent_id \
         WHERE agent_authorization.group_id = ?1 ORDER BY cluster_agent.id",
        &to_key(group.0),
    )
}

/// The agents whose configuration is in a project.
pub(crate) fn agents_of_project(
    db: &Connection,
    project: ProjectId,
) -> rusqlite::Result<Vec<AuthorizedAgent>> {
    read_agents(
        db,
        "SELECT id, project_id, '{}' FROM cluster_agent WHERE project_id = ?1 ORDER BY id",
        &to_key(project.0),
    )
}

fn read_agents(
    db: &Connection,
    sql: &str,
    parameter: &dyn ToSql,
) -> rusqlite::Result<Vec<AuthorizedAgent>> {
    db.prepare_cached(sql)?
        .query_map([parameter], |row| {
            let mut columns = Columns::of(row);
            Ok(AuthorizedAgent {
                id: AgentId(columns.number()?),
                project: ProjectId(columns.number()?),
                configuration: columns.json()?,
            })
        })?
        .collect()
}

/// Whether a database has a fixture or is still empty.
pub(crate) fn has_fixture(db: &Connection) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM setting WHERE name = 'title'")?
        .exists([])
}
