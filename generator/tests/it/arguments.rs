//! The order of arguments does not follow the order of the document.

use crate::common;
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
