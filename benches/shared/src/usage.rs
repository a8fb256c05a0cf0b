//! What a process used.

use std::io::Read as _;
use std::process::{Command, Stdio};
use std::time::Instant;

/// The resource usage of one process and of those that it waited for.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    /// CPU seconds, user and system.
    pub cpu: f64,
    /// Those of them that are system time, such as that of writing files.
    pub system: f64,
    /// Seconds from its start to its end.
    pub elapsed: f64,
    /// Peak memory; that of the largest process.
    pub mib: f64,
}

impl Usage {
    /// Runs a command without its output.
    ///
    /// # Errors
    ///
    /// It cannot be run, or it fails.
    pub fn of(command: &mut Command) -> Result<Self, String> {
        match Self::with_code(command.stdout(Stdio::null()))? {
            (usage, 0) => Ok(usage),
            _ => Err(format!("{command:?} failed")),
        }
    }

    /// As [`Usage::of`], without printing what the command prints. Its standard error is the error.
    ///
    /// # Errors
    ///
    /// It cannot be run, or it fails.
    pub fn silent(command: &mut Command) -> Result<Self, String> {
        match Self::run(command.stdout(Stdio::null()).stderr(Stdio::piped()))? {
            (usage, 0, _) => Ok(usage),
            (.., text) => Err(text),
        }
    }

    /// Runs a command. Returns its exit code, too: -1 if a signal ended it.
    ///
    /// # Errors
    ///
    /// It cannot be run.
    pub fn with_code(command: &mut Command) -> Result<(Self, i32), String> {
        Self::run(command).map(|(usage, code, _)| (usage, code))
    }

    /// The usage, the exit code, and standard error, if that is a pipe.
    fn run(command: &mut Command) -> Result<(Self, i32, String), String> {
        let fail = |error: std::io::Error, command: &Command| format!("{command:?}: {error}");
        let start = Instant::now();
        let mut child = command.spawn().map_err(|error| fail(error, command))?;
        let mut text = Vec::new();
        if let Some(errors) = &mut child.stderr {
            errors.read_to_end(&mut text).map_err(|error| fail(error, command))?;
        }
        let mut status = 0;
        // SAFETY: `rusage` is plain data, for which zeros are valid; the pointers refer to local values, and no other code
        // waits for this child.
        let (waited, usage) = unsafe {
            let mut usage: libc::rusage = std::mem::zeroed();
            let waited = libc::wait4(child.id() as libc::pid_t, &mut status, 0, &mut usage);
            (waited, usage)
        };
        // Then neither the exit code nor the usage is known, and zeros would look like a success that cost nothing.
        if waited == -1 {
            return Err(fail(std::io::Error::last_os_error(), command));
        }
        let has_exited = libc::WIFEXITED(status);
        let code = if has_exited { libc::WEXITSTATUS(status) } else { -1 };
        let elapsed = start.elapsed().as_secs_f64();
        Ok((
            Self::from(&usage, elapsed),
            code,
            String::from_utf8_lossy(&text).into_owned(),
        ))
    }

    /// What this process has used since it started.
    pub fn of_this_process() -> Self {
        // SAFETY: as above.
        let usage = unsafe {
            let mut usage: libc::rusage = std::mem::zeroed();
            libc::getrusage(libc::RUSAGE_SELF, &mut usage);
            usage
        };
        Self::from(&usage, f64::NAN)
    }

    fn from(usage: &libc::rusage, elapsed: f64) -> Self {
        let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
        // Linux counts in KiB, macOS in bytes.
        let unit = if cfg!(target_os = "macos") {
            1024.0 * 1024.0
        } else {
            1024.0
        };
        Self {
            cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime),
            system: seconds(usage.ru_stime),
            elapsed,
            mib: usage.ru_maxrss as f64 / unit,
        }
    }

    /// The median of each figure; NaN without samples.
    pub fn median(samples: &[Self]) -> Self {
        let of = |figure: fn(&Self) -> f64| {
            let mut list: Vec<f64> = samples.iter().map(figure).collect();
            list.sort_by(f64::total_cmp);
            list.get(list.len() / 2).copied().unwrap_or(f64::NAN)
        };
        Self {
            cpu: of(|usage| usage.cpu),
            system: of(|usage| usage.system),
            elapsed: of(|usage| usage.elapsed),
            mib: of(|usage| usage.mib),
        }
    }
}
