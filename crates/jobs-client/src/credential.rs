//! The credential of the caller: sent in a header, never printed.

use std::fmt;
use std::sync::Arc;

use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};

/// Replaces the secret in texts from the server.
const MASK: &str = "‹credential›";

/// A secret, and the header that carries it.
///
/// It never appears in `Debug` output, errors or addresses.
#[derive(Clone)]
pub struct Credential {
    kind: CredentialKind,
    secret: Arc<str>,
}

#[derive(Clone, Copy, Debug)]
enum CredentialKind {
    PrivateToken,
    Bearer,
    JobToken,
}

impl Credential {
    /// Token of a user, of a project or of a group, sent as `PRIVATE-TOKEN`.
    pub fn private_token(secret: impl Into<String>) -> Credential {
        Credential::new(CredentialKind::PrivateToken, secret.into())
    }

    /// The same tokens, OAuth 2.0 access tokens, and job tokens where they are allowed, sent as `Authorization: Bearer`.
    pub fn bearer(secret: impl Into<String>) -> Credential {
        Credential::new(CredentialKind::Bearer, secret.into())
    }

    /// Token of a running job, which finds it in the variable `CI_JOB_TOKEN`, sent as `JOB-TOKEN`.
    pub fn job_token(secret: impl Into<String>) -> Credential {
        Credential::new(CredentialKind::JobToken, secret.into())
    }

    fn new(kind: CredentialKind, secret: String) -> Credential {
        Credential {
            kind,
            secret: secret.into(),
        }
    }

    /// The header with the secret; `None` if a header cannot contain it, for example because of a line break.
    pub(crate) fn header(&self) -> Option<(HeaderName, HeaderValue)> {
        let (name, text) = match self.kind {
            CredentialKind::PrivateToken => (
                HeaderName::from_static("private-token"),
                self.secret.to_string(),
            ),
            CredentialKind::Bearer => (AUTHORIZATION, format!("Bearer {}", self.secret)),
            CredentialKind::JobToken => (
                HeaderName::from_static("job-token"),
                self.secret.to_string(),
            ),
        };
        let mut value = HeaderValue::try_from(text).ok()?;
        value.set_sensitive(true);
        Some((name, value))
    }

    /// The same text with the secret masked in all places.
    pub(crate) fn mask(&self, text: String) -> String {
        if self.secret.is_empty() || !text.contains(&*self.secret) {
            return text;
        }
        text.replace(&*self.secret, MASK)
    }
}

impl fmt::Debug for Credential {
    /// Only the kind.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}
