//! Renamed schemas: the old name stays as an alias, or as the name.

use crate::common;
use crate::fixed_point::assert_fixed_from;
use oaspen::{Outcome, Settings};

fn document(schemas: &str, response: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  /a:\n    get:\n      operationId: getA\n      \
         responses: {{'200': {{description: ok, content: {{application/json: {{schema: {response}}}}}}}}}\ncomponents:\n  \
         schemas:\n{schemas}"
    )
}

fn component(name: &str, members: &str) -> String {
    format!("    {name}: {{type: object, properties: {{{members}}}}}\n")
}

fn reference(name: &str) -> String {
    format!("{{$ref: '#/components/schemas/{name}'}}")
}

const PLAN: &str = "id: {type: string}, price: {type: integer}, kind: {type: string, enum: [day, year]}";

fn run(text: &str, lock: Option<&str>, keep_renamed: bool) -> Outcome {
    let settings = Settings {
        keep_renamed,
        ..common::settings()
    };
    oaspen::generate(&common::text_input("spec.yaml", text), &settings, lock)
}

fn code(outcome: &Outcome) -> String {
    outcome.files.iter().map(|file| file.text.as_str()).collect()
}

fn notes(outcome: &Outcome) -> Vec<&str> {
    let found = outcome.diagnostics.iter().filter(|one| one.code.code == "N0261");
    found.map(|one| one.message.as_str()).collect()
}

/// The names after a rename: with an alias, and kept.
fn renamed(what: &str, before: &str, after: &str) -> (Outcome, Outcome) {
    let first = run(before, None, false);
    let alias = run(after, Some(&first.lock), false);
    assert_fixed_from(what, Some(&alias.lock), &|lock| run(after, lock, false));
    let kept = run(after, Some(&first.lock), true);
    assert_fixed_from(what, Some(&kept.lock), &|lock| run(after, lock, false));
    (alias, kept)
}

#[test]
fn a_renamed_component() {
    let before = document(&component("schemas-Plan", PLAN), &reference("schemas-Plan"));
    let after = document(&component("Plan", PLAN), &reference("Plan"));
    let (alias, kept) = renamed("component", &before, &after);
    let text = code(&alias);
    assert!(
        text.contains("#[deprecated = \"renamed to `Plan`\"]\npub type SchemasPlan = Plan;"),
        "{text}"
    );
    // The types inside follow.
    assert!(
        text.contains("pub enum PlanKind") || text.contains("pub enum SchemasPlanKind"),
        "{text}"
    );
    assert_eq!(
        notes(&alias),
        ["this was `#/components/schemas/schemas-Plan`; `SchemasPlan` stays valid"]
    );
    let text = code(&kept);
    assert!(
        text.contains("pub struct SchemasPlan {") && !text.contains("deprecated"),
        "{text}"
    );
    assert!(text.contains("pub enum SchemasPlanKind"), "{text}");
}

#[test]
fn an_inline_schema_that_became_a_component_and_the_reverse() {
    let inline = |members: &str| format!("plan: {{type: object, properties: {{{members}}}}}");
    let with_inline = document(&component("Order", &inline(PLAN)), &reference("Order"));
    let with_component = document(
        &format!(
            "{}{}",
            component("Order", &format!("plan: {}", reference("Plan"))),
            component("Plan", PLAN)
        ),
        &reference("Order"),
    );
    let (alias, kept) = renamed("to a component", &with_inline, &with_component);
    assert!(code(&alias).contains("pub type OrderPlan = Plan;"), "{}", code(&alias));
    assert!(code(&kept).contains("pub plan: Option<OrderPlan>"), "{}", code(&kept));
    let (alias, kept) = renamed("to an inline schema", &with_component, &with_inline);
    assert!(code(&alias).contains("pub type Plan = OrderPlan;"), "{}", code(&alias));
    assert!(code(&kept).contains("pub plan: Option<Plan>"), "{}", code(&kept));
}

#[test]
fn an_enum_that_became_a_component() {
    let state = "{type: string, enum: [open, shut]}";
    let before = document(&component("Order", &format!("state: {state}")), &reference("Order"));
    let after = document(
        &format!(
            "{}    State: {state}\n",
            component("Order", &format!("state: {}", reference("State")))
        ),
        &reference("Order"),
    );
    let (alias, _) = renamed("enum", &before, &after);
    assert!(
        code(&alias).contains("pub type OrderState = State;"),
        "{}",
        code(&alias)
    );
}

#[test]
fn every_earlier_name_stays() {
    let of = |name: &str| document(&component(name, PLAN), &reference(name));
    let first = run(&of("Plan"), None, false);
    let second = run(&of("PlanX"), Some(&first.lock), false);
    let third = run(&of("PlanXy"), Some(&second.lock), false);
    let text = code(&third);
    assert!(
        text.contains("pub type Plan = PlanXy;") && text.contains("pub type PlanX = PlanXy;"),
        "{text}"
    );
    assert_fixed_from("three names", Some(&third.lock), &|lock| {
        run(&of("PlanXy"), lock, false)
    });
}

#[test]
fn many_equal_schemas_are_no_renames() {
    let names = |prefix: &str| -> Vec<String> { (0..400).map(|number| format!("{prefix}{number}")).collect() };
    let of = |prefix: &str| {
        let names = names(prefix);
        let schemas: String = names.iter().map(|name| component(name, PLAN)).collect();
        let uses: Vec<String> = names
            .iter()
            .map(|name| format!("{name}: {}", reference(name)))
            .collect();
        document(
            &schemas,
            &format!("{{type: object, properties: {{{}}}}}", uses.join(", ")),
        )
    };
    let first = run(&of("Plan"), None, false);
    let second = run(&of("Offer"), Some(&first.lock), false);
    assert!(!second.diagnostics.has_errors());
    assert_eq!(notes(&second), [""; 0], "all are alike");
}

