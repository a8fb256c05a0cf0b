//! `docs/configuration.md`: every key of the configuration is documented, and every example is valid.

use std::collections::BTreeSet;
use std::path::Path;

use oaspen::{Diagnostics, Project, Sources};

fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/configuration.md");
    std::fs::read_to_string(path).expect("the page")
}

/// The errors of a configuration.
fn errors(text: &str) -> String {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    match Project::parse(Path::new("oaspen.toml"), text, &mut sources, &mut diagnostics) {
        Some(_) => String::new(),
        None => diagnostics.iter().map(|one| one.message.clone()).collect(),
    }
}

/// The keys that the parser lists where it meets an unknown one.
fn keys(text: &str) -> BTreeSet<String> {
    let message = errors(text);
    let (_, list) = message
        .split_once("these are known:")
        .unwrap_or_else(|| panic!("{message}"));
    list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn examples(page: &str) -> Vec<&str> {
    let blocks = page.split("```toml\n").skip(1);
    blocks
        .filter_map(|block| block.split_once("```"))
        .map(|(text, _)| text)
        .collect()
}

#[test]
fn every_example_is_valid() {
    let page = page();
    let examples = examples(&page);
    assert_eq!(examples.len(), 4);
    for example in examples {
        let text = if example.contains("[clients.") {
            example.to_owned()
        } else {
            format!("{example}\n[clients.shop]\nspec = 'a'\nout = 'b'\n")
        };
        assert_eq!(errors(&text), "", "{example}");
    }
}

#[test]
fn every_key_is_described_and_has_an_example() {
    let page = page();
    let examples = examples(&page).concat();
    let client = "[clients.shop]\nspec = 'a'\nout = 'b'\n";
    let known = [
        keys("unknown = 1"),
        keys(&format!("{client}unknown = 1")),
        keys(&format!("{client}[clients.shop.overrides.x]\nunknown = 1")),
        keys(&format!("{client}[[clients.shop.accept]]\nunknown = 1")),
    ];
    assert!(known.iter().map(BTreeSet::len).sum::<usize>() > 30, "{known:?}");
    for key in known.iter().flatten() {
        let is_used = ["=", " =", ".", "]"]
            .iter()
            .any(|end| examples.contains(&format!("{key}{end}")));
        assert!(is_used, "`{key}` has no example");
        let is_described = page.contains(&format!("`{key}`")) || page.contains(&format!("{key} = "));
        assert!(is_described, "`{key}` is not described");
    }
    // What is described exists.
    let rows = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|row| row.split_once(" | "));
    for (cell, _) in rows {
        for key in cell
            .trim_end_matches('`')
            .split("`, `")
            .filter(|key| !key.contains(['"', '#', 'O']))
        {
            assert!(known.iter().any(|keys| keys.contains(key)), "`{key}` is not a key");
        }
    }
}

/// On Windows, a backslash separates folders; elsewhere, `src\\shop` would be the name of a new folder.
#[test]
fn a_path_with_a_backslash_is_an_error() {
    let client = "[clients.shop]\nspec = 'a.yaml'\nout = 'src/shop'\n";
    for (from, to) in [
        ("'a.yaml'", r"'specs\a.yaml'"),
        ("'src/shop'", r"'src\shop'"),
        ("\nout", "\nroot = 'specs\\..'\nout"),
        ("\nout", "\nruntime-path = 'C:\\runtime'\nout"),
        ("\nout", "\ndocs = 'docs\\shop'\nout"),
        ("[clients", "index = 'src\\clients.rs'\n[clients"),
    ] {
        let text = client.replacen(from, to, 1);
        let found = errors(&text);
        assert!(
            found.contains("a path in this file is written with `/`"),
            "{text}: {found}"
        );
    }
    assert_eq!(errors(client), "");
}

#[test]
fn types_without_an_offset_cannot_keep_one() {
    let settings = oaspen::Settings {
        times_without_offset: oaspen::TimesWithoutOffset::Civil,
        keep_offsets: true,
        ..oaspen::Settings::default()
    };
    let input = oaspen::Input::Text {
        name: "spec.yaml".to_owned(),
        text: "openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths: {}\n".to_owned(),
    };
    let outcome = oaspen::generate(&input, &settings, None);
    let found = outcome
        .diagnostics
        .iter()
        .any(|one| one.message.contains("remove it, or `keep-offsets`"));
    assert!(found);
}
