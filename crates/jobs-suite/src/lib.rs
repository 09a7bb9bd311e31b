#![doc = include_str!("../README.md")]

/// A text file of the suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct File {
    /// The path of the file in the repository, with `/` between its parts.
    pub name: &'static str,
    /// What the file contains.
    pub text: &'static str,
}

// `CASES`, `REQUIREMENTS` and `FIXTURES`: the files that the build script has listed
include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// The OpenAPI document that the suite belongs to, as JSON.
pub const DOCUMENT: File = File {
    name: "spec/openapi.json",
    text: include_str!("../spec/openapi.json"),
};

/// The errata: where the published documentation of the API is wrong.
pub const ERRATA: File = File {
    name: "conformance/errata.yaml",
    text: include_str!("../conformance/errata.yaml"),
};

/// The files of cases, one for each operation, sorted by name.
#[must_use]
pub fn cases() -> &'static [File] {
    CASES
}

/// The files of requirements, one for each operation and one for common requirements, sorted by name.
#[must_use]
pub fn requirements() -> &'static [File] {
    REQUIREMENTS
}

/// The fixtures, one in each file, sorted by name.
#[must_use]
pub fn fixtures() -> &'static [File] {
    FIXTURES
}

/// The fixture with a name that cases and examples use, such as `finished-job`.
#[must_use]
pub fn fixture(name: &str) -> Option<File> {
    FIXTURES
        .iter()
        .find(|file| {
            file.name
                .strip_prefix("conformance/fixtures/")
                .and_then(|file| file.strip_suffix(".yaml"))
                == Some(name)
        })
        .copied()
}
