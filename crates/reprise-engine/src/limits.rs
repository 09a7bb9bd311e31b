//! How much of a response or a file is read at most, so that no server and no document can use up time or memory.

use std::time::Duration;

/// How long to wait for a connection at most; a running server accepts it at once.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The longest `Retry-After` that is waited for.
pub const MAX_RETRY_AFTER: Duration = Duration::from_secs(60);

/// How many connections may fail in a row before the remaining cases are not tried.
pub const MAX_CONSECUTIVE_FAILURES: u32 = 5;

/// The largest file of a suite, in bytes: errata, a fixture, a configuration, known failures.
pub const MAX_FILE_BYTES: u64 = 16 << 20;

/// The largest report that is read back, in bytes.
pub const MAX_REPORT_BYTES: u64 = 256 << 20;

/// How much of a document is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentLimits {
    /// The size of the document, and of each file that it refers to, in bytes.
    pub bytes: u64,
    /// How deep it, and the body of a response, may be nested.
    pub depth: usize,
    /// How many values the aliases of a YAML document may expand to.
    pub aliased: usize,
}

impl Default for DocumentLimits {
    fn default() -> DocumentLimits {
        DocumentLimits {
            bytes: 64 << 20,
            depth: 64,
            aliased: 500_000,
        }
    }
}

impl DocumentLimits {
    /// The limits of one text.
    pub fn text_limits(self) -> openapi_document::Limits {
        openapi_document::Limits {
            depth: self.depth,
            alias_values: self.aliased,
        }
    }
}

/// How much of a response is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How long to wait for a whole response (`--timeout`).
    pub timeout: Duration,
    /// The size of a body, in bytes (`--max-body`).
    pub body: usize,
    /// The number of headers of a response (`--max-headers`).
    pub headers: usize,
    /// The limits of the document; its depth is also that of a response.
    pub document: DocumentLimits,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            timeout: Duration::from_secs(30),
            body: 64 << 20,
            headers: 100,
            document: DocumentLimits::default(),
        }
    }
}
