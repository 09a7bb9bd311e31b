//! The changelog of the document.

use crate::semver::Semver;

/// Its path below the root.
pub const CHANGELOG: &str = "crates/jobs-api/CHANGELOG.md";

/// Puts the entry of a version before those of the released versions. It replaces entries of versions after `before`,
/// which were written for the same release earlier.
pub(crate) fn insert_entry(text: &str, before: Semver, entry: &str) -> String {
    let entries = |text: &str| text.find("\n## ").map_or(text.len(), |at| at + 1);
    let (head, mut released) = text.split_at(entries(text));
    while is_later(released, before) {
        released = &released[entries(released)..];
    }
    let gap = if released.is_empty() { "" } else { "\n" };
    format!("{}\n\n{entry}{gap}{released}", head.trim_end())
}

/// Whether a text begins with the entry of a version after `before`.
fn is_later(text: &str, before: Semver) -> bool {
    let version = text
        .strip_prefix("## ")
        .and_then(|rest| rest.split_whitespace().next());
    version.is_some_and(|version| Semver::parse(version).is_ok_and(|version| version > before))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_inserted_at_the_front_once() {
        let version = |text: &str| Semver::parse(text).unwrap();
        let first = insert_entry(
            "# Changelog\n\nWords.\n",
            version("0.9.0"),
            "## 1.0.0 - d\n\n- a\n",
        );
        assert_eq!(first, "# Changelog\n\nWords.\n\n## 1.0.0 - d\n\n- a\n");
        let second = insert_entry(&first, version("1.0.0"), "## 1.1.0 - d\n\n- b\n");
        assert_eq!(
            second,
            "# Changelog\n\nWords.\n\n## 1.1.0 - d\n\n- b\n\n## 1.0.0 - d\n\n- a\n"
        );
        let again = insert_entry(&second, version("1.0.0"), "## 2.0.0 - d\n\n- c\n");
        assert_eq!(
            again,
            "# Changelog\n\nWords.\n\n## 2.0.0 - d\n\n- c\n\n## 1.0.0 - d\n\n- a\n"
        );
    }
}
