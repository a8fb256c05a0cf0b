//! Runs Prism with a document on a free port of the loopback interface.

use super::table;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::sync::LazyLock;

/// A running Prism. It ends when its stdin is closed, that is, when this is dropped or the test process ends for any
/// reason.
pub(super) struct Prism {
    url: String,
    _stdin: ChildStdin,
}

/// Prism with the Clerk document of this repository. All tests share it.
pub(super) static CLERK: LazyLock<Prism> = LazyLock::new(|| ours("clerk"));

/// Prism with the Logto document of this repository. All tests share it.
pub(super) static LOGTO: LazyLock<Prism> = LazyLock::new(|| ours("logto"));

fn ours(api: &str) -> Prism {
    Prism::serving(&table::adapted(&document(api)))
}

/// The document of an API in this repository.
pub(super) fn document(api: &str) -> PathBuf {
    root().join(format!("specs/{api}.yaml"))
}

pub(super) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

impl Prism {
    /// Starts it and waits until it listens.
    pub(super) fn serving(document: &Path) -> Self {
        let prism = root().join("target/prism/node_modules/@stoplight/prism-cli/dist/index.js");
        assert!(prism.exists(), "Prism is not installed; run `bash tests/prism/run`");
        let mut child = Command::new("node")
            .arg("-r")
            .arg(root().join("tests/prism/quit.js"))
            .arg(prism)
            .args(["mock", "--host", "127.0.0.1", "--port", "0"])
            .arg(document)
            .env_remove("NODE_ENV")
            .env("NO_COLOR", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node runs");
        let mut log = BufReader::new(child.stdout.take().expect("its log"));
        let url = listening(&mut log);
        let stdin = child.stdin.take().expect("its stdin");
        std::thread::spawn(move || {
            // Read the log to the end, so that Prism does not block.
            let _ = std::io::copy(&mut log, &mut std::io::sink());
            child.wait()
        });
        Self { url, _stdin: stdin }
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }
}

fn listening(log: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    let mut output = String::new();
    while log.read_line(&mut line).expect("a readable log") > 0 {
        if let Some((_, url)) = line.split_once("Prism is listening on ") {
            return url.trim().to_owned();
        }
        output.push_str(&line);
        line.clear();
    }
    panic!("Prism did not start:\n{output}");
}
