//! Invalid documents and configurations: the message has the code, file, line, column and an excerpt, the exit code
//! is right, and nothing is written.
//!
//! A case is a folder of `tests/errors/` in the root of the repository: a document or an
//! `oaspen.toml`, and `expected.stderr`.

use std::path::Path;

use crate::cli_support::{Ran, compare, files, oaspen, root};

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in files(from) {
        let target = to.join(path);
        std::fs::create_dir_all(target.parent().expect("a folder")).expect("folder");
        std::fs::write(target, bytes).expect("write");
    }
}

/// Generates from the document or configuration of a folder; warnings count as errors.
fn generate(folder: &Path) -> Ran {
    if folder.join("oaspen.toml").exists() {
        return oaspen(folder, &["generate", "--strict", "--verbose"]);
    }
    oaspen(
        folder,
        &["generate", &document(folder), "--out", "out", "--strict", "--verbose"],
    )
}

fn document(folder: &Path) -> String {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with("openapi.") || name.starts_with("swagger."))
        .collect();
    names.pop().expect("a document")
}

#[test]
fn every_case_has_the_expected_message() {
    let mut problems = Vec::new();
    let cases = root().join("tests/errors");
    for case in std::fs::read_dir(&cases)
        .expect("cases")
        .map(|case| case.expect("case").path())
        .filter(|path| path.is_dir())
    {
        let folder = tempfile::tempdir().expect("folder");
        copy(&case, folder.path());
        let before = files(folder.path());
        let ran = generate(folder.path());
        let name = case.file_name().expect("a name").to_string_lossy().into_owned();
        assert_eq!(files(folder.path()), before, "{name}: something was written");
        assert!(
            ran.stdout.contains("nothing written") || ran.stdout.is_empty(),
            "{name}: {}",
            ran.stdout
        );
        let text = format!("{}exit code {}\n", ran.stderr, ran.code);
        let expected = case.join("expected.stderr");
        problems.extend(compare(&expected, &text).err());
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// A folder with one document.
fn with_document(name: &str, bytes: impl AsRef<[u8]>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    std::fs::write(folder.path().join(name), bytes).expect("write");
    folder
}

/// The document is refused with this code at this place, and nothing is written.
#[track_caller]
fn refused(folder: &Path, code: &str, place: &str) -> Ran {
    let before = files(folder);
    let ran = generate(folder).exits(2);
    assert!(ran.stderr.contains(&format!("error[{code}]")), "{}", ran.stderr);
    assert!(ran.stderr.contains(place), "no `{place}` in\n{}", ran.stderr);
    assert_eq!(files(folder), before, "something was written");
    ran
}

const PING: &str = "openapi: 3.0.3\ninfo: {title: Größe, version: '1'}\npaths:\n  /ping: {get: {operationId: ping, responses: {'204': {description: pong}}}}\n";

#[test]
fn a_hundred_thousand_brackets_are_refused_at_once() {
    let deep = "[".repeat(100_000);
    let begin = std::time::Instant::now();
    let json = with_document("openapi.json", format!("{{\"openapi\": \"3.0.3\", \"paths\": {deep}"));
    refused(json.path(), "E0007", "openapi.json:1:");
    let yaml = with_document("openapi.yaml", format!("openapi: 3.0.3\npaths: {deep}"));
    refused(yaml.path(), "E0007", "openapi.yaml:");
    assert!(begin.elapsed().as_secs() < 20, "took {:?}", begin.elapsed());
}

#[test]
fn brackets_in_strings_close_nothing() {
    let begin = std::time::Instant::now();
    let hidden = with_document(
        "openapi.yaml",
        format!("openapi: 3.0.3\npaths: {}", "[\"]\", ".repeat(100_000)),
    );
    refused(hidden.path(), "E0007", "openapi.yaml:2:");
    assert!(begin.elapsed().as_secs() < 20, "took {:?}", begin.elapsed());
}

#[test]
fn indentation_deeper_than_the_limit_is_refused() {
    let deep: String = (1..500).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    let folder = with_document("openapi.yaml", format!("openapi: 3.0.3\npaths:\n{deep}"));
    refused(folder.path(), "E0007", "openapi.yaml:1");
}

#[test]
fn text_that_is_not_utf8_is_refused_where_it_stops() {
    let folder = with_document(
        "openapi.yaml",
        b"openapi: 3.0.3\ninfo: {title: \xc3\xa4\xff, version: '1'}\n",
    );
    refused(folder.path(), "E0001", "openapi.yaml:2:16");
}

#[test]
fn text_with_a_byte_order_mark_is_read() {
    let little: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(PING.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let big: Vec<u8> = [0xfe, 0xff]
        .into_iter()
        .chain(PING.encode_utf16().flat_map(u16::to_be_bytes))
        .collect();
    let utf8: Vec<u8> = [0xef, 0xbb, 0xbf].into_iter().chain(PING.bytes()).collect();
    for bytes in [little, big, utf8] {
        let folder = with_document("openapi.yaml", bytes);
        let ran = oaspen(folder.path(), &["generate", "openapi.yaml", "--out", "out"]).exits(0);
        assert!(ran.stdout.contains("1 operation"), "{}", ran.stdout);
        let manifest = std::fs::read_to_string(folder.path().join("out/Cargo.toml")).expect("manifest");
        assert!(manifest.contains("Größe"), "{manifest}");
    }
}

#[test]
fn unreadable_files_are_refused() {
    let folder = tempfile::tempdir().expect("folder");
    std::fs::create_dir(folder.path().join("openapi.yaml")).expect("folder");
    let ran = refused(folder.path(), "E0001", "`openapi.yaml` is a folder");
    assert!(ran.stdout.contains("nothing written"));
    oaspen(folder.path(), &["lint", "openapi.yaml"]).exits(2);
    oaspen(folder.path(), &["lint", "missing.yaml"]).exits(2);
    let ran = oaspen(folder.path(), &["inspect", "missing.yaml", "--stage", "ir"]).exits(2);
    assert!(
        ran.stderr.contains("error[E0001]: cannot read `missing.yaml`"),
        "{}",
        ran.stderr
    );
}

#[cfg(unix)]
#[test]
fn symlinks_out_of_the_folder_are_refused() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("folder");
    symlink("nowhere.yaml", folder.path().join("openapi.yaml")).expect("symlink");
    refused(folder.path(), "E0001", "cannot read `openapi.yaml`");

    let outside = with_document("secret.yaml", "Secret: {type: string, description: hush}\n");
    let text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /ping:\n    get:\n      operationId: ping\n      responses:\n        \
                '200':\n          description: pong\n          content: {application/json: {schema: {$ref: 'inner.yaml#/Secret'}}}\n";
    let folder = with_document("openapi.yaml", text);
    symlink(outside.path().join("secret.yaml"), folder.path().join("inner.yaml")).expect("symlink");
    let ran = generate(folder.path()).exits(1);
    assert!(
        ran.stderr.contains("error[W0111]: `inner.yaml` is outside the folder"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("openapi.yaml:10:40"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("hush") && !folder.path().join("out").exists());
}

#[test]
fn an_output_that_cannot_be_written_changes_nothing() {
    // Not by permissions: tests may run as root, whom they do not bind.
    let folder = with_document("openapi.yaml", PING);
    std::fs::create_dir_all(folder.path().join("out/src/lib.rs")).expect("a folder, not a file");
    let ran = refused(folder.path(), "E0041", "cannot write `out/");
    assert!(ran.stdout.contains("nothing written"), "{}", ran.stdout);
}

#[test]
fn a_file_where_a_folder_would_be_is_named() {
    for file in ["out", "out/src"] {
        let folder = with_document("openapi.yaml", PING);
        std::fs::create_dir_all(folder.path().join(file).parent().expect("a folder")).expect("folder");
        std::fs::write(folder.path().join(file), "mine\n").expect("write");
        let ran = refused(
            folder.path(),
            "E0043",
            &format!("cannot write `{file}`: this is a file"),
        );
        assert!(ran.stdout.contains("nothing written"), "{}", ran.stdout);
    }
}

#[test]
fn files_without_the_marker_are_not_overwritten() {
    let folder = with_document("openapi.yaml", PING);
    std::fs::create_dir_all(folder.path().join("out/src")).expect("folder");
    std::fs::write(folder.path().join("out/src/lib.rs"), "// mine\n").expect("write");
    let ran = refused(folder.path(), "E0043", "not written by oaspen");
    assert!(
        ran.stderr.contains("move or delete this file") && !ran.stderr.contains("permissions"),
        "{}",
        ran.stderr
    );
}

#[test]
fn findings_are_warnings_without_strict_and_lint_counts_them() {
    let folder = tempfile::tempdir().expect("folder");
    copy(&root().join("tests/errors/ref_url"), folder.path());
    let ran = oaspen(folder.path(), &["lint", "openapi.yaml"]).exits(1);
    assert!(
        ran.stderr.contains("warning[W0112]") && !ran.stderr.contains("error["),
        "{}",
        ran.stderr
    );
    let ran = oaspen(folder.path(), &["generate", "openapi.yaml", "--out", "out"]).exits(0);
    assert!(ran.stderr.contains("warning[W0112]"), "{}", ran.stderr);
}

#[test]
fn paths_that_are_a_list_are_an_error() {
    let folder = with_document(
        "openapi.yaml",
        "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: [/users]\n",
    );
    let ran = oaspen(folder.path(), &["lint", "openapi.yaml"]).exits(2);
    assert!(ran.stderr.contains("openapi.yaml:3:1"), "{}", ran.stderr);
}

#[test]
fn every_command_says_the_same_about_a_file_that_is_not_there() {
    let folder = with_document("shop.yaml", PING);
    let config = "[clients.shop]\nspec = \"shop.yaml\"\nout = \"out\"\n";
    std::fs::write(folder.path().join("oaspen.toml"), config).expect("write");
    for (file, reason, advice) in [
        (
            "https://example.com/a/shop.yaml?x=1",
            "it is a URL, and oaspen opens no network connection",
            "curl --fail --location -o 'shop.yaml' 'https://example.com/a/shop.yaml?x=1'",
        ),
        ("shp.yaml", "there is no such file", "did you mean `shop.yaml`?"),
    ] {
        for arguments in [
            &["generate", file][..],
            &["docs", file, "--out", "pages"],
            &["docs", "shop.yaml", "--out", "pages", "--names", file],
            &["lint", file],
            &["inspect", file, "--stage", "ir"],
            &["init", file, "--config", "other.toml"],
            &["diff", file, "shop.yaml"],
            &["diff", "shop.yaml", file],
            &["git-diff", file],
            &["learn", "shop", file],
            &["update", "shop", "--from", file],
            &["generate", "--config", file],
        ] {
            let ran = oaspen(folder.path(), arguments).exits(2);
            let message = format!("cannot read `{file}`: {reason}");
            assert!(ran.stderr.contains(&message), "{arguments:?}: {}", ran.stderr);
            assert!(ran.stderr.contains(advice), "{arguments:?}: {}", ran.stderr);
        }
    }
}

#[test]
fn nothing_is_written_to_a_url() {
    let folder = with_document("shop.yaml", PING);
    let refused = |arguments: &[&str], expected: &str| {
        let ran = oaspen(folder.path(), arguments).exits(2);
        assert!(ran.stderr.contains(expected), "{arguments:?}: {}", ran.stderr);
        assert!(
            ran.stderr.contains("opens no network connection"),
            "{arguments:?}: {}",
            ran.stderr
        );
    };
    let url = "https://example.com/a";
    for arguments in [
        &["generate", "shop.yaml", "--out", url][..],
        &["docs", "shop.yaml", "--out", url],
        &["diff", "shop.yaml", "shop.yaml", "--out", url],
        &["update", "shop", "--from", "shop.yaml", "--out", url],
        &["init", "shop.yaml", "--config", url],
        &["lint", "shop.yaml", "--root", url],
    ] {
        refused(arguments, url);
    }
    std::fs::create_dir(folder.path().join("sub")).expect("create");
    for (config, at) in [
        (
            format!("index = \"{url}\"\n[clients.shop]\nspec = \"../shop.yaml\"\nout = \"out\"\n"),
            "1:9",
        ),
        (
            format!("[clients.shop]\nspec = \"../shop.yaml\"\nout = \"{url}\"\n"),
            "3:7",
        ),
        (
            format!("[clients.shop]\nspec = \"../shop.yaml\"\nout = \"out\"\ndocs = \"{url}\"\n"),
            "4:8",
        ),
        (
            format!("[clients.shop]\nspec = \"{url}/b.yaml\"\nout = \"out\"\n"),
            "2:8",
        ),
    ] {
        std::fs::write(folder.path().join("sub/oaspen.toml"), config).expect("write");
        refused(&["generate", "--config", "sub/oaspen.toml"], at);
    }
    // A folder may have a name like that.
    std::fs::create_dir_all(folder.path().join("http:/sub")).expect("create");
    let config = "[clients.shop]\nspec = \"../../shop.yaml\"\nout = \"out\"\n";
    std::fs::write(folder.path().join("http:/sub/oaspen.toml"), config).expect("write");
    oaspen(
        folder.path(),
        &["generate", "--config", "./http:/sub/oaspen.toml", "--quiet"],
    )
    .exits(0);
    assert!(!folder.path().join("https:").exists());
}

#[test]
fn only_a_few_missing_files_of_a_document_are_compared_with_the_folder() {
    let paths: String = (0..30)
        .map(|n| format!("  /{n:02}: {{ $ref: 'pth{n:02}.yaml' }}\n"))
        .collect();
    let folder = with_document(
        "openapi.yaml",
        format!("openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths:\n{paths}"),
    );
    for n in 0..30 {
        std::fs::write(folder.path().join(format!("path{n:02}.yaml")), "get: {}").expect("write");
    }
    let ran = oaspen(folder.path(), &["lint", "openapi.yaml", "--all"]);
    assert_eq!(
        ran.stderr.matches("there is no such file").count(),
        30,
        "{}",
        ran.stderr
    );
    assert_eq!(ran.stderr.matches("did you mean `path").count(), 20, "{}", ran.stderr);
}
