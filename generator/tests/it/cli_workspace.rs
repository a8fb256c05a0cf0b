//! A generated package inside a Cargo workspace.

use std::path::Path;

use serde_json::Value;

use crate::cli::{clerk, json};
use crate::cli_support::{Ran, oaspen, run};

/// A generated package in an existing workspace.
fn in_workspace(members: &str) -> (tempfile::TempDir, Ran) {
    let folder = tempfile::tempdir().expect("folder");
    let package = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
    let manifest = format!("{package}[workspace]\nmembers = [{members}]\n");
    std::fs::write(folder.path().join("Cargo.toml"), manifest).expect("write");
    std::fs::create_dir(folder.path().join("src")).expect("folder");
    std::fs::write(folder.path().join("src/lib.rs"), "").expect("write");
    let runtime = folder.path().join("vendor/oaspen-client");
    std::fs::create_dir_all(runtime.join("src")).expect("folder");
    std::fs::write(runtime.join("src/lib.rs"), "").expect("write");
    let names = [
        "blocking",
        "brotli",
        "gzip",
        "http2",
        "native-tls",
        "rustls",
        "stream",
        "test-util",
        "tracing",
        "zstd",
    ];
    let features: String = names.iter().map(|name| format!("{name} = []\n")).collect();
    let package = "[package]\nname = \"oaspen-client\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
    let manifest = format!("{package}[workspace]\n[features]\n{features}");
    std::fs::write(runtime.join("Cargo.toml"), manifest).expect("write");
    let arguments = [
        "generate",
        &clerk(),
        "--out",
        "crates/clerk",
        "--runtime-path",
        "vendor/oaspen-client",
    ];
    let ran = oaspen(folder.path(), &arguments).exits(0);
    (folder, ran)
}

fn metadata(folder: &Path) -> Ran {
    run(
        env!("CARGO"),
        folder,
        &["metadata", "--offline", "--format-version", "1"],
    )
}

#[test]
fn a_package_in_a_workspace_is_independent() {
    let (folder, ran) = in_workspace("");
    let next = "next: cargo check --manifest-path crates/clerk/Cargo.toml\n";
    assert_eq!(ran.stderr, next, "nothing else to do");
    let package = folder.path().join("crates/clerk");
    let found = json(&metadata(&package).exits(0).stdout);
    let names: Vec<&Value> = found["packages"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|package| &package["name"])
        .collect();
    assert!(
        names.contains(&&"clerk".into()) && names.contains(&&"oaspen-client".into()),
        "{names:?}"
    );
    let manifest = std::fs::read_to_string(package.join("Cargo.toml")).expect("manifest");
    assert!(manifest.contains("path = \"../../vendor/oaspen-client\""), "{manifest}");
    metadata(folder.path()).exits(0);
}

#[test]
fn a_package_matched_by_a_workspace_needs_an_exclude_entry() {
    let (folder, ran) = in_workspace("\"crates/*\"");
    assert!(
        ran.stderr.contains("`members` of ") && ran.stderr.contains("exclude = [\"crates/clerk\"]"),
        "{}",
        ran.stderr
    );
    metadata(&folder.path().join("crates/clerk")).exits(0);
    assert_ne!(
        metadata(folder.path()).code,
        0,
        "cargo accepts it by now: the advice can go"
    );
    let manifest = folder.path().join("Cargo.toml");
    let text = std::fs::read_to_string(&manifest).expect("manifest") + "exclude = [\"crates/clerk\"]\n";
    std::fs::write(&manifest, text).expect("write");
    metadata(folder.path()).exits(0);
    let ran = oaspen(folder.path(), &["generate", &clerk(), "--out", "crates/clerk"]).exits(0);
    assert_eq!(ran.stderr, "", "the line is there");
}
