//! Compiles the runtime, which all clients are checked against.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::folders;

/// Builds the runtime and returns its library file.
pub(crate) fn runtime() -> Result<PathBuf, String> {
    let package = folders::work("runtime")?;
    let runtime = folders::repository()
        .join("runtime")
        .canonicalize()
        .map_err(|error| format!("no runtime: {error}"))?;
    folders::write(
        &package.join("Cargo.toml"),
        &format!(
            "[package]\nname = \"clients\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lib]\npath = \"lib.rs\"\n\n\
             [dependencies]\noaspen-client = {{ path = {:?} }}\n\n[workspace]\n",
            runtime.display().to_string()
        ),
    )?;
    folders::write(&package.join("lib.rs"), "")?;
    let output = Command::new("cargo")
        .args(["build", "--quiet", "--message-format=json"])
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

/// The rustc flags for the runtime and its dependencies, which are in the same folder.
pub(crate) fn flags(library: &Path) -> [String; 2] {
    let folder = library.parent().unwrap_or(Path::new("."));
    [
        format!("--extern=oaspen_client={}", library.display()),
        format!("-Ldependency={}", folder.display()),
    ]
}

/// Finds the library file of the runtime in the messages of cargo.
fn library(messages: &str) -> Option<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message.pointer("/target/name").and_then(Value::as_str) == Some("oaspen_client"))
        .filter_map(|message| message.get("filenames").and_then(Value::as_array).cloned())
        .flatten()
        .filter_map(|file| file.as_str().map(PathBuf::from))
        .find(|file| is_library(file))
}

fn is_library(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "rlib")
}

#[cfg(test)]
mod tests {
    use super::library;

    #[test]
    fn the_library_is_found_among_the_messages() {
        let messages = concat!(
            r#"{"reason":"compiler-artifact","target":{"name":"serde"},"filenames":["a/libserde.rlib"]}"#,
            "\n",
            r#"{"reason":"compiler-artifact","target":{"name":"oaspen_client"},"filenames":["a/x.rmeta","a/x.rlib"]}"#,
        );
        assert_eq!(library(messages).as_deref(), Some(std::path::Path::new("a/x.rlib")));
    }
}
