//! The program of a server: compiled with its client, and run.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::folders;
use crate::process::{Running, output};
use crate::server::Server;

/// Compiles the program of a server in its folder. All share the compiled runtime.
pub(crate) fn compile(server: &Server, folder: &Path) -> Result<(), String> {
    let root = folders::repository();
    let runtime = root.join("runtime");
    let manifest = format!(
        "[package]\nname = \"{}-calls\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         oaspen-client = {{ path = {runtime:?}, features = [\"blocking\", \"test-util\"] }}\n\
         serde_json = {{ version = \"1\", features = [\"float_roundtrip\", \"preserve_order\"] }}\n\
         uuid = {{ version = \"1\", default-features = false, features = [\"serde\", \"std\"] }}\n\n\
         [profile.dev]\ndebug = false\nincremental = false\n\n[workspace]\n",
        server.name
    );
    folders::write(&folder.join("Cargo.toml"), &manifest)?;
    // The versions of the repository.
    folders::write(&folder.join("Cargo.lock"), &folders::read(&root.join("Cargo.lock"))?)?;
    for file in ["main.rs", "league.rs", "exchanges.rs"] {
        let text = folders::read(&folders::servers().join("program").join(file))?;
        folders::write(&folder.join("src").join(file), &text)?;
    }
    let calls = folders::read(&server.calls())?;
    folders::write(&folder.join("src/calls.rs"), &calls)?;
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet", "--offline"]).current_dir(folder);
    cargo
        .env("CARGO_TARGET_DIR", folders::work("build")?)
        .env("RUSTFLAGS", "-Awarnings");
    // Its files would take more space than everything else.
    cargo.env("CARGO_INCREMENTAL", "0");
    let status = cargo.status().map_err(|error| format!("cannot run cargo: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err("the calls do not compile".to_owned())
    }
}

/// Makes the calls. Returns a line for each.
pub(crate) fn run(server: &Server, running: &Running, folder: &Path, lenient: bool) -> Result<Vec<Value>, String> {
    let program = folders::work("build")?
        .join("debug")
        .join(format!("{}-calls", server.name));
    let mut command = running.names.command(server, &program.display().to_string());
    command
        .env("LEAGUE_SERVER", &server.name)
        .env("LEAGUE_DECODING", if lenient { "lenient" } else { "strict" });
    command
        .env("LEAGUE_URL", running.names.url(&server.base))
        .env("LEAGUE_FOLDER", &running.names.folder);
    command
        .current_dir(folder)
        .stdin(Stdio::null())
        .stderr(output(&folder.join("calls.log"))?);
    let status = command
        .status()
        .map_err(|error| format!("cannot run the calls: {error}"))?;
    if !status.success() {
        let log = folders::read(&folder.join("calls.log")).unwrap_or_default();
        return Err(format!("the calls failed: {status}\n{log}"));
    }
    let results = folders::read(&folder.join("results.jsonl"))?;
    results
        .lines()
        .map(|line| serde_json::from_str(line).map_err(|error| error.to_string()))
        .collect()
}
