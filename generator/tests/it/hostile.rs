//! Documents are untrusted. For every document, the output is declarations in the output folder, and the generator
//! ends in time with a result or a diagnostic.

use crate::common::cpu::within;
use crate::{common, poison, safe};
use oaspen::{Input, Outcome, Settings, codes};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Generates within a few seconds, and checks what came out.
fn harmless(what: &str, text: &str) -> Outcome {
    let outcome = within(60, what, || {
        oaspen::generate(&common::text_input("spec.json", text), &common::settings(), None)
    });
    safe::check(&outcome, what);
    outcome
}

#[test]
fn hostile_texts_everywhere_become_strings_and_docs() {
    for (index, text) in poison::texts().iter().enumerate() {
        let start: String = text.chars().take(40).collect();
        let outcome = harmless(&format!("text {index} {start:?}"), &poison::document(text).to_string());
        assert!(
            !outcome.diagnostics.has_errors(),
            "text {index}: {}",
            common::rendered(&outcome)
        );
        assert!(!outcome.files.is_empty());
        // What people see of it has no escape sequences.
        let rendered = common::rendered(&outcome);
        assert!(
            !rendered.contains(['\u{1b}', '\u{202e}', '\0', '\u{7}']),
            "text {index}: {rendered:?}"
        );
    }
}

#[test]
fn every_layout_is_safe() {
    for layout in [oaspen::Layout::Crate, oaspen::Layout::File] {
        for text in poison::texts().into_iter().filter(|text| text.len() < 500) {
            let settings = Settings {
                name: text.chars().take(50).collect(),
                layout,
                ..Settings::default()
            };
            let outcome = oaspen::generate(
                &common::text_input("spec.json", poison::document(&text).to_string()),
                &settings,
                None,
            );
            for file in &outcome.files {
                assert!(
                    !file.path.contains("..") && !file.path.starts_with('/') && !file.path.contains('\\'),
                    "{}",
                    file.path
                );
                if file.path.ends_with(".rs") {
                    assert!(syn::parse_file(&file.text).is_ok(), "{}: {}", file.path, file.text);
                } else if file.path.ends_with(".toml") {
                    let manifest: Result<toml::Table, _> = file.text.parse();
                    let manifest = manifest.unwrap_or_else(|error| panic!("{error}\n{}", file.text));
                    assert!(
                        manifest.keys().all(
                            |key| ["package", "dependencies", "lib", "workspace", "features", "lints"]
                                .contains(&key.as_str())
                        ),
                        "{}",
                        file.text
                    );
                }
            }
        }
    }
}

#[test]
fn a_lock_cannot_insert_code() {
    let text = common::read("specs/clerk.yaml");
    let lock = common::generate(&text, None).lock;
    for poison in [
        "X; compile_error!(\"lock\")",
        "type",
        "../../x",
        "",
        "crate",
        "r#crate",
        "r#self",
        "Self",
        "_",
        "a\tb",
        "é",
    ] {
        let poisoned: String = lock
            .lines()
            .map(|line| match line.rsplit_once('\t') {
                Some((place, _)) => format!("{place}\t{poison}\n"),
                None => format!("{line}\n"),
            })
            .collect();
        let outcome = oaspen::generate(
            &common::text_input("spec.yaml", text.as_str()),
            &common::settings(),
            Some(&poisoned),
        );
        assert!(outcome.files.is_empty(), "lock with {poison:?}");
        assert!(
            outcome.diagnostics.iter().any(|one| one.code == &codes::LOCK),
            "lock with {poison:?}"
        );
    }
}

#[test]
fn references_cannot_leave_the_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let inner = folder.path().join("inner");
    std::fs::create_dir(&inner).expect("a folder");
    std::fs::write(folder.path().join("secret.yaml"), "type: object\ntitle: SECRET-MARK\n").expect("a file");
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path().join("secret.yaml"), inner.join("link.yaml")).expect("a link");
    let targets = [
        "../secret.yaml",
        "/etc/passwd",
        "file:///etc/passwd",
        "https://example.com/x.yaml",
        "//example.com/x.yaml",
        "link.yaml",
        "%2e%2e/secret.yaml",
        "..%2fsecret.yaml",
        "./../inner/../../secret.yaml",
        "a/../../secret.yaml",
        "..\\secret.yaml",
        "\0",
        ".",
        "..",
        "inner\0/x",
        "C:\\secret.yaml",
        "~/.ssh/id_rsa",
        "$HOME/x",
        "nothing.yaml",
    ];
    let properties: Map<String, Value> = targets
        .iter()
        .enumerate()
        .map(|(index, target)| (format!("p{index}"), json!({"$ref": format!("{target}#/x")})))
        .collect();
    let spec = inner.join("spec.json");
    let document = json!({
        "openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {},
        "components": {"schemas": {"Holder": {"type": "object", "properties": properties}}},
    });
    std::fs::write(&spec, document.to_string()).expect("a file");
    let outcome = oaspen::generate(&Input::Path(spec), &common::settings(), None);
    safe::check(&outcome, "references");
    assert!(!outcome.diagnostics.has_errors(), "{}", common::rendered(&outcome));
    let everything = format!("{:?}{}", outcome.files, common::rendered(&outcome));
    assert!(!everything.contains("SECRET-MARK") && !everything.contains("root:"));
    for target in outcome.sources.paths() {
        assert!(target.starts_with(&inner), "{}", target.display());
    }
}

