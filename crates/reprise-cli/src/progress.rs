//! The progress of a run, on a terminal, if the run takes long enough to need it.

use std::cell::RefCell;
use std::io::{IsTerminal, Write as _, stderr};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use reprise_engine::Observer;
use reprise_report::text::escape_for_display;

/// How long a run may take before its progress appears.
const DELAY: Duration = Duration::from_secs(1);

/// A line on standard error that shows the progress of a run; it disappears when the run ends.
#[derive(Default)]
pub(crate) struct Progress(RefCell<Option<DelayedBar>>);

struct DelayedBar {
    bar: ProgressBar,
    begin: Instant,
    /// Whether standard error is a terminal, and no progress has appeared yet.
    is_hidden: bool,
}

impl Observer for Progress {
    fn begin(&self, total: usize) {
        let bar =
            ProgressBar::with_draw_target(u64::try_from(total).ok(), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos} of {len} cases, {eta} left")
        {
            bar.set_style(style);
        }
        self.0.replace(Some(DelayedBar {
            bar,
            begin: Instant::now(),
            is_hidden: stderr().is_terminal(),
        }));
    }

    fn advance(&self) {
        if let Some(bar) = &mut *self.0.borrow_mut() {
            if bar.is_hidden && bar.begin.elapsed() > DELAY {
                bar.bar.set_draw_target(ProgressDrawTarget::stderr());
                bar.is_hidden = false;
            }
            bar.bar.inc(1);
        }
    }

    fn end(&self) {
        self.0.take();
    }

    fn warn(&self, message: &str) {
        // if standard error is closed, the report is still written
        let lines: Vec<_> = message.lines().map(escape_for_display).collect();
        let _ = writeln!(stderr().lock(), "warning: {}", lines.join("\n"));
    }
}

impl Drop for DelayedBar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_shown_at_first() {
        let progress = Progress::default();
        progress.begin(3);
        progress.advance();
        let bar = progress.0.borrow();
        let bar = &bar.as_ref().unwrap().bar;
        assert!(bar.is_hidden());
        assert_eq!(bar.position(), 1);
    }
}
