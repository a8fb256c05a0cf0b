//! Locks of two branches whose lines git joined (`merge=union`): what the document decides needs no person.

use std::collections::BTreeSet;

use crate::common;
use crate::fixed_point::assert_fixed_from;
use oaspen::{Outcome, Settings};

fn document(schemas: &[(&str, &str)]) -> String {
    let texts: String = schemas
        .iter()
        .map(|(name, text)| format!("    {name}: {text}\n"))
        .collect();
    let uses: Vec<String> = schemas
        .iter()
        .map(|(name, _)| format!("{name}: {{$ref: '#/components/schemas/{name}'}}"))
        .collect();
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  /all:\n    get:\n      operationId: all\n      tags: \
         [All]\n      responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{type: object, \
         properties: {{{}}}}}}}}}}}}}\ncomponents:\n  schemas:\n{texts}",
        uses.join(", ")
    )
}

fn run(text: &str, lock: Option<&str>, keep_renamed: bool) -> Outcome {
    let settings = Settings {
        keep_renamed,
        ..common::settings()
    };
    oaspen::generate(&common::text_input("spec.yaml", text), &settings, lock)
}

/// Every line of both, as if all of them were in conflict.
fn joined(one: &str, other: &str) -> String {
    let mut lines: Vec<&str> = one.lines().collect();
    lines.extend(other.lines().filter(|line| !one.lines().any(|known| known == *line)));
    lines.join("\n") + "\n"
}

/// One side changes the document, the other one does not. The joined lock gives the same code as the lock of the side
/// that did.
fn check(what: &str, before: &str, after: &str, keep: bool) {
    let base = run(before, None, keep).lock;
    let changed = run(after, Some(&base), keep);
    for lock in [joined(&base, &changed.lock), joined(&changed.lock, &base)] {
        let found = run(after, Some(&lock), keep);
        assert!(!found.diagnostics.has_errors(), "{what}: {}", common::rendered(&found));
        assert_fixed_from(what, Some(&lock), &|lock| run(after, lock, keep));
        let names = |outcome: &Outcome| -> BTreeSet<String> {
            let lines = outcome.lock.lines().map(str::to_owned);
            lines
                .filter(|line| !line.contains("\tshape\t") && !line.contains("\tfile\t"))
                .collect()
        };
        assert_eq!(names(&found), names(&changed), "{what}");
    }
}

const ABC: &str = "{type: object, properties: {a: {type: string}, b: {type: string}, c: {type: string}}}";
const OWNER: &str =
    "{type: object, properties: {owner: {type: object, properties: {n: {type: string}, k: {type: integer}}}}}";
const OTHER: &str =
    "{type: object, properties: {owner: {type: object, properties: {n: {type: integer}, z: {type: integer}}}}}";

#[test]
fn a_name_that_moved_on_one_side_is_that_of_the_key_in_the_document() {
    check(
        "a renamed component",
        &document(&[("User", ABC)]),
        &document(&[("Person", ABC)]),
        true,
    );
    check(
        "the owner of a shared type goes",
        &document(&[("Ant", OWNER), ("Bee", OWNER)]),
        &document(&[("Bee", OWNER)]),
        false,
    );
    check(
        "the owner of a shared type changes",
        &document(&[("Ant", OWNER), ("Bee", OWNER)]),
        &document(&[("Ant", OTHER), ("Bee", OWNER)]),
        false,
    );
    let union = |member: &str| {
        format!(
            "{{oneOf: [{{type: object, properties: {{m: {{type: string}}, n: {{type: object, properties: {{x: {{type: \
             string}}}}}}{member}}}}}, {{type: string}}]}}"
        )
    };
    check(
        "a branch with another key",
        &document(&[("U", &union(""))]),
        &document(&[("U", &union(", a: {type: string}").replace("m: {type: string}, ", ""))]),
        false,
    );
}

#[test]
fn a_name_of_two_keys_in_the_document_needs_a_person() {
    let (one, other) = (document(&[("user-list", ABC)]), document(&[("UserList", ABC)]));
    let lock = joined(&run(&one, None, false).lock, &run(&other, None, false).lock);
    let both = run(&document(&[("user-list", ABC), ("UserList", ABC)]), Some(&lock), false);
    let message = common::rendered(&both);
    assert!(
        message.contains("E0042") && message.contains("names.lock:"),
        "{message}"
    );
    assert!(!run(&one, Some(&lock), false).diagnostics.has_errors());
}

/// A lock in which a line of this kind is there twice, with another name the second time.
fn with_two_names(lock: &str, key: &str, kind: &str) -> String {
    let found = lock.lines().find(|line| line.starts_with(&format!("{key}\t{kind}\t")));
    let line = found.unwrap_or_else(|| panic!("no {kind} of {key} in\n{lock}"));
    let (_, name) = line.rsplit_once('\t').unwrap_or_default();
    let other = if kind == "call" || kind == "variant" {
        "Other"
    } else {
        "other"
    };
    lock.replacen(line, &format!("{line}\n{key}\t{kind}\t{other}_{name}"), 1)
}

#[test]
fn two_names_of_one_key_are_both_in_the_message() {
    let text = document(&[
        ("User", ABC),
        ("Kind", "{type: string, enum: [x, y]}"),
        ("Other", "{oneOf: [{type: string}, {type: integer}]}"),
    ]);
    let lock = run(&text, None, false).lock;
    for (key, kind, name) in [
        ("#/components/schemas/User/properties/a", "field", "`a`"),
        ("#/components/schemas/Kind/enum/x", "variant", "`X`"),
        ("#/components/schemas/Other/oneOf/integer", "variant", "`Integer`"),
        ("#/paths/~1all/get", "method", "`all`"),
        ("#/paths/~1all/get", "call", "`AllCall`"),
        ("#/paths/~1all/get", "module", "`all`"),
        ("#/tags/All", "tag", "`all`"),
    ] {
        let joined = with_two_names(&lock, key, kind);
        let first = joined
            .lines()
            .position(|line| line.starts_with(&format!("{key}\t{kind}\t")))
            .unwrap_or_default()
            + 1;
        let message = common::rendered(&run(&text, Some(&joined), false));
        let other = name.trim_matches('`');
        for wanted in [
            "E0042".to_owned(),
            format!("two names: {name} in line {first}, and `"),
            format!("_{other}` here; keep the one that your code uses, and delete the other line"),
            format!("names.lock:{}:", first + 1),
        ] {
            assert!(message.contains(&wanted), "{key} {kind}, `{wanted}`:\n{message}");
        }
        // Without the key, the lines have no effect.
        let rest = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /b:\n    get: {operationId: b, tags: [B], \
                    responses: {'204': {description: ok}}}\n";
        let without = run(rest, Some(&joined), false);
        assert!(
            !without.diagnostics.has_errors(),
            "{key} {kind}:\n{}",
            common::rendered(&without)
        );
        assert_fixed_from("without the key", Some(&joined), &|lock| run(rest, lock, false));
    }
}
