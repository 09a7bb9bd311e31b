//! The tables, and the migration of older databases.
//!
//! Timestamps are whole milliseconds since 1970, words are the words of the API, and data that is never
//! used for lookups (a profile, a commit, a runner) is JSON. The checks of `job` reject impossible jobs
//! for every interleaving of the transitions.

/// One step each: the n-th migrates a database from version n to version n + 1. Steps are only appended, never edited.
pub(super) const MIGRATIONS: &[&str] = &[
    r#"
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    avatar_url TEXT,
    web_url TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    profile TEXT NOT NULL
) STRICT;

CREATE TABLE namespace_group (
    id INTEGER PRIMARY KEY,
    parent_id INTEGER REFERENCES namespace_group (id),
    full_path TEXT NOT NULL UNIQUE COLLATE NOCASE
) STRICT;

CREATE TABLE project (
    id INTEGER PRIMARY KEY,
    group_id INTEGER REFERENCES namespace_group (id),
    path TEXT NOT NULL,
    full_path TEXT NOT NULL UNIQUE COLLATE NOCASE,
    name TEXT NOT NULL,
    full_name TEXT NOT NULL,
    description TEXT,
    visibility TEXT NOT NULL CHECK (visibility IN ('private', 'internal', 'public')),
    public_builds INTEGER NOT NULL,
    job_token_scope_enabled INTEGER NOT NULL,
    statistics_refreshing INTEGER NOT NULL,
    variables_for_maintainers_only INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE member (
    project_id INTEGER NOT NULL REFERENCES project (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    role TEXT NOT NULL,
    PRIMARY KEY (project_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE protected_ref (
    project_id INTEGER NOT NULL REFERENCES project (id),
    pattern TEXT NOT NULL,
    push TEXT NOT NULL,
    PRIMARY KEY (project_id, pattern)
) STRICT, WITHOUT ROWID;

CREATE TABLE environment (
    id INTEGER PRIMARY KEY,
    project_id INTEGER NOT NULL REFERENCES project (id),
    name TEXT NOT NULL,
    slug TEXT NOT NULL,
    tier TEXT NOT NULL,
    UNIQUE (project_id, name)
) STRICT;

CREATE TABLE pipeline (
    id INTEGER PRIMARY KEY,
    iid INTEGER NOT NULL,
    project_id INTEGER NOT NULL REFERENCES project (id),
    ref TEXT NOT NULL,
    sha TEXT NOT NULL,
    status TEXT NOT NULL,
    source TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    commit_json TEXT,
    UNIQUE (project_id, iid)
) STRICT;

CREATE TABLE job (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('build', 'bridge')),
    project_id INTEGER NOT NULL REFERENCES project (id),
    pipeline_id INTEGER NOT NULL REFERENCES pipeline (id),
    name TEXT NOT NULL,
    stage TEXT NOT NULL,
    stage_index INTEGER NOT NULL,
    status TEXT NOT NULL,
    failure_reason TEXT,
    ref TEXT NOT NULL,
    tag INTEGER NOT NULL,
    coverage REAL,
    allow_failure INTEGER NOT NULL,
    started_by TEXT NOT NULL CHECK (started_by IN ('on_success', 'manual', 'delayed')),
    retried INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    debug INTEGER NOT NULL,
    account_id INTEGER REFERENCES account (id),
    created_at INTEGER NOT NULL,
    queued_at INTEGER,
    started_at INTEGER,
    finished_at INTEGER,
    erased_at INTEGER,
    artifacts_expire_at INTEGER,
    tag_list TEXT NOT NULL,
    runner_json TEXT,
    environment_id INTEGER REFERENCES environment (id),
    downstream_pipeline_id INTEGER REFERENCES pipeline (id),
    CHECK ((status = 'failed') = (failure_reason IS NOT NULL)),
    CHECK (status NOT IN ('success', 'failed', 'canceled') OR finished_at IS NOT NULL),
    CHECK (status NOT IN ('pending', 'running') OR queued_at IS NOT NULL),
    CHECK (status <> 'running' OR (started_at IS NOT NULL AND finished_at IS NULL)),
    CHECK (status NOT IN ('created', 'waiting_for_resource', 'preparing', 'pending', 'manual', 'scheduled')
           OR (started_at IS NULL AND finished_at IS NULL)),
    CHECK (started_at IS NULL OR finished_at IS NULL OR started_at <= finished_at),
    CHECK (retried = 0 OR status IN ('success', 'failed', 'canceled'))
) STRICT;

CREATE INDEX build_of_project ON job (project_id, id) WHERE kind = 'build';
CREATE INDEX build_of_project_by_status ON job (project_id, status, id) WHERE kind = 'build';
CREATE INDEX job_of_pipeline ON job (pipeline_id, kind, id, retried, status);

CREATE TABLE artifact (
    job_id INTEGER NOT NULL REFERENCES job (id),
    position INTEGER NOT NULL,
    file_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    filename TEXT NOT NULL,
    file_format TEXT,
    PRIMARY KEY (job_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE log_chunk (
    job_id INTEGER NOT NULL REFERENCES job (id),
    position INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (job_id, position)
) STRICT;

CREATE TABLE job_variable (
    job_id INTEGER NOT NULL REFERENCES job (id),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (job_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE token (
    id INTEGER PRIMARY KEY,
    selector INTEGER NOT NULL,
    digest BLOB NOT NULL,
    account_id INTEGER REFERENCES account (id),
    job_id INTEGER REFERENCES job (id),
    scopes TEXT NOT NULL,
    expires_at INTEGER,
    revoked INTEGER NOT NULL,
    CHECK ((account_id IS NULL) <> (job_id IS NULL))
) STRICT;
CREATE INDEX token_by_selector ON token (selector);

CREATE TABLE cluster_agent (
    id INTEGER PRIMARY KEY,
    project_id INTEGER NOT NULL REFERENCES project (id),
    name TEXT NOT NULL
) STRICT;

CREATE TABLE agent_authorization (
    id INTEGER PRIMARY KEY,
    agent_id INTEGER NOT NULL REFERENCES cluster_agent (id),
    project_id INTEGER REFERENCES project (id),
    group_id INTEGER REFERENCES namespace_group (id),
    configuration TEXT NOT NULL,
    CHECK ((project_id IS NULL) <> (group_id IS NULL))
) STRICT;
"#,
    r#"
CREATE TABLE former_path (
    full_path TEXT PRIMARY KEY COLLATE NOCASE,
    project_id INTEGER NOT NULL REFERENCES project (id)
) STRICT, WITHOUT ROWID;
"#,
];
