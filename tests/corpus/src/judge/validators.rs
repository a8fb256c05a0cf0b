//! The validators: openapi-core in a Python virtual environment, Prism and express-openapi-validator in a Node package.
//! They are installed below the work folder at fixed versions.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::folders;

const OPENAPI_CORE: &str = "0.23.1";
/// npm packages with their versions.
const NODE_PACKAGES: [(&str, &str); 3] = [
    ("@stoplight/prism-cli", "5.14.2"),
    ("express", "5.3.0"),
    ("express-openapi-validator", "5.6.2"),
];

/// The output files of the validators.
pub(crate) struct VerdictFiles {
    pub core: PathBuf,
    pub prism: PathBuf,
    pub express: PathBuf,
}

/// Runs the validators on all requests that they may have to decide, and on the invalid variants of these.
pub(crate) fn run(folder: &Path, cases: &Path, requests: &Path) -> Result<VerdictFiles, String> {
    let python = python(folder)?;
    let node = node(folder)?;
    let variants = folder.join("variants.jsonl");
    let verdicts = VerdictFiles {
        core: folder.join("verdicts_core.jsonl"),
        prism: folder.join("verdicts_prism.jsonl"),
        express: folder.join("verdicts_express.jsonl"),
    };
    let script = |name: &str| folders::committed("judge").join(name);
    execute(
        Command::new(python)
            .arg("-B")
            .arg(script("validate.py"))
            .args([cases, requests, &verdicts.core, &variants]),
        "openapi-core",
    )?;
    execute(
        Command::new("node")
            .current_dir(&node)
            .arg("--stack-size=8000")
            .arg(script("prism.js"))
            .args([cases, requests, &variants, &verdicts.core, &verdicts.prism]),
        "Prism",
    )?;
    execute(
        Command::new("node").current_dir(&node).arg(script("express.js")).args([
            cases,
            requests,
            &variants,
            &verdicts.core,
            &verdicts.prism,
            &verdicts.express,
        ]),
        "express-openapi-validator",
    )?;
    Ok(verdicts)
}

/// The Python interpreter of an environment with openapi-core.
fn python(folder: &Path) -> Result<PathBuf, String> {
    let home = folder.join("venv");
    let python = home.join("bin/python");
    let check = format!("import importlib.metadata as m; assert m.version('openapi-core') == '{OPENAPI_CORE}'");
    let ready = |python: &Path| {
        let output = Command::new(python).args(["-c", &check]).output();
        output.is_ok_and(|output| output.status.success())
    };
    if ready(&python) {
        return Ok(python);
    }
    execute(
        Command::new("python3").args(["-m", "venv"]).arg(&home),
        "python3 with its module venv (install Python 3.9 or later)",
    )?;
    execute(
        Command::new(&python)
            .args(["-m", "pip", "install", "--quiet"])
            .arg(format!("openapi-core=={OPENAPI_CORE}")),
        "pip",
    )?;
    if ready(&python) {
        Ok(python)
    } else {
        Err(format!("openapi-core {OPENAPI_CORE} is not in {}", home.display()))
    }
}

/// The folder of the package with the Node validators.
fn node(folder: &Path) -> Result<PathBuf, String> {
    let home = folder.join("node");
    let missing = || {
        NODE_PACKAGES.into_iter().find(|(package, version)| {
            let manifest = home.join("node_modules").join(package).join("package.json");
            !folders::read(&manifest).is_ok_and(|text| text.contains(&format!("\"version\": \"{version}\"")))
        })
    };
    if missing().is_none() {
        return Ok(home);
    }
    std::fs::create_dir_all(&home).map_err(|error| format!("cannot create {}: {error}", home.display()))?;
    folders::write(&home.join("package.json"), "{\"private\": true}\n")?;
    let packages = NODE_PACKAGES.map(|(package, version)| format!("{package}@{version}"));
    execute(
        Command::new("npm")
            .current_dir(&home)
            .args(["install", "--silent", "--no-audit", "--no-fund"])
            .args(packages),
        "npm (install Node 18 or later)",
    )?;
    match missing() {
        None => Ok(home),
        Some((package, version)) => Err(format!("{package} {version} is not in {}", home.display())),
    }
}

fn execute(command: &mut Command, what: &str) -> Result<(), String> {
    let status = command
        .status()
        .map_err(|error| format!("cannot run {what}: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{what} failed: {status}"))
    }
}
