//! A method stays in its module when the document moves its operation to another tag.

use crate::common;
use crate::fixed_point::assert_fixed_from;
use crate::histories::{check, history};

/// Operations with their tags.
fn document(operations: &[(&str, &str)]) -> String {
    let paths: String = operations
        .iter()
        .map(|(id, tag)| {
            let tags = if tag.is_empty() {
                String::new()
            } else {
                format!("tags: [{tag}], ")
            };
            format!("  /{id}:\n    get: {{operationId: {id}, {tags}responses: {{'204': {{description: ok}}}}}}\n")
        })
        .collect();
    format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}")
}

#[test]
fn methods_stay_where_they_are() {
    check(vec![
        history(
            "a renamed tag",
            [
                document(&[("one", "Items"), ("two", "Items")]),
                document(&[("one", "Goods"), ("two", "Goods"), ("three", "Goods")]),
                document(&[("one", "Wares"), ("two", "Wares"), ("three", "Wares")]),
            ],
            &["pub fn items(&self)", "pub fn one(&self) -> One", "pub struct Items"],
        ),
        history(
            "an operation with another tag",
            [
                document(&[("one", "Items"), ("two", "Items"), ("three", "Orders")]),
                document(&[("one", "Orders"), ("two", "Items"), ("three", "Orders")]),
                document(&[("one", "Orders"), ("two", "Orders"), ("three", "Orders")]),
            ],
            &["pub fn items(&self)", "pub fn orders(&self)", "One as ONE"],
        ),
        history(
            "the last operation of a tag goes, and an operation of another module has that tag",
            [
                document(&[("one", "Items"), ("two", "Items"), ("three", "Orders")]),
                document(&[("one", "Orders"), ("two", "Items"), ("three", "Orders")]),
                document(&[("one", "Orders")]),
                document(&[("one", "Orders"), ("four", "Orders")]),
            ],
            &["pub fn items(&self)", "One as ONE"],
        ),
        history(
            "a tag that is split, and one without a tag",
            [
                document(&[("one", "Items"), ("two", "Items"), ("three", "")]),
                document(&[("one", "Red"), ("two", "Blue"), ("three", "Blue")]),
            ],
            &["pub fn items(&self)"],
        ),
    ]);
}

#[test]
fn the_finding_says_what_to_do() {
    let run = |text: &str, lock: Option<&str>| {
        oaspen::generate(&common::text_input("spec.yaml", text), &common::settings(), lock)
    };
    let before = run(&document(&[("one", "Items"), ("two", "Orders")]), None);
    let moved = document(&[("one", "Orders"), ("two", "Orders")]);
    let after = run(&moved, Some(&before.lock));
    let found: Vec<&str> = after.diagnostics.iter().map(|one| one.message.as_str()).collect();
    assert!(
        found.contains(&"the tag is `Orders` now; the method stays in `client.items()`"),
        "{found:?}"
    );
    // Without its line, the operation moves, and the module is gone.
    let lines: Vec<&str> = after
        .lock
        .lines()
        .filter(|line| !line.contains("/paths/~1one/get\tmodule"))
        .collect();
    let free = lines.join("\n") + "\n";
    let lock = assert_fixed_from("without the line", Some(&free), &|lock| run(&moved, lock));
    assert!(!lock.contains("items"), "{lock}");
    assert!(lock.contains("#/paths/~1one/get\tmodule\torders"), "{lock}");
}
