//! How long something has taken, for deadlines of seconds within one call.

use std::time::{Duration, Instant};

/// Runs from its start. Unlike the clock on the wall nobody can set it, and unlike a session's end
/// such a deadline may well stand still while the machine sleeps.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts now.
    #[expect(clippy::disallowed_methods, reason = "no instant of it is ever compared with a session's end")]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since the start.
    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}
