//! Tokens that a fault adds, to replace the credentials of a request.

/// The token of the first user in fixtures with [`EXTRA_TOKENS`].
pub(super) const EXTRA_USER_TOKEN: &str = "glpat-first-user";

/// The token of the first running job in fixtures with [`EXTRA_TOKENS`].
pub(super) const EXTRA_JOB_TOKEN: &str = "glcbt-first-job";

/// Gives the first user and the first running job a token each, and runs further statements.
macro_rules! extra_tokens {
    ($($further:literal)?) => {
        concat!("INSERT INTO token (selector, digest, account_id, scopes, revoked) \
       SELECT :user_selector, :user_digest, id, '[\"api\"]', 0 FROM account \
       WHERE state = 'active' ORDER BY id LIMIT 1; \
     INSERT INTO token (selector, digest, job_id, scopes, revoked) \
       SELECT :job_selector, :job_digest, job.id, '[\"api\"]', 0 FROM job JOIN account ON account.id = job.account_id \
       WHERE kind = 'build' AND status = 'running' AND erased_at IS NULL AND state = 'active' ORDER BY job.id LIMIT 1" $(, "; ", $further)?)
    };
}

/// Gives the first user and the first running job a token each.
pub(super) const EXTRA_TOKENS: &str = extra_tokens!();

/// Gives the first user and the first running job a token each, and all users every right.
pub(super) const ALL_RIGHTS: &str = extra_tokens!(
    "UPDATE member SET role = 'owner'; \
     INSERT OR IGNORE INTO member (project_id, account_id, role) SELECT project.id, account.id, 'owner' FROM project, account; \
     DELETE FROM protected_ref"
);
