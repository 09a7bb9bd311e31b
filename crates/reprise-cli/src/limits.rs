//! How much of an answer or of a file is taken at most, so that nobody can use up time or memory.

use std::time::Duration;

/// How long to wait for a connection at most; a server that is there takes it at once.
pub(crate) const CONNECT: Duration = Duration::from_secs(10);

/// How long `Retry-After` may ask to wait; whoever asks for more is not waited for.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// How many connections may fail in a row before the rest is not tried any more.
pub(crate) const FAILURES_IN_A_ROW: u32 = 5;

/// How large a file of a suite may be: errata, a fixture, a target file, known failures.
pub(crate) const FILE: u64 = 16 << 20;

/// How large a report may be that is read back.
pub(crate) const REPORT: u64 = 256 << 20;

/// What a document may be. A comment on the type would be shown as that of every command that reads one.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct DocumentLimits {
    /// How large the document, and each file beside it, may be
    #[arg(long, value_name = "MIB", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Limits")]
    max_document: u16,

    /// How deep the document, and the body of an answer, may be nested: up to 127
    #[arg(long, value_name = "LEVELS", default_value_t = 64, value_parser = clap::value_parser!(u8).range(1..=127), help_heading = "Limits")]
    max_depth: u8,

    /// How many values the aliases of a YAML document may expand to
    #[arg(long, value_name = "N", default_value_t = 500_000, value_parser = clap::value_parser!(u32).range(0..=50_000_000), help_heading = "Limits")]
    max_aliased: u32,
}

impl DocumentLimits {
    /// How large it, and each file beside it, may be, in bytes (`--max-document`).
    pub(crate) fn bytes(self) -> u64 {
        u64::from(self.max_document) << 20
    }

    /// How deep it, and what a server answers, may be nested (`--max-depth`).
    pub(crate) fn depth(self) -> usize {
        self.max_depth.into()
    }

    /// The same for whoever reads it.
    pub(crate) fn of_text(self) -> openapi_document::Limits {
        openapi_document::Limits {
            depth: self.depth(),
            aliased: self.max_aliased as usize,
        }
    }
}

/// What may be chosen with flags.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// How long to wait for a whole answer (`--timeout`).
    pub(crate) timeout: Duration,
    /// How large a body may be, in bytes (`--max-body`).
    pub(crate) body: usize,
    /// How many headers an answer may have (`--max-headers`).
    pub(crate) headers: usize,
    /// What the document may be, and how deep an answer may be nested.
    pub(crate) document: DocumentLimits,
}
