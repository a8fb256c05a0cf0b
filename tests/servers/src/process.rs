//! A running server.

use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::server::Server;
use crate::texts::last_lines;
use crate::{document, folders, install};

/// A server that runs until this is dropped. Then its processes end, and its folder is removed.
pub(crate) struct Running {
    guard: Child,
    /// What the server prints.
    log: PathBuf,
    pub names: Names,
}

/// The values of placeholders.
pub(crate) struct Names {
    pub port: u16,
    other_port: u16,
    pub folder: PathBuf,
    installed: PathBuf,
}

impl Names {
    fn new(installed: &Path) -> Result<Self, String> {
        let folder = tempfile::Builder::new()
            .prefix("oaspen-")
            .tempdir()
            .map_err(|error| error.to_string())?;
        // Both are bound at once, so that they differ.
        let free = || TcpListener::bind(("127.0.0.1", 0)).map_err(|error| error.to_string());
        let (one, other) = (free()?, free()?);
        let number = |listener: TcpListener| listener.local_addr().map(|address| address.port());
        Ok(Self {
            port: number(one).map_err(|error| error.to_string())?,
            other_port: number(other).map_err(|error| error.to_string())?,
            folder: folder.keep(),
            installed: installed.to_owned(),
        })
    }

    pub(crate) fn filled(&self, text: &str) -> String {
        text.replace("{port}", &self.port.to_string())
            .replace("{port2}", &self.other_port.to_string())
            .replace("{folder}", &self.folder.display().to_string())
            .replace("{installed}", &self.installed.display().to_string())
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// A command with the environment of the server.
    pub(crate) fn command(&self, server: &Server, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(&self.folder)
            .env("PATH", install::search_path(&self.installed));
        command.env("HOME", &self.folder).env("TMPDIR", &self.folder);
        command.envs(
            server
                .environment
                .iter()
                .map(|(name, value)| (name, self.filled(value))),
        );
        command
    }
}

impl Running {
    /// Starts a server and waits until it is ready.
    pub(crate) fn start(server: &Server, installed: &Path, log: PathBuf) -> Result<Self, String> {
        let names = Names::new(installed)?;
        let guard = folders::servers().join("guard");
        let prepared = prepare(server, &names);
        let start = server.start.iter().map(|word| names.filled(word));
        let mut command = names.command(server, "bash");
        command
            .arg(guard)
            .arg(&names.folder)
            .arg(&log)
            .args(start)
            .current_dir("/")
            .stdin(Stdio::piped());
        let guard = command.spawn().map_err(|error| format!("cannot run bash: {error}"))?;
        // From here on, the guard removes the folder.
        let running = Self { guard, log, names };
        prepared?;
        let limit = Instant::now() + Duration::from_secs(server.patience);
        loop {
            match document::fetch(&running.names.url(&server.ready)) {
                Ok((status, _)) if status < 500 => return Ok(running),
                Ok((status, _)) if Instant::now() > limit => return Err(running.late(&format!("status {status}"))),
                Err(problem) if Instant::now() > limit => return Err(running.late(&problem)),
                _ => std::thread::sleep(Duration::from_millis(200)),
            }
        }
    }

    fn late(&self, problem: &str) -> String {
        format!("the server is not ready: {problem}\n{}", self.log())
    }

    /// The end of what the server printed.
    pub(crate) fn log(&self) -> String {
        last_lines(&folders::read(&self.log).unwrap_or_default(), 20)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
    }
}

fn prepare(server: &Server, names: &Names) -> Result<(), String> {
    for (file, text) in &server.files {
        folders::write(&names.folder.join(file), &names.filled(text))?;
    }
    for words in &server.prepare {
        let (program, arguments) = words.split_first().ok_or("an empty command in `prepare`")?;
        let arguments = arguments.iter().map(|word| names.filled(word));
        install::run(names.command(server, &names.filled(program)).args(arguments))?;
    }
    Ok(())
}

/// Opens a file that a command writes to.
pub(crate) fn output(file: &Path) -> Result<File, String> {
    File::create(file).map_err(|error| format!("cannot write {}: {error}", file.display()))
}
