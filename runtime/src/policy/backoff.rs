//! Waits that double.

use std::time::Duration;

/// The wait after `failures` attempts that failed in a row: `first` after one of them, and twice as long after each
/// further one, up to `longest`.
pub(crate) fn backoff(first: Duration, longest: Duration, failures: u32) -> Duration {
    let doubled = 2_u32.saturating_pow(failures.saturating_sub(1));
    first.saturating_mul(doubled).min(longest)
}
