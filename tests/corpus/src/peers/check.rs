//! Checks one client with cargo and its own manifest. Dependencies are built before.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use serde_json::Value;

use super::limited::{CPU_SECONDS, MEMORY_MIB, Measured, Outcome};
use super::row::Checked;
use super::tool::{Installed, Tool};
use super::{Plan, compiler, reasons};
use crate::document::Document;
use crate::{cache, folders};

/// The dependencies of all clients of a generator.
pub(super) struct Dependencies {
    /// The target folder.
    target: PathBuf,
    /// The lock file with their versions.
    lock: PathBuf,
    key: String,
}

/// Builds all dependencies that a client of the generator may need. The lists are in `tests/corpus/peers`.
pub(super) fn dependencies(plan: &Plan, tool: Tool) -> Result<Dependencies, String> {
    let package = plan.folder(&["dependencies", tool.name()])?;
    let list = folders::read(&folders::committed("peers").join(format!("{}.toml", tool.name())))?;
    let runtime = folders::repository()
        .join("runtime")
        .canonicalize()
        .map_err(|error| format!("no runtime: {error}"))?;
    let list = list.replace("../../../runtime", &runtime.display().to_string());
    folders::write(&package.join("Cargo.toml"), &format!("{list}\n[workspace]\n"))?;
    folders::write(&package.join("lib.rs"), "")?;
    let target = package.join("target");
    let lock = package.join("Cargo.lock");
    // Fetched for all platforms, because cargo needs all of them in offline mode.
    for step in ["fetch", "check"] {
        let status = cargo(&package, &target, step)
            .arg("--quiet")
            .status()
            .map_err(|error| format!("cannot run cargo: {error}"))?;
        if !status.success() {
            return Err(format!("the dependencies of {} do not compile", tool.name()));
        }
    }
    let key = format!(
        "{} {}",
        cache::key_of_file(&lock),
        cache::key_of_sources(&runtime.join("src"))
    );
    Ok(Dependencies { target, lock, key })
}

/// Checks a client, or returns the cached result.
pub(super) fn check(
    plan: &Plan,
    dependencies: &Dependencies,
    installed: &Installed,
    document: &Document,
) -> Result<Checked, String> {
    let tool = installed.tool;
    let client = plan.folder(&["clients", tool.name(), &document.slug()])?;
    let key = format!("{} {}", dependencies.key, cache::key_of_sources(&client.join("src")));
    let results = plan.folder(&["checked", tool.name()])?;
    cache::get_or_try(&results, &document.slug(), &key, || attempt(dependencies, &client))
}

fn attempt(dependencies: &Dependencies, client: &Path) -> Result<Checked, String> {
    let _ = std::fs::copy(&dependencies.lock, client.join("Cargo.lock"));
    let report = client.join("compiler.json");
    let _ = std::fs::remove_file(&report);
    // Output of a stopped run would be current for cargo, and nothing would be measured. So the file is touched.
    let _ = File::options()
        .append(true)
        .open(client.join("src/lib.rs"))
        .and_then(|file| file.set_modified(SystemTime::now()));
    let output = cargo(client, &dependencies.target, "check")
        .args(["--offline", "--message-format=json"])
        .env(compiler::REPORT, &report)
        .output()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    let measured: Option<Measured> = folders::read(&report)
        .ok()
        .and_then(|text| serde_json::from_str(&text).ok());
    let mut checked = messages(&String::from_utf8_lossy(&output.stdout));
    if let Some(measured) = &measured {
        checked.cpu = measured.cpu;
        checked.memory = measured.memory;
    }
    match measured.map(|measured| measured.outcome) {
        Some(Outcome::Timeout) => checked.error = Some(format!("more than {CPU_SECONDS} s of CPU")),
        Some(Outcome::Signal(signal)) => checked.error = Some(signal_error(signal)),
        None if output.status.success() => return Err("cargo did not run the compiler".to_owned()),
        _ if output.status.success() => {}
        _ => {
            checked.error = checked
                .error
                .or_else(|| Some(cargo_error(&String::from_utf8_lossy(&output.stderr))))
        }
    }
    Ok(checked)
}

fn cargo(package: &Path, target: &Path, step: &str) -> Command {
    let mut command = Command::new("cargo");
    command
        .arg(step)
        .current_dir(package)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_INCREMENTAL", "0")
        .env_remove("RUSTC_WRAPPER");
    if let Ok(program) = std::env::current_exe() {
        command.env("RUSTC_WORKSPACE_WRAPPER", program);
    }
    command
}

/// Counts the messages of the compiler and removes its output files.
fn messages(text: &str) -> Checked {
    let mut checked = Checked::default();
    for message in text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
        match message.get("reason").and_then(Value::as_str) {
            Some("compiler-message") => count(&mut checked, &message),
            Some("compiler-artifact") if is_client(&message) => {
                let files = message.get("filenames").and_then(Value::as_array);
                for file in files.into_iter().flatten().filter_map(Value::as_str) {
                    let _ = std::fs::remove_file(file);
                }
            }
            _ => {}
        }
    }
    checked
}

/// All generators are called with this package name; oaspen appends to it.
fn is_client(message: &Value) -> bool {
    let name = message.pointer("/target/name").and_then(Value::as_str);
    name.is_some_and(|name| name.starts_with("client"))
}

fn count(checked: &mut Checked, message: &Value) {
    let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str);
    // The summary ("12 warnings emitted") has neither a code nor a span.
    let code = text("/message/code/code");
    let has_span = message
        .pointer("/message/spans")
        .and_then(Value::as_array)
        .is_some_and(|spans| !spans.is_empty());
    if code.is_none() && !has_span {
        return;
    }
    match text("/message/level") {
        Some("warning") => checked.warnings += 1,
        Some("error") => {
            checked.errors += 1;
            let text_of_error = text("/message/message").unwrap_or_default();
            let file = text("/message/spans/0/file_name").unwrap_or_default();
            let line = format!("{} {text_of_error} {file}", code.unwrap_or("syntax:"));
            checked.error.get_or_insert_with(|| reasons::shorten(&line));
        }
        _ => {}
    }
}

/// The error if the compiler was ended by a signal, which happens if it exceeds the memory limit.
fn signal_error(signal: i32) -> String {
    format!("signal {signal}, possibly because more than {MEMORY_MIB} MiB of memory are needed")
}

/// The error of cargo itself, such as an invalid manifest.
fn cargo_error(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let error: Vec<&str> = lines.skip_while(|line| !line.starts_with("error")).take(4).collect();
    reasons::shorten(&format!("cargo: {}", error.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::messages;

    #[test]
    fn the_summary_of_the_compiler_is_not_counted() {
        let text = concat!(
            r#"{"reason":"compiler-message","message":{"level":"warning","code":{"code":"unused"},"message":"a"}}"#,
            "\n",
            r#"{"reason":"compiler-message","message":{"level":"error","code":{"code":"E1"},"message":"b"}}"#,
            "\n",
            r#"{"reason":"compiler-message","message":{"level":"error","message":"aborting","spans":[]}}"#,
        );
        let checked = messages(text);
        assert_eq!((checked.warnings, checked.errors), (1, 1));
        assert_eq!(checked.error.as_deref(), Some("E1 b "));
    }
}
