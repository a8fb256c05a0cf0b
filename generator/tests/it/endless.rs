//! Files that are not what they are taken for: those that have no end, or whose content never comes. No command waits for them.

use std::path::Path;
use std::process::Command;

use crate::cli_support::oaspen;

const SMALL: &str = "openapi: 3.0.3\ninfo: {title: T, version: \"1\"}\nservers: [{url: \"https://example.com\"}]\npaths:\n  /a: {get: \
                     {operationId: a, tags: [x], responses: {\"204\": {description: ok}}}}\n";

fn pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().expect("mkfifo");
    assert!(made.success());
}

#[test]
fn recordings_are_regular_files() {
    let folder = tempfile::tempdir().expect("folder");
    std::fs::write(folder.path().join("api.yaml"), SMALL).expect("write");
    pipe(&folder.path().join("pipe.har"));
    std::os::unix::fs::symlink("/dev/zero", folder.path().join("zero.har")).expect("link");
    for file in ["pipe.har", "zero.har", "/dev/zero"] {
        let ran = oaspen(folder.path(), &["learn", "--spec", "api.yaml", file]).exits(2);
        assert!(ran.stderr.contains("a pipe or a device"), "{file}: {}", ran.stderr);
    }
}

#[test]
fn pages_of_a_reference_are_regular_files() {
    let folder = tempfile::tempdir().expect("folder");
    std::fs::write(folder.path().join("api.yaml"), SMALL).expect("write");
    let docs = ["docs", "api.yaml", "--out", "docs"];
    oaspen(folder.path(), &docs).exits(0);
    // The folder of something else, as far as that can be known.
    std::fs::create_dir(folder.path().join("docs/other")).expect("folder");
    pipe(&folder.path().join("docs/other/README.md"));
    oaspen(folder.path(), &docs).exits(0);
    std::fs::remove_file(folder.path().join("docs/README.md")).expect("remove");
    pipe(&folder.path().join("docs/README.md"));
    let ran = oaspen(folder.path(), &docs).exits(2);
    assert!(ran.stderr.contains("a pipe or a device"), "{}", ran.stderr);
}

/// Files that others wrote beside those of a client: the manifest of a workspace, attributes of git, the journal of an update.
#[test]
fn files_around_a_client_are_regular_files() {
    let folder = tempfile::tempdir().expect("folder");
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("api.yaml"), SMALL).expect("write");
    pipe(&at("Cargo.toml"));
    oaspen(folder.path(), &["generate", "api.yaml", "--out", "inner/client"]).exits(0);
    std::fs::create_dir(at(".git")).expect("folder");
    pipe(&at(".gitattributes"));
    let ran = oaspen(folder.path(), &["init", "api.yaml"]);
    assert!(ran.stderr.contains("a pipe or a device"), "{}", ran.stderr);
    std::fs::remove_file(at(".gitattributes")).expect("remove");
    oaspen(folder.path(), &["init", "api.yaml"]).exits(0);
    oaspen(folder.path(), &["generate"]).exits(0);
    std::fs::write(at("new.yaml"), SMALL).expect("write");
    let journal = at(".oaspen-update");
    pipe(&journal);
    let ran = oaspen(folder.path(), &["update", "t", "--from", "new.yaml"]).exits(2);
    assert!(ran.stderr.contains("a pipe or a device"), "{}", ran.stderr);
}

/// Also as a folder that does not exist yet, and as the configuration.
#[test]
fn folders_that_are_pipes_are_not_waited_for() {
    let folder = tempfile::tempdir().expect("folder");
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("api.yaml"), SMALL).expect("write");
    pipe(&at("pipe"));
    for command in ["generate", "docs"] {
        for out in ["pipe", "pipe/below"] {
            for arguments in [
                &[command, "api.yaml", "--out", out][..],
                &[command, "api.yaml", "--out", out, "--check"],
            ] {
                oaspen(folder.path(), arguments).exits(2);
            }
        }
    }
    let file = ["generate", "api.yaml", "--layout", "file", "--out", "pipe"];
    oaspen(folder.path(), &file).exits(2);
    std::fs::write(at("oaspen.toml"), "[clients.a]\nspec = \"api.yaml\"\nout = \"pipe\"\n").expect("write");
    oaspen(folder.path(), &["generate"]).exits(2);
    std::fs::remove_file(at("oaspen.toml")).expect("remove");
    pipe(&at("oaspen.toml"));
    for command in ["generate", "docs", "lint", "diff", "init"] {
        oaspen(folder.path(), &[command]).exits(2);
    }
}

/// The log of the kernel is a regular file that waits for the next message.
#[cfg(target_os = "linux")]
#[test]
fn regular_files_that_wait_are_not_waited_for() {
    let folder = tempfile::tempdir().expect("folder");
    std::os::unix::fs::symlink("/proc/kmsg", folder.path().join("log.yaml")).expect("link");
    // Read before, or not allowed.
    for _ in 0..2 {
        oaspen(folder.path(), &["lint", "log.yaml"]).exits(2);
    }
}

/// A configuration is text. The name of another file would be written instead.
#[cfg(target_os = "linux")]
#[test]
fn a_configuration_has_no_path_that_is_no_text() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = tempfile::tempdir().expect("folder");
    let name = std::ffi::OsStr::from_bytes(b"a\xff.yaml");
    std::fs::write(folder.path().join(name), SMALL).expect("write");
    let ran = Command::new(env!("CARGO_BIN_EXE_oaspen"))
        .arg("init")
        .arg(name)
        .current_dir(folder.path())
        .output()
        .expect("run");
    assert_eq!(ran.status.code(), Some(2));
    assert!(!folder.path().join("oaspen.toml").exists());
    // A link that leads nowhere is not similar to itself.
    std::os::unix::fs::symlink("nowhere", folder.path().join("link.yaml")).expect("link");
    let ran = oaspen(folder.path(), &["lint", "link.yaml"]).exits(2);
    assert!(!ran.stderr.contains("did you mean"), "{}", ran.stderr);
}
