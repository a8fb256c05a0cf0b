//! `oaspen init`: what it writes, and that texts of the document stay in their lines.

use std::path::Path;

use crate::cli::clerk;
use crate::cli_support::oaspen;

/// Texts that would leave their line, or their string.
const TEXTS: [&str; 14] = [
    "\n[clients.evil]\nspec = \"other.json\"\nout = \"elsewhere\"\n#",
    "a\r\n[clients.evil]\r\n",
    "a\rb",
    "\"]\nout = \"elsewhere\"",
    "'''\nb",
    "\"\"\"\nb\"\"\"",
    "back\\slash\\",
    "\\\"] #",
    "a\u{2028}b\u{2029}c\u{85}d",
    "\u{202E}gnp.live\u{200B}",
    "\0\u{1b}[31m\u{7f}\t",
    "\u{9b}31m\u{90}\u{61c}",
    "\u{e0041}\u{e007f}",
    "größe 姓名",
];

/// A folder with a document of this title and these tags, and a document that nothing may read.
fn folder(file: &str, title: &str, tags: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    let tags: Vec<_> = tags.iter().map(|tag| serde_json::json!({ "name": tag })).collect();
    let document = serde_json::json!({
        "openapi": "3.0.3",
        "info": { "title": title, "version": "1" },
        "tags": tags,
        "paths": { "/a": { "get": { "operationId": "a", "responses": { "204": { "description": "ok" } } } } },
    });
    std::fs::write(folder.path().join(file), document.to_string()).expect("write");
    std::fs::write(folder.path().join("other.json"), "not a document").expect("write");
    folder
}

/// Writes the configuration, and generates the client that it declares.
fn generated(folder: &Path, file: &str) -> String {
    oaspen(folder, &["init", file]).exits(0);
    let text = std::fs::read_to_string(folder.join("oaspen.toml")).expect("configuration");
    let hidden = |c: char| oaspen::is_unsafe_char(c) && c != '\n';
    assert!(!text.contains(hidden), "{text:?}");
    let active: Vec<&str> = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    assert_eq!(active.len(), 4, "{text}");
    for (line, start) in active.iter().zip(["[clients.", "spec = ", "out = ", "layout = "]) {
        assert!(line.starts_with(start), "{text}");
    }
    oaspen(folder, &["generate"]).exits(0);
    assert!(!folder.join("elsewhere").exists());
    text
}

#[test]
fn tags_stay_on_their_line() {
    for text in TEXTS {
        let folder = folder("api.json", "T", &[text]);
        let written = generated(folder.path(), "api.json");
        // The line that shows them is a list of the tags, once it is no comment.
        let line = written
            .lines()
            .find_map(|line| line.strip_prefix("# include-tags = "))
            .expect("line");
        let list: toml::Table = format!("tags = {line}").parse().expect("TOML");
        assert_eq!(list["tags"][0].as_str(), Some(text));
    }
    let folder = folder("api.json", "T", &TEXTS[..5]);
    generated(folder.path(), "api.json");
}

#[test]
fn titles_become_names_and_folders_of_one_segment() {
    for title in TEXTS
        .into_iter()
        .chain(["../../outside", "/outside", "..", "C:\\outside", "outside]"])
    {
        let folder = folder("openapi.json", title, &[]);
        let text = generated(folder.path(), "openapi.json");
        let out = text.lines().find_map(|line| line.strip_prefix("out = ")).expect("out");
        assert!(!out.contains(['/', '.', '\\']), "{title:?}: {out}");
        let entries = std::fs::read_dir(folder.path()).expect("folder").count();
        // Both documents, the configuration and the client.
        assert_eq!(entries, 4, "{title:?}");
    }
}

#[cfg(unix)]
#[test]
fn names_of_files_stay_on_their_line() {
    for file in [
        "a\nout = \"elsewhere\".json",
        "a\"b.json",
        "a\\b.json",
        "a\u{2028}b.json",
        "[clients].json",
        "größe.json",
    ] {
        let folder = folder(file, "T", &["Users"]);
        generated(folder.path(), file);
    }
}

