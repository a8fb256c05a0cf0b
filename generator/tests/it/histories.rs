//! Versions of a document, each generated with the lock of the version before: names hold still.

use crate::common;
use crate::fixed_point::{assert_fixed_from, body, document, parameters, responses};
use oaspen::Outcome;

/// Versions of one document, and code that each of them must have.
pub(crate) struct History {
    what: &'static str,
    versions: Vec<String>,
    code: &'static [&'static str],
}

pub(crate) fn history(
    what: &'static str,
    versions: impl IntoIterator<Item = String>,
    code: &'static [&'static str],
) -> History {
    let versions = versions.into_iter().collect();
    History { what, versions, code }
}

fn text_of(outcome: &Outcome) -> String {
    let lines = outcome.files.iter().flat_map(|file| file.text.lines()).map(str::trim);
    let code = lines.filter(|line| !line.starts_with("//") && !line.starts_with("#["));
    // Boxes follow from sizes.
    code.collect::<Vec<_>>()
        .join(" ")
        .replace("(Box<", "(")
        .replace(">)", ")")
}

pub(crate) fn check(histories: Vec<History>) {
    let mut failures = Vec::new();
    for History { what, versions, code } in histories {
        let mut lock: Option<String> = None;
        for (number, text) in (1..).zip(versions) {
            let run = |lock: Option<&str>| {
                oaspen::generate(
                    &common::text_input("spec.yaml", text.clone()),
                    &common::settings(),
                    lock,
                )
            };
            let outcome = run(lock.as_deref());
            let found = text_of(&outcome);
            for wanted in code.iter().filter(|wanted| !found.contains(**wanted)) {
                failures.push(format!("{what}, version {number}: no `{wanted}`\n{}", outcome.lock));
            }
            lock = Some(assert_fixed_from(what, lock.as_deref(), &run));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// A response that is one of some branches.
fn one_of(branches: &[&str]) -> String {
    responses(&format!(
        "{{'200': {{description: ok, content: {{application/json: {{schema: {{oneOf: [{}]}}}}}}}}}}",
        branches.join(", ")
    ))
}

const Z: &str = "{type: object, required: [z], properties: {z: {type: integer}}}";

#[test]
fn branches_keep_their_names() {
    let k = |values: &str| {
        format!("{{type: object, required: [k], properties: {{k: {{type: string, enum: [{values}]}}}}}}")
    };
    let ab = "{type: object, properties: {a: {type: string}, b: {type: string}}}";
    check(vec![
        history(
            "a second constant",
            [
                one_of(&[&k("a_b"), Z]),
                one_of(&[&k("a_b, c"), Z]),
                one_of(&[&k("c, a_b, a-b"), Z]),
            ],
            &[
                "pub struct GetAResponseAb {",
                "AB(GetAResponseAb)",
                "Z(GetAResponseZ)",
                "pub enum GetAResponseAbK",
            ],
        ),
        history(
            "another branch with a member of the first",
            [
                one_of(&[ab, Z]),
                one_of(&[
                    "{type: object, properties: {a: {type: string}, c: {type: string}}}",
                    ab,
                    Z,
                ]),
            ],
            &[
                "A(GetAResponseA)",
                "pub struct GetAResponseA { pub a: Option<String>, pub b: Option<String>, }",
            ],
        ),
        history(
            "a branch that is named like another one was",
            [
                one_of(&[ab, Z]),
                one_of(&["{type: object, required: [a], properties: {a: {type: integer}}}", ab, Z]),
            ],
            &[
                "A(GetAResponseA)",
                "pub struct GetAResponseA { pub a: Option<String>, pub b: Option<String>, }",
            ],
        ),
        history(
            "a title",
            [
                one_of(&[ab, Z]),
                one_of(&[
                    &ab.replacen('{', "{title: Both, ", 1),
                    &Z.replacen('{', "{title: Last, ", 1),
                ]),
            ],
            &["A(GetAResponseA)", "Z(GetAResponseZ)"],
        ),
        history(
            "a title that goes away",
            [one_of(&[&ab.replacen('{', "{title: Both, ", 1), Z]), one_of(&[ab, Z])],
            &["Z(GetAResponseZ)", "Both(GetAResponseBoth)"],
        ),
        history(
            "titles that are alike after casing",
            [
                one_of(&[
                    "{title: a b, type: object, required: [p], properties: {p: {type: string}}}",
                    Z,
                ]),
                one_of(&[
                    "{title: A-B, type: object, required: [q], properties: {q: {type: string}}}",
                    "{title: a b, type: object, required: [p], properties: {p: {type: string}}}",
                    Z,
                ]),
            ],
            &["pub struct GetAResponseAb { pub p: String, }", "AB(GetAResponseAb)"],
        ),
        history(
            "an inline branch that becomes a component",
            [
                one_of(&["{title: X, type: object, properties: {x: {type: string}}}", Z]),
                one_of(&["{$ref: '#/components/schemas/X'}", Z]),
            ],
            &["pub enum GetAResponse { Z(GetAResponseZ), X("],
        ),
    ]);
}

#[test]
fn branches_of_one_label_keep_their_names() {
    let until = |branches: &str| {
        body(&format!(
            "{{type: object, properties: {{until: {{anyOf: [{branches}]}}}}}}"
        ))
    };
    let (now, number, empty) = (
        "{type: string, maxLength: 50, enum: [now]}",
        "{type: integer}",
        "{type: string, enum: ['']}",
    );
    let bounded = |bound: u8| {
        format!(
            "{{type: object, properties: {{a: {{type: string, enum: [x, y]}}, b: {{type: integer, maximum: {bound}}}}}}}"
        )
    };
    check(vec![
        history(
            "texts around a number",
            [
                until(&format!("{now}, {number}, {empty}")),
                until(&format!("{empty}, {number}, {now}")),
                until(&format!("{{type: boolean}}, {number}, {empty}, {now}")),
            ],
            &["pub enum PostARequestUntil {", "Now: \"now\""],
        ),
        history(
            "branches that differ in a constant",
            [
                one_of(&[
                    "{type: object, properties: {a: {type: string, enum: [x, y]}}}",
                    "{type: object, properties: {a: {type: string, enum: [x, w]}}}",
                ]),
                one_of(&[
                    "{type: object, properties: {a: {type: string, enum: [x, v]}}}",
                    "{type: object, properties: {a: {type: string, enum: [x, w]}}}",
                    "{type: object, properties: {a: {type: string, enum: [x, y]}}}",
                ]),
            ],
            &["pub struct GetAResponseXy {", "pub struct GetAResponseXw {"],
        ),
        history(
            "one of two alike branches changes",
            [
                one_of(&[&bounded(3), &bounded(4), Z]),
                one_of(&[&bounded(3), &bounded(5), Z]),
            ],
            &["Z(GetAResponseZ)"],
        ),
    ]);
}

#[test]
fn alike_branches_keep_their_names_in_a_sorted_document() {
    let branch = |inner: &str, required: &str, order: [&str; 2]| {
        let member = |name: &str| match name {
            "n" => format!("n: {{type: object, required: [{required}], properties: {{{inner}}}}}"),
            _ => "m: {type: string}".to_owned(),
        };
        format!(
            "{{type: object, required: [{}], properties: {{{}, {}}}}}",
            order.join(", "),
            member(order[0]),
            member(order[1])
        )
    };
    let versions = [["n", "m"], ["m", "n"]].map(|order| {
        let required = if order[0] == "n" { "z, y, x" } else { "x, y, z" };
        let inner =
            |kind: &str| format!("x: {{type: {kind}}}, y: {{type: string, enum: [{required}]}}, z: {{type: string}}");
        let kinds = ["string", "integer", "boolean", "number"];
        one_of(
            &kinds
                .map(|kind| branch(&inner(kind), required, order))
                .each_ref()
                .map(String::as_str),
        )
    });
    let kinds = ["String", "i64", "bool", "f64"];
    // Which struct has which type inside, in the first version.
    let run = |text: &str, lock: Option<&str>| {
        oaspen::generate(&common::text_input("spec.yaml", text), &common::settings(), lock)
    };
    let found = |outcome: &Outcome| -> Vec<String> {
        let text = text_of(outcome);
        let of = |kind: &str| {
            let field = format!("pub x: {kind},");
            let before = text.split(&field).next().unwrap_or_default();
            before
                .rsplit("pub struct ")
                .next()
                .unwrap_or_default()
                .split(' ')
                .next()
                .unwrap_or_default()
                .to_owned()
        };
        kinds.map(of).to_vec()
    };
    let first = run(&versions[0], None);
    let second = run(&versions[1], Some(&first.lock));
    assert_eq!(found(&first), found(&second));
    assert_eq!(first.lock, second.lock);
    assert_eq!(run(&versions[1], None).lock, first.lock, "without the lock");
}

#[test]
fn alike_branches_that_change_in_the_same_way_keep_their_names() {
    let branch = |more: &str, inner: &str| {
        format!(
            "{{type: object, properties: {{m: {{type: string}}{more}, n: {{type: object, properties: {{{inner}: {{type: \
             string}}}}}}}}}}"
        )
    };
    // Several, because one order may be the right one by chance.
    let inner = ["p", "q", "r", "s"];
    let version = |more: &str| one_of(&inner.map(|inner| branch(more, inner)).each_ref().map(String::as_str));
    let run = |text: &str, lock: Option<&str>| {
        oaspen::generate(&common::text_input("spec.yaml", text), &common::settings(), lock)
    };
    let owners = |outcome: &Outcome| {
        let text = text_of(outcome);
        inner.map(|name| {
            let before = text
                .split(&format!("pub {name}: Option<String>"))
                .next()
                .unwrap_or_default();
            let name = before.rsplit("pub struct ").next().unwrap_or_default();
            name.split(' ').next().unwrap_or_default().to_owned()
        })
    };
    let first = run(&version(""), None);
    let second = run(&version(", k: {type: integer}"), Some(&first.lock));
    assert_eq!(owners(&first), owners(&second));
}

#[test]
fn values_and_parameters_keep_their_names() {
    let order = |values: &str| format!("{{name: order, in: query, schema: {{type: string, enum: [{values}]}}}}");
    let page = "{name: page, in: query, schema: {type: integer}}";
    check(vec![
        history(
            "values that are alike after casing, and a parameter before",
            [
                parameters(&format!("[{}]", order("a-b"))),
                parameters(&format!("[{}]", order("a_b, a-b"))),
                parameters(&format!("[{page}, {}]", order("a_b, a-b"))),
                parameters(&format!(
                    "[{{name: order, in: header, schema: {{type: string, enum: [q]}}}}, {page}, {}]",
                    order("'a b', a_b, a-b")
                )),
            ],
            &["pub enum GetAOrder {", "AB: \"a-b\""],
        ),
        history(
            "values of another JSON type",
            [
                body("{type: object, properties: {v: {enum: [1, b]}}}"),
                body("{type: object, properties: {v: {enum: ['1', true, 1, b]}}}"),
            ],
            &["pub enum PostARequestV {", "Value1: 1"],
        ),
        history(
            "a second successful response",
            [
                responses(
                    "{'200': {description: ok, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}}",
                ),
                responses(
                    "{'200': {description: ok, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}, '201': {description: ok, content: {application/json: {schema: {type: object, properties: {b: {type: string}}}}}}}",
                ),
            ],
            &["pub struct GetAResponse {"],
        ),
        history(
            "a component that is named like another one",
            [
                document("  {}", "    user-list: {type: object, properties: {a: {type: string}}}"),
                document(
                    "  {}",
                    "    UserList: {type: object, properties: {b: {type: string}}}\n    user-list: {type: object, properties: {a: {type: string}}}",
                ),
            ],
            &["pub struct UserList { pub a:"],
        ),
        history(
            "a path that becomes a reference to another one",
            [
                document(
                    "  /a:\n    get: {operationId: getA, tags: [t], responses: {'204': {description: ok}}}\n  /b:\n    get: {operationId: getB, tags: [t], responses: {'204': {description: ok}}}",
                    "    X: {type: string}",
                ),
                document(
                    "  /a:\n    get: {operationId: getA, tags: [t], responses: {'204': {description: ok}}}\n  /b: {$ref: '#/paths/~1a'}",
                    "    X: {type: string}",
                ),
            ],
            &["pub fn get_a(", "pub fn get_b("],
        ),
    ]);
}

/// The lines of two locks, as `merge=union` of git joins them.
fn merged(ours: &str, theirs: &str) -> String {
    let mut lines: Vec<&str> = ours.lines().collect();
    lines.extend(theirs.lines().filter(|line| !ours.lines().any(|known| known == *line)));
    lines.join("\n") + "\n"
}

#[test]
fn the_lines_of_two_locks_can_be_joined() {
    let parts = [
        (
            "A",
            "    A: {oneOf: [{type: object, required: [p], properties: {p: {type: string, enum: [m]}}}, {type: string}]}",
        ),
        ("B", "    B: {type: object, properties: {v: {enum: [1, '1']}}}"),
        ("C", "    C: {type: object, properties: {w: {type: string}}}"),
    ];
    let of = |names: &[&str]| {
        let chosen = parts
            .iter()
            .filter(|(name, _)| names.contains(name))
            .map(|(_, text)| *text);
        document("  {}", &chosen.collect::<Vec<_>>().join("\n"))
    };
    let run = |text: &str, lock: Option<&str>| {
        oaspen::generate(&common::text_input("spec.yaml", text), &common::settings(), lock)
    };
    let base = run(&of(&["A"]), None).lock;
    let ours = run(&of(&["A", "B"]), Some(&base)).lock;
    let theirs = run(&of(&["A", "C"]), Some(&base)).lock;
    let all = of(&["A", "B", "C"]);
    let lock = merged(&ours, &theirs);
    let joined = run(&all, Some(&lock));
    let lines = |lock: &str| {
        lock.lines()
            .map(str::to_owned)
            .collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(lines(&joined.lock), lines(&lock));
    assert_fixed_from("joined", Some(&lock), &|lock| run(&all, lock));
}

#[test]
fn a_name_on_both_sides_of_a_merge_has_a_line_that_can_go() {
    let user = |name: &str| {
        document(
            "  {}",
            &format!("    {name}: {{type: object, properties: {{a: {{type: string}}}}}}"),
        )
    };
    let run = |text: &str, lock: Option<&str>| {
        oaspen::generate(&common::text_input("spec.yaml", text), &common::settings(), lock)
    };
    let (ours, theirs) = (run(&user("user-list"), None).lock, run(&user("UserList"), None).lock);
    let joined = merged(&ours, &theirs);
    let both = document(
        "  {}",
        "    user-list: {type: object, properties: {a: {type: string}}}\n    UserList: {type: object, properties: {a: {type: string}}}",
    );
    let message = common::rendered(&run(&both, Some(&joined)));
    let wanted = "delete this line";
    assert!(message.contains(wanted), "{message}");
    // The step that the message asks for.
    let kept: Vec<&str> = joined
        .lines()
        .filter(|line| !(line.starts_with("#/components/schemas/UserList\t")))
        .collect();
    let outcome = run(&both, Some(&(kept.join("\n") + "\n")));
    assert!(!outcome.diagnostics.has_errors(), "{}", common::rendered(&outcome));
    assert!(
        outcome
            .lock
            .contains("#/components/schemas/user-list\ttype\tUserList\n"),
        "{}",
        outcome.lock
    );
}
