//! Writing a resolved world into an empty database.

use std::collections::BTreeMap;

use jobs_api::model::{JobId, Timestamp};
use rusqlite::Connection;

use super::resolve::{JobParts, Log, Resolved, Token};
use crate::clock::Clock;
use crate::store::{Secret, TokenFor, load};

/// Bytes of a log that are stored, and sent, together.
const CHUNK: usize = 64 * 1024;

/// Characters of a random secret.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// What may go wrong while a world is written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LoadError {
    #[error("database: {0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error("the system gives no random bytes: {0}")]
    Random(getrandom::Error),
}

/// The tokens of a world that has been written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Loaded {
    /// The secrets by their names.
    pub(crate) credentials: BTreeMap<String, String>,
    /// The tokens whose secrets the world does not give.
    random: Vec<Random>,
}

/// A token whose secret is made up.
#[derive(Clone, Debug)]
struct Random {
    credential: String,
    owner: TokenFor,
    row: i64,
}

impl Loaded {
    /// Makes up all secrets anew that the world does not give, in a copy of the database.
    pub(crate) fn renew(&self, db: &Connection) -> Result<BTreeMap<String, String>, LoadError> {
        let mut credentials = self.credentials.clone();
        for token in &self.random {
            let secret = random_secret(token.owner)?;
            load::renew_token(db, token.row, &Secret::of(&secret))?;
            credentials.insert(token.credential.clone(), secret);
        }
        Ok(credentials)
    }
}

/// Writes the world; returns its tokens.
pub(crate) fn load(db: &Connection, world: &Resolved) -> Result<Loaded, LoadError> {
    load::setting(db, "title", &world.title)?;
    if let Some(url) = &world.external_url {
        load::setting(db, "external_url", url)?;
    }
    if let Clock::Frozen(instant) = world.clock {
        load::setting(db, "clock", &Timestamp::utc(instant).to_string())?;
    }
    if let Some(limit) = world.project_jobs_rate_limit {
        load::setting(db, "project_jobs_rate_limit", &limit.to_string())?;
    }
    for account in &world.accounts {
        load::account(db, account)?;
    }
    for group in &world.groups {
        load::group(db, group.id, group.parent, &group.full_path)?;
    }
    for project in &world.projects {
        load::project(db, project)?;
    }
    for (project, path) in &world.former_paths {
        load::former_path(db, *project, path)?;
    }
    for (project, user, role) in &world.members {
        load::member(db, *project, *user, *role)?;
    }
    for (project, protected) in &world.protected_refs {
        load::protected_ref(db, *project, protected)?;
    }
    let mut environments = Vec::with_capacity(world.environments.len());
    for (project, environment) in &world.environments {
        environments.push(load::environment(db, *project, environment)?);
    }
    for pipeline in &world.pipelines {
        load::pipeline(db, pipeline)?;
    }
    for parts in &world.jobs {
        load_job(db, parts, &environments)?;
    }
    for (id, project, name) in &world.agents {
        load::agent(db, *id, *project, name)?;
    }
    for given in &world.authorizations {
        load::agent_authorization(db, given.agent, given.to, &given.configuration)?;
    }
    let mut loaded = Loaded::default();
    for token in &world.tokens {
        load_token(db, token, &mut loaded)?;
    }
    load::next_job_id(db, world.next_job)?;
    Ok(loaded)
}

fn load_job(db: &Connection, parts: &JobParts, environments: &[i64]) -> rusqlite::Result<()> {
    let mut job = parts.job.clone();
    job.environment = parts
        .environment
        .and_then(|index| environments.get(index).copied());
    load::job(db, &job)?;
    load::artifacts(db, job.id, &parts.artifacts)?;
    crate::store::add_variables(db, job.id, &parts.variables)?;
    if let Some(log) = &parts.log {
        load_log(db, job.id, log)?;
    }
    Ok(())
}

fn load_log(db: &Connection, job: JobId, log: &Log) -> rusqlite::Result<()> {
    let mut chunk = Vec::new();
    let mut position = 0;
    for _ in 0..log.times {
        let mut rest = log.piece.as_slice();
        while !rest.is_empty() {
            let (now, later) = rest.split_at(rest.len().min(CHUNK - chunk.len()));
            chunk.extend_from_slice(now);
            rest = later;
            if chunk.len() == CHUNK {
                load::log_chunk(db, job, position, &chunk)?;
                chunk.clear();
                position += 1;
            }
        }
    }
    // an empty log is a log, too
    if !chunk.is_empty() || position == 0 {
        load::log_chunk(db, job, position, &chunk)?;
    }
    Ok(())
}

fn load_token(db: &Connection, token: &Token, loaded: &mut Loaded) -> Result<(), LoadError> {
    let secret = match &token.secret {
        Some(secret) => secret.clone(),
        None => random_secret(token.owner)?,
    };
    let row = load::token(
        db,
        &Secret::of(&secret),
        token.owner,
        &token.scopes,
        token.expires_at,
        token.revoked,
    )?;
    if token.secret.is_none() {
        loaded.random.push(Random {
            credential: token.credential.clone(),
            owner: token.owner,
            row,
        });
    }
    loaded.credentials.insert(token.credential.clone(), secret);
    Ok(())
}

/// A secret that nobody can guess, and that begins as secrets of its kind do.
fn random_secret(owner: TokenFor) -> Result<String, LoadError> {
    let beginning = match owner {
        TokenFor::User(_) => "glpat-",
        TokenFor::Job(_) => "glcbt-64_",
    };
    Ok(format!("{beginning}{}", random_text()?))
}

/// Twenty characters that nobody can guess.
fn random_text() -> Result<String, LoadError> {
    let mut bytes = [0_u8; 20];
    getrandom::fill(&mut bytes).map_err(LoadError::Random)?;
    Ok(bytes
        .iter()
        .filter_map(|byte| ALPHABET.get(usize::from(byte % 64)))
        .map(|character| char::from(*character))
        .collect())
}
