//! A sample of clients of mutated documents, compiled together, and some as packages with single features.

use crate::runner::watch::{artifacts, target_folder};
use crate::runner::work::input;
use fuzz::{Input, inputs, mutated_client, mutated_package, target};
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// One of so many inputs is also compiled as a package: each check of one takes as long as several clients.
const PACKAGES: usize = 4;

/// The features of a package that are compiled alone.
const TAGS: usize = 2;

/// Those of the runtime, with which every package is compiled. So its dependencies are compiled once.
const OF_RUNTIME: &str = "blocking,gzip,rustls,stream";

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
    let result = clients(&list, &folder).and_then(|compile| Ok(compile & packages(&list, &folder)?));
    match result {
        Ok(true) => {
            println!("all compile");
            ExitCode::SUCCESS
        }
        Ok(false) => {
            println!(
                "the input of a client is the file `input` in its folder below {}",
                folder.display()
            );
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{}: {error}", folder.display());
            ExitCode::from(2)
        }
    }
}

/// Compiles the clients as modules of one package. Whether they compile.
fn clients(list: &[Input], folder: &Path) -> io::Result<bool> {
    let written = write(list, folder)?;
    println!("{written} of them without errors");
    check(folder, &[])
}

/// Compiles some of the clients as packages with features, without any tag and with one of them. Whether they compile.
fn packages(list: &[Input], folder: &Path) -> io::Result<bool> {
    let runtime = runtime()?.display().to_string();
    let (mut all_compile, mut written, mut checks) = (true, 0, 0);
    for (index, input) in list.iter().enumerate().step_by(PACKAGES) {
        let files = mutated_package(&input.bytes, &runtime);
        let Some(tags) = files.iter().find_map(|(path, text)| tags(path, text)) else {
            continue;
        };
        let folder = folder.join("packages").join(format!("package_{index}"));
        for (path, mut text) in files {
            if path == "src/lib.rs" {
                text.insert_str(0, "#![deny(warnings)]\n");
            }
            put(&folder.join(path), text.as_bytes())?;
        }
        put(&folder.join("input"), &input.bytes)?;
        written += 1;
        let step = tags.len().div_ceil(TAGS).max(1);
        let alone = tags.iter().step_by(step).map(|tag| format!("{OF_RUNTIME},{tag}"));
        for features in std::iter::once(OF_RUNTIME.to_owned()).chain(alone) {
            checks += 1;
            if !check(&folder, &["--no-default-features", "--features", &features])? {
                println!(
                    "with `--no-default-features --features {features}`: {}",
                    folder.display()
                );
                all_compile = false;
            }
        }
    }
    println!("{written} of them as packages, with {checks} sets of features");
    Ok(all_compile)
}

/// The features of tags in the manifest of a package.
fn tags(path: &str, text: &str) -> Option<Vec<String>> {
    let manifest = (path == "Cargo.toml").then(|| text.parse::<toml::Table>())?.ok()?;
    let features = manifest.get("features")?.as_table()?;
    // Those of the runtime enable one of it.
    let of_tags = features
        .iter()
        .filter(|(_, needed)| needed.as_array().is_some_and(Vec::is_empty));
    Some(of_tags.map(|(name, _)| name.clone()).collect())
}

/// Whether the package of a folder compiles.
fn check(folder: &Path, arguments: &[&str]) -> io::Result<bool> {
    let status = Command::new("cargo")
        .args(["check", "--quiet", "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(target_folder())
        .args(arguments)
        .status()?;
    Ok(status.success())
}

fn runtime() -> io::Result<PathBuf> {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime").canonicalize()
}

/// Writes a file and creates its folder.
fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    fs::write(path, bytes)
}

/// One package, with a module for each client. How many there are.
fn write(inputs: &[Input], folder: &Path) -> io::Result<usize> {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder.join("src"))?;
    let runtime = runtime()?;
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
            put(&folder.join("src").join(&name).join(path), text.as_bytes())?;
        }
        fs::write(folder.join("src").join(&name).join("input"), &input.bytes)?;
        // Writing to a string cannot fail.
        let _ = writeln!(root, "pub mod {name};");
        written += 1;
    }
    fs::write(folder.join("src/lib.rs"), root)?;
    Ok(written)
}
