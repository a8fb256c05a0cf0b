//! Pages in a real browser. `bash .ci/full` installs Chromium and runs these tests.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{findings, markdown};
use crate::chromium::{browse, dom};
use crate::cli_support::{files, oaspen, root};

/// The pages of a reference, by their paths.
fn pages(folder: &Path) -> Vec<(String, String)> {
    let pages = files(folder).into_iter();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    pages
        .map(|(path, bytes)| (path.display().to_string(), text(bytes)))
        .collect()
}

/// What a browser finds about pages of Markdown.
fn of_markdown(pages: &[(String, String)]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("pages.html");
    std::fs::write(&file, markdown::html(pages)).expect("write");
    findings(&dom(&file, ""))
}

#[test]
#[ignore = "needs Chromium: bash .ci/full"]
fn pages_of_the_references_fit_and_are_complete() {
    for client in ["clerk", "logto"] {
        let pages = pages(&root().join("docs/api").join(client));
        assert!(pages.len() > 20, "{client}: {} pages", pages.len());
        let found = of_markdown(&pages);
        assert!(found.is_empty(), "{client}:\n{}", found.join("\n"));
    }
}

/// The names and types of a document may be longer than those of the two references.
#[test]
#[ignore = "needs Chromium: bash .ci/full"]
fn long_names_fit_into_a_page() {
    let spec = root().join("generator/tests/it/looks/long_names.yaml");
    let folder = tempfile::tempdir().expect("a folder");
    let spec = spec.display().to_string();
    oaspen(folder.path(), &["docs", &spec, "--out", "docs", "--name", "long"]).exits(0);
    let pages = pages(&folder.path().join("docs"));
    let found = of_markdown(&pages);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
#[ignore = "needs Chromium: bash .ci/full"]
fn what_does_not_fit_is_found() {
    let wide = "w".repeat(120);
    let page = |path: &str, text: String| (path.to_owned(), text);
    let found = of_markdown(&[
        page("README.md", "# A\n\n## Client\n\ntext".to_owned()),
        page("api/a.md", format!("# A\n\n## `get`\n\n```rust\nfn get(){wide}\n```")),
        page(
            "models/a.md",
            format!("# `A`\n\ntext\n\n## `B`\n\n| a | b |\n|---|---|\n| `{wide}` | |"),
        ),
    ]);
    let expected = [
        "README.md: has no section Operations",
        "api/a.md: a pre takes ",
        "api/a.md: `get` has no example",
        "api/a.md: `get` has no responses",
        "models/a.md: a table takes ",
        "models/a.md: a cell is empty in: www",
        "models/a.md: `A` has no table",
    ];
    assert_eq!(found.len(), expected.len(), "{}", found.join("\n"));
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found} is not {expected}");
    }
}

/// The pages of rustdoc for a package of the Clerk client.
fn documented(folder: &Path) -> Vec<PathBuf> {
    let spec = root().join("specs/clerk.yaml").display().to_string();
    let runtime = root().join("runtime").display().to_string();
    let arguments = ["--out", "clerk", "--name", "clerk", "--runtime-path", &runtime];
    oaspen(folder, &[&["generate", &spec][..], &arguments].concat()).exits(0);
    let package = folder.join("clerk");
    // Pages of an earlier run may have no counterpart any more.
    let _ = std::fs::remove_dir_all(root().join("target/looks/doc"));
    // The versions of the workspace, so that nothing is downloaded.
    std::fs::copy(root().join("Cargo.lock"), package.join("Cargo.lock")).expect("copy");
    let output = Command::new(env!("CARGO"))
        .args(["doc", "--quiet", "--no-deps"])
        .current_dir(&package)
        .env("CARGO_TARGET_DIR", root().join("target/looks"))
        .env("RUSTDOCFLAGS", "-D warnings")
        .output()
        .expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let pages = root().join("target/looks/doc/clerk");
    let is_page = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "html");
    let found = files(&pages).into_keys().filter(is_page);
    found.map(|path| pages.join(path)).collect()
}

#[test]
#[ignore = "needs Chromium: bash .ci/full"]
fn the_documentation_of_a_package_fits_and_has_summaries() {
    let folder = tempfile::tempdir().expect("a folder");
    let pages = documented(folder.path());
    assert!(pages.len() > 50, "{} pages", pages.len());
    let paths: Vec<String> = pages.iter().map(|path| format!("file://{}", path.display())).collect();
    let file = folder.path().join("frames.html");
    let paths = serde_json::to_string(&paths).expect("JSON");
    let script = include_str!("rustdoc.js");
    let text = format!("<!doctype html><body><script>const PATHS = {paths};\n{script}</script>");
    std::fs::write(&file, text).expect("write");
    // All pages together take longer than a single page may.
    let time = "--virtual-time-budget=600000";
    let arguments = [
        "--dump-dom",
        "--allow-file-access-from-files",
        "--window-size=1300,1000",
        time,
    ];
    let mut found = findings(&browse(&arguments, &format!("file://{}", file.display())));
    let last = found.pop().unwrap_or_default();
    assert!(last.starts_with(&format!("{} pages, ", pages.len())), "{last}");
    assert!(!last.ends_with(" 0 summaries"), "{last}");
    assert!(found.is_empty(), "{}", found.join("\n"));
}
