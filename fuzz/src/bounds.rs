//! What one input may cost.

use crate::memory::{peak_since, reset};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};

/// Seconds of CPU time for each input. Instrumented and unoptimized code is about ten times slower.
const SECONDS: f64 = if cfg!(any(unoptimized, feature = "libfuzzer")) {
    20.0
} else {
    2.0
};

/// The same for each KiB of it.
const SECONDS_PER_KIB: f64 = SECONDS / 20.0;

/// Bytes of memory for each byte of an input.
const BYTES_PER_BYTE: usize = 4096;

/// The address space of a process of the stable runner: several times what any input may take. As `-rss_limit_mb` of libFuzzer.
pub const ADDRESS_SPACE: u64 = 4 << 30;

/// Ends this process where it allocates more than so many bytes, while an input runs. Where the system has no such limit, the
/// bounds of [`Usage`] still hold at the end of each input.
pub fn limit_address_space(bytes: u64) {
    let Rlimit { current, maximum } = getrlimit(Resource::As);
    let least = [current, maximum].into_iter().flatten().fold(bytes, u64::min);
    let limit = Rlimit {
        current: Some(least),
        maximum,
    };
    let _ = setrlimit(Resource::As, limit);
}

/// The time and memory of this process since a moment.
#[derive(Debug)]
pub struct Usage {
    seconds: f64,
    bytes: usize,
}

impl Usage {
    /// What is used from now on.
    #[must_use]
    pub fn begin() -> Self {
        Self {
            seconds: cpu_seconds(),
            bytes: reset(),
        }
    }

    /// Panics if more was used than an input of so many bytes may take.
    ///
    /// # Panics
    ///
    /// If it is too much.
    pub fn assert_below(&self, mib: usize, length: usize) {
        let seconds = cpu_seconds() - self.seconds;
        let most = SECONDS + SECONDS_PER_KIB * length as f64 / 1024.0;
        assert!(
            seconds < most,
            "{length} bytes took {seconds:.1} s of CPU time, more than {most:.1}"
        );
        let (bytes, most) = (peak_since(self.bytes), (mib << 20) + BYTES_PER_BYTE * length);
        assert!(
            bytes < most,
            "{length} bytes took {bytes} bytes of memory, more than {most}"
        );
    }
}

/// The CPU time of this process: of all threads, and whatever the load of the machine is.
fn cpu_seconds() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}
