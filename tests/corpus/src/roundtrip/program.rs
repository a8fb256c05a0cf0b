//! A program that decodes and encodes JSON with generated types. It contains several clients, because linking costs
//! more than compiling a small client.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{compile, folders};

use super::derive::TAG;

/// One generated client of the program.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    /// The number of its module: `d7`.
    pub number: usize,
    /// The numbers of its operations.
    pub operations: Vec<usize>,
}

/// The source of the program.
pub(crate) fn source(clients: &[Client]) -> String {
    let mut modules = String::new();
    let mut arms = String::new();
    for client in clients {
        let number = client.number;
        let _ = writeln!(modules, "#[path = \"d{number}/mod.rs\"]\npub mod d{number};");
        for operation in &client.operations {
            let _ = writeln!(
                arms,
                "        ({number}, {operation}) => round_trip::<d{number}::api::{TAG}::Rt{operation}>(text),"
            );
        }
    }
    format!("#![recursion_limit = \"4096\"]\n{modules}{HEAD}{arms}{TAIL}")
}

const HEAD: &str = r#"
use std::io::{BufRead, Write};

use oaspen_client::{Decode, Encode, TypedCall, json};

/// Decodes a value of the output type of a call and encodes it again.
fn round_trip<C: TypedCall>(text: &str) -> Result<String, String>
where
    C::Output: Decode + Encode,
{
    let value: C::Output = json::from_slice(text.as_bytes()).map_err(|error| error.to_string())?;
    String::from_utf8(json::to_vec(&value)).map_err(|error| error.to_string())
}

fn one(client: usize, operation: usize, text: &str) -> Result<String, String> {
    match (client, operation) {
"#;

const TAIL: &str = r#"        _ => Err(String::from("not generated")),
    }
}

fn main() {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let mut fields = line.splitn(3, '\t');
        let mut number = || fields.next().and_then(|field| field.parse().ok()).unwrap_or(usize::MAX);
        let (client, operation) = (number(), number());
        let result = match one(client, operation, fields.next().unwrap_or_default()) {
            Ok(text) => format!("ok\t{text}"),
            Err(error) => format!("error\t{}", error.replace('\n', " ")),
        };
        if writeln!(out, "{result}").is_err() {
            return;
        }
    }
}
"#;

/// Compiles the program. The error is the first error of the compiler.
pub(crate) fn build(folder: &Path, library: &Path) -> Result<PathBuf, String> {
    let program = folder.join("program");
    let output = Command::new("rustc")
        .args([
            "--edition=2024",
            "--crate-name=program",
            "-Awarnings",
            "-Cdebuginfo=0",
            "-Copt-level=0",
        ])
        .args(compile::flags(library))
        .arg("-o")
        .arg(&program)
        .arg(folder.join("main.rs"))
        .output()
        .map_err(|error| format!("cannot run rustc: {error}"))?;
    if output.status.success() {
        return Ok(program);
    }
    let text = String::from_utf8_lossy(&output.stderr);
    let first = text.lines().find(|line| line.starts_with("error"));
    Err(first.map_or_else(|| output.status.to_string(), str::to_owned))
}

/// Runs a program on input lines. It prints one line for each, or fewer if it crashes.
pub(crate) fn run(program: &Path, input: &str) -> Result<Vec<String>, String> {
    let mut child = Command::new(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("cannot start the program: {error}"))?;
    let mut stdin = child.stdin.take();
    let output = std::thread::scope(|scope| {
        scope.spawn(|| {
            // A write error means that the program ended early. The missing output lines show this.
            let _ = stdin.as_mut().map(|stdin| stdin.write_all(input.as_bytes()));
            drop(stdin.take());
        });
        child.wait_with_output()
    });
    let output = output.map_err(|error| error.to_string())?;
    Ok(String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(str::to_owned)
        .collect())
}

/// Writes the files of a client below its module's folder.
pub(crate) fn write_client(folder: &Path, number: usize, files: &[oaspen::File]) -> Result<(), String> {
    for file in files {
        let path = folder.join(format!("d{number}")).join(&file.path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(|error| format!("{}: {error}", parent.display()))?;
        }
        folders::write(&path, &file.text)?;
    }
    Ok(())
}
