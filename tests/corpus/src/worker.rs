//! The work on one document, in a process of its own: a crash costs one line, and the system counts
//! time and memory.

use std::path::Path;
use std::process::Command;

use oaspen::{Mode, Settings, Severity};
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
    for finding in report.diagnostics.iter() {
        match finding.severity {
            Severity::Error => {
                let first = || format!("{}: {}", finding.code.code, finding.message);
                generated.error.get_or_insert_with(first);
            }
            Severity::Warning => *generated.findings.entry(finding.code.code.to_owned()).or_default() += 1,
            Severity::Note => {}
        }
        if finding.code == &oaspen::codes::SKIPPED {
            generated.skips.push(Skip {
                pointer: finding.pointer.to_string(),
                message: finding.message.clone(),
            });
        }
    }
    // Counted after measuring: it is not part of generating.
    let text = crate::folders::read(spec)?;
    let tree = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", spec.display()))?;
    generated.declared = document::declared(&tree);
    print(&generated)
}

/// The options of every client.
pub(crate) fn settings() -> Settings {
    Settings {
        name: "client".to_owned(),
        runtime_path: Some("runtime".to_owned()),
        ..Settings::default()
    }
}

/// Type checks a client with warnings denied. `library` is the compiled runtime.
pub(crate) fn type_check(client: &Path, library: &Path) -> Result<bool, String> {
    let error = complaint(client, library)?;
    let used = measure::children();
    print(&Compiled {
        error,
        cpu: used.cpu,
        memory: used.memory,
        slices: 1,
    })
}

/// The first error or warning of the compiler; `None` where there is none.
pub(crate) fn complaint(client: &Path, library: &Path) -> Result<Option<String>, String> {
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
    Ok((!output.status.success()).then(|| first_complaint(&text, output.status.to_string())))
}

/// The message and the place of the first error; the status where there is none, as when memory ran out.
fn first_complaint(text: &str, status: String) -> String {
    let mut lines = text.lines().skip_while(|line| !line.starts_with("error"));
    match lines.next() {
        Some(message) => {
            let place = lines
                .find(|line| line.trim_start().starts_with("-->"))
                .unwrap_or_default();
            format!("{message} {}", place.trim())
        }
        None => status,
    }
}

pub(crate) fn print(value: &impl Serialize) -> Result<bool, String> {
    println!("{}", serde_json::to_string(value).map_err(|error| error.to_string())?);
    Ok(true)
}
