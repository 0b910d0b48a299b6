//! A line that says how far it is: on standard error, on a terminal only, and only when it takes a while.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long nothing is said.
const SILENT_MAX: Duration = Duration::from_secs(1);

/// How often the line is drawn anew, in times a second.
const DRAWN_PER_SECOND: u8 = 8;

/// How far it is.
#[derive(Debug, Clone)]
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// Nothing done yet.
    pub(super) fn begin() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("linting: {pos} files, {elapsed}") {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// One file more.
    pub(super) fn one_more(&self) {
        // Where standard error is no terminal, this target stays hidden, too.
        if self.0.is_hidden() && self.0.elapsed() > SILENT_MAX {
            self.0.set_draw_target(ProgressDrawTarget::stderr_with_hz(DRAWN_PER_SECOND));
        }
        self.0.inc(1);
    }

    /// All done: the line goes.
    pub(super) fn end(&self) {
        self.0.finish_and_clear();
    }
}
