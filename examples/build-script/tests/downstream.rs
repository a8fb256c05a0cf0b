//! A package like a user's: its build script generates a client, and its program calls it.

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn the_build_script_example_generates_builds_and_calls() {
    let output = Command::new(env!("CARGO_BIN_EXE_pet-shop"))
        .output()
        .expect("the program starts");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    let stdout = String::from_utf8_lossy(&output.stdout);
    for line in [
        "server: POST /v1/pets HTTP/1.1",
        "create_pet: created Polly with id 2",
        "server: GET /v1/pets?kind=cat&kind=parrot&limit=10 HTTP/1.1",
        "list_pets: 2  Polly  (parrot)",
        "its typed body: \"no such pet\"",
        "Next:",
    ] {
        assert!(stdout.contains(line), "{line:?} is missing in\n{stdout}");
    }
    assert!(
        !Path::new("specs/petstore.names.lock").exists(),
        "a build script writes only to OUT_DIR"
    );
}

/// Cargo runs the build script again only when one of these files changes. A file that does not exist counts as
/// changed: the script would then run in every build. `.ci/offline` checks the same with cargo itself.
#[test]
fn the_build_script_names_the_files_it_read() {
    let printed = Path::new(env!("OUT_DIR")).with_file_name("output");
    let printed = fs::read_to_string(printed).expect("what the build script printed");
    let files: Vec<&str> = printed
        .lines()
        .filter_map(|line| line.split_once("rerun-if-changed=").map(|(_, file)| file))
        .collect();
    assert!(
        files.iter().any(|file| file.ends_with("petstore.yaml")),
        "the document is missing in\n{printed}"
    );
    for file in files {
        assert!(Path::new(file).exists(), "{file} does not exist");
    }
}
