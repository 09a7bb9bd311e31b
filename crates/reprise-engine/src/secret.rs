//! Secrets: sent, but never printed.

/// A secret that was read from the environment, a file or a state hook.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub(crate) String);

impl Secret {
    /// A secret with this text.
    pub fn new(text: impl Into<String>) -> Secret {
        Secret(text.into())
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A secret that a target names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// The name of the credential.
    pub name: String,
    /// The secret.
    pub secret: Secret,
    /// The expression that gives the secret in a shell: `$API_TOKEN`, or `$(head -n 1 'token.txt')`.
    pub shell: String,
}