#[test]
fn a_repository_merges_the_lock_by_line() {
    let folder = folder("spec.json", "T", &[]);
    let attributes = folder.path().join(".gitattributes");
    oaspen(folder.path(), &["init", "spec.json"]).exits(0);
    assert!(!attributes.exists(), "there is no repository");

    std::fs::remove_file(folder.path().join("oaspen.toml")).expect("remove");
    std::fs::create_dir(folder.path().join(".git")).expect("folder");
    std::fs::write(&attributes, "*.png binary").expect("write");
    oaspen(folder.path(), &["init", "spec.json"]).exits(0);
    let text = std::fs::read_to_string(&attributes).expect("attributes");
    assert_eq!(text, "*.png binary\nnames.lock merge=union\n*.names.lock merge=union\n");

    std::fs::remove_file(folder.path().join("oaspen.toml")).expect("remove");
    oaspen(folder.path(), &["init", "spec.json"]).exits(0);
    assert_eq!(std::fs::read_to_string(&attributes).expect("attributes"), text, "once");
}

#[test]
fn a_merge_conflict_in_the_lock_is_resolved() {
    let folder = folder("shop.json", "T", &[]);
    generated(folder.path(), "shop.json");
    let lock = folder.path().join("shop/names.lock");
    let text = std::fs::read_to_string(&lock).expect("lock");
    let (first, rest) = text.split_once('\n').expect("lines");
    let conflict =
        format!("{first}\n<<<<<<< ours\n{rest}=======\n#/components/schemas/New\ttype\tNew\n>>>>>>> theirs\n");
    std::fs::write(&lock, conflict).expect("write");
    oaspen(folder.path(), &["generate", "--check"]).exits(1);
    oaspen(folder.path(), &["generate"]).exits(0);
    assert_eq!(std::fs::read_to_string(&lock).expect("lock"), text);
}

#[test]
fn init_writes_a_configuration_that_generate_uses() {
    let folder = tempfile::tempdir().expect("folder");
    std::fs::create_dir(folder.path().join("specs")).expect("folder");
    std::fs::copy(clerk(), folder.path().join("specs/clerk.yaml")).expect("copy");
    oaspen(folder.path(), &["generate"]).exits(2);
    let ran = oaspen(folder.path(), &["init", "specs/clerk.yaml"]).exits(0);
    assert_eq!(ran.stdout, "wrote oaspen.toml; now run `oaspen generate`\n");
    let text = std::fs::read_to_string(folder.path().join("oaspen.toml")).expect("configuration");
    assert!(
        text.contains("\n[clients.clerk]\nspec = \"specs/clerk.yaml\"\nout = \"clerk\"\n"),
        "{text}"
    );
    let ran = oaspen(folder.path(), &["generate"]).exits(0);
    assert!(ran.stdout.starts_with("✓ clerk  18 operations"), "{}", ran.stdout);
    oaspen(folder.path(), &["generate", "--check"]).exits(0);

    let ran = oaspen(folder.path(), &["init", "specs/clerk.yaml"]).exits(2);
    assert!(ran.stderr.contains("`oaspen.toml` already exists"), "{}", ran.stderr);
    assert_eq!(
        std::fs::read_to_string(folder.path().join("oaspen.toml")).expect("configuration"),
        text
    );
    // Every option that is shown as a comment is one that exists.
    let all = text
        .replace("# times", "times")
        .replace("# strict", "strict")
        .replace("# include-tags", "include-tags");
    std::fs::write(folder.path().join("oaspen.toml"), all).expect("write");
    oaspen(folder.path(), &["generate"]).exits(0);
}

#[test]
fn a_first_configuration_is_named_after_the_api_and_fits_the_package() {
    let folder = tempfile::tempdir().expect("folder");
    let spec = "openapi: 3.0.3\ninfo: {title: Swagger Petstore API, version: '1'}\npaths: {}\n";
    std::fs::write(folder.path().join("openapi.yaml"), spec).expect("write");
    std::fs::write(folder.path().join("Cargo.toml"), "[package]\nname = \"app\"\n").expect("write");
    std::fs::create_dir(folder.path().join("src")).expect("folder");
    oaspen(folder.path(), &["init", "openapi.yaml"]).exits(0);
    let text = std::fs::read_to_string(folder.path().join("oaspen.toml")).expect("configuration");
    assert!(text.contains("[clients.swagger_petstore]"), "{text}");
    assert!(
        text.contains("out = \"src/swagger_petstore\"\n") && text.contains("layout = \"module\""),
        "{text}"
    );
}
