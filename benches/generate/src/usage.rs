//! What a process used.

use std::process::{Command, Stdio};
use std::time::Instant;

/// The resource usage of one process.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    /// CPU seconds, user and system.
    pub cpu: f64,
    pub elapsed: f64,
    /// Peak memory.
    pub mib: f64,
}

impl Usage {
    /// Runs a command without its output, and returns what it used.
    pub fn of(command: &mut Command) -> Result<Self, String> {
        let shown = format!("{command:?}");
        let start = Instant::now();
        let child = command
            .stdout(Stdio::null())
            .spawn()
            .map_err(|error| format!("{shown}: {error}"))?;
        let mut status = 0;
        // SAFETY: `rusage` is plain data, for which zeros are valid; the pointers refer to local values, and no other code waits
        // for this child.
        let usage = unsafe {
            let mut usage: libc::rusage = std::mem::zeroed();
            libc::wait4(child.id() as libc::pid_t, &mut status, 0, &mut usage);
            usage
        };
        if !libc::WIFEXITED(status) || libc::WEXITSTATUS(status) != 0 {
            return Err(format!("{shown} failed"));
        }
        let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
        // Linux counts in KiB, macOS in bytes.
        let unit = if cfg!(target_os = "macos") {
            1024.0 * 1024.0
        } else {
            1024.0
        };
        Ok(Self {
            cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime),
            elapsed: start.elapsed().as_secs_f64(),
            mib: usage.ru_maxrss as f64 / unit,
        })
    }

    /// The median of each figure.
    pub fn median(samples: &[Self]) -> Self {
        let of = |figure: fn(&Self) -> f64| {
            let mut list: Vec<f64> = samples.iter().map(figure).collect();
            list.sort_by(f64::total_cmp);
            list.get(list.len() / 2).copied().unwrap_or(f64::NAN)
        };
        Self {
            cpu: of(|usage| usage.cpu),
            elapsed: of(|usage| usage.elapsed),
            mib: of(|usage| usage.mib),
        }
    }
}
