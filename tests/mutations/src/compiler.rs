//! Compiles the runtime once, and programs against it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::folders;

/// Builds the runtime and returns its library file.
pub(crate) fn runtime() -> Result<PathBuf, String> {
    let package = folders::work("runtime")?;
    let runtime = folders::repository().join("runtime");
    let runtime = runtime.canonicalize().map_err(|error| format!("no runtime: {error}"))?;
    let manifest = format!(
        "[package]\nname = \"clients\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lib]\npath = \"lib.rs\"\n\n\
         [dependencies]\noaspen-client = {{ path = {:?}, features = [\"blocking\", \"test-util\"] }}\n\n\
         [profile.dev]\ndebug = false\nincremental = false\n\n[workspace]\n",
        runtime.display().to_string()
    );
    folders::write(&package.join("Cargo.toml"), &manifest)?;
    // The versions of the repository: nothing is downloaded.
    let lock = folders::read(&folders::repository().join("Cargo.lock"))?;
    folders::write(&package.join("Cargo.lock"), &lock)?;
    folders::write(&package.join("lib.rs"), "")?;
    let output = Command::new("cargo")
        .args(["build", "--quiet", "--offline", "--message-format=json"])
        .current_dir(&package)
        .env("CARGO_TARGET_DIR", package.join("target"))
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if !output.status.success() {
        return Err("the runtime does not compile".to_owned());
    }
    library(&String::from_utf8_lossy(&output.stdout)).ok_or_else(|| "cargo reported no library file".to_owned())
}

fn library(messages: &str) -> Option<PathBuf> {
    let messages = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    messages
        .filter(|message| message["target"]["name"] == "oaspen_client")
        .filter_map(|message| message["filenames"].as_array().cloned())
        .flatten()
        .filter_map(|file| file.as_str().map(PathBuf::from))
        .find(|file| file.extension().is_some_and(|extension| extension == "rlib"))
}

fn rustc(source: &Path, library: &Path) -> Command {
    let folder = library.parent().unwrap_or(Path::new("."));
    let mut command = Command::new("rustc");
    command.args(["--edition=2024", "-Awarnings", "-Cdebuginfo=0", "-Copt-level=0"]);
    command.arg(format!("--extern=oaspen_client={}", library.display()));
    command.arg(format!("-Ldependency={}", folder.display()));
    command.arg(source);
    command
}

/// Compiles a program.
pub(crate) fn program(source: &Path, program: &Path, library: &Path) -> Result<PathBuf, String> {
    let mut command = rustc(source, library);
    let output = command.arg("--crate-name=program").arg("-o").arg(program).output();
    let output = output.map_err(|error| format!("cannot run rustc: {error}"))?;
    if output.status.success() {
        return Ok(program.to_owned());
    }
    Err(String::from_utf8_lossy(&output.stderr).chars().take(4000).collect())
}

/// Checks a crate. The error is the first error of the compiler.
pub(crate) fn check(source: &Path, library: &Path) -> Result<(), String> {
    let mut command = rustc(source, library);
    command.args(["--crate-type=lib", "--crate-name=user", "--emit=metadata"]);
    let output = command.arg("-o").arg(source.with_extension("rmeta")).output();
    let output = output.map_err(|error| format!("cannot run rustc: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let at = text.find("error").unwrap_or(0);
    Err(text.get(at..).unwrap_or(&text).chars().take(400).collect())
}
