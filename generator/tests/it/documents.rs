//! How the files of a document are read: by what they are, within limits, in the root that is named.

use std::path::Path;

use oaspen::{Input, Outcome, Settings, Severity};

const PING: &str = "openapi: 3.0.3\ninfo: {title: T, version: \"1\"}\nservers: [{url: \"https://x.example\"}]\n\
                    paths: {/ping: {get: {operationId: ping, responses: {\"204\": {description: pong}}}}}\n";

const PING_JSON: &str = "{\n\t\"openapi\": \"3.0.3\",\n\t\"info\": {\"title\": \"T\", \"version\": \"1\"},\n\t\"servers\": \
                         [{\"url\": \"https://x.example\"}],\n\t\"paths\": {\"/ping\": {\"get\": {\"operationId\": \"ping\", \
                         \"responses\": {\"204\": {\"description\": \"pong\"}}}}}\n}\n";

fn settings() -> Settings {
    Settings {
        name: "t".to_owned(),
        ..Settings::default()
    }
}

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folder");
        std::fs::write(path, text).expect("write");
    }
}

fn generate(files: &[(&str, &str)], settings: &Settings) -> Outcome {
    let folder = tempfile::tempdir().expect("folder");
    write(folder.path(), files);
    let (main, _) = files.first().expect("a file");
    let mut settings = settings.clone();
    settings.root = settings.root.map(|root| folder.path().join(root));
    oaspen::generate(&Input::Path(folder.path().join(main)), &settings, None)
}

/// The codes of warnings and errors.
fn findings(outcome: &Outcome) -> Vec<&'static str> {
    let list = outcome.diagnostics.iter();
    list.filter(|one| one.severity >= Severity::Warning)
        .map(|one| one.code.code)
        .collect()
}

#[test]
fn a_file_is_read_by_what_it_is() {
    let commented = PING_JSON.replacen('{', "{ // comment\n/* and\n another */", 1);
    let trailing = PING_JSON.replace("\"pong\"}", "\"pong\",},");
    let marked = format!("\u{feff}{PING_JSON}");
    let cases: [(&str, &str, &[&str]); 9] = [
        ("api.json", PING, &["W0104"]),
        ("api.yaml", PING_JSON, &[]),
        ("api.json", &commented, &["W0104"]),
        ("api.json", &trailing, &["W0104"]),
        ("api.json", &marked, &[]),
        ("api", PING_JSON, &[]),
        ("api", PING, &[]),
        ("api.txt", PING_JSON, &[]),
        ("api.yaml", &format!("\t\t# a comment\n{PING}"), &["W0104"]),
    ];
    for (name, text, expected) in cases {
        let outcome = generate(&[(name, text)], &settings());
        assert_eq!(outcome.stats.operations, 1, "{name}: {text}\n{:?}", outcome.diagnostics);
        assert_eq!(findings(&outcome), expected, "{name}: {text}");
    }
}

#[test]
fn bytes_behind_aliases_are_counted() {
    let long = "a".repeat(100_000);
    let aliases = vec!["*a"; 33_000].join(",");
    let outcome = generate(
        &[("api.yaml", &format!("{PING}x-a: &a {long}\nx-b: [{aliases}]\n"))],
        &settings(),
    );
    assert_eq!(findings(&outcome), ["E0007"]);
    let first = outcome.diagnostics.iter().next().expect("a finding");
    assert!(
        first.message.contains("MiB where its aliases are expanded"),
        "{}",
        first.message
    );
    // A few of them are fine.
    let few = generate(
        &[("api.yaml", &format!("{PING}x-a: &a {long}\nx-b: [*a, *a, *a]\n"))],
        &settings(),
    );
    assert_eq!(findings(&few), [""; 0]);
}

const SIBLING: &str = "openapi: 3.0.3\ninfo: {title: T, version: \"1\"}\nservers: [{url: \"https://x.example\"}]\npaths:\n  \
                       /a: {get: {operationId: a, responses: {\"204\": {$ref: \"../common/r.yaml#/ok\"}}}}\n";

