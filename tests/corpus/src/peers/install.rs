//! Installs the generators by package name, at fixed versions, into the work folder.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::tool::{Installed, Tool};
use crate::{cache, folders};

/// Installs a generator if necessary.
pub(super) fn install(tool: Tool, home: &Path) -> Result<Installed, String> {
    let home = home.join(tool.name());
    let (program, key) = match tool {
        Tool::Oaspen => {
            let program = build_oaspen()?;
            let key = cache::key_of_file(&program);
            (program, key)
        }
        Tool::Progenitor => install_crate(&home, "cargo-progenitor", tool.version())?,
        Tool::OpenapiToRust => install_crate(&home, "openapi-to-rust", tool.version())?,
        Tool::OpenapiGenerator => install_jar(&home, tool.version())?,
    };
    Ok(Installed { tool, program, key })
}

/// Builds the binary of this repository, as a user would.
fn build_oaspen() -> Result<PathBuf, String> {
    let output = Command::new("cargo")
        .args(["build", "--release", "--quiet", "--message-format=json"])
        .args(["-p", "oaspen", "--bin", "oaspen"])
        .current_dir(folders::repository())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message.pointer("/target/name").and_then(Value::as_str) == Some("oaspen"))
        .find_map(|message| message.get("executable")?.as_str().map(PathBuf::from))
        .ok_or_else(|| "oaspen does not compile".to_owned())
}

/// Installs a binary of a crate.
fn install_crate(home: &Path, name: &str, version: &str) -> Result<(PathBuf, String), String> {
    let program = home.join("bin").join(name);
    let list = home.join(".crates.toml");
    let entry = format!("\"{name} {version} ");
    let ready = || program.exists() && folders::read(&list).is_ok_and(|text| text.contains(&entry));
    if !ready() {
        run(Command::new("cargo")
            .args([
                "install",
                "--locked",
                "--quiet",
                "--version",
                &format!("={version}"),
                "--root",
            ])
            .arg(home)
            .arg(name))?;
    }
    if ready() {
        Ok((program, version.to_owned()))
    } else {
        Err(format!("{name} {version} is not in {}", home.display()))
    }
}

/// Installs the JAR of openapi-generator from its Python package.
fn install_jar(home: &Path, version: &str) -> Result<(PathBuf, String), String> {
    let archive = home.join("openapi_generator_cli/openapi-generator.jar");
    let metadata = home.join(format!("openapi_generator_cli-{version}.dist-info"));
    if !(archive.exists() && metadata.exists()) {
        run(Command::new("python3")
            .args(["-m", "pip", "install", "--quiet", "--no-deps", "--upgrade", "--target"])
            .arg(home)
            .arg(format!("openapi-generator-cli=={version}")))?;
    }
    run(Command::new("java").arg("-version").stderr(Stdio::null()))
        .map_err(|error| format!("{error} (install Java 11 or later)"))?;
    if archive.exists() && metadata.exists() {
        Ok((archive, version.to_owned()))
    } else {
        Err(format!("openapi-generator {version} is not in {}", home.display()))
    }
}

fn run(command: &mut Command) -> Result<(), String> {
    let name = command.get_program().display().to_string();
    match command.stdout(Stdio::inherit()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{name} failed: {status}")),
        Err(error) => Err(format!("cannot run {name}: {error}")),
    }
}
