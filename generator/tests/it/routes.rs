//! A route whose path parameters have other names is the same operation.

use crate::common;
use crate::fixed_point::assert_fixed_from;
use crate::histories::{check, history};

/// One operation with path parameters and inline schemas.
fn document(path: &str, extra: &str) -> String {
    let names: Vec<&str> = path
        .split('{')
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0))
        .collect();
    let parameters: String = names
        .iter()
        .rev()
        .map(|name| {
            format!("        - {{name: {name}, in: path, required: true, schema: {{type: string, enum: [a, b]}}}}\n")
        })
        .collect();
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n{extra}  {path}:\n    get:\n      operationId: readPet\n      \
         tags: [Pets]\n      parameters:\n{parameters}        - {{name: page-x, in: query, required: true, schema: {{type: \
         integer}}}}\n      responses:\n        '200':\n          description: ok\n          content: {{application/json: \
         {{schema: {{type: object, properties: {{pet-name: {{type: string}}, kind: {{type: string, enum: [cat, dog]}}}}}}}}}}\n"
    )
}

fn other(path: &str, tag: &str) -> String {
    format!("  {path}:\n    get: {{operationId: read_pet, tags: [{tag}], responses: {{'204': {{description: ok}}}}}}\n")
}

fn run(text: &str, lock: Option<&str>) -> oaspen::Outcome {
    oaspen::generate(&common::text_input("spec.yaml", text), &common::settings(), lock)
}

#[test]
fn a_renamed_path_parameter_renames_nothing_else() {
    check(vec![history(
        "another operation with the same name came, then the parameters are renamed",
        [
            document("/pets/{id}/{part}", ""),
            document("/pets/{id}/{part}", &other("/a", "Pets")),
            document("/pets/{petId}/{part}", &other("/a", "Pets")),
            document("/pets/{petId}/{partId}", &other("/a", "Pets")),
        ],
        &[
            "pub struct ReadPet(Call)",
            "pub enum ReadPetId {",
            "pub enum ReadPetPart {",
            "pub struct ReadPetResponse {",
            "pub enum ReadPetResponseKind {",
        ],
    )]);
}

#[test]
fn the_arguments_are_those_of_the_same_segments() {
    let first = run(&document("/pets/{id}/{part}", ""), None);
    // Its parameters changed their names and the tag, and the order of the parameters in the document.
    let text = document("/pets/{z}/{a}", "").replace("[Pets]", "[Cats]");
    let second = run(&text, Some(&first.lock));
    assert_fixed_from("renamed", Some(&first.lock), &|lock| run(&text, lock));
    assert!(
        second.lock.contains("#/paths/~1pets~1{z}~1{a}/get\tmodule\tpets\n"),
        "{}",
        second.lock
    );
    assert!(!second.lock.contains("{id}"), "{}", second.lock);
    let arguments = |lock: &str| -> String {
        let line = lock.lines().find(|line| line.contains("\targuments\t"));
        line.and_then(|line| line.split('\t').nth(2))
            .unwrap_or_default()
            .to_owned()
    };
    let wanted = arguments(&first.lock)
        .replace("path/id", "path/z")
        .replace("path/part", "path/a");
    assert_eq!(arguments(&second.lock), wanted);
    assert!(second.diagnostics.iter().all(|one| one.code.code != "W0140"));
    // Names that are exchanged.
    let swapped = document("/pets/{a}/{z}", "").replace("[Pets]", "[Cats]");
    let third = run(&swapped, Some(&second.lock));
    let wanted = wanted
        .replace("path/z", "path/-")
        .replace("path/a", "path/z")
        .replace("path/-", "path/a");
    assert_eq!(arguments(&third.lock), wanted);
}

#[test]
fn two_routes_that_may_be_the_same_are_not_mixed_up() {
    let both = format!(
        "{}{}",
        other("/pets/{a}", "Pets"),
        other("/pets/{b}", "Pets").replace("read_pet", "other")
    );
    let of = |paths: &str| format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}");
    let parameter = |text: String, name: &str| {
        text.replace(
            &format!("{{{name}}}:\n    get: {{"),
            &format!("{{{name}}}:\n    get: {{parameters: [{{name: {name}, in: path, required: true, schema: {{type: string}}}}], "),
        )
    };
    let before = run(&of(&parameter(parameter(both, "a"), "b")), None);
    let after = of(&parameter(other("/pets/{c}", "Pets"), "c"));
    assert_fixed_from("two routes", Some(&before.lock), &|lock| run(&after, lock));
}
