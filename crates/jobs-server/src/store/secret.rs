//! Secrets of tokens: only their hashes are stored.

use sha2::{Digest, Sha256};

/// A secret, already hashed.
///
/// Eight bytes of the hash select the row; the whole hash is compared in constant time, so that the duration of
/// a response does not show how much of a guess was correct.
#[derive(Clone)]
pub(crate) struct Secret {
    digest: [u8; 32],
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// The hash of `text`.
    pub(crate) fn of(text: &str) -> Secret {
        Secret {
            digest: Sha256::digest(text.as_bytes()).into(),
        }
    }

    /// The part that selects the row.
    pub(crate) fn selector(&self) -> i64 {
        let mut first = [0; 8];
        first
            .iter_mut()
            .zip(self.digest)
            .for_each(|(to, from)| *to = from);
        i64::from_be_bytes(first)
    }

    /// The stored part.
    pub(crate) fn digest(&self) -> &[u8] {
        &self.digest
    }

    /// Whether a stored hash is this one; takes the same time either way.
    pub(crate) fn matches(&self, stored: &[u8]) -> bool {
        let difference = self
            .digest
            .iter()
            .zip(stored)
            .fold(0_u8, |all, (one, other)| all | (one ^ other));
        stored.len() == self.digest.len() && difference == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_text_is_the_same_secret() {
        let secret = Secret::of("glpat-abc");
        assert!(secret.matches(Secret::of("glpat-abc").digest()));
        assert!(!secret.matches(Secret::of("glpat-abd").digest()));
        assert!(!secret.matches(&secret.digest()[..31]));
        assert!(!secret.matches(&[]));
    }
}
