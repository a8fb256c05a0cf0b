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

/// Operations, each with a path, lines before the responses, and a response with types of its own.
fn operations(list: &[(&str, &str)]) -> String {
    let paths: String = list
        .iter()
        .map(|(path, more)| {
            let names = path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
            let parameters: String = names
                .map(|name| format!("{{name: {name}, in: path, required: true, schema: {{type: string}}}}, "))
                .collect();
            format!(
                "  {path}:\n    get:\n{more}      parameters: [{parameters}{{name: state, in: query, schema: {{type: string, enum: \
                 [on, off]}}}}]\n      responses:\n        '200':\n          description: ok\n          content: \
                 {{application/json: {{schema: {{type: object, properties: {{items: {{type: array, items: {{type: object, \
                 properties: {{in-it: {{type: string}}}}}}}}}}}}}}}}\n"
            )
        })
        .collect();
    format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}")
}

/// The names of an operation, and those of all types inside of it.
fn names_at(lock: &str, path: &str) -> Vec<String> {
    let key = format!("#/paths/{}/get", path.replace('/', "~1"));
    let below = lock.lines().filter_map(|line| line.strip_prefix(key.as_str()));
    let lines = below.filter(|line| {
        ["type", "method", "call", "module"]
            .iter()
            .any(|kind| line.contains(&format!("\t{kind}\t")))
    });
    lines.map(str::to_owned).collect()
}

/// The second version of some operations, with the lock of the first one: which of them have the names of which old one.
fn follow(what: &str, old: &[(&str, &str)], new: &[(&str, &str)], wanted: &[(&str, &str)]) {
    let (before, after) = (operations(old), operations(new));
    let first = run(&before, None);
    let second = run(&after, Some(&first.lock));
    assert_fixed_from(what, Some(&first.lock), &|lock| run(&after, lock));
    let mut found = Vec::new();
    for (to, _) in new {
        let names = names_at(&second.lock, to);
        assert!(names.len() > 4, "{what}: {names:?}");
        for (from, _) in old {
            if from != to && names_at(&first.lock, from) == names {
                found.push((*from, *to));
            }
        }
    }
    assert_eq!(found, wanted, "{what}\n{}\n{}", first.lock, second.lock);
    let module = |lock: &str| lock.lines().filter(|line| line.contains("\tmodule\t")).count();
    assert_eq!(module(&first.lock), old.len());
}

const LIST: &str = "      operationId: listPets\n";
const READ: &str = "      operationId: readPet\n";

#[test]
fn a_new_version_in_the_path_renames_nothing() {
    let (v1, v2) = (
        [("/v1/pets", ""), ("/v1/pets/{id}", "")],
        [("/v2/pets", ""), ("/v2/pets/{id}", "")],
    );
    let all = [("/v1/pets", "/v2/pets"), ("/v1/pets/{id}", "/v2/pets/{id}")];
    follow("without ids", &v1, &v2, &all);
    follow(
        "with parameters of other names",
        &v1,
        &[("/v2/pets", ""), ("/v2/pets/{petId}", "")],
        &[("/v1/pets", "/v2/pets"), ("/v1/pets/{id}", "/v2/pets/{petId}")],
    );
    // Another operation has the names that the new ones would get.
    let other = ("/pets", "      operationId: list_pets\n");
    follow(
        "with ids",
        &[("/v1/pets", LIST), ("/v1/pets/{id}", READ)],
        &[("/v2/pets", LIST), ("/v2/pets/{id}", READ), other],
        &all,
    );
    follow("only some", &v1, &[("/v2/pets", ""), ("/v1/pets/{id}", "")], &all[..1]);
    follow("both versions", &v1, &[v1[0], v1[1], v2[0], v2[1]], &[]);
    follow(
        "the next version as well",
        &[v1[0], v2[0]],
        &[v2[0], ("/v3/pets", "")],
        &[("/v1/pets", "/v3/pets")],
    );
    follow(
        "a base path that is in `servers` now",
        &[("/api/v1/pets", ""), ("/api/v1/pets/{id}", "")],
        &[("/pets", ""), ("/pets/{id}", "")],
        &[("/api/v1/pets", "/pets"), ("/api/v1/pets/{id}", "/pets/{id}")],
    );
    follow(
        "a version in front",
        &[("/pets", "")],
        &[("/v1/pets", "")],
        &[("/pets", "/v1/pets")],
    );
    follow(
        "a version in the middle",
        &[("/api/2025-01/pets/{id}", READ)],
        &[("/api/2026-01/pets/{id}", READ)],
        &[("/api/2025-01/pets/{id}", "/api/2026-01/pets/{id}")],
    );
    let tag = |name: &str| format!("      tags: [{name}]\n");
    follow(
        "another tag at the same time",
        &[("/v1/pets", &tag("pets"))],
        &[("/v2/pets", &tag("animals"))],
        &[("/v1/pets", "/v2/pets")],
    );
}

#[test]
fn a_slash_at_the_end_renames_nothing() {
    let (without, with) = (
        [("/pets", ""), ("/pets/{id}", "")],
        [("/pets/", ""), ("/pets/{petId}/", "")],
    );
    let back = |(old, new): &(&'static str, &'static str)| (*new, *old);
    let pairs = [("/pets", "/pets/"), ("/pets/{id}", "/pets/{petId}/")];
    follow("a new slash", &without, &with, &pairs);
    follow("no slash any more", &with, &without, &pairs.each_ref().map(back));
    let other = [("/pets", LIST), ("/pets/", READ)];
    follow("both", &other[..1], &other, &[]);
    follow("one of both is gone", &other, &other[1..], &[]);
    follow(
        "with a new version",
        &[("/v1/pets/", "")],
        &[("/v2/pets", "")],
        &[("/v1/pets/", "/v2/pets")],
    );
}

