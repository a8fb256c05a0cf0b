//! Runs a program within limits and measures it.

use std::ffi::OsString;
use std::fs::File;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{Resource, setrlimit};
use serde::{Deserialize, Serialize};

use crate::{folders, measure, worker};

/// The limit of CPU seconds for one step of one document.
pub(super) const CPU_SECONDS: u64 = 300;
/// The limit of memory for one step of one document, in MiB.
pub(super) const MEMORY_MIB: u64 = 12_288;
/// The limit of wall-clock time, for programs that wait and use no CPU. It is high, because the machine may be busy.
const MAX_DURATION: Duration = Duration::from_secs(3600);

/// The result of a program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Outcome {
    /// Exit code 0.
    #[default]
    Success,
    /// Another exit code.
    Failure(i32),
    /// Ended by this signal, for example because memory ran out.
    Signal(i32),
    /// The CPU time or the wall-clock time is used up.
    Timeout,
}

/// The measurement of a program.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Measured {
    pub outcome: Outcome,
    /// CPU seconds, including child processes.
    pub cpu: f64,
    /// The highest peak of memory of one process, in MiB.
    pub memory: u64,
}

/// Runs a command in a worker process that measures it. Its output is written to `log`.
pub(super) fn start(command: &Command, log: &Path) -> Result<Measured, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut worker = Command::new(program);
    worker.arg("work-limited").arg(log).arg("--");
    worker.arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        worker.current_dir(folder);
    }
    let output = worker
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot start a worker: {error}"))?;
    serde_json::from_slice(&output.stdout).map_err(|error| format!("{}: {error}", output.status))
}

/// The worker: runs the command and prints the measurement as a line of JSON.
pub(crate) fn work(log: &Path, command: &[OsString]) -> Result<bool, String> {
    let Some((program, arguments)) = command.split_first() else {
        return Err("no command".to_owned());
    };
    folders::write(log, "")?;
    let open = || File::options().append(true).open(log);
    let (out, err) = open()
        .and_then(|out| Ok((out, open()?)))
        .map_err(|error| format!("{}: {error}", log.display()))?;
    let mut command = Command::new(program);
    command
        .args(arguments)
        .env_remove("RUST_BACKTRACE")
        .stdin(Stdio::null())
        .stdout(out)
        .stderr(err);
    worker::print(&run(&mut command)?)
}

/// Runs a command as the only child of this process. The limits are set on this process and inherited.
pub(super) fn run(command: &mut Command) -> Result<Measured, String> {
    let limit = |resource, amount| setrlimit(resource, amount, amount).map_err(|error| error.to_string());
    setrlimit(Resource::RLIMIT_CPU, CPU_SECONDS, CPU_SECONDS + 5).map_err(|error| error.to_string())?;
    limit(Resource::RLIMIT_DATA, MEMORY_MIB * 1024 * 1024)?;
    limit(Resource::RLIMIT_CORE, 0)?;
    let begin = Instant::now();
    let mut child = command
        .spawn()
        .map_err(|error| format!("cannot run {}: {error}", command.get_program().display()))?;
    let status = loop {
        match child.try_wait() {
            Ok(None) if begin.elapsed() > MAX_DURATION => {
                let _ = child.kill();
                let _ = child.wait();
                break None;
            }
            Ok(None) => std::thread::sleep(Duration::from_millis(20)),
            Ok(status) => break status,
            Err(error) => return Err(error.to_string()),
        }
    };
    let used = measure::children();
    Ok(Measured {
        outcome: outcome(status, used.cpu),
        cpu: used.cpu,
        memory: used.memory,
    })
}

/// Without a status, the program was stopped.
fn outcome(status: Option<ExitStatus>, cpu: f64) -> Outcome {
    let Some(status) = status else {
        return Outcome::Timeout;
    };
    match (status.code(), status.signal()) {
        (Some(0), _) => Outcome::Success,
        _ if cpu >= CPU_SECONDS as f64 => Outcome::Timeout,
        (Some(code), _) => Outcome::Failure(code),
        (None, signal) => Outcome::Signal(signal.unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::{Outcome, outcome};

    #[test]
    fn a_failure_at_the_cpu_limit_is_a_timeout() {
        let failure = Command::new("false").status().ok();
        assert_eq!(outcome(failure, 1.0), Outcome::Failure(1));
        assert_eq!(outcome(failure, 300.5), Outcome::Timeout);
        assert_eq!(outcome(None, 1.0), Outcome::Timeout);
    }
}
