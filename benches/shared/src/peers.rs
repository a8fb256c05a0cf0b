//! Other generators that are programs. Each is used as its README says first.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A program that writes the package of a client.
pub struct Program {
    /// The name of the package in the registry, and of the program.
    pub name: &'static str,
    /// Its version, the newest when the benchmark was written.
    pub version: &'static str,
    arguments: fn(&Path, &Path) -> Vec<OsString>,
    /// The text around the number of operations in its output.
    count: (&'static str, &'static str),
}

/// `ploidy generate rust DOCUMENT -o FOLDER`
pub const PLOIDY: Program = Program {
    name: "ploidy",
    version: "0.15.0",
    arguments: |document, folder| {
        let start = ["generate", "rust"].map(OsString::from);
        let rest = [document.into(), "-o".into(), folder.into()];
        start.into_iter().chain(rest).collect()
    },
    count: ("Generating ", " client methods"),
};

/// `oas3-gen generate client-mod -i DOCUMENT -o FOLDER --workspace`
pub const OAS3_GEN: Program = Program {
    name: "oas3-gen",
    version: "0.29.0",
    arguments: |document, folder| {
        let start = ["generate", "client-mod", "-i"].map(OsString::from);
        let rest = [document.into(), "-o".into(), folder.into(), "--workspace".into()];
        start.into_iter().chain(rest).collect()
    },
    count: ("Methods generated:", "\n"),
};

impl Program {
    /// Installs it below the work folder of a benchmark, if it is not there. Returns its path.
    ///
    /// # Errors
    ///
    /// It cannot be built.
    pub fn install(&self, work: &Path) -> Result<PathBuf, String> {
        let root = work.join("programs").join(format!("{}-{}", self.name, self.version));
        let program = format!("{}{}", self.name, std::env::consts::EXE_SUFFIX);
        let path = root.join("bin").join(program);
        if path.exists() {
            return Ok(path);
        }
        let target = work.join("target-install");
        let status = Command::new("cargo")
            .args(["install", "--quiet", "--locked", "--no-track", "--root"])
            .arg(&root)
            .arg(format!("{}@{}", self.name, self.version))
            .env("CARGO_TARGET_DIR", &target)
            .env_remove("RUSTFLAGS")
            .status()
            .map_err(|error| format!("cannot run cargo: {error}"))?;
        // The builds of two programs have little in common, and are used once.
        let _ = std::fs::remove_dir_all(&target);
        if status.success() {
            Ok(path)
        } else {
            Err(format!("cannot install {} {}", self.name, self.version))
        }
    }

    /// The command that writes the package of a document, given the path of the program.
    pub fn command(&self, path: &Path, document: &Path, folder: &Path) -> Command {
        let mut command = Command::new(path);
        command.args((self.arguments)(document, folder));
        command
    }

    /// Writes the package of a document. Returns the number of its operations.
    ///
    /// # Errors
    ///
    /// The program fails; then the error is what it prints.
    pub fn generate(&self, path: &Path, document: &Path, folder: &Path) -> Result<usize, String> {
        let output = self.command(path, document, folder).output();
        let output = output.map_err(|error| format!("{}: {error}", path.display()))?;
        let errors = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            return Err(errors.into_owned());
        }
        let text = plain(&format!("{}\n{errors}", String::from_utf8_lossy(&output.stdout)));
        let (before, after) = self.count;
        let numbers = text.split(before).skip(1).filter_map(|rest| rest.split(after).next());
        // Without operations, a program may say nothing about them.
        Ok(numbers.filter_map(|number| number.trim().parse::<usize>().ok()).sum())
    }
}

/// A text without the escape sequences of colors, which some programs also print into a pipe.
fn plain(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        text + part.split_once('m').map_or(part, |(_, rest)| rest)
    })
}

/// The reason in the errors of a generator or of rustc, on one line: the first line with an error, and what follows it.
pub fn reason(errors: &str) -> String {
    let errors = plain(errors);
    let lines: Vec<&str> = errors.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let is_error = |line: &&str| line.contains("rror") || line.contains("panicked");
    let first = lines.iter().position(is_error).unwrap_or_default();
    let text: Vec<&str> = lines.iter().skip(first).take(2).copied().collect();
    text.join(" ").chars().take(240).collect()
}

#[cfg(test)]
mod tests {
    use super::{plain, reason};

    #[test]
    fn colors_are_removed() {
        let colored = "a \u{1b}[39mMethods generated:\u{1b}[39m \u{1b}[39m167\u{1b}[39m\n";
        assert_eq!(plain(colored), "a Methods generated: 167\n");
    }

    #[test]
    fn the_reason_is_the_first_error_and_what_follows() {
        assert_eq!(
            reason("note\nError:\n\n  x cannot read\n  more"),
            "Error: x cannot read"
        );
        assert_eq!(reason("killed"), "killed");
        assert_eq!(reason(""), "");
    }
}
