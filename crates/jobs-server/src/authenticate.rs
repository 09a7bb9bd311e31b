//! Callers: the credentials of a request, and their owner.
//!
//! An unknown token is refused even if the operation needs no credentials; a job token is valid only on
//! the routes for jobs, and only while the job runs.

use chrono::{DateTime, Utc};
use http::HeaderMap;
use http::header::AUTHORIZATION;
use jobs_api::model::{JobStatus, UserId, UserState};
use rusqlite::Connection;

use crate::parameters::Parameters;
use crate::refusal::Refusal;
use crate::store::{self, Job, Secret, Token, TokenOwner, TokenScope};

/// The secrets of a request, hashed as soon as they are read.
#[derive(Clone, Default)]
pub(crate) struct Credentials {
    /// `Authorization: Bearer`.
    bearer: Option<Secret>,
    /// A user's token, in order of precedence: `private_token`, `PRIVATE-TOKEN`, the bearer, `access_token`.
    personal: Option<Secret>,
    /// A job's token: `job_token`, `token`, `JOB-TOKEN`.
    job: Option<Secret>,
}

/// The caller of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Caller {
    Anonymous,
    User(UserId),
}

impl Caller {
    /// The user, if the caller is one.
    pub(crate) fn user(self) -> Option<UserId> {
        match self {
            Caller::Anonymous => None,
            Caller::User(id) => Some(id),
        }
    }
}

/// The kind of access of a request, for the check of token scopes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AccessKind {
    Read,
    Change,
}

impl Credentials {
    /// The secrets in the headers and the parameters of a request.
    pub(crate) fn read(headers: &HeaderMap, parameters: &Parameters) -> Credentials {
        let header = |name: &str| {
            headers
                .get(name)
                .and_then(|value| value.to_str().ok())
                .map(str::trim)
                .filter(|text| !text.is_empty())
        };
        let bearer = header(AUTHORIZATION.as_str()).and_then(|text| {
            let (scheme, token) = text.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
        });
        let personal = parameters
            .text("private_token")
            .or_else(|| header("private-token"))
            .or(bearer)
            .or_else(|| parameters.text("access_token"));
        let job = parameters
            .text("job_token")
            .or_else(|| parameters.text("token"))
            .or_else(|| header("job-token"));
        Credentials {
            bearer: bearer.map(Secret::of),
            personal: personal.map(Secret::of),
            job: job.map(Secret::of),
        }
    }

    /// Whether the request carries a token that may be a user's.
    pub(crate) fn has_user_token(&self) -> bool {
        self.personal.is_some()
    }

    /// Whether the request carries no token.
    pub(crate) fn is_empty(&self) -> bool {
        self.personal.is_none() && self.job.is_none()
    }

    /// The calling user, if there is one.
    pub(crate) fn authenticate_user(
        &self,
        db: &Connection,
        now: DateTime<Utc>,
        effect: AccessKind,
    ) -> Result<Caller, Refusal> {
        let Some(secret) = &self.personal else {
            return Ok(Caller::Anonymous);
        };
        let token = find_token(db, secret)?.ok_or(Refusal::Unauthorized)?;
        let TokenOwner::Account { id, state } = token.owner else {
            return Err(Refusal::Unauthorized);
        };
        if token.expires_at.is_some_and(|end| end <= now) {
            return Err(Refusal::TokenExpired);
        }
        if token.revoked {
            return Err(Refusal::TokenRevoked);
        }
        let (enough, names): (&[TokenScope], _) = match effect {
            AccessKind::Read => (&[TokenScope::Api, TokenScope::ReadApi], "api read_api"),
            AccessKind::Change => (&[TokenScope::Api], "api"),
        };
        if !token.scopes.iter().any(|scope| enough.contains(scope)) {
            return Err(Refusal::InsufficientScope(names));
        }
        if state != UserState::Active {
            return Err(Refusal::AccountClosed(state));
        }
        Ok(Caller::User(id))
    }

    /// The running job whose token was sent, in the name of a user whose account is open.
    pub(crate) fn authenticate_job(
        &self,
        db: &Connection,
        now: DateTime<Utc>,
    ) -> Result<Job, Refusal> {
        let job = self.running_job(db, now)?;
        match job.account.as_ref().map(|account| account.state) {
            Some(UserState::Active) => Ok(job),
            Some(state) => Err(Refusal::AccountClosed(state)),
            None => Err(Refusal::Unauthorized),
        }
    }

    fn running_job(&self, db: &Connection, now: DateTime<Utc>) -> Result<Job, Refusal> {
        if let Some(job) = job_of_token(db, self.bearer.as_ref())? {
            return Ok(job);
        }
        if self.personal.is_some() {
            self.authenticate_user(db, now, AccessKind::Read)?;
            return Err(Refusal::NoJob);
        }
        job_of_token(db, self.job.as_ref())?.ok_or(Refusal::Unauthorized)
    }
}

/// The job that a token belongs to, while the token is valid.
fn job_of_token(db: &Connection, secret: Option<&Secret>) -> Result<Option<Job>, Refusal> {
    let Some(secret) = secret else {
        return Ok(None);
    };
    let Some(TokenOwner::Job(id)) = find_token(db, secret)?.map(|token| token.owner) else {
        return Ok(None);
    };
    let job = store::job_by_id(db, id)?.filter(|job| {
        job.status == JobStatus::Running && job.erased_at.is_none() && job.account.is_some()
    });
    Ok(job)
}

fn find_token(db: &Connection, secret: &Secret) -> Result<Option<Token>, Refusal> {
    let candidates = store::tokens_by_selector(db, secret.selector())?;
    Ok(candidates
        .into_iter()
        .find(|token| secret.matches(&token.digest)))
}
