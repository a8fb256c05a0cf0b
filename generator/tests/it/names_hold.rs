//! Pairs of documents in which a name moved although nothing at its place changed.

use crate::common;
use crate::histories::{check, history};
use oaspen::Settings;

/// Components, each with its text, and an operation that returns them all.
fn components(schemas: &[(&str, &str)]) -> String {
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

/// Operations with their paths and tags.
fn operations(list: &[(&str, &str, &str)]) -> String {
    let paths: String = list
        .iter()
        .map(|(path, id, tag)| {
            format!(
                "  {path}:\n    get: {{operationId: {id}, tags: [{tag}], responses: {{'204': {{description: ok}}}}}}\n"
            )
        })
        .collect();
    format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}")
}

fn object(properties: &str) -> String {
    format!("{{type: object, properties: {{{properties}}}}}")
}

const OWNER: &str = "owner: {type: object, properties: {n: {type: string}, k: {type: integer}}}";
const SORTED: &str = "owner: {type: object, properties: {k: {type: integer}, n: {type: string}}}";
const OTHER: &str = "owner: {type: object, properties: {n: {type: integer}, k: {type: integer}}}";

#[test]
fn shared_types() {
    let (owner, sorted, other) = (object(OWNER), object(SORTED), object(OTHER));
    let with_more = object(&format!(
        "{OWNER}, p1: {{type: string}}, p2: {{type: string}}, p3: {{type: string}}"
    ));
    let deep = "outer: {type: object, properties: {inner: {type: object, properties: {n: {type: string}}}, y: {type: string}}}";
    let (inner, deep) = (
        object("inner: {type: object, properties: {n: {type: string}}}"),
        object(deep),
    );
    check(vec![
        history(
            "properties in another order",
            [
                components(&[("Dog", &owner), ("Pet", &owner)]),
                components(&[("Dog", &sorted), ("Pet", &owner)]),
            ],
            &[
                "pub struct Dog { pub owner: Option<Owner>",
                "pub struct Pet { pub owner: Option<Owner>",
            ],
        ),
        history(
            "one of several has another type inside",
            [
                components(&[("Ant", &owner), ("Bee", &owner), ("Cat", &owner)]),
                components(&[("Ant", &other), ("Bee", &owner), ("Cat", &owner)]),
            ],
            &[
                "pub struct Bee { pub owner: Option<Owner>",
                "pub struct Cat { pub owner: Option<Owner>",
            ],
        ),
        history(
            "one of two has another type inside",
            [
                components(&[("Ant", &owner), ("Bee", &owner)]),
                components(&[("Ant", &other), ("Bee", &owner)]),
            ],
            &["pub struct Bee { pub owner: Option<Owner>"],
        ),
        history(
            "the owners of two levels go",
            [
                components(&[("Aaa", &inner), ("Bbb", &deep), ("Ccc", &deep)]),
                components(&[("Ccc", &deep)]),
            ],
            &["pub struct Ccc { pub outer: Option<Outer>", "pub inner: Option<Inner>"],
        ),
        history(
            "the owner goes, and the other component is renamed",
            [
                components(&[("Dog", &owner), ("Pet", &with_more)]),
                components(&[("Cat", &with_more)]),
            ],
            &["pub owner: Option<Owner>"],
        ),
    ]);
}

#[test]
fn fields_stay_when_a_type_moves() {
    const ABC: &str = "{type: object, properties: {a: {type: string}, b: {type: string}, c: {type: string}}}";
    let run = |properties: &str, extra: &[(&str, &str)], lock: Option<&str>| {
        let pet = object(properties);
        let mut schemas = vec![("Pet", pet.as_str())];
        schemas.extend(extra);
        oaspen::generate(
            &common::text_input("spec.yaml", components(&schemas)),
            &common::settings(),
            lock,
        )
    };
    let first = run("owner-x: {type: string}", &[], None);
    let second = run(
        &format!("owner-x: {{type: string}}, owner_x: {ABC}"),
        &[],
        Some(&first.lock),
    );
    let third = run(
        "owner_x: {$ref: '#/components/schemas/Extra'}",
        &[("Extra", ABC)],
        Some(&second.lock),
    );
    let code: String = third.files.iter().map(|file| file.text.as_str()).collect();
    assert!(code.contains("pub owner_x_field: "), "{code}");
}

