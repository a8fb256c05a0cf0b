//! Compiles the programs, each with several clients, and records the requests that they send.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use regex::Regex;
use serde_json::{Value, json};

use super::prepare::Client;
use super::program::{self, Mounted};
use crate::folders;

/// Maximum lines of generated code in one program. Larger programs need less time in total, but more memory.
const MAX_LINES: usize = 120_000;
/// How often a program is compiled: after a failure, again without the clients that do not compile.
const MAX_ATTEMPTS: usize = 4;

/// Makes all calls. Returns the file with one line of JSON for each.
pub(crate) fn all(clients: &mut [Client], folder: &Path) -> Result<PathBuf, String> {
    let support = program::write_support(folder)?;
    let repository = folders::repository()
        .canonicalize()
        .map_err(|error| format!("no repository: {error}"))?;
    let programs = split(clients);
    folders::write(
        &folder.join("Cargo.toml"),
        &program::manifest(
            &repository.join("runtime"),
            &repository.join("tests/loopback"),
            programs.len(),
        ),
    )?;
    for (number, members) in programs.iter().enumerate() {
        write_main(folder, &support, number, clients, members)?;
    }
    let mut text = String::new();
    for (number, members) in programs.iter().enumerate() {
        eprintln!("compiling program {} of {}", number + 1, programs.len());
        compile(folder, &support, number, clients, members)?;
        text.push_str(&calls(folder, number, clients, members)?);
    }
    let requests = folder.join("requests.jsonl");
    folders::write(&requests, &text)?;
    Ok(requests)
}

/// The clients of each program, as indices.
fn split(clients: &[Client]) -> Vec<Vec<usize>> {
    let mut programs: Vec<Vec<usize>> = Vec::new();
    let mut lines = usize::MAX;
    for (index, client) in clients.iter().enumerate() {
        if client.lines == 0 {
            continue;
        }
        if lines > MAX_LINES {
            programs.push(Vec::new());
            lines = 0;
        }
        lines += client.lines;
        if let Some(program) = programs.last_mut() {
            program.push(index);
        }
    }
    programs
}

fn usable(client: &Client) -> Vec<usize> {
    let cases = client.cases.iter().filter(|case| case.problem.is_none());
    cases.map(|case| case.case).collect()
}

fn write_main(
    folder: &Path,
    support: &Path,
    number: usize,
    clients: &[Client],
    members: &[usize],
) -> Result<(), String> {
    let mounted: Vec<Mounted<'_>> = members
        .iter()
        .filter_map(|index| clients.get(*index))
        .filter(|client| !usable(client).is_empty())
        .map(|client| Mounted {
            client: client.number,
            folder: &client.folder,
            cases: usable(client),
        })
        .collect();
    let text = program::main(support, folder, &mounted);
    folders::write(&folder.join(format!("main_{number}.rs")), &text)
}

/// Compiles one program. Clients that do not compile are removed, and their first error is kept.
fn compile(
    folder: &Path,
    support: &Path,
    number: usize,
    clients: &mut [Client],
    members: &[usize],
) -> Result<(), String> {
    for _ in 0..MAX_ATTEMPTS {
        let output = Command::new("cargo")
            .args(["build", "--quiet", "--color=never", "--bin", &format!("calls-{number}")])
            .current_dir(folder)
            .env("CARGO_TARGET_DIR", folder.join("target"))
            .output()
            .map_err(|error| format!("cannot run cargo: {error}"))?;
        if output.status.success() {
            return Ok(());
        }
        let compiler_output = String::from_utf8_lossy(&output.stderr);
        let errors = errors_by_client(&compiler_output);
        if errors.is_empty() {
            return Err(format!("program {number} does not compile:\n{compiler_output}"));
        }
        for client in clients.iter_mut() {
            let Some(error) = errors.get(&client.number) else {
                continue;
            };
            for case in &mut client.cases {
                case.problem.get_or_insert_with(|| format!("does not compile: {error}"));
            }
        }
        write_main(folder, support, number, clients, members)?;
    }
    Err(format!("program {number} still does not compile"))
}

/// The first error of each client.
fn errors_by_client(compiler_output: &str) -> BTreeMap<usize, String> {
    let mut found = BTreeMap::new();
    let Ok(location) = Regex::new(r"--> .*?(?:/c(\d+)/|calls_(\d+)\.rs)") else {
        return found;
    };
    let mut message = "";
    for line in compiler_output.lines() {
        if line.starts_with("error") {
            message = line;
        }
        let number = location
            .captures(line)
            .and_then(|captures| captures.get(1).or(captures.get(2)))
            .and_then(|number| number.as_str().parse().ok());
        if let Some(number) = number {
            found
                .entry(number)
                .or_insert_with(|| format!("{message} {}", line.trim()));
        }
    }
    found
}

/// Runs one program: it reads values and records requests.
fn calls(folder: &Path, number: usize, clients: &[Client], members: &[usize]) -> Result<String, String> {
    let cases = members
        .iter()
        .filter_map(|index| clients.get(*index))
        .flat_map(|client| &client.cases)
        .filter(|case| case.problem.is_none());
    let values: String = cases
        .map(|case| format!("{}\n", json!({"case": case.case, "values": case.values})))
        .collect();
    let input = folder.join(format!("values_{number}.jsonl"));
    let recorded = folder.join(format!("requests_{number}.jsonl"));
    folders::write(&input, &values)?;
    let output = Command::new(folder.join(format!("target/debug/calls-{number}")))
        .arg(&input)
        .arg(&recorded)
        .output()
        .map_err(|error| format!("cannot run program {number}: {error}"))?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        return Err(format!("program {number}: {stderr}"));
    }
    folders::read(&recorded)
}

/// Why a call was not made, by case.
pub(crate) fn problems(requests: &str) -> BTreeMap<usize, String> {
    requests
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter_map(|record| {
            let case = usize::try_from(record.get("case")?.as_u64()?).ok()?;
            Some((case, record.get("problem")?.as_str()?.to_owned()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn errors_are_grouped_by_client() {
        let compiler_output =
            "error[E0308]: mismatched types\n  --> /x/c12/models/a.rs:1:2\nerror: other\n --> calls_3.rs:5:1\n";
        let found = super::errors_by_client(compiler_output);
        assert_eq!(found[&12], "error[E0308]: mismatched types --> /x/c12/models/a.rs:1:2");
        assert_eq!(found[&3], "error: other --> calls_3.rs:5:1");
    }
}
