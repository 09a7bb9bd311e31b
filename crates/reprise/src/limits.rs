//! How much of an answer or of a file is taken at most, so that nobody can use up time or memory.

use std::time::Duration;

/// How long to wait for a connection at most; a server that is there takes it at once.
pub(crate) const CONNECT: Duration = Duration::from_secs(10);

/// How long `Retry-After` may ask to wait; whoever asks for more is not waited for.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// How many connections may fail in a row before the rest is not tried any more.
pub(crate) const FAILURES_IN_A_ROW: u32 = 5;

/// How large a file of a suite may be: errata, a world, a target file, deviations.
pub(crate) const FILE: u64 = 16 << 20;

/// How large a report may be that is read back.
pub(crate) const REPORT: u64 = 256 << 20;

/// How large a document may be where nobody says otherwise.
pub(crate) const DOCUMENT: u64 = 64 << 20;

/// What may be chosen with flags.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// How long to wait for a whole answer (`--timeout`).
    pub(crate) timeout: Duration,
    /// How large a body may be, in bytes (`--max-body`).
    pub(crate) body: usize,
    /// How many headers an answer may have (`--max-headers`).
    pub(crate) headers: usize,
    /// How large a document and each file beside it may be, in bytes (`--max-document`).
    pub(crate) document: u64,
}
