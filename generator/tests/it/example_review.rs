//! `examples/review`: the history of a made-up API, with the report of each step.

use std::path::Path;

use crate::cli_support::{commit, compare, files, oaspen, root, write};

const CONFIG: &str = "[clients.bakery]\nspec = \"specs/bakery.yaml\"\nout = \"src/bakery\"\nlayout = \"module\"\n";
const REPORTS: [(&str, &str); 7] = [
    ("text", "report.txt"),
    ("markdown", "report.md"),
    ("json", "report.json"),
    ("html", "report.html"),
    ("sarif", "report.sarif"),
    ("github", "annotations.txt"),
    ("changelog", "changelog.md"),
];

#[test]
fn the_reports_of_the_history() {
    let example = root().join("examples/review");
    let repository = tempfile::tempdir().expect("folder");
    let folder = repository.path();
    write(&folder.join("oaspen.toml"), CONFIG);
    let mut problems = Vec::new();
    for version in 1..=3 {
        let manifest = format!("[package]\nname = \"bakery\"\nversion = \"0.{version}.0\"\n");
        let spec = std::fs::read_to_string(example.join(format!("specs/v{version}.yaml"))).expect("spec");
        write(&folder.join("specs/bakery.yaml"), &spec);
        if version > 1 {
            let reports = example.join(format!("reports/v{}-v{version}", version - 1));
            for (format, file) in REPORTS {
                let report = oaspen(folder, &["diff", "--format", format]).exits(0).stdout;
                problems.extend(compare(&reports.join(file), &report).err());
            }
        }
        write(&folder.join("Cargo.toml"), &manifest);
        oaspen(folder, &["generate"]).exits(0);
        commit(folder, &format!("Version {version}"));
        assert_same_client(&folder.join("src/bakery"), &example, version);
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// The client that the example contains for a version is the one that the history leads to.
fn assert_same_client(client: &Path, example: &Path, version: usize) {
    let name = format!("v{version}");
    let expected = files(&example.join("src").join(&name));
    let found = files(client);
    assert_eq!(
        found.keys().collect::<Vec<_>>(),
        expected.keys().collect::<Vec<_>>(),
        "{name}"
    );
    for (path, bytes) in found {
        let text = String::from_utf8_lossy(&bytes).replace("name: \"bakery\"", &format!("name: \"{name}\""));
        // Lines of the example are broken by the length of the name.
        if path.ends_with("mod.rs") && path.components().count() == 1 {
            let root = root_text(&text);
            assert_eq!(root, root_text(&String::from_utf8_lossy(&expected[&path])), "{name}");
            continue;
        }
        let expected = String::from_utf8_lossy(&expected[&path]).replace("\r\n", "\n");
        assert_eq!(text, expected, "{name}: {}", path.display());
    }
}

/// The root of a client without docs, in which examples have the name of the client.
fn root_text(text: &str) -> String {
    let code = text.lines().filter(|line| !line.starts_with("//"));
    code.fold(String::new(), |all, line| all + line + "\n")
}

#[test]
fn the_clients_of_the_example_are_current() {
    oaspen(&root().join("examples/review"), &["generate", "--check"]).exits(0);
}
