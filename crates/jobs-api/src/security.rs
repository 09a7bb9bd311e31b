//! The ways to send credentials.

use serde_json::{Value, json};

/// The security schemes, by the names that the operations use.
pub(crate) fn security_schemes() -> Value {
    json!({
        "privateToken": {
            "type": "apiKey",
            "in": "header",
            "name": "PRIVATE-TOKEN",
            "description": "Token of a user, of a project or of a group, with scope `api`; `read_api` suffices for reading."
        },
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "description": "The same tokens, OAuth 2.0 access tokens, and job tokens where they are allowed."
        },
        "jobToken": {
            "type": "apiKey",
            "in": "header",
            "name": "JOB-TOKEN",
            "description": "Token of a running job, which finds it in the variable `CI_JOB_TOKEN`."
        },
        "jobTokenParameter": {
            "type": "apiKey",
            "in": "query",
            "name": "job_token",
            "description": "The same token as a parameter. Prefer the header: addresses end up in logs."
        }
    })
}
