//! What people see on terminals of different widths. `UPDATE_EXPECT=1` rewrites `cli_looks/`; read the difference before you
//! commit it.

use std::path::Path;

use crate::cli_support::{Ran, compare, oaspen, oaspen_in_columns, root, write};

const WIDTHS: [usize; 5] = [50, 64, 80, 100, 120];

/// A document with a misspelling of each kind.
const ODD: &str = include_str!("cli_looks/odd.yaml");

fn folder(document: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    write(&folder.path().join("odd.yaml"), document);
    folder
}

/// Compares what was printed with a file of `cli_looks/`.
#[track_caller]
fn looks_like(name: &str, ran: &Ran) {
    let text = format!("{}{}exit code {}\n", ran.stderr, ran.stdout, ran.code);
    let expected = root().join("generator/tests/it/cli_looks").join(format!("{name}.txt"));
    compare(&expected, &text).unwrap_or_else(|difference| panic!("{difference}"));
}

/// No line is longer than the terminal is wide. A word that is longer is not broken.
#[track_caller]
fn fits(text: &str, width: usize) {
    let is_one_word = |line: &str| line.trim().split(' ').filter(|word| word.len() > 3).count() < 2;
    for line in text.lines() {
        assert!(line.chars().count() <= width || is_one_word(line), "{width}: {line}");
    }
}

#[test]
fn findings_fit_the_terminal() {
    let folder = folder(ODD);
    for width in WIDTHS {
        let ran = oaspen_in_columns(folder.path(), width, &["lint", "odd.yaml"]);
        fits(&ran.stderr, width);
        if width == 50 || width == 80 {
            looks_like(&format!("lint_{width}"), &ran);
        }
    }
}

#[test]
fn a_minified_document_is_shown_from_the_mark_on() {
    let members: Vec<String> = (0..200).map(|n| format!("\"/path{n}\":{{}}")).collect();
    let text = format!(
        "{{\"openapi\":\"3.0.3\",\"info\":{{\"title\":\"T\",\"version\":\"1\"}},\"paths\":{{{},\"/a\":{{\"get\":{{\"operationId\":\"a\",\"reponses\":{{}}}}}}}}}}",
        members.join(",")
    );
    let folder = folder(&text);
    for width in WIDTHS {
        let ran = oaspen_in_columns(folder.path(), width, &["generate", "odd.yaml"]);
        fits(&ran.stderr, width);
        assert!(ran.stderr.contains("\n1 | \"reponses\":{}"), "{}", ran.stderr);
    }
}

#[test]
fn pointers_are_shown_with_all_findings_only() {
    let folder = folder(ODD);
    let lint = |arguments: &[&str]| oaspen(folder.path(), arguments).stderr;
    assert!(!lint(&["lint", "odd.yaml"]).contains("#/paths"));
    assert!(lint(&["lint", "odd.yaml", "-v"]).contains("= note: at #/paths/"));
}

#[test]
fn what_is_no_document_is_told_in_plain_words() {
    let folder = folder(ODD);
    let files = [
        ("page.yaml", "<!DOCTYPE html>\n<html></html>\n", "this is HTML or XML"),
        ("words.yaml", "just some words\n", "it has no members"),
        ("empty.yaml", "", "an interrupted download leaves an empty file"),
        (
            "cut.json",
            "{\"openapi\": \"3.0.3\", \"paths\": {\"/a\": {",
            "the text ends where 3 brackets are open",
        ),
        (
            "open.yaml",
            "openapi: 3.0.3\ninfo: {title: T\npaths: {}\n",
            "open.yaml:2:7",
        ),
    ];
    for (name, text, _) in files {
        write(&folder.path().join(name), text);
    }
    let others = [
        (".", "is a folder, not a document"),
        ("-", "standard input is not read"),
        (
            "https://example.com/api.yaml",
            "curl --fail -o api.yaml https://example.com/api.yaml",
        ),
        ("odd.yml", "did you mean `odd.yaml`?"),
        ("nothing", "there is no such file"),
    ];
    let files = files.iter().map(|(name, _, expected)| (*name, *expected));
    for (name, expected) in files.chain(others) {
        let ran = oaspen(folder.path(), &["generate", name, "--out", "out"]).exits(2);
        assert!(ran.stderr.contains(expected), "{name}: {}", ran.stderr);
        assert!(!Path::new(folder.path()).join("out").exists());
    }
}

#[test]
fn misspelled_configurations_and_arguments_have_suggestions() {
    let folder = folder(ODD);
    for (text, expected) in [
        (
            "[clients.odd]\nspec = \"odd.yaml\"\nout = \"o\"\nlayuot = \"file\"",
            "did you mean `layout`?",
        ),
        (
            "[clients.odd]\nspec = \"odd.yaml\"\nout = \"o\"\nlayout = \"modul\"",
            "did you mean `module`?",
        ),
        (
            "[cleints.odd]\nspec = \"odd.yaml\"\nout = \"o\"",
            "did you mean `clients`?",
        ),
        (
            "[clients.odd]\nspec = \"odd.yaml\"\nout = \"o\"\ninclude-operations = [\"getAnimal\", \"makeAnimel\"]",
            "did you mean `makeAnimal`?",
        ),
        (
            "[clients.odd]\nspec = \"odd.yaml\"\nout = \"o\"\n[clients.odd.overrides.getAnimals]\nbody = true",
            "did you mean `getAnimal`?",
        ),
        (
            "[clients.odd]\nspec = \"odd.yaml\"\nout = \"o\"\n[clients.odd.overrides.getAnimal]\nboddy = true",
            "did you mean `body`?",
        ),
    ] {
        write(&folder.path().join("oaspen.toml"), text);
        let ran = oaspen(folder.path(), &["generate"]).exits(2);
        assert_eq!(ran.stderr.matches("error[E0040]:").count(), 1, "{}", ran.stderr);
        assert!(ran.stderr.contains(expected), "{}", ran.stderr);
    }
    let ran = oaspen(folder.path(), &["generate", "odd.yaml", "--layout", "modul"]).exits(2);
    assert!(ran.stderr.contains("'module'"), "{}", ran.stderr);
}
