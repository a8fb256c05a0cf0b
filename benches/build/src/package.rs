//! The packages that are built.

use std::path::{Path, PathBuf};
use std::process::Command;

use bench::Usage;

use crate::options::Options;

/// A package below `programs`, with a target folder of its own.
pub struct Package {
    name: &'static str,
    target: PathBuf,
    is_incremental: bool,
}

impl Package {
    /// With nothing built before.
    pub fn new(name: &'static str, options: &Options) -> Result<Self, String> {
        let target = options.work.join(format!("target-{name}"));
        match std::fs::remove_dir_all(&target) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(format!("{}: {error}", target.display())),
            _ => Ok(Self {
                name,
                target,
                is_incremental: false,
            }),
        }
    }

    /// Builds without optimization are incremental, which is Cargo's default.
    pub fn incremental(mut self) -> Self {
        self.is_incremental = true;
        self
    }

    /// Runs cargo with these arguments and returns the CPU seconds of everything it ran. The client is that of a document.
    pub fn cargo(&self, arguments: &[&str], document: &Path) -> Result<f64, String> {
        let mut arguments = arguments.iter();
        let subcommand = arguments.next().ok_or("no arguments of cargo")?;
        cpu(self.command(subcommand, document).args(arguments))
    }

    /// The TLS library of the program, by its dependencies.
    pub fn tls(&self, document: &Path) -> Result<String, String> {
        let mut command = self.command("tree", document);
        let output = command
            .args(["--edges", "normal", "--prefix", "none", "--format", "{p}"])
            .output();
        let output = output.map_err(|error| format!("{command:?}: {error}"))?;
        if !output.status.success() {
            return Err(format!("{command:?} failed"));
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let mut found: Vec<&str> = Vec::new();
        for name in text.lines().filter_map(|line| line.split(' ').next()) {
            if ["aws-lc-rs", "native-tls", "ring", "rustls"].contains(&name) && !found.contains(&name) {
                found.push(name);
            }
        }
        found.sort_unstable();
        Ok(found.join(" and "))
    }

    /// Links the program without optimization again, without debug information, and returns its size in MB.
    pub fn size_of_code(&self, document: &Path) -> Result<f64, String> {
        let mut command = self.command("rustc", document);
        let program = format!("build-{}", self.name);
        cpu(command.args(["--bin", &program, "--", "-C", "strip=debuginfo"]))?;
        self.size("debug")
    }

    fn command(&self, subcommand: &str, document: &Path) -> Command {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("programs")
            .join(self.name)
            .join("Cargo.toml");
        let mut command = Command::new("cargo");
        command
            .args([subcommand, "--quiet", "--manifest-path"])
            .arg(manifest)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("BENCH_SPEC", document)
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_INCREMENTAL")
            .env_remove("CARGO_PROFILE_DEV_DEBUG");
        if !self.is_incremental {
            command.env("CARGO_INCREMENTAL", "0");
        }
        command
    }

    /// The size in MB of the program of a profile.
    pub fn size(&self, profile: &str) -> Result<f64, String> {
        let program = format!("build-{}{}", self.name, std::env::consts::EXE_SUFFIX);
        let path = self.target.join(profile).join(program);
        let data = std::fs::metadata(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(data.len() as f64 / 1e6)
    }
}

/// Runs a command, and returns the CPU seconds of its process and of those that it ran.
fn cpu(command: &mut Command) -> Result<f64, String> {
    Usage::of(command).map(|usage| usage.cpu)
}