#[test]
fn files_beside_the_folder_are_read_below_the_root_that_is_named() {
    let files = [
        ("specs/api.yaml", SIBLING),
        (
            "common/r.yaml",
            "ok: {description: fine}\nback: {$ref: ../specs/api.yaml}\n",
        ),
    ];
    assert_eq!(findings(&generate(&files, &settings())), ["W0111"]);
    let with_root = |root: &str| Settings {
        root: Some(root.into()),
        ..settings()
    };
    assert_eq!(findings(&generate(&files, &with_root("."))), [""; 0]);
    assert_eq!(findings(&generate(&files, &with_root("specs"))), ["W0111"]);
    assert_eq!(findings(&generate(&files, &with_root("common"))), ["E0040"]);
    assert_eq!(findings(&generate(&files, &with_root("missing"))), ["E0040"]);
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_out_of_the_root_is_refused() {
    let folder = tempfile::tempdir().expect("folder");
    let files = [
        ("inner/specs/api.yaml", SIBLING),
        ("secret.yaml", "ok: {description: secret}\n"),
    ];
    write(folder.path(), &files);
    std::fs::create_dir(folder.path().join("inner/common")).expect("folder");
    std::os::unix::fs::symlink("../../secret.yaml", folder.path().join("inner/common/r.yaml")).expect("link");
    let settings = Settings {
        root: Some(folder.path().join("inner")),
        ..settings()
    };
    let outcome = oaspen::generate(
        &Input::Path(folder.path().join("inner/specs/api.yaml")),
        &settings,
        None,
    );
    assert_eq!(findings(&outcome), ["W0111"]);
    assert!(outcome.files.iter().all(|file| !file.text.contains("secret")));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_read() {
    let folder = tempfile::tempdir().expect("folder");
    write(folder.path(), &[("specs/api.yaml", SIBLING)]);
    std::fs::create_dir(folder.path().join("common")).expect("folder");
    let pipe = folder.path().join("common/r.yaml");
    let made = std::process::Command::new("mkfifo").arg(pipe).status().expect("mkfifo");
    assert!(made.success());
    let settings = Settings {
        root: Some(folder.path().to_path_buf()),
        ..settings()
    };
    let outcome = oaspen::generate(&Input::Path(folder.path().join("specs/api.yaml")), &settings, None);
    assert_eq!(findings(&outcome), ["W0110"]);
}

#[test]
fn files_that_refer_to_each_other_and_to_themselves_end() {
    let outcome = generate(
        &[
            (
                "api.yaml",
                "openapi: 3.1.0\ninfo: {title: T, version: \"1\"}\nservers: {$ref: \"#/servers\"}\npaths:\n  \
                 $ref: paths.yaml\n  /a: {get: {$ref: \"#/paths/~1b/get\"}}\n  /b: {get: {$ref: \"#/paths/~1a/get\"}}\n  \
                 /ok: {get: {operationId: ok, responses: {\"204\": {description: x}}}}\n  /c: {$ref: \"#/paths/~1c\"}\n",
            ),
            ("paths.yaml", "$ref: more.yaml\n"),
            ("more.yaml", "$ref: paths.yaml\n"),
        ],
        &settings(),
    );
    assert!(findings(&outcome).contains(&"W0110"), "{:?}", outcome.diagnostics);
}

#[test]
fn references_that_copy_too_much_are_an_error() {
    use std::fmt::Write as _;
    let mut shared = String::new();
    for index in 0..1_000 {
        let _ = writeln!(shared, "p{index}: {{type: string}}");
    }
    let mut main = format!("{PING}components:\n  schemas:\n");
    for index in 0..1_000 {
        let _ = writeln!(
            main,
            "    S{index}: {{type: object, properties: {{$ref: shared.yaml}}}}"
        );
    }
    let outcome = generate(&[("api.yaml", &main), ("shared.yaml", &shared)], &settings());
    assert_eq!(findings(&outcome), ["E0007"]);
}

#[test]
fn excerpts_show_comments_as_they_are_written() {
    let text = PING_JSON.replacen('{', "{ // the ß version\n", 1);
    let text = text.replace("\"operationId\"", "/* why: é */ \"bogus\": 1, \"operationId\"");
    let outcome = generate(&[("api.json", &text)], &settings());
    let list: Vec<_> = outcome.diagnostics.iter().collect();
    let shown: String = oaspen::render_each(&list, &outcome.sources, oaspen::RenderStyle::Plain).collect();
    assert!(shown.contains("1 | { // the ß version\n"), "{shown}");
    assert!(shown.contains("/* why: é */ \"bogus\": 1"), "{shown}");
    let line = text.lines().find(|line| line.contains("bogus")).unwrap_or_default();
    let column = line.split("\"bogus\"").next().unwrap_or_default().chars().count() + 1;
    assert!(shown.contains(&format!("api.json:6:{column}\n")), "{column}\n{shown}");
}
