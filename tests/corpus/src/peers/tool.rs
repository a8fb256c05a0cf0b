//! The generators and their command lines.

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::ValueEnum;

use crate::folders;

/// A generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Tool {
    Oaspen,
    Progenitor,
    OpenapiGenerator,
    OpenapiToRust,
}

impl Tool {
    /// Its name in tables and folders.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Oaspen => "oaspen",
            Self::Progenitor => "progenitor",
            Self::OpenapiGenerator => "openapi-generator",
            Self::OpenapiToRust => "openapi-to-rust",
        }
    }

    /// The version that is measured. For oaspen it is the version of this repository.
    pub(super) fn version(self) -> &'static str {
        match self {
            Self::Oaspen => env!("CARGO_PKG_VERSION"),
            Self::Progenitor => "0.15.1",
            Self::OpenapiGenerator => "7.26.0",
            Self::OpenapiToRust => "0.23.0",
        }
    }

    /// The texts that mark an error in its output, the most specific first.
    pub(super) fn error_markers(self) -> &'static [&'static str] {
        match self {
            Self::Oaspen => &["error", "panicked at"],
            Self::Progenitor => &["panicked at", "gen fail:", "Error:"],
            Self::OpenapiGenerator => &["Caused by:", "Exception in thread", "[error]"],
            Self::OpenapiToRust => &["panicked at", "Error:", "error"],
        }
    }
}

/// An installed generator.
pub(super) struct Installed {
    pub tool: Tool,
    /// The binary or the JAR.
    pub program: PathBuf,
    /// Changes when the generator does.
    pub key: String,
}

impl Installed {
    /// The command that writes a client into an existing folder. All generators are called with the options
    /// that make them refuse the fewest documents: a name and a version if possible, no validation.
    pub(super) fn command(&self, spec: &Path, out: &Path) -> Command {
        let mut command = match self.tool {
            Tool::OpenapiGenerator => Command::new("java"),
            _ => Command::new(&self.program),
        };
        command.current_dir(out);
        match self.tool {
            Tool::Oaspen => command
                .arg("generate")
                .arg(spec)
                .args(["--out", ".", "--name", "client", "--runtime-path"])
                .arg(folders::repository().join("runtime")),
            Tool::Progenitor => command
                .args([
                    "progenitor",
                    "--name",
                    "client",
                    "--version",
                    "0.0.0",
                    "--output",
                    ".",
                    "--input",
                ])
                .arg(spec),
            Tool::OpenapiGenerator => command
                .args(["-Xmx6g", "-jar"])
                .arg(&self.program)
                .args(["generate", "-g", "rust", "--library", "reqwest", "--skip-validate-spec"])
                .args(["--additional-properties", "packageName=client,packageVersion=0.0.0"])
                .args(["-o", ".", "-i"])
                .arg(spec),
            Tool::OpenapiToRust => {
                command
                    .arg("generate")
                    .arg(spec)
                    .args(["--module-name", "client", "--output-dir", "src/client"])
            }
        };
        command
    }
}
