//! The version of the document, and which part of it a change raises.

use std::fmt;

use anyhow::{Result, bail};
use openapi_diff::{Change, Class, most_serious_class};

/// A version of three numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Semver {
    /// Raised by changes that break clients.
    pub major: u64,
    /// Raised by compatible additions.
    pub minor: u64,
    /// Raised by changes of texts.
    pub patch: u64,
}

impl Semver {
    /// Reads `16.0.0`.
    ///
    /// # Errors
    ///
    /// When the text is not three numbers.
    pub fn parse(text: &str) -> Result<Semver> {
        let numbers: Vec<u64> = text
            .split('.')
            .filter_map(|part| part.parse().ok())
            .collect();
        match (numbers.as_slice(), text.split('.').count()) {
            (&[major, minor, patch], 3) => Ok(Semver {
                major,
                minor,
                patch,
            }),
            _ => bail!("`{text}` is not a version of three numbers, such as 16.0.0"),
        }
    }

    /// The next version after a change of a class. A change that needs a review may break clients, so it counts as breaking.
    #[must_use]
    pub fn next(self, class: Class) -> Semver {
        let Semver {
            major,
            minor,
            patch,
        } = self;
        match class {
            Class::Breaking | Class::Review => Semver {
                major: major + 1,
                minor: 0,
                patch: 0,
            },
            Class::Compatible => Semver {
                major,
                minor: minor + 1,
                patch: 0,
            },
            Class::Cosmetic => Semver {
                major,
                minor,
                patch: patch + 1,
            },
        }
    }

    /// The next version after some changes.
    #[must_use]
    pub fn next_after(self, changes: &[Change]) -> Semver {
        most_serious_class(changes).map_or(self, |class| self.next(class))
    }

    /// Whether this version, after another, is high enough for a change of a class. For a change that needs a review, a
    /// new minor version is enough: it says that the reviewer found no client that breaks.
    #[must_use]
    pub fn allows(self, before: Semver, class: Class) -> bool {
        let is_major = self.major > before.major;
        let is_minor = self.major == before.major && self.minor > before.minor;
        match class {
            Class::Breaking => is_major,
            Class::Review => is_major || is_minor,
            Class::Compatible | Class::Cosmetic => true,
        }
    }
}

impl fmt::Display for Semver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_class_of_a_change_decides_the_next_version() {
        let version = Semver::parse("16.1.2").unwrap();
        for (class, next) in [
            (Class::Breaking, "17.0.0"),
            (Class::Review, "17.0.0"),
            (Class::Compatible, "16.2.0"),
            (Class::Cosmetic, "16.1.3"),
        ] {
            let after = version.next(class);
            assert_eq!(after.to_string(), next);
            assert!(after.allows(version, class));
        }
    }

    #[test]
    fn a_version_allows_only_the_changes_that_it_announces() {
        let before = Semver::parse("16.1.2").unwrap();
        for (after, breaking, review) in [
            ("16.1.2", false, false),
            ("16.1.9", false, false),
            ("16.2.0", false, true),
            ("17.0.0", true, true),
            ("15.9.0", false, false),
        ] {
            let after = Semver::parse(after).unwrap();
            assert_eq!(after.allows(before, Class::Breaking), breaking, "{after}");
            assert_eq!(after.allows(before, Class::Review), review, "{after}");
            assert!(after.allows(before, Class::Compatible));
        }
    }

    #[test]
    fn anything_but_three_numbers_is_refused() {
        for text in [
            "",
            "16",
            "16.0",
            "16.0.0.1",
            "v16.0.0",
            "16.x.0",
            "16.0.0-rc.1",
        ] {
            assert!(Semver::parse(text).is_err(), "{text}");
        }
    }
}
