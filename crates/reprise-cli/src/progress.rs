//! How far a run has come, on a terminal, where it takes long enough for anybody to wonder.

use std::io::{IsTerminal, stderr};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long a run may take before anything is said.
const PATIENCE: Duration = Duration::from_secs(1);

/// A line on standard error that says how far a run has come; it is gone when the run is over.
pub(crate) struct Progress {
    bar: ProgressBar,
    begin: Instant,
    /// Whether anybody is there to see it, and it is not shown yet.
    waiting: bool,
}

impl Progress {
    /// Progress through so many cases.
    pub(crate) fn new(cases: usize) -> Progress {
        let bar =
            ProgressBar::with_draw_target(u64::try_from(cases).ok(), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos} of {len} cases, {eta} left")
        {
            bar.set_style(style);
        }
        Progress {
            bar,
            begin: Instant::now(),
            waiting: stderr().is_terminal(),
        }
    }

    /// One more case is through.
    pub(crate) fn step(&mut self) {
        if self.waiting && self.begin.elapsed() > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.waiting = false;
        }
        self.bar.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_shown_at_first() {
        let mut progress = Progress::new(3);
        progress.step();
        assert!(progress.bar.is_hidden());
        assert_eq!(progress.bar.position(), 1);
    }
}
