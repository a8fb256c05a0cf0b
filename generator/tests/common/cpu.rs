//! Time that does not depend on the load of the machine.

use std::time::Duration;

/// Runs within so many seconds of CPU time of this thread.
#[track_caller]
pub(crate) fn within<T>(seconds: u64, what: &str, run: impl FnOnce() -> T) -> T {
    let before = now();
    let result = run();
    let taken = now().saturating_sub(before);
    assert!(
        taken < Duration::from_secs(seconds),
        "{what} took {taken:?} of CPU time"
    );
    result
}

/// The CPU time of this thread.
#[cfg(unix)]
fn now() -> Duration {
    use rustix::time::{ClockId, clock_gettime};

    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(time).expect("a time is not negative")
}

/// The time, where that of a thread is not known.
#[cfg(not(unix))]
fn now() -> Duration {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.expect("a time after 1970")
}
