//! Reports the progress of a run to a front end.

/// Sees the progress of a run.
pub trait Observer {
    /// So many cases, or mutants, are about to be sent.
    fn begin(&self, total: usize) {
        let _ = total;
    }

    /// One more case is done.
    fn advance(&self) {}

    /// All are done, or the run was interrupted.
    fn end(&self) {}

    /// Something went wrong that changes no outcome; the message contains no secret.
    fn warn(&self, message: &str) {
        let _ = message;
    }
}

/// Ignores progress.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoObserver;

impl Observer for NoObserver {}