#[test]
fn documents_without_end_are_refused_in_time() {
    let anchors: String = (1..40)
        .map(|n| {
            format!(
                "a{n}: &a{n} [*a{p}, *a{p}, *a{p}, *a{p}, *a{p}, *a{p}, *a{p}, *a{p}]\n",
                p = n - 1
            )
        })
        .collect();
    let bomb = format!("openapi: 3.0.3\na0: &a0 [x, x, x, x]\n{anchors}");
    let cases = [
        ("alias bomb", "spec.yaml", bomb, "E0007"),
        (
            "nested brackets in YAML",
            "spec.yaml",
            format!("openapi: {}", "[".repeat(100_000)),
            "E0007",
        ),
        (
            "nested brackets in JSON",
            "spec.json",
            format!("{{\"openapi\": {}", "[".repeat(100_000)),
            "E0007",
        ),
        (
            "nested braces in YAML",
            "spec.yaml",
            format!("openapi: {}", "{a: ".repeat(100_000)),
            "E0007",
        ),
        (
            "nested objects in JSON",
            "spec.json",
            "{\"a\":".repeat(100_000),
            "E0007",
        ),
        ("nested block lists", "spec.yaml", "- ".repeat(50_000), "E0007"),
        (
            "self alias",
            "spec.yaml",
            "openapi: 3.0.3\na: &a [*a]\n".to_owned(),
            "E0007",
        ),
        (
            "control characters",
            "spec.yaml",
            "openapi: \u{1}\u{2}\n".to_owned(),
            "E0002",
        ),
        (
            "two keys",
            "spec.yaml",
            "openapi: 3.0.3\nopenapi: 3.1.0\n".to_owned(),
            "E0003",
        ),
        ("nothing", "spec.yaml", "# only a comment\n".to_owned(), "E0004"),
    ];
    for (what, name, text, code) in cases {
        let outcome = within(20, what, || {
            oaspen::generate(&common::text_input(name, text), &common::settings(), None)
        });
        assert!(outcome.files.is_empty(), "{what}");
        let codes: Vec<&str> = outcome.diagnostics.iter().map(|one| one.code.code).collect();
        assert_eq!(codes, [code], "{what}: {}", common::rendered(&outcome));
    }
}

#[test]
fn numbers_of_every_size_never_panic() {
    for number in [
        "1e999",
        "-1e999",
        "1e-999",
        "123456789012345678901234567890",
        "-0",
        "9223372036854775808",
        "18446744073709551615",
        "0.1",
        "-9223372036854775808",
    ] {
        let text = format!(
            r#"{{"openapi": "3.0.3", "info": {{"title": "T", "version": "1"}}, "paths": {{}}, "components": {{"schemas": {{
                "A": {{"type": "integer", "minimum": {number}, "maximum": {number}, "default": {number}, "enum": [{number}, 1]}},
                "B": {{"type": "object", "properties": {{"x": {{"enum": [{number}, "a"]}}, "y": {{"type": "string", "maxLength": {number}, "minItems": {number}}}}}}}
            }}}}}}"#
        );
        harmless(number, &text);
    }
}

#[test]
fn long_chains_and_wide_objects_never_panic() {
    let chain: Map<String, Value> = (0..3000)
        .map(|n| {
            (
                format!("S{n}"),
                json!({"type": "object", "properties": {"next": {"$ref": format!("#/components/schemas/S{}", n + 1)}}}),
            )
        })
        .collect();
    let aliases: Map<String, Value> = (0..200)
        .map(|n| {
            (
                format!("S{n}"),
                json!({"$ref": format!("#/components/schemas/S{}", n + 1)}),
            )
        })
        .collect();
    let all_of: Map<String, Value> =
        (0..200).map(|n| (format!("S{n}"), json!({"allOf": [{"$ref": format!("#/components/schemas/S{}", n + 1)}, {"properties": {format!("p{n}"): {}}}]}))).collect();
    let wide: Map<String, Value> = [("Wide".to_owned(), {
        let properties: Map<String, Value> = (0..3000)
            .map(|n| (format!("p{n}"), json!({"type": "string"})))
            .collect();
        json!({"type": "object", "properties": properties})
    })]
    .into_iter()
    .collect();
    let branches: Map<String, Value> = [("Union".to_owned(), {
        let list: Vec<Value> = (0..500).map(|n| json!({"type": "object", "required": [format!("k{n}")], "properties": {format!("k{n}"): {"type": "string"}}})).collect();
        json!({"oneOf": list})
    })].into_iter().collect();
    for (what, schemas) in [
        ("chain", chain),
        ("aliases", aliases),
        ("allOf", all_of),
        ("wide", wide),
        ("branches", branches),
    ] {
        let document = json!({"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {}, "components": {"schemas": schemas}});
        let input = common::text_input("spec.json", document.to_string());
        let outcome = within(60, what, || oaspen::generate(&input, &common::settings(), None));
        assert!(!outcome.files.is_empty(), "{what}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, max_shrink_iters: 400, ..ProptestConfig::default() })]

    /// No text at all makes it panic; `fuzz/` damages documents.
    #[test]
    fn arbitrary_text_never_panics(text in "\\PC{0,200}", name in proptest::sample::select(vec!["a.yaml", "a.json", "a"])) {
        let outcome = oaspen::generate(&common::text_input(name, text), &common::settings(), None);
        prop_assert!(outcome.files.is_empty() || !outcome.diagnostics.has_errors());
    }
}
