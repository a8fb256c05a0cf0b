//! Unions in each other, of which several branches have the tag of a value.

use std::fmt::Write as _;

use super::{bodies, document, exchanges, input};
use crate::common::cpu::within;
use oaspen::{LearnOptions, Settings, learn};

/// `U` is `A` or `B`, which have the same tag, and each has a `U` inside.
fn schemas(a: &str, b: &str) -> String {
    let branch = |more: &str| {
        format!(
            r##"{{"type": "object", "required": ["type"], "properties":
            {{"type": {{"type": "string", "enum": ["a"]}}, "child": {{"$ref": "#/components/schemas/U"}}{more}}}}}"##
        )
    };
    let (a, b) = (branch(a), branch(b));
    let list = r##"[{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}]"##;
    format!(r#"{{"U": {{"oneOf": {list}}}, "A": {a}, "B": {b}}}"#)
}

fn nested(levels: usize, inner: &str) -> String {
    let mut body = String::new();
    for _ in 0..levels {
        let _ = write!(body, r#"{{"type": "a", "child": "#);
    }
    body + inner + &"}".repeat(levels)
}

fn lesson(schemas: &str, list: &[&str]) -> oaspen::Lesson {
    let ok = r##"{"200": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/U"}}}}}"##;
    let (document, exchanges) = (document(ok, schemas), exchanges(&bodies(list)));
    within(60, "learn", move || {
        learn(
            &input(document),
            &Settings::default(),
            None,
            &exchanges,
            &LearnOptions::default(),
        )
    })
}

#[test]
fn nested_unions_take_a_time_that_grows_with_their_depth() {
    let body = nested(60, r#"{"type": "a"}"#);
    let found = lesson(&schemas("", r#", "b": {"type": "string"}"#), &vec![body.as_str(); 50]);
    assert!(
        found.left.is_empty() && found.overrides.is_empty(),
        "{:?} {:?}",
        found.left,
        found.overrides
    );
    assert_eq!(found.counts.compared, 50);
}

/// What is wrong inside is found in the branch that the decoder takes, at any depth.
#[test]
fn what_departs_inside_of_nested_unions_is_found() {
    let schemas = schemas(
        r#", "n": {"type": "integer"}"#,
        r#", "n": {"type": "boolean"}, "m": {"type": "integer"}"#,
    );
    for levels in [1, 2, 60] {
        let body = nested(levels, r#"{"type": "a", "n": true, "m": "x"}"#);
        let found = lesson(&schemas, &[&body]);
        let keys: Vec<&str> = found.overrides.iter().map(|one| one.key.as_str()).collect();
        assert_eq!(keys, ["#/components/schemas/A/properties/n"], "{levels}");
        assert!(found.left.is_empty(), "{levels}: {:?}", found.left);
    }
}
