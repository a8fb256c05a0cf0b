//! The programs that generate. Each is a package of its own beside this one.

use std::path::{Path, PathBuf};
use std::process::Command;

use bench::Usage;

/// A program that generates from the document in its first argument into `OUT_DIR`.
pub struct Program {
    path: PathBuf,
    name: &'static str,
}

impl Program {
    /// Builds the package of a folder.
    pub fn build(name: &'static str, profile: &str, work: &Path) -> Result<Self, String> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join(name).join("Cargo.toml");
        let target = work.join(format!("target-{name}"));
        let status = Command::new("cargo")
            .args(["build", "--quiet", "--profile", profile, "--manifest-path"])
            .arg(manifest)
            .env("CARGO_TARGET_DIR", &target)
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("RUSTFLAGS")
            .status()
            .map_err(|error| format!("cannot run cargo: {error}"))?;
        if !status.success() {
            return Err(format!("cannot build `{name}`"));
        }
        let folder = if profile == "dev" { "debug" } else { profile };
        let path = target
            .join(folder)
            .join(format!("generate-{name}{}", std::env::consts::EXE_SUFFIX));
        Ok(Self { path, name })
    }

    /// Runs it once, with an empty `OUT_DIR`.
    pub fn run(&self, arguments: &[&Path], work: &Path) -> Result<Usage, String> {
        let out = work.join(format!("out-{}", self.name));
        for folder in arguments.iter().copied().skip(1).chain([out.as_path()]) {
            clear(folder)?;
        }
        std::fs::create_dir_all(&out).map_err(|error| format!("{}: {error}", out.display()))?;
        Usage::of(Command::new(&self.path).args(arguments).env("OUT_DIR", out))
    }
}

/// Removes a folder if it exists.
pub fn clear(folder: &Path) -> Result<(), String> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(format!("{}: {error}", folder.display())),
        _ => Ok(()),
    }
}