#[test]
fn what_is_not_clear_is_no_rename() {
    for (what, before, after) in [
        (
            "other members",
            component("Plan", PLAN),
            component("Offer", "id: {type: string}"),
        ),
        (
            "few members, another name",
            component("Plan", "id: {type: string}"),
            component("Tree", "id: {type: string}"),
        ),
        (
            "two new schemas",
            component("Abc", PLAN),
            format!("{}{}", component("Xyz", PLAN), component("Xyw", PLAN)),
        ),
    ] {
        let name = |schemas: &str| schemas.trim().split(':').next().unwrap_or_default().to_owned();
        let uses = |schemas: &str| {
            let names: Vec<String> = schemas
                .lines()
                .map(name)
                .map(|name| format!("{name}: {}", reference(&name)))
                .collect();
            format!("{{type: object, properties: {{{}}}}}", names.join(", "))
        };
        let first = run(&document(&before, &uses(&before)), None, false);
        let second = run(&document(&after, &uses(&after)), Some(&first.lock), false);
        assert_eq!(notes(&second), [""; 0], "{what}");
    }
}

/// Components `Pet` and `Dog`, each with one property, and others.
fn two_uses(names: [&str; 2], schema: &str, others: &str) -> String {
    let pet = component("Pet", &format!("{}: {schema}, in-pet: {{type: string}}", names[0]));
    let dog = component("Dog", &format!("{}: {schema}, in-dog: {{type: string}}", names[1]));
    document(
        &format!("{pet}{dog}{others}"),
        &format!(
            "{{type: object, properties: {{pet: {}, dog: {}}}}}",
            reference("Pet"),
            reference("Dog")
        ),
    )
}

#[test]
fn a_component_that_became_inline_in_several_schemas_keeps_its_name() {
    let owner = "a1: {type: string}, b1: {type: string}, c-1: {type: string}";
    let inline = format!("{{type: object, properties: {{{owner}}}}}");
    let state = "{type: string, enum: [open, shut, gone]}";
    for (what, names, component_text, inline) in [
        (
            "one name",
            ["owner", "owner"],
            component("Owner", owner),
            inline.as_str(),
        ),
        (
            "two names",
            ["owner", "keeper"],
            component("Owner", owner),
            inline.as_str(),
        ),
        ("an enum", ["state", "other"], format!("    Owner: {state}\n"), state),
    ] {
        let before = two_uses(names, &reference("Owner"), &component_text);
        let after = two_uses(names, inline, "");
        let first = run(&before, None, false);
        for keep in [false, true] {
            let second = run(&after, Some(&first.lock), keep);
            let text = code(&second);
            for name in names {
                assert!(text.contains(&format!("pub {name}: Option<Owner>")), "{what}: {text}");
            }
            assert_fixed_from(what, Some(&first.lock), &|lock| run(&after, lock, keep));
        }
        // One of them changes: the other one keeps the name.
        let second = run(&after, Some(&first.lock), false);
        let changed =
            after
                .replacen("a1: {type: string}", "a1: {type: integer}", 1)
                .replacen("[open, shut, gone]", "[open]", 1);
        let lock = assert_fixed_from(what, Some(&second.lock), &|lock| run(&changed, lock, false));
        let text = code(&run(&changed, Some(&lock), false));
        assert!(
            text.contains(&format!("pub {}: Option<Owner>", names[1])),
            "{what}: {text}"
        );
        assert!(
            !text.contains(&format!("pub {}: Option<Owner>,\n    pub in_pet", names[0])),
            "{what}: {text}"
        );
    }
}

#[test]
fn a_component_is_not_several_schemas_that_differ() {
    let owner = "a1: {type: string}, b1: {type: string}, c1: {type: string}";
    let before = two_uses(["owner", "keeper"], &reference("Owner"), &component("Owner", owner));
    let inline = format!("{{type: object, properties: {{{owner}}}}}");
    let after = two_uses(["owner", "keeper"], &inline, "").replacen("a1: {type: string}", "a1: {type: integer}", 1);
    let first = run(&before, None, false);
    assert_fixed_from("differ", Some(&first.lock), &|lock| run(&after, lock, false));
}

#[test]
fn an_inline_schema_that_became_a_reference_to_a_known_component() {
    let plan = component("Plan", PLAN);
    let order = |plan: &str| component("Order", &format!("plan: {plan}"));
    let list = |item: &str| format!("{{type: array, items: {item}}}");
    let inline = format!("{{type: object, properties: {{{PLAN}}}}}");
    let before = document(&format!("{plan}{}", order(&inline)), &list(&inline));
    let after = document(
        &format!("{plan}{}", order(&reference("Plan"))),
        &list(&reference("Plan")),
    );
    let (alias, kept) = renamed("to a reference", &before, &after);
    for text in [code(&alias), code(&kept)] {
        assert!(text.contains("pub type OrderPlan = Plan;"), "{text}");
        assert!(text.contains("pub type OrderPlanKind = PlanKind;"), "{text}");
        assert!(text.contains("pub type GetAResponseItem = Plan;"), "{text}");
    }
    // Other members are another type.
    let other = document(
        &format!(
            "{plan}{}",
            order("{type: object, properties: {x: {type: string}, y: {type: string}}}")
        ),
        &reference("Order"),
    );
    let (alias, _) = renamed("other members", &other, &after);
    assert!(!code(&alias).contains("deprecated"), "{}", code(&alias));
}
