//! The order of arguments does not follow the order of the document.

use crate::common;
use crate::fixed_point::assert_fixed_from;
use crate::histories::{check, history};
use oaspen::{Outcome, Settings};

/// A call with a body of required members.
fn pay(parameters: &[&str], members: &[&str]) -> String {
    let parameters: String = parameters
        .iter()
        .map(|name| format!("        - {{name: {name}, in: query, required: true, schema: {{type: string}}}}\n"))
        .collect();
    let properties: String = members
        .iter()
        .map(|name| format!("        {name}: {{type: string}}\n"))
        .collect();
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  /pay/{{bank}}:\n    post:\n      operationId: pay\n      \
         tags: [Bank]\n      parameters:\n        - {{name: bank, in: path, required: true, schema: {{type: string}}}}\n\
         {parameters}      requestBody: {{required: true, content: {{application/json: {{schema: {{$ref: \
         '#/components/schemas/Pay'}}}}}}}}\n      responses: {{'204': {{description: ok}}}}\ncomponents:\n  schemas:\n    \
         Pay:\n      type: object\n      required: [{}]\n      properties:\n{properties}",
        members.join(", ")
    )
}

#[test]
fn a_sorted_document_swaps_no_arguments() {
    check(vec![history(
        "sorted",
        [
            pay(&["src", "dst"], &["to", "from"]),
            pay(&["dst", "src"], &["from", "to"]),
        ],
        &[
            "bank: impl Into<String>, src: impl Into<String>, dst: impl Into<String>,",
            "to: impl Into<String>, from: impl Into<String",
        ],
    )]);
}

#[test]
fn new_arguments_come_last() {
    check(vec![
        history(
            "arguments of a call",
            [
                pay(&["src", "dst"], &["to"]),
                pay(&["amount", "dst", "src"], &["to"]),
                pay(&["amount", "dst", "fee", "src"], &["to"]),
            ],
            &["bank: impl Into<String>, src: impl Into<String>, dst: impl Into<String>"],
        ),
        history(
            "members, more than a new `new` would have",
            [
                pay(&[], &["to", "from"]),
                pay(&[], &["a", "b", "c", "from", "to"]),
                pay(&[], &["a", "from", "to"]),
            ],
            &["to: impl Into<String>, from: impl Into<String"],
        ),
        history(
            "a builder stays",
            [pay(&[], &["a", "b", "c", "d", "e"]), pay(&[], &["a", "b"])],
            &["PayBuilder"],
        ),
    ]);
}

fn generate(text: String, lock: Option<&str>) -> Outcome {
    oaspen::generate(
        &common::text_input("spec.yaml", text),
        &Settings { ..common::settings() },
        lock,
    )
}

/// The messages about moved arguments.
fn moved(before: String, after: String) -> Vec<String> {
    let before = generate(before, None);
    let after = generate(after, Some(&before.lock));
    let again = after.diagnostics.iter().filter(|one| one.code.code == "W0140");
    again.map(|one| one.message.clone()).collect()
}

#[test]
fn arguments_that_move_all_the_same_are_reported() {
    let replaced = moved(pay(&["src", "dst"], &["to"]), pay(&["amount", "src"], &["to"]));
    assert_eq!(
        replaced,
        ["argument 3 was `query/dst` and is `query/amount` now, and calls may still compile"]
    );
    let member = moved(pay(&[], &["from", "to"]), pay(&[], &["from", "until"]));
    assert_eq!(
        member,
        ["argument 2 was `to` and is `until` now, and calls may still compile"]
    );
    assert_eq!(moved(pay(&[], &["from", "to"]), pay(&[], &["from"])), [""; 0]);
    assert_eq!(moved(pay(&["a", "b"], &["c"]), pay(&["b", "a"], &["c"])), [""; 0]);
}

/// A component with required members, sent or received only.
fn used(required: &[&str], is_sent: bool) -> String {
    let uses = if is_sent {
        "requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Pay'}}}}\n      \
         responses: {'204': {description: ok}}"
    } else {
        "responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Pay'}}}}}"
    };
    let members = ["z", "m", "a", "q", "b"].map(|name| format!("{name}: {{type: string}}"));
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  /pay:\n    post:\n      operationId: pay\n      \
         {uses}\ncomponents:\n  schemas:\n    Pay:\n      type: object\n      required: [{}]\n      properties: {{{}}}\n",
        required.join(", "),
        members.join(", ")
    )
}

/// A call with query parameters, some of them required.
fn call(parameters: &[(&str, bool)]) -> String {
    let parameters: String = parameters
        .iter()
        .map(|(name, required)| {
            format!("        - {{name: {name}, in: query, required: {required}, schema: {{type: string}}}}\n")
        })
        .collect();
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  /pay:\n    get:\n      operationId: pay\n      \
         parameters:\n{parameters}      responses: {{'204': {{description: ok}}}}\n"
    )
}

/// The code of the last of several versions, each with the lock of the one before.
fn last(versions: &[String]) -> String {
    let mut lock: Option<String> = None;
    let mut code = String::new();
    for text in versions {
        let run = |lock: Option<&str>| generate(text.clone(), lock);
        code = run(lock.as_deref())
            .files
            .iter()
            .map(|file| file.text.as_str())
            .collect();
        lock = Some(assert_fixed_from("arguments", lock.as_deref(), &run));
    }
    code.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn an_argument_that_is_optional_for_a_while_returns_where_it_was() {
    let all = ["z", "m", "a"];
    let wanted = "z: impl Into<String>, m: impl Into<String>, a: impl Into<String>";
    for (what, between) in [
        ("one", vec![used(&["a", "z"], true)]),
        ("all", vec![used(&[], true)]),
        ("two versions", vec![used(&["a", "z"], true), used(&["a"], true)]),
        ("received only", vec![used(&all, false)]),
        (
            "received only, with more",
            vec![used(&["z", "m", "a", "q", "b"], false)],
        ),
    ] {
        let mut versions = vec![used(&all, true)];
        versions.extend(between);
        versions.push(used(&["a", "m", "z"], true));
        let code = last(&versions);
        assert!(code.contains(wanted), "{what}: {code}");
    }
    let call = [
        call(&[("z", true), ("m", true), ("a", true)]),
        call(&[("a", true), ("m", false), ("z", true)]),
        call(&[("a", true), ("m", true), ("z", true)]),
    ];
    let code = last(&call);
    assert!(code.contains(wanted), "{code}");
}

#[test]
fn a_builder_stays_when_its_type_is_received_only_for_a_while() {
    let versions = [
        used(&["z", "m", "a", "q", "b"], true),
        used(&["z", "m"], false),
        used(&["z", "m"], true),
    ];
    let code = last(&versions);
    assert!(code.contains("PayBuilder"), "{code}");
}

#[test]
fn an_argument_that_moves_beside_an_optional_one_is_reported() {
    let first = generate(used(&["z", "m", "a"], true), None);
    let second = generate(used(&["z", "a"], true), Some(&first.lock));
    let third = generate(used(&["z", "q"], true), Some(&second.lock));
    let found: Vec<&str> = third
        .diagnostics
        .iter()
        .filter(|one| one.code.code == "W0140")
        .map(|one| one.message.as_str())
        .collect();
    assert_eq!(
        found,
        ["argument 2 was `a` and is `q` now, and calls may still compile"]
    );
}
