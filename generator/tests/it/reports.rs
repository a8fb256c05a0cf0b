//! Output of a run: thousands of diagnostics, JSON, exit codes.

use std::path::Path;

use crate::cli_support::{Ran, files, oaspen, root};
use serde_json::{Value, json};

const PING: &str = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://a.example'}]\npaths:\n  /ping: {get: {operationId: ping, responses: {'204': {description: pong}}}}\n";

fn folder_with(name: &str, text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    write(folder.path(), name, text);
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("folder");
    std::fs::write(path, text).expect("write");
}

fn object(ran: &Ran) -> Value {
    assert_eq!(ran.stderr, "", "machines read standard output alone");
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error} in\n{}", ran.stdout))
}

/// A document with this many unknown keys, and one operation without an id.
fn with_findings(number: usize) -> String {
    let schemas: String = (0..number)
        .map(|n| format!("    S{n}: {{type: string, typo: 1}}\n"))
        .collect();
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://a.example'}}]\npaths:\n  /ping: {{get: {{responses: {{'204': {{description: pong}}}}}}}}\ncomponents:\n  schemas:\n{schemas}"
    )
}

#[test]
fn a_few_diagnostics_of_each_code_are_shown_and_all_are_counted() {
    let folder = folder_with("a.yaml", &with_findings(1200));
    let ran = oaspen(folder.path(), &["lint", "a.yaml"]).exits(1);
    assert_eq!(ran.stderr.matches("warning[W0101]: ").count(), 3, "{}", ran.stderr);
    assert!(ran.stderr.lines().count() < 80, "{}", ran.stderr);
    assert!(
        ran.stderr.contains(" 1200  warning[W0101]  not part of OpenAPI\n"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("    1  note[N0202]     has no operationId\n"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr
            .contains("4 of 1201 findings are shown; --all shows all of them"),
        "{}",
        ran.stderr
    );
    assert_eq!(ran.stdout, "! a.yaml  1200 warnings, 1 note\n");
    let ran = oaspen(folder.path(), &["generate", "a.yaml"]).exits(0);
    assert_eq!(ran.stderr.matches("warning[W0101]: ").count(), 3, "{}", ran.stderr);
    assert!(ran.stderr.contains("3 of 1200 findings"), "{}", ran.stderr);
}

#[test]
fn all_diagnostics_are_shown_on_request() {
    let folder = folder_with("a.yaml", &with_findings(10));
    for flag in ["--all", "-v", "--verbose"] {
        let ran = oaspen(folder.path(), &["lint", "a.yaml", flag]).exits(1);
        assert_eq!(ran.stderr.matches("warning[W0101]: ").count(), 10, "{}", ran.stderr);
        assert!(ran.stderr.contains("a.yaml:17:24\n"), "{}", ran.stderr);
        assert!(!ran.stderr.contains("findings are shown"), "{}", ran.stderr);
    }
    let report = object(&oaspen(folder.path(), &["lint", "a.yaml", "--format", "json"]).exits(1));
    assert_eq!(report["diagnostics"].as_array().expect("a list").len(), 11);
}

#[test]
fn json_output_describes_the_run() {
    let folder = folder_with("api.yaml", PING);
    let run = |more: &[&str], exit: i32| {
        let arguments = [
            &["generate", "api.yaml", "--layout", "module", "--format", "json"],
            more,
        ]
        .concat();
        object(&oaspen(folder.path(), &arguments).exits(exit))
    };
    let dry = run(&["--dry-run"], 0);
    assert_eq!((&dry["mode"], &dry["wrote"]), (&json!("dry-run"), &json!(false)));
    let expected = dry["clients"][0]["files"]["written"].clone();
    assert!(
        expected.as_array().expect("a list").contains(&json!("t/names.lock")),
        "{expected}"
    );

    let first = run(&[], 0);
    let client = &first["clients"][0];
    assert_eq!(
        (&first["mode"], &first["wrote"], &client["wrote"]),
        (&json!("write"), &json!(true), &json!(true))
    );
    assert_eq!(
        (&client["files"]["written"], &client["files"]["unchanged"]),
        (&expected, &json!(0))
    );
    assert_eq!(client["operations"], json!({"declared": 1, "emitted": 1, "skipped": 0}));

    let second = run(&[], 0);
    assert_eq!(
        (&second["wrote"], &second["clients"][0]["wrote"]),
        (&json!(false), &json!(false))
    );
    assert_eq!(
        second["clients"][0]["files"]["unchanged"],
        json!(expected.as_array().expect("a list").len())
    );

    std::fs::remove_file(folder.path().join("t/mod.rs")).expect("remove");
    let check = run(&["--check"], 1);
    assert_eq!(
        (&check["mode"], &check["wrote"], &check["exit"]),
        (&json!("check"), &json!(false), &json!(1))
    );
    assert_eq!(check["clients"][0]["files"]["written"], json!(["t/mod.rs"]));
    let filtered = run(&["--exclude-path", "/", "--dry-run"], 0);
    assert_eq!(
        filtered["clients"][0]["operations"],
        json!({"declared": 1, "emitted": 0, "skipped": 0})
    );
}

#[test]
fn json_output_of_a_failure_names_the_file() {
    let folder = folder_with("api.yaml", PING);
    let run =
        |arguments: &[&str]| object(&oaspen(folder.path(), &[arguments, &["--format", "json"]].concat()).exits(2));
    let report = run(&["generate", "none.yaml"]);
    let (client, finding) = (&report["clients"][0], &report["clients"][0]["diagnostics"][0]);
    assert_eq!(
        (&report["wrote"], &client["wrote"], &client["failed"]),
        (&json!(false), &json!(false), &json!(true))
    );
    assert_eq!(client["files"], json!({"written": [], "removed": [], "unchanged": 0}));
    assert_eq!(
        (&finding["code"], &finding["file"], &finding["line"]),
        (&json!("E0001"), &json!("none.yaml"), &Value::Null)
    );
    assert_eq!(run(&["lint", "none.yaml"])["diagnostics"][0]["file"], "none.yaml");
    let report = run(&["generate", "--config", "none.toml"]);
    assert_eq!(report["diagnostics"][0]["file"], "none.toml");

    write(folder.path(), "out/src/lib.rs", "// mine\n");
    let report = run(&["generate", "api.yaml", "--out", "out"]);
    let (client, finding) = (&report["clients"][0], &report["clients"][0]["diagnostics"][0]);
    assert_eq!(
        (&client["wrote"], &client["operations"]["emitted"]),
        (&json!(false), &json!(0))
    );
    assert_eq!(
        (&finding["code"], &finding["file"]),
        (&json!("E0043"), &json!("out/src/lib.rs"))
    );

    write(folder.path(), "out/names.lock", "garbage\n");
    let report = run(&["generate", "api.yaml", "--out", "out"]);
    let finding = &report["clients"][0]["diagnostics"][0];
    assert_eq!(
        (&finding["code"], &finding["file"]),
        (&json!("E0042"), &json!("out/names.lock"))
    );
    assert_eq!((&finding["line"], &finding["column"]), (&json!(1), &json!(1)));
}

#[test]
fn exit_codes_are_as_documented() {
    let folder = folder_with("good.yaml", PING);
    write(folder.path(), "odd.yaml", &PING.replace("204': {", "204': {typo: 1, "));
    let unusable = [
        ("empty.yaml", ""),
        ("comments.yaml", "# nothing\n"),
        ("syntax.yaml", "a: [\n"),
        ("twice.yaml", "openapi: 3.0.3\nopenapi: 3.1.0\n"),
        ("list.yaml", "- 1\n"),
        ("other.yaml", "asyncapi: 3.0.0\n"),
        ("four.yaml", "openapi: 4.0.0\n"),
    ];
    for (name, text) in unusable {
        write(folder.path(), name, text);
    }
    let before = files(folder.path());
    let bad = unusable.map(|(name, _)| name).into_iter().chain(["missing.yaml"]);
    for name in bad {
        oaspen(folder.path(), &["lint", name]).exits(2);
        oaspen(folder.path(), &["generate", name, "--out", "out"]).exits(2);
        oaspen(folder.path(), &["generate", name, "--out", "out", "--check"]).exits(2);
        oaspen(folder.path(), &["inspect", name, "--stage", "ir"]).exits(2);
        oaspen(folder.path(), &["init", name]).exits(2);
    }
    oaspen(folder.path(), &["lint", "good.yaml"]).exits(0);
    oaspen(folder.path(), &["lint", "odd.yaml"]).exits(1);
    oaspen(folder.path(), &["inspect", "odd.yaml", "--stage", "ir"]).exits(0);
    oaspen(folder.path(), &["generate", "odd.yaml", "--out", "out", "--strict"]).exits(1);
    oaspen(folder.path(), &["generate", "odd.yaml", "--out", "out", "--check"]).exits(1);
    oaspen(folder.path(), &["generate", "odd.yaml", "--out", "out", "--dry-run"]).exits(0);
    oaspen(folder.path(), &["explain", "X1"]).exits(2);
    assert_eq!(files(folder.path()), before, "something was written");
    oaspen(folder.path(), &["generate", "odd.yaml", "--out", "out"]).exits(0);
    oaspen(folder.path(), &["generate", "odd.yaml", "--out", "out", "--check"]).exits(0);
}

#[test]
fn a_version_without_quotes_is_repaired_and_reported() {
    for (written, read, exit) in [
        ("3.0", "3.0.0", 1),
        ("3.1", "3.1.0", 1),
        ("3", "3.0.0", 1),
        ("'3'", "3.0.0", 1),
    ] {
        let folder = folder_with("a.yaml", &PING.replace("3.0.3", written));
        let ran = oaspen(folder.path(), &["lint", "a.yaml"]).exits(exit);
        assert!(
            ran.stderr.contains("warning[W0104]") && ran.stderr.contains(read),
            "{}",
            ran.stderr
        );
        assert!(ran.stderr.contains("a.yaml:1:1\n"), "{}", ran.stderr);
    }
    for written in ["2", "3.3", "30", "4.0"] {
        let folder = folder_with("a.yaml", &PING.replace("3.0.3", written));
        let ran = oaspen(folder.path(), &["lint", "a.yaml"]).exits(2);
        assert!(
            ran.stderr.contains("error[E0006]") && !ran.stderr.contains("W0104"),
            "{}",
            ran.stderr
        );
    }
}

/// Runs `generate` with a configuration of these clients: name, folder, layout.
fn clients(list: &[(&str, &str, &str)]) -> Ran {
    let folder = folder_with("api.yaml", PING);
    let config: String = list
        .iter()
        .map(|(name, out, layout)| {
            format!("[clients.{name}]\nspec = \"api.yaml\"\nlayout = \"{layout}\"\nout = \"{out}\"\n")
        })
        .collect();
    write(folder.path(), "oaspen.toml", &config);
    let ran = oaspen(folder.path(), &["generate"]);
    if ran.code == 0 {
        oaspen(folder.path(), &["generate", "--check"]).exits(0);
    }
    ran
}

#[test]
fn clients_in_separate_folders_are_written() {
    clients(&[("a", "src/a", "module"), ("b", "src/b", "module")]).exits(0);
    clients(&[("a", "src", "file"), ("b", "src", "file")]).exits(0);
    clients(&[("z", "shop", "crate"), ("b", "shop/src/orders", "module")]).exits(0);
    clients(&[("b", "src/deep/er", "module"), ("z", "src", "module")]).exits(0);
    clients(&[("a", "src", "file"), ("b", "src/api", "module")]).exits(0);
    clients(&[("a", "srcs", "module"), ("b", "src", "file")]).exits(0);
}

#[test]
fn clients_that_would_overwrite_each_other_are_refused() {
    let refused: [&[(&str, &str, &str)]; 7] = [
        &[("z", "src", "module"), ("a", "src", "module")],
        &[("z", "src", "crate"), ("a", "./src/", "module")],
        &[("z", "src", "file"), ("a", "src", "module")],
        &[("a-b", "src", "file"), ("a_b", "src", "file")],
        &[("z", "shop", "crate"), ("a", "shop/src", "module")],
        &[("z", "src/models/x", "module"), ("a", "src", "module")],
        &[("z", "src", "module"), ("a", "src/deep", "file")],
    ];
    for list in refused {
        let ran = clients(list).exits(2);
        assert!(ran.stderr.contains("error[E0040]"), "{}", ran.stderr);
        // The folder of the second client is named, for any client names.
        assert!(ran.stderr.contains("oaspen.toml:8:7\n"), "{}", ran.stderr);
        for (name, ..) in list {
            assert!(ran.stderr.contains(&format!("`{name}`")), "{}", ran.stderr);
        }
    }
}

#[test]
fn every_written_lock_can_be_read() {
    for case in std::fs::read_dir(root().join("tests/cases")).expect("cases") {
        let path = case.expect("a case").path();
        let Ok(lock) = std::fs::read_to_string(path.join("names.lock")) else {
            continue;
        };
        let input = oaspen::Input::Text {
            name: "a.yaml".into(),
            text: PING.into(),
        };
        let outcome = oaspen::generate(&input, &oaspen::Settings::default(), Some(&lock));
        assert!(
            !outcome.diagnostics.has_errors(),
            "{}: {:?}",
            path.display(),
            outcome.diagnostics
        );
    }
}
