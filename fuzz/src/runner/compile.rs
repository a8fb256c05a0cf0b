//! A sample of clients of mutated documents, compiled together.

use crate::runner::watch::{artifacts, target_folder};
use crate::runner::work::input;
use fuzz::{Input, inputs, mutated_client, target};
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, ExitCode};

/// Generates and compiles so many clients. Warnings are failures.
pub(crate) fn run(seed: u64, count: u64) -> ExitCode {
    println!("seed {seed}, {count} clients");
    let target = target("document").expect("the target");
    let all = inputs(target);
    let folder = artifacts().join("compile");
    let first = all.len() as u64;
    let list: Vec<Input> = (first..first + count)
        .map(|number| input(target, &all, seed, number))
        .collect();
    match write(&list, &folder) {
        Ok(written) => println!("{written} of them without errors"),
        Err(error) => {
            eprintln!("{}: {error}", folder.display());
            return ExitCode::from(2);
        }
    }
    let status = Command::new("cargo")
        .args(["check", "--quiet", "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(target_folder())
        .status();
    match status {
        Ok(status) if status.success() => {
            println!("all compile");
            ExitCode::SUCCESS
        }
        Ok(_) => {
            println!(
                "the input of a client is the file `input` in its folder below {}",
                folder.display()
            );
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("cargo: {error}");
            ExitCode::from(2)
        }
    }
}

/// One package, with a module for each client. How many there are.
fn write(inputs: &[Input], folder: &Path) -> io::Result<usize> {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder.join("src"))?;
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../runtime")
        .canonicalize()?;
    let manifest = format!(
        "[package]\nname = \"clients\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[workspace]\n\n[dependencies]\noaspen-client = {{ path = {:?}, features = [\"blocking\", \"chrono\", \"stream\", \"time\"] }}\n",
        runtime.display().to_string()
    );
    fs::write(folder.join("Cargo.toml"), manifest)?;
    let mut root = "#![deny(warnings)]\n".to_owned();
    let mut written = 0;
    for (index, input) in inputs.iter().enumerate() {
        let name = format!("client_{index}");
        let files = mutated_client(&input.bytes);
        if files.is_empty() {
            continue;
        }
        for (path, text) in files {
            let path = folder.join("src").join(&name).join(path);
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            fs::write(path, text)?;
        }
        fs::write(folder.join("src").join(&name).join("input"), &input.bytes)?;
        // Writing to a string cannot fail.
        let _ = writeln!(root, "pub mod {name};");
        written += 1;
    }
    fs::write(folder.join("src/lib.rs"), root)?;
    Ok(written)
}
