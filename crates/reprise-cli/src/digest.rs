//! Digests of what is replayed, by which two reports can tell whether they speak of the same.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// The digests of what a run replays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Digests {
    /// Of the document, and of every file beside it that it refers to.
    pub(crate) document: String,
    /// Of the errata, and of every fixture that a case names.
    pub(crate) suite: String,
}

/// A SHA-256 over several texts.
#[derive(Clone, Default)]
pub(crate) struct Digest(Sha256);

impl Digest {
    /// Adds a text. Its length goes before it, so that no two lists of texts are taken for one.
    pub(crate) fn add(&mut self, text: &str) {
        self.0.update((text.len() as u64).to_be_bytes());
        self.0.update(text);
    }

    /// The digest, such as `sha256:` and 64 hexadecimal digits.
    pub(crate) fn done(self) -> String {
        let mut digits = String::from("sha256:");
        for byte in self.0.finalize() {
            // writing to a string cannot fail
            let _ = write!(digits, "{byte:02x}");
        }
        digits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(texts: &[&str]) -> String {
        let mut digest = Digest::default();
        texts.iter().for_each(|text| digest.add(text));
        digest.done()
    }

    #[test]
    fn only_equal_lists_have_equal_digests() {
        assert_eq!(of(&["ab", "c"]), of(&["ab", "c"]));
        for other in [&["a", "bc"][..], &["abc"], &["ab", "c", ""], &["c", "ab"]] {
            assert_ne!(of(&["ab", "c"]), of(other), "{other:?}");
        }
        assert_eq!(of(&[]).len(), "sha256:".len() + 64);
    }
}