#[test]
fn modules_and_calls() {
    check(vec![
        history(
            "the name of a type beside a call",
            [
                operations(&[("/b", "getPetOutput", "x")]),
                operations(&[("/a", "getPet", "x"), ("/b", "getPetOutput", "x")]),
            ],
            &["pub struct GetPetOutput(Call);"],
        ),
        history(
            "several tags that become one",
            [
                operations(&[("/a", "oa", "x"), ("/b", "ob", "y"), ("/c", "oc", "w")]),
                operations(&[("/a", "oa", "z"), ("/b", "ob", "z"), ("/c", "oc", "z")]),
                operations(&[("/a", "oa", "z"), ("/b", "ob", "z")]),
            ],
            &["pub fn x(&self)", "pub fn y(&self)"],
        ),
        history(
            "a tag that is written otherwise",
            [
                operations(&[("/a", "oa", "pets")]),
                operations(&[("/a", "oa", "pets"), ("/b", "ob", "Pets")]),
            ],
            &["pub fn pets(&self) -> api::pets::Pets"],
        ),
        history(
            "a tag that is a method of every client",
            [
                operations(&[("/a", "oa", "clone_api")]),
                operations(&[("/a", "oa", "clone_api"), ("/b", "ob", "clone")]),
            ],
            &["pub fn clone_api(&self) -> api::clone_api::CloneApi"],
        ),
    ]);
}

#[test]
fn one_argument_that_is_replaced_is_reported() {
    let document = |name: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  /a:\n    get:\n      operationId: a\n      \
             parameters: [{{name: {name}, in: query, required: true, schema: {{type: string}}}}]\n      responses: {{'204': \
             {{description: ok}}}}\n"
        )
    };
    let run = |text: String, lock: Option<&str>| {
        oaspen::generate(&common::text_input("spec.yaml", text), &common::settings(), lock)
    };
    let before = run(document("a"), None);
    let after = run(document("b"), Some(&before.lock));
    assert!(after.diagnostics.iter().any(|one| one.code.code == "W0140"));
}

#[test]
fn a_filter_makes_no_type_gone() {
    let abc = "{type: object, properties: {a: {type: string}, b: {type: string}, c: {type: string}}}";
    let document = |with_cat: bool| {
        let cat = if with_cat {
            format!("    Cat: {abc}\n")
        } else {
            String::new()
        };
        let get = |path: &str, tag: &str, name: &str| {
            format!(
                "  {path}:\n    get: {{operationId: get{name}, tags: [{tag}], responses: {{'200': {{description: ok, content: \
                 {{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}}}}}}}\n"
            )
        };
        let paths = get("/dog", "d", "Dog")
            + &if with_cat {
                get("/cat", "c", "Cat")
            } else {
                String::new()
            };
        format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}components:\n  schemas:\n    Dog: {abc}\n{cat}"
        )
    };
    let run = |text: String, tags: &[&str], lock: Option<&str>| {
        let mut settings = Settings { ..common::settings() };
        settings.filters.include_tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        oaspen::generate(&common::text_input("spec.yaml", text), &settings, lock)
    };
    let first = run(document(false), &[], None);
    let filtered = run(document(true), &["c"], Some(&first.lock));
    let code: String = filtered.files.iter().map(|file| file.text.as_str()).collect();
    assert!(code.contains("pub struct Cat {"), "{code}");
    let all = run(document(true), &[], Some(&filtered.lock));
    let code: String = all.files.iter().map(|file| file.text.as_str()).collect();
    assert!(
        code.contains("pub struct Cat {") && code.contains("pub struct Dog {"),
        "{code}"
    );
}

/// No program uses the name of a file, so one that some file system does not accept is chosen again.
#[test]
fn files_of_a_lock_have_names_for_every_file_system() {
    let text = components(&[("Cat", &object(OWNER))]);
    let run = |lock: &str| {
        oaspen::generate(
            &common::text_input("spec.yaml", text.clone()),
            &common::settings(),
            Some(lock),
        )
    };
    let lock = run("").lock;
    for name in ["Cat", "r#type", "con", "lib", "é", "_cat"] {
        let wanted = lock.replace("\tfile\tcat\n", &format!("\tfile\t{name}\n"));
        assert_ne!(wanted, lock);
        let outcome = run(&wanted);
        assert_eq!(outcome.lock, lock, "{name}");
        assert!(outcome.files.iter().any(|file| file.path == "models/cat.rs"), "{name}");
    }
    let wanted = lock.replace("\tfile\tcat\n", "\tfile\tpets_2\n");
    assert_eq!(run(&wanted).lock, wanted);
}

/// A lock that was edited by hand: a line whose key is no tag names none.
#[test]
fn only_the_key_of_a_tag_names_a_tag() {
    let text = operations(&[("/ping", "ping", "Pings")]);
    let run = |lock: &str| {
        oaspen::generate(
            &common::text_input("spec.yaml", text.clone()),
            &common::settings(),
            Some(lock),
        )
    };
    let first = run("#/paths/~1ping/get\tmodule\tother\n#/paths/~1ping/get\ttag\tother\n");
    let second = run(&first.lock);
    assert_eq!(
        common::difference(&common::files(&first), &common::files(&second)),
        None
    );
    assert!(first.lock.contains("\ttag\tpings\n"), "{}", first.lock);
}
