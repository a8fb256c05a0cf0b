//! Limits of texts and of files that references name.

#[cfg(feature = "cli")]
use crate::cli_support::{oaspen, write};
use crate::common;
use crate::common::cpu::within;
use oaspen::{DocumentLimits, Settings};

fn rendered(text: String) -> String {
    let outcome = within(60, "spec.json", || {
        oaspen::generate(&common::text_input("spec.json", text), &common::settings(), None)
    });
    format!(
        "{} errors: {}",
        common::rendered(&outcome),
        outcome.diagnostics.has_errors()
    )
}

fn document(more: &str) -> String {
    format!("{{\"openapi\": \"3.0.3\", \"info\": {{\"title\": \"T\", \"version\": \"1\"}}, \"paths\": {{}}{more}}}")
}

#[test]
fn comments_and_texts_are_no_numbers() {
    for comment in [
        format!("// {}\n", "-".repeat(1100)),
        format!("// {}\n", "1".repeat(1100)),
        format!("// \" {}\n", "1".repeat(1100)),
        format!("/* {}\n{} */", "-".repeat(1100), "1".repeat(1100)),
        format!("/* {} **/", ".".repeat(1100)),
        format!("/*{}*/", "-e1".repeat(1100)),
        format!("//{}\n//{0}\n", "=-".repeat(1100)),
    ] {
        for text in [
            document(&format!(", {comment} \"x-a\": 1")),
            format!("{comment}{}", document("")),
            format!("{}{comment}", document("")),
        ] {
            let found = rendered(text);
            assert!(found.contains("JSON has no comments"), "{found}");
            assert!(found.contains("errors: false") && !found.contains("digits"), "{found}");
        }
    }
    let long = "1".repeat(1100);
    for value in [
        format!("\"{long}\""),
        format!("\"\\\"-{long}\""),
        format!("\"// {long}\""),
    ] {
        let found = rendered(document(&format!(", \"x-a\": {value}")));
        assert!(found.contains("errors: false") && !found.contains("digits"), "{found}");
    }
}

#[test]
fn long_numbers_are_found_beside_comments_and_texts() {
    for digits in [
        "1".repeat(1001),
        format!("-{}", "1".repeat(1001)),
        format!("1e+{}", "1".repeat(1001)),
    ] {
        for before in [
            "", "// -\n", "/* \" */", "/**/", "// \"\n", "\"//\", ", "\"/*\", ", "/ ",
        ] {
            let found = rendered(document(&format!(", \"x-a\": [{before}{digits}]")));
            assert!(
                found.contains("digits: `max-digits` sets another limit"),
                "{before}: {found}"
            );
        }
    }
}

/// A file that a reference names has the limits of the main one.
#[test]
#[cfg(feature = "cli")]
fn a_referenced_file_over_a_limit_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let main = document(", \"components\": {\"schemas\": {\"A\": {\"$ref\": \"other.json#/A\"}}}");
    write(&folder.path().join("main.json"), &main);
    let schema = "\"A\": {\"type\": \"string\"}";
    for (more, message) in [
        (
            format!("\"{}\": 1", "k".repeat(17_000)),
            "bytes: `max-key-bytes` sets another limit",
        ),
        (
            format!("\"d\": {}", "1".repeat(1100)),
            "digits: `max-digits` sets another limit",
        ),
        (
            format!("\"d\": {}{}", "[".repeat(200), "]".repeat(200)),
            "nested deeper than 128 levels",
        ),
        (
            format!("\"d\": [{}1]", "1,".repeat(200)),
            "values where its aliases are expanded: `max-values`",
        ),
    ] {
        write(&folder.path().join("other.json"), &format!("{{{schema}, {more}}}"));
        let found = oaspen(folder.path(), &["lint", "main.json", "--limit", "max-values=200"]);
        let text = found.stderr + &found.stdout;
        assert!(text.contains("E0007") && text.contains(message), "{text}");
        assert!(text.contains("other.json"), "{text}");
        assert!(!text.contains("W0115") && found.code != 0, "{text}");
    }
}

/// Each line of `names.lock` has the pointer to what it names: a long name is repeated for each part of what has it.
#[test]
fn keys_of_the_lock_have_a_budget_of_bytes_and_a_setting() {
    let properties: Vec<String> = (0..300)
        .map(|n| format!("\"p{n}\": {{\"type\": \"string\"}}"))
        .collect();
    let schema = format!("{{\"type\": \"object\", \"properties\": {{{}}}}}", properties.join(","));
    let name = "n".repeat(4000);
    let text = document(&format!(", \"components\": {{\"schemas\": {{\"{name}\": {schema}}}}}"));
    for (copied_values, is_allowed) in [(1000, false), (500_000, true)] {
        let settings = Settings {
            limits: DocumentLimits {
                copied_values,
                ..DocumentLimits::default()
            },
            ..common::settings()
        };
        let outcome = oaspen::generate(&common::text_input("spec.json", &text), &settings, None);
        let rendered = common::rendered(&outcome);
        let message = "bytes where each line repeats a pointer: `max-copied-values` sets another limit";
        assert_eq!(!outcome.files.is_empty(), is_allowed, "{rendered}");
        assert_eq!(!rendered.contains(message), is_allowed, "{rendered}");
        assert_eq!(!rendered.contains("E0007"), is_allowed, "{rendered}");
    }
}
