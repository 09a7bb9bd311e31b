//! A digest over several texts, by which two reports can be compared.

use sha2::{Digest as _, Sha256};

/// A SHA-256 over several texts.
#[derive(Clone, Default)]
pub(super) struct Digest(Sha256);

impl Digest {
    /// Adds a text, after its length, so that two different lists of texts never have the same input.
    pub(super) fn add(&mut self, text: &str) {
        self.0.update((text.len() as u64).to_be_bytes());
        self.0.update(text);
    }

    /// The digest, such as `sha256:` and 64 hexadecimal digits.
    pub(super) fn finish(self) -> String {
        format!("sha256:{:x}", self.0.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest_of(texts: &[&str]) -> String {
        let mut digest = Digest::default();
        texts.iter().for_each(|text| digest.add(text));
        digest.finish()
    }

    #[test]
    fn only_equal_lists_have_equal_digests() {
        assert_eq!(digest_of(&["ab", "c"]), digest_of(&["ab", "c"]));
        for other in [&["a", "bc"][..], &["abc"], &["ab", "c", ""], &["c", "ab"]] {
            assert_ne!(digest_of(&["ab", "c"]), digest_of(other), "{other:?}");
        }
        assert_eq!(digest_of(&[]).len(), "sha256:".len() + 64);
    }
}
