//! Installs packages by name: Debian's system-wide, those of PyPI and npm below `target/servers/installed`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::folders;
use crate::server::Server;
use crate::texts::last_lines;

/// Installs a server. Returns the folder with the packages of PyPI and npm.
pub(crate) fn install(server: &Server) -> Result<PathBuf, String> {
    let folder = folders::work(&format!("installed/{}", server.name))?;
    let install = &server.install;
    let tools = [
        ("python3", !install.python.is_empty()),
        ("npm", !install.node.is_empty()),
        ("java", install.java),
    ];
    let mut packages = install.debian.clone();
    for (tool, _) in tools.into_iter().filter(|(tool, is_needed)| *is_needed && !has(tool)) {
        packages.extend(packages_of(tool).iter().map(|package| (*package).to_owned()));
    }
    debian(&packages)?;
    if !install.python.is_empty() {
        once(&folder.join("python.txt"), &install.python, || {
            let venv = folder.join("venv");
            run(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
            run(Command::new(venv.join("bin/pip"))
                .args(["install", "-q"])
                .args(&install.python))
        })?;
    }
    if !install.node.is_empty() {
        once(&folder.join("node.txt"), &install.node, || {
            let npm = ["install", "--silent", "--no-audit", "--no-fund", "--prefix", "."];
            run(Command::new("npm").args(npm).args(&install.node).current_dir(&folder))
        })?;
    }
    Ok(folder)
}

/// Where commands are searched: the packages of the server, then the system.
pub(crate) fn search_path(installed: &Path) -> String {
    let system = std::env::var("PATH").unwrap_or_default();
    let [python, node] = ["venv/bin", "node_modules/.bin"].map(|folder| installed.join(folder));
    format!("{}:{}:{system}:/usr/sbin:/sbin", python.display(), node.display())
}

/// Whether a tool is here, whatever package it is from.
fn has(tool: &str) -> bool {
    let test = match tool {
        "python3" => "python3 -c 'import ensurepip, venv'".to_owned(),
        _ => format!("command -v {tool}"),
    };
    run(Command::new("sh").args(["-c", &test])).is_ok()
}

/// The packages of Debian with a tool.
fn packages_of(tool: &str) -> &'static [&'static str] {
    match tool {
        "python3" => &["python3", "python3-venv"],
        "npm" => &["nodejs", "npm"],
        _ => &["default-jre-headless"],
    }
}

/// Installs what is not installed yet.
fn debian(packages: &[String]) -> Result<(), String> {
    let is_missing = |package: &&String| {
        let query = Command::new("dpkg-query")
            .args(["-W", "-f", "${db:Status-Status}", package])
            .output();
        query.is_ok_and(|output| output.stdout != b"installed")
    };
    let missing: Vec<&String> = packages.iter().filter(is_missing).collect();
    if missing.is_empty() {
        return Ok(());
    }
    run(Command::new("apt-get").args(["-qq", "update"]))?;
    let options = ["-qq", "install", "-y", "--no-install-recommends"];
    run(Command::new("apt-get")
        .args(options)
        .args(missing)
        .env("DEBIAN_FRONTEND", "noninteractive"))
}

/// Does the work unless it was done for the same packages before.
fn once(mark: &Path, packages: &[String], work: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
    let wanted = packages.join("\n");
    if folders::read(mark).is_ok_and(|done| done == wanted) {
        return Ok(());
    }
    work()?;
    folders::write(mark, &wanted)
}

/// Runs a command. The error has the end of what it printed.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    let shown = format!("{} {}", command.get_program().display(), arguments(command));
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("cannot run {shown}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let text = [output.stdout, output.stderr].concat();
    let end = last_lines(&String::from_utf8_lossy(&text), 15);
    Err(format!("{shown}: {}\n{end}", output.status))
}

fn arguments(command: &Command) -> String {
    command
        .get_args()
        .map(|argument| argument.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
