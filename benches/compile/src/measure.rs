//! Measures the CPU seconds and the memory of rustc, and writes crates to compile.
//!
//! This program is also the `RUSTC_WRAPPER` of cargo: it runs rustc and logs the CPU time and memory of
//! that process. So neither cargo nor dependencies are included.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use bench::Usage;

/// The environment variable with the file to which the wrapper writes a line per crate.
const LOG: &str = "OASPEN_BENCH_RUSTC_LOG";

/// Acts as the wrapper of rustc if cargo started this program as such. Returns the exit code.
pub fn as_rustc() -> Option<i32> {
    let log = std::env::var_os(LOG)?;
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let (rustc, arguments) = arguments.split_first()?;
    let (Usage { cpu, mib, .. }, code) = match Usage::with_code(Command::new(rustc).args(arguments)) {
        Ok(measured) => measured,
        Err(error) => {
            eprintln!("{error}");
            return Some(101);
        }
    };
    let name = arguments
        .iter()
        .position(|a| a == "--crate-name")
        .and_then(|at| arguments.get(at + 1));
    if let (Some(name), Ok(mut file)) = (name, fs::File::options().append(true).create(true).open(log)) {
        let _ = file.write_all(format!("{} {cpu} {mib}\n", name.to_string_lossy()).as_bytes());
    }
    Some(if code < 0 { 101 } else { code })
}

/// Runs cargo in a folder. Returns the usage of the rustc of the crate with this name, if it ran.
fn cargo(folder: &Path, target: &Path, arguments: &[&str], name: &str) -> Result<Option<Usage>, String> {
    let fail = |e: std::io::Error| format!("cannot run cargo: {e}");
    let log = target.join("rustc.log");
    fs::create_dir_all(target).map_err(fail)?;
    fs::write(&log, "").map_err(fail)?;
    let output = Command::new("cargo")
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", target)
        .env("RUSTC_WRAPPER", std::env::current_exe().map_err(fail)?)
        .env(LOG, &log)
        .env_remove("RUSTFLAGS")
        .stdin(Stdio::null())
        .output()
        .map_err(fail)?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(format!("cargo {arguments:?} failed in {}:\n{errors}", folder.display()));
    }
    let log = fs::read_to_string(&log).map_err(fail)?;
    Ok(log.lines().rev().find_map(|line| {
        let mut fields = line.split(' ');
        let found = fields.next()? == name;
        let mut number = || fields.next()?.parse().ok();
        let usage = Usage {
            cpu: number()?,
            mib: number()?,
            system: f64::NAN,
            elapsed: f64::NAN,
        };
        found.then_some(usage)
    }))
}

/// Builds the package of a folder without measuring.
pub fn build(folder: &Path, target: &Path, arguments: &[&str]) -> Result<(), String> {
    cargo(folder, target, arguments, "").map(drop)
}

/// Measures one command on the crate of a folder, without dependencies.
pub fn once(folder: &Path, target: &Path, arguments: &[&str]) -> Result<Usage, String> {
    touch(folder)?;
    let name = package(folder)?.replace('-', "_");
    cargo(folder, target, arguments, &name)?.ok_or_else(|| format!("cargo {arguments:?} did not compile {name}"))
}

/// The minimum of several [`once`].
pub fn crate_alone(folder: &Path, target: &Path, arguments: &[&str], rounds: usize) -> Result<Usage, String> {
    let mut best = once(folder, target, arguments)?;
    for _ in 1..rounds {
        let next = once(folder, target, arguments)?;
        best = Usage {
            cpu: best.cpu.min(next.cpu),
            mib: best.mib.min(next.mib),
            ..best
        };
    }
    Ok(best)
}

fn package(folder: &Path) -> Result<String, String> {
    let path = folder.join("Cargo.toml");
    let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let name = text
        .lines()
        .find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
    name.map(str::to_owned)
        .ok_or_else(|| format!("{}: no name", path.display()))
}

fn touch(folder: &Path) -> Result<(), String> {
    let root = ["src/lib.rs", "lib.rs", "generated/lib.rs"]
        .iter()
        .map(|name| folder.join(name))
        .find(|path| path.exists())
        .ok_or_else(|| format!("no lib.rs in {}", folder.display()))?;
    let file = fs::File::options()
        .append(true)
        .open(&root)
        .map_err(|e| e.to_string())?;
    file.set_modified(std::time::SystemTime::now())
        .map_err(|e| e.to_string())
}

/// Writes a file and creates its parent folders.
pub fn put(path: &Path, text: &str) -> Result<(), String> {
    let fail = |e: std::io::Error| format!("{}: {e}", path.display());
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(fail)?;
    }
    fs::write(path, text).map_err(fail)
}

/// Removes a folder if it exists.
pub fn clear(folder: &Path) -> Result<(), String> {
    match fs::remove_dir_all(folder) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(format!("{}: {e}", folder.display())),
        _ => Ok(()),
    }
}

/// The size of the Rust code in a folder.
#[derive(Clone, Copy, Debug, Default)]
pub struct Text {
    pub files: usize,
    pub lines: usize,
    /// Lines that are neither blank nor only a comment.
    pub code: usize,
    pub bytes: usize,
}

/// Counts the Rust code in a folder.
pub fn text(folder: &Path) -> Text {
    let mut total = Text::default();
    let mut queue: Vec<PathBuf> = vec![folder.into()];
    while let Some(path) = queue.pop() {
        if path.is_dir() {
            let hidden = path.file_name().is_some_and(|n| n == "target" || n == ".git");
            if let (false, Ok(entries)) = (hidden, fs::read_dir(&path)) {
                queue.extend(entries.flatten().map(|e| e.path()));
            }
        } else if path.extension().is_some_and(|e| e == "rs")
            && let Ok(text) = fs::read_to_string(&path)
        {
            let code = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
            total.files += 1;
            total.lines += text.lines().count();
            total.code += text.lines().filter(code).count();
            total.bytes += text.len();
        }
    }
    total
}
