//! The CPU time and memory of processes.

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// CPU seconds and peak memory in MiB.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Usage {
    pub cpu: f64,
    pub memory: u64,
}

/// The usage of this process so far.
pub(crate) fn own() -> Usage {
    of(UsageWho::RUSAGE_SELF)
}

/// The usage of the child processes that have ended: the sum of CPU times and the highest peak of memory.
pub(crate) fn children() -> Usage {
    of(UsageWho::RUSAGE_CHILDREN)
}

fn of(who: UsageWho) -> Usage {
    let Ok(usage) = getrusage(who) else {
        return Usage::default();
    };
    let micros = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    // The unit is KiB, except on macOS.
    let unit = if cfg!(target_os = "macos") { 1024 * 1024 } else { 1024 };
    Usage {
        cpu: micros as f64 / 1e6,
        memory: u64::try_from(usage.max_rss()).unwrap_or(0) / unit,
    }
}
