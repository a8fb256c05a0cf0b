//! A program of somebody else, within limits: how it ended, and what it used.

use std::ffi::OsString;
use std::fs::File;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{Resource, setrlimit};
use serde::{Deserialize, Serialize};

use crate::{folders, measure, worker};

/// Seconds of CPU for one step of one document.
pub(super) const CPU_SECONDS: u64 = 300;
/// Memory that one step of one document may reserve, in MiB.
pub(super) const MEMORY_MIB: u64 = 12_288;
/// A program that waits for something uses no CPU. The machine may be busy, so this is generous.
const PATIENCE: Duration = Duration::from_secs(3600);

/// How a program ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Ended {
    /// With success.
    #[default]
    Well,
    /// With this exit code.
    Badly(i32),
    /// By a signal, as when memory runs out.
    Killed(i32),
    /// It used up its CPU time, or its time.
    OutOfTime,
}

/// What a program did.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Measured {
    pub ended: Ended,
    /// CPU seconds, of its own children too.
    pub cpu: f64,
    /// The highest peak of memory of one process, in MiB.
    pub memory: u64,
}

/// Runs a command in a process that measures it. What it prints goes to `log`.
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

/// The worker: runs the command and prints what it did as a line of JSON.
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

/// Runs a command as the only child of this process, which takes the limits upon itself.
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
            Ok(None) if begin.elapsed() > PATIENCE => {
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
        ended: ended(status, used.cpu),
        cpu: used.cpu,
        memory: used.memory,
    })
}

/// Without a status it was stopped.
fn ended(status: Option<ExitStatus>, cpu: f64) -> Ended {
    let Some(status) = status else {
        return Ended::OutOfTime;
    };
    match (status.code(), status.signal()) {
        (Some(0), _) => Ended::Well,
        _ if cpu >= CPU_SECONDS as f64 => Ended::OutOfTime,
        (Some(code), _) => Ended::Badly(code),
        (None, signal) => Ended::Killed(signal.unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::{Ended, ended};

    #[test]
    fn a_failure_at_the_limit_of_cpu_is_a_timeout() {
        let failure = Command::new("false").status().ok();
        assert_eq!(ended(failure, 1.0), Ended::Badly(1));
        assert_eq!(ended(failure, 300.5), Ended::OutOfTime);
        assert_eq!(ended(None, 1.0), Ended::OutOfTime);
    }
}
