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
fn explanations_fit_the_terminal() {
    let folder = folder(ODD);
    for width in WIDTHS {
        for arguments in [
            &["explain"][..],
            &["explain", "W0102"],
            &["explain", "member-removed"],
            &["explain", "E0042"],
        ] {
            let ran = oaspen_in_columns(folder.path(), width, arguments).exits(0);
            let text = ran.stdout.lines().filter(|line| !line.starts_with("    "));
            fits(&text.collect::<Vec<_>>().join("\n"), width);
        }
    }
    let wide = oaspen_in_columns(folder.path(), 200, &["explain", "E0042"])
        .exits(0)
        .stdout;
    let longest = wide.lines().map(|line| line.chars().count()).max();
    assert!(longest.is_some_and(|longest| (81..=120).contains(&longest)), "{wide}");
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
            "curl --fail --location -o 'api.yaml' 'https://example.com/api.yaml'",
        ),
        (
            "https://example.com/openapi.json?a=1&b=2",
            "curl --fail --location -o 'openapi.json' 'https://example.com/openapi.json?a=1&b=2'",
        ),
        ("https://example.com/a'b;c", "help: download it, and pass the file"),
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

#[test]
fn a_comparison_fits_the_terminal() {
    let folder = tempfile::tempdir().expect("folder");
    for name in ["old.yaml", "new.yaml"] {
        let text = std::fs::read_to_string(root().join("tests/review/parcels").join(name)).expect("document");
        write(&folder.path().join(name), &text);
    }
    for width in WIDTHS {
        let ran = oaspen_in_columns(folder.path(), width, &["diff", "old.yaml", "new.yaml", "--all"]);
        assert!(ran.stdout.contains("RULE AND ITEM"), "{}{}", ran.stdout, ran.stderr);
        fits(&ran.stdout, width);
    }
}

/// A document whose second operation cannot be generated.
const LOSS: &str = "openapi: 3.0.3\ninfo: { title: T, version: \"1\" }\nservers: [{ url: \"https://api.example.com\" }]\npaths:\n  /a: { get: { operationId: a, responses: { \"204\": { description: ok } } } }\n  /b:\n    get:\n      operationId: b\n      parameters: [{ name: not a header, in: header, required: true, schema: { type: string } }]\n      responses: { \"204\": { description: ok } }\n";

/// What was printed without the time it took: `(0.05 s)` or `, 0.05 s)` at the end of a line.
fn without_time(ran: Ran) -> Ran {
    let line = |line: &str| {
        let before = line.strip_suffix(" s)").and_then(|line| line.rsplit_once([' ', '(']));
        match before {
            Some((before, _)) => format!("{before}TIME\n"),
            None => format!("{line}\n"),
        }
    };
    Ran {
        stdout: ran.stdout.lines().map(line).collect(),
        stderr: ran.stderr.lines().map(line).collect(),
        ..ran
    }
}

#[test]
fn summaries_fit_the_terminal() {
    for width in WIDTHS {
        let folder = folder(LOSS);
        let clerk = std::fs::read_to_string(root().join("specs/clerk.yaml")).expect("document");
        write(&folder.path().join("specs/clerk.yaml"), &clerk);
        let run = |name: &str, arguments: &[&str]| {
            let ran = without_time(oaspen_in_columns(folder.path(), width, arguments));
            fits(&ran.stdout, width);
            fits(&ran.stderr, width);
            if width == 50 || width == 80 {
                looks_like(&format!("{name}_{width}"), &ran);
            }
        };
        run("first", &["generate", "specs/clerk.yaml", "--out", "clients/clerk"]);
        run("second", &["generate", "specs/clerk.yaml", "--out", "clients/clerk"]);
        run("loss", &["generate", "odd.yaml", "--layout", "file", "--out", "src"]);
        run("dry_run", &["generate", "odd.yaml", "--dry-run"]);
        run("docs", &["docs", "specs/clerk.yaml", "--out", "docs/clerk"]);
        let config = "[clients.clerk]\nspec = \"specs/clerk.yaml\"\nout = \"a/clerk\"\n\
                      [clients.odd]\nspec = \"odd.yaml\"\nout = \"a/odd\"\n\
                      [clients.one-with-a-long-name]\nspec = \"odd.yaml\"\nout = \"a/long\"\nlayout = \"file\"\n";
        write(&folder.path().join("oaspen.toml"), config);
        run("several_first", &["generate"]);
        std::fs::write(
            folder.path().join("a/odd/README.md"),
            "<!-- @generated by oaspen. Do not edit. -->\n",
        )
        .expect("write");
        run("several_second", &["generate"]);
    }
}

#[test]
fn a_check_tells_first_what_changes_for_code() {
    let folder = folder(&LOSS.replace(
        "operationId: a,",
        "operationId: a, parameters: [{ name: size, in: query, schema: { type: integer } }],",
    ));
    oaspen(folder.path(), &["generate", "odd.yaml"]).exits(0);
    write(
        &folder.path().join("odd.yaml"),
        &LOSS.replace(
            "operationId: a,",
            "operationId: a, parameters: [{ name: length, in: query, schema: { type: integer } }],",
        ),
    );
    let ran = without_time(oaspen(folder.path(), &["generate", "odd.yaml", "--check"])).exits(1);
    looks_like("check", &ran);
    let ran = without_time(oaspen(folder.path(), &["generate", "odd.yaml", "--check", "--stat"])).exits(1);
    looks_like("check_stat", &ran);
    oaspen(folder.path(), &["generate", "odd.yaml", "--stat"]).exits(2);
}

#[test]
fn a_long_description_is_below_the_example_of_the_readme() {
    let readme = |description: &str| {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{ title: T, version: '1', description: \"{description}\" }}\npaths: {{}}\n"
        );
        let folder = folder(&text);
        oaspen(folder.path(), &["generate", "odd.yaml"]).exits(0);
        std::fs::read_to_string(folder.path().join("odd/README.md")).expect("a README")
    };
    let short = readme("Sells tea. Delivers it.");
    assert!(
        short.contains("Rust client of T.\n\nSells tea. Delivers it.\n\n## Example"),
        "{short}"
    );
    assert!(!short.contains("## Description"), "{short}");
    let long = readme(&format!("Sells tea. Delivers it.{}", "\\n\\nMore.".repeat(20)));
    assert!(long.contains("Rust client of T.\n\nSells tea.\n\n## Example"), "{long}");
    assert!(
        long.contains("\n\n## Description\n\nSells tea. Delivers it.\n\nMore.\n"),
        "{long}"
    );
}
