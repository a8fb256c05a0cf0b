//! Mounts `tests/cases/*/expected/mod.rs`, so that what the cases expect is compiled.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let cases = root.join("../cases").canonicalize()?;
    println!("cargo::rerun-if-changed={}", cases.display());
    let mut list: Vec<PathBuf> = fs::read_dir(&cases)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    list.sort();
    let mut text = String::new();
    for case in list.iter().filter(|case| case.join("expected/mod.rs").is_file()) {
        let name = case.file_name().unwrap_or_default().to_string_lossy().replace('-', "_");
        let module = case.join("expected/mod.rs");
        // Writing to a string cannot fail.
        let _ = writeln!(text, "#[path = {:?}]\npub mod {name};", module.display().to_string());
    }
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    write_if_changed(&out.join("cases.rs"), &text)
}

fn write_if_changed(path: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) { Ok(()) } else { fs::write(path, text) }
}
