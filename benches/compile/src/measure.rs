//! CPU seconds of child processes, and crates to compile.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// CPU seconds (user and system) that all waited-for children have used so far.
fn children() -> f64 {
    // SAFETY: `rusage` is plain data, for which zeros are valid, and the pointer is to it.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_CHILDREN, &mut usage);
        usage
    };
    let seconds = |t: libc::timeval| t.tv_sec as f64 + t.tv_usec as f64 / 1e6;
    seconds(usage.ru_utime) + seconds(usage.ru_stime)
}

/// Runs cargo in a folder and returns its CPU seconds.
pub fn cargo(folder: &Path, target: &Path, arguments: &[&str]) -> Result<f64, String> {
    let before = children();
    let output = Command::new("cargo")
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", target)
        .env_remove("RUSTFLAGS")
        .stdin(Stdio::null())
        .output()
        .map_err(|e| format!("cannot run cargo: {e}"))?;
    if !output.status.success() {
        return Err(format!(
            "cargo {arguments:?} failed in {}:\n{}",
            folder.display(),
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    Ok(children() - before)
}

/// CPU seconds of one command on the crate of a folder alone: its dependencies are built first,
/// then the crate is touched and built `rounds` times; the least counts.
pub fn crate_alone(folder: &Path, target: &Path, arguments: &[&str], rounds: usize) -> Result<f64, String> {
    cargo(folder, target, arguments)?;
    let mut best = f64::INFINITY;
    for _ in 0..rounds {
        touch(folder)?;
        best = best.min(cargo(folder, target, arguments)?);
    }
    Ok(best)
}

fn touch(folder: &Path) -> Result<(), String> {
    let root = ["src/lib.rs", "lib.rs", "generated/lib.rs"]
        .iter()
        .map(|name| folder.join(name))
        .find(|path| path.exists())
        .ok_or_else(|| format!("no lib.rs in {}", folder.display()))?;
    let file = std::fs::File::options()
        .append(true)
        .open(&root)
        .map_err(|e| e.to_string())?;
    file.set_modified(std::time::SystemTime::now())
        .map_err(|e| e.to_string())
}

/// Lines of Rust under a folder, and files.
pub fn lines(folder: &Path) -> (usize, usize) {
    let mut total = (0, 0);
    let mut queue: Vec<PathBuf> = vec![folder.into()];
    while let Some(path) = queue.pop() {
        if path.is_dir() {
            let hidden = path.file_name().is_some_and(|n| n == "target" || n == ".git");
            if let (false, Ok(entries)) = (hidden, std::fs::read_dir(&path)) {
                queue.extend(entries.flatten().map(|e| e.path()));
            }
        } else if path.extension().is_some_and(|e| e == "rs")
            && let Ok(text) = std::fs::read_to_string(&path)
        {
            total.0 += text.lines().count();
            total.1 += 1;
        }
    }
    total
}
