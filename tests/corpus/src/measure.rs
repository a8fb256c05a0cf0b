//! What a process has used: CPU seconds and memory.

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// CPU seconds and the peak of memory in MiB.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Usage {
    pub cpu: f64,
    pub memory: u64,
}

/// Of this process up to now.
pub(crate) fn own() -> Usage {
    of(UsageWho::RUSAGE_SELF)
}

/// Of the processes that this one started and waited for: the sum of their times, the highest peak.
pub(crate) fn children() -> Usage {
    of(UsageWho::RUSAGE_CHILDREN)
}

fn of(who: UsageWho) -> Usage {
    let Ok(usage) = getrusage(who) else {
        return Usage::default();
    };
    let micros = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    // The system counts kibibytes, except on macOS.
    let unit = if cfg!(target_os = "macos") { 1024 * 1024 } else { 1024 };
    Usage {
        cpu: micros as f64 / 1e6,
        memory: u64::try_from(usage.max_rss()).unwrap_or(0) / unit,
    }
}
