//! A package like a user's: its build script generates a client, its program calls it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Cargo with a target folder of the example's own, which stays between runs.
fn cargo(folder: &Path, arguments: &[&str]) -> Output {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", root().join("target/demo"))
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

#[test]
fn the_build_script_example_generates_builds_and_calls() {
    let folder = root().join("examples/build-script");
    let output = cargo(&folder, &["run", "--quiet"]);
    let told = String::from_utf8_lossy(&output.stdout);
    for line in [
        "server: POST /v1/pets HTTP/1.1",
        "took in Polly as number 2",
        "server: GET /v1/pets?kind=cat&kind=parrot&limit=10 HTTP/1.1",
        "2  Polly  (parrot)",
        "the server says: Some(\"no such pet\")",
    ] {
        assert!(told.contains(line), "{line:?} is missing in\n{told}");
    }
    assert!(
        !folder.join("specs/petstore.names.lock").exists(),
        "a build script writes nothing but OUT_DIR"
    );

    // A second build has nothing to do: the script told cargo what it read.
    let again = cargo(&folder, &["build", "--verbose"]);
    let told = String::from_utf8_lossy(&again.stderr);
    assert!(told.contains("Fresh pet-shop"), "{told}");
}
