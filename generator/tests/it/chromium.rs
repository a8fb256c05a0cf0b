//! Runs Chromium without a window.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The browser: `CHROMIUM` or `CHROME`, or one of the usual names in `PATH`.
fn browser() -> PathBuf {
    let given = ["CHROMIUM", "CHROME"].into_iter().find_map(std::env::var_os);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome", "chrome"];
    let mut found = std::env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name)));
    given
        .map(PathBuf::from)
        .or_else(|| found.find(|file| file.is_file()))
        .expect("Chromium is needed: `apt-get install chromium`, or set CHROMIUM to the program")
}

/// Runs the browser, and returns what it prints.
pub(crate) fn browse(arguments: &[&str], address: &str) -> String {
    let profile = tempfile::tempdir().expect("a folder");
    let output = Command::new(browser())
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
        ])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args(["--virtual-time-budget=5000", "--run-all-compositor-stages-before-draw"])
        .args(arguments)
        .arg(address)
        .stdin(Stdio::null())
        .output()
        .expect("the browser starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The document after its script has run.
pub(crate) fn dom(file: &Path, fragment: &str) -> String {
    browse(&["--dump-dom"], &format!("file://{}{fragment}", file.display()))
}
