//! The memory of this process.

use crate::ALLOCATED;

/// Starts to count, and returns what is in use.
pub(crate) fn reset() -> usize {
    ALLOCATED.reset_peak_usage();
    ALLOCATED.current_usage()
}

/// The most that was in use at once, in addition to what was in use before.
pub(crate) fn peak_since(before: usize) -> usize {
    ALLOCATED.peak_usage().saturating_sub(before)
}
