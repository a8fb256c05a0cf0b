//! Prism, serving a document on a free port of the loopback interface.

use super::table;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::sync::LazyLock;

/// A running Prism. It ends when its stdin is closed: when this is dropped, or with the process of the tests, whatever
/// that ends of.
pub(super) struct Prism {
    url: String,
    _stdin: ChildStdin,
}

/// Our document of Clerk; all tests share it.
pub(super) static CLERK: LazyLock<Prism> = LazyLock::new(|| ours("clerk"));

/// Our document of Logto; all tests share it.
pub(super) static LOGTO: LazyLock<Prism> = LazyLock::new(|| ours("logto"));

fn ours(api: &str) -> Prism {
    Prism::serving(&table::mended(&document(api)))
}

/// Our document of an API.
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
        assert!(prism.exists(), "Prism is not there: `bash tests/prism/run` installs it");
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
            // It would wait for a reader of its log.
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
    let mut told = String::new();
    while log.read_line(&mut line).expect("a readable log") > 0 {
        if let Some((_, url)) = line.split_once("Prism is listening on ") {
            return url.trim().to_owned();
        }
        told.push_str(&line);
        line.clear();
    }
    panic!("Prism did not start:\n{told}");
}