#[test]
fn words_of_a_path_that_are_written_in_another_way_rename_nothing() {
    let spellings = ["/user_pets", "/user-pets", "/userPets", "/UserPets", "/USER-PETS"];
    for (old, new) in spellings.iter().zip(spellings.iter().cycle().skip(1)) {
        let one = format!("{old}/{{id}}");
        let other = format!("{new}/{{petId}}");
        follow(
            "all paths",
            &[(old, ""), (&one, "")],
            &[(new, ""), (&other, "")],
            &[(old, new), (&one, &other)],
        );
    }
    follow(
        "with a new version",
        &[("/V1/UserPets", "")],
        &[("/v2/user-pets", "")],
        &[("/V1/UserPets", "/v2/user-pets")],
    );
    follow(
        "the one with the same words is the same",
        &[("/a-b/{id}", ""), ("/a_b/{id}", "")],
        &[("/a-b/{key}", ""), ("/AB/{key}", "")],
        &[("/a-b/{id}", "/a-b/{key}"), ("/a_b/{id}", "/AB/{key}")],
    );
    let other = [("/user_pets", LIST), ("/user-pets", READ)];
    follow("both", &other[..1], &other, &[]);
    follow("one of both is gone", &other, &other[1..], &[]);
    follow("two candidates", &[("/a_b", "")], &[("/a-b", ""), ("/aB", "")], &[]);
    follow("another id", &[("/re-sign", LIST)], &[("/resign", READ)], &[]);
    follow(
        "an id that another path has now",
        &[("/user_pets", LIST)],
        &[("/userPets", READ), ("/v2/pets", LIST)],
        &[("/user_pets", "/v2/pets")],
    );
    follow("digits", &[("/users/1-2", "")], &[("/users/12", "")], &[]);
}

#[test]
fn other_routes_are_other_operations() {
    follow("another word", &[("/admin/users", "")], &[("/public/users", "")], &[]);
    follow(
        "only parameters are the same",
        &[("/v1/{id}", "")],
        &[("/v2/{id}", "")],
        &[],
    );
    follow(
        "two candidates",
        &[("/v1/pets", "")],
        &[("/v2/pets", ""), ("/v3/pets", "")],
        &[],
    );
    follow("another id", &[("/v1/pets", LIST)], &[("/v2/pets", READ)], &[]);
    follow(
        "another number of parameters",
        &[("/v1/pets", "")],
        &[("/v2/{shop}/pets", "")],
        &[],
    );
    follow(
        "not all of a beginning that is no version",
        &[("/a/pets", ""), ("/a/cats", ""), ("/a/dogs", "")],
        &[("/b/pets", ""), ("/b/cats", "")],
        &[],
    );
    follow(
        "all of a beginning that is no version",
        &[("/a/pets", ""), ("/a/cats", "")],
        &[("/b/pets", ""), ("/b/cats", "")],
        &[("/a/pets", "/b/pets"), ("/a/cats", "/b/cats")],
    );
    follow(
        "the same id",
        &[("/a/pets", LIST)],
        &[("/b/pets", LIST)],
        &[("/a/pets", "/b/pets")],
    );
}

#[test]
fn an_id_that_moves_to_another_path_is_reported() {
    let document = |operations: &[(&str, &str, &str)]| {
        let paths = operations.iter().map(|(path, id, tag)| {
            format!(
                "  {path}: {{get: {{operationId: {id}, tags: [{tag}], responses: {{'204': {{description: ok}}}}}}}}\n"
            )
        });
        let paths: String = paths.collect();
        format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}")
    };
    let found = |text: &str, lock: &str| {
        let outcome = run(text, Some(lock));
        let found = outcome.diagnostics.iter().filter(|one| one.code.code == "W0141");
        let found: Vec<String> = found.map(|one| one.message.clone()).collect();
        // The names of paths stay all the same, and it is reported in every run.
        assert_eq!(run(text, Some(&outcome.lock)).lock, outcome.lock);
        found
    };
    let old = run(&document(&[("/a", "start", "x"), ("/b", "show", "x")]), None).lock;
    let moved = document(&[("/a", "start", "x"), ("/b", "other", "x"), ("/c", "show", "x")]);
    let messages = found(&moved, &old);
    let wanted = "`show` in names.lock calls this operation, whose operationId is `other`; the operationId of this name \
                  belongs to `GET /c` now";
    assert_eq!(messages, [wanted]);
    let exchanged = document(&[("/a", "show", "x"), ("/b", "start", "x")]);
    assert_eq!(found(&exchanged, &old).len(), 2);
    // Nothing else is: another name, another tag, a removed or an added operation, names that several operations want.
    for operations in [
        [("/a", "start", "x"), ("/b", "other", "x")].as_slice(),
        &[("/a", "start", "x"), ("/b", "other", "x"), ("/c", "show", "y")],
        &[("/c", "show", "x")],
        &[("/a", "start", "x"), ("/b", "show", "x"), ("/c", "show_b", "x")],
        &[("/a", "start", "x"), ("/b", "Show", "x"), ("/c", "show", "x")],
    ] {
        let text = document(operations);
        assert_eq!(found(&text, &old), [""; 0], "{text}");
        let fresh = run(&text, None).lock;
        assert_eq!(found(&text, &fresh), [""; 0], "{text}");
    }
}
