//! The work on one document, in its own process: a crash affects one document only, and the system measures time and
//! memory.

use std::path::Path;
use std::process::Command;

use oaspen::{Input, Mode, Settings, Severity};
use serde::Serialize;

use crate::row::{Compiled, Generated, Skip};
use crate::{compile, document, measure};

/// Generates a client as a user would, into a package.
pub(crate) fn generate(spec: &Path, out: &Path) -> Result<bool, String> {
    let settings = settings();
    let report = oaspen::update_client(spec, out, &settings, Mode::Write);
    let used = measure::own();
    let mut generated = Generated {
        emitted: report.stats.operations,
        models: report.stats.models,
        lines: report.stats.lines,
        cpu: used.cpu,
        memory: used.memory,
        ..Generated::default()
    };
    for diagnostic in report.diagnostics.iter() {
        match diagnostic.severity {
            Severity::Error => {
                let first = || format!("{}: {}", diagnostic.code.code, diagnostic.message);
                generated.error.get_or_insert_with(first);
            }
            Severity::Warning => *generated.warnings.entry(diagnostic.code.code.to_owned()).or_default() += 1,
            Severity::Note => {}
        }
        if diagnostic.code == &oaspen::codes::SKIPPED {
            generated.skips.push(Skip {
                pointer: diagnostic.pointer.to_string(),
                message: diagnostic.message.clone(),
            });
        }
    }
    // Counted after the measurement, because it is not part of generation.
    let text = crate::folders::read(spec)?;
    let tree = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", spec.display()))?;
    generated.declared = document::declared(&tree);
    generated.unsteady = unsteady(spec, &settings);
    print(&generated)
}

/// Generates three times more, each time with the names of the time before. Returns the first file that differs.
fn unsteady(spec: &Path, settings: &Settings) -> Option<String> {
    let input = Input::Path(spec.to_path_buf());
    let mut before = oaspen::generate(&input, settings, None);
    for _ in 0..3 {
        let now = oaspen::generate(&input, settings, Some(&before.lock));
        if now.lock != before.lock {
            return Some("names.lock".to_owned());
        }
        if let Some(file) = now.files.iter().find(|file| !before.files.contains(file)) {
            return Some(file.path.clone());
        }
        before = now;
    }
    None
}

/// The settings of all clients.
pub(crate) fn settings() -> Settings {
    Settings {
        name: "client".to_owned(),
        runtime_path: Some("runtime".to_owned()),
        ..Settings::default()
    }
}

/// Type checks a client with warnings denied. `library` is the compiled runtime.
pub(crate) fn type_check(client: &Path, library: &Path) -> Result<bool, String> {
    let error = first_diagnostic(client, library)?;
    let used = measure::children();
    print(&Compiled {
        error,
        cpu: used.cpu,
        memory: used.memory,
        slices: 1,
    })
}

/// Compiles a client. Returns the first error or warning of the compiler, if any.
pub(crate) fn first_diagnostic(client: &Path, library: &Path) -> Result<Option<String>, String> {
    let metadata = client.join("target.rmeta");
    let output = Command::new("rustc")
        .args([
            "--edition=2024",
            "--crate-type=lib",
            "--crate-name=client",
            "-Dwarnings",
        ])
        .arg(format!("--emit=metadata={}", metadata.display()))
        .args(compile::flags(library))
        .arg(client.join("src/lib.rs"))
        .output()
        .map_err(|error| format!("cannot run rustc: {error}"))?;
    let _ = std::fs::remove_file(&metadata);
    let text = String::from_utf8_lossy(&output.stderr);
    Ok((!output.status.success()).then(|| first_error(&text, output.status.to_string())))
}

/// The message and the location of the first error, or the exit status if there is none, for example if memory ran out.
fn first_error(text: &str, status: String) -> String {
    let mut lines = text.lines().skip_while(|line| !line.starts_with("error"));
    match lines.next() {
        Some(message) => {
            let location = lines
                .find(|line| line.trim_start().starts_with("-->"))
                .unwrap_or_default();
            format!("{message} {}", location.trim())
        }
        None => status,
    }
}

pub(crate) fn print(value: &impl Serialize) -> Result<bool, String> {
    println!("{}", serde_json::to_string(value).map_err(|error| error.to_string())?);
    Ok(true)
}
