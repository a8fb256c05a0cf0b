//! One client: checked by cargo with its own manifest, against dependencies that are built before.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use serde_json::Value;

use super::limited::{CPU_SECONDS, Ended, MEMORY_MIB, Measured};
use super::row::Checked;
use super::tool::{Installed, Tool};
use super::{Plan, compiler, reasons};
use crate::document::Document;
use crate::{cache, folders};

/// The dependencies of all clients of a generator.
pub(super) struct Dependencies {
    /// Where they are built.
    target: PathBuf,
    /// Their versions.
    lock: PathBuf,
    key: String,
}

/// Builds everything that a client of the generator may need: `tests/corpus/peers` has the lists.
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
    // Fetched for every platform: cargo wants to see all of them when it is offline.
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

/// Checks a client, unless an earlier run did.
pub(super) fn check(
    plan: &Plan,
    dependencies: &Dependencies,
    installed: &Installed,
    document: &Document,
) -> Result<Checked, String> {
    let tool = installed.tool;
    let client = plan.folder(&["clients", tool.name(), &document.slug()])?;
    let key = format!("{} {}", dependencies.key, cache::key_of_sources(&client.join("src")));
    let kept = plan.folder(&["checked", tool.name()])?;
    cache::attempt(&kept, &document.slug(), &key, || attempt(dependencies, &client))
}

fn attempt(dependencies: &Dependencies, client: &Path) -> Result<Checked, String> {
    let _ = std::fs::copy(&dependencies.lock, client.join("Cargo.lock"));
    let report = client.join("compiler.json");
    let _ = std::fs::remove_file(&report);
    // What a stopped run left behind would be good enough for cargo, and nothing would be measured.
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
    match measured.map(|measured| measured.ended) {
        Some(Ended::OutOfTime) => checked.error = Some(format!("more than {CPU_SECONDS} s of CPU")),
        Some(Ended::Killed(signal)) => checked.error = Some(killed(signal)),
        None if output.status.success() => return Err("cargo did not run the compiler".to_owned()),
        _ if output.status.success() => {}
        _ => {
            checked.error = checked
                .error
                .or_else(|| Some(of_cargo(&String::from_utf8_lossy(&output.stderr))))
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

/// Counts what the compiler says, and removes what it wrote.
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

/// Every generator is asked for a package of this name, and oaspen adds to it.
fn is_client(message: &Value) -> bool {
    let name = message.pointer("/target/name").and_then(Value::as_str);
    name.is_some_and(|name| name.starts_with("client"))
}

fn count(checked: &mut Checked, message: &Value) {
    let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str);
    // The closing lines ("12 warnings emitted") have neither a code nor a place.
    let code = text("/message/code/code");
    let placed = message
        .pointer("/message/spans")
        .and_then(Value::as_array)
        .is_some_and(|spans| !spans.is_empty());
    if code.is_none() && !placed {
        return;
    }
    match text("/message/level") {
        Some("warning") => checked.warnings += 1,
        Some("error") => {
            checked.errors += 1;
            let said = text("/message/message").unwrap_or_default();
            let place = text("/message/spans/0/file_name").unwrap_or_default();
            let said = format!("{} {said} {place}", code.unwrap_or("syntax:"));
            checked.error.get_or_insert_with(|| reasons::shorten(&said));
        }
        _ => {}
    }
}

/// The compiler gives up when it gets no more memory, and is killed when it asks for too much.
fn killed(signal: i32) -> String {
    format!("signal {signal}, as when {MEMORY_MIB} MiB of memory are not enough")
}

/// What cargo itself does not like, such as a manifest.
fn of_cargo(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let telling: Vec<&str> = lines.skip_while(|line| !line.starts_with("error")).take(4).collect();
    reasons::shorten(&format!("cargo: {}", telling.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::messages;

    #[test]
    fn closing_lines_of_the_compiler_are_not_counted() {
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
