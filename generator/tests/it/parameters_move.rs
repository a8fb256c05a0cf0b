//! Operations and parameters that move keep the order of their arguments.

use crate::common;
use crate::fixed_point::assert_fixed_from;

/// One operation with two parameters of one type, in the order of the document.
fn document(route: &str, parameters: &[(&str, &str)]) -> String {
    let (method, path) = route.split_once(' ').unwrap_or_default();
    let parameters = parameters
        .iter()
        .map(|(name, location)| format!("{{name: {name}, in: {location}, required: true, schema: {{type: string}}}}"));
    let parameters: Vec<String> = parameters.collect();
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  {path}:\n    {method}:\n      operationId: readPet\n      \
         parameters: [{}]\n      responses: {{'204': {{description: ok}}}}\n",
        parameters.join(", ")
    )
}

fn run(text: &str, lock: Option<&str>) -> oaspen::Outcome {
    oaspen::generate(&common::text_input("spec.yaml", text), &common::settings(), lock)
}

/// The arguments of the method.
fn arguments(outcome: &oaspen::Outcome) -> String {
    let text: String = outcome.files.iter().map(|file| file.text.as_str()).collect();
    let signature = text.split_once("pub fn read_pet(").map_or("", |(_, rest)| rest);
    let signature = signature.split_once(')').map_or("", |(arguments, _)| arguments);
    let names = signature
        .split(',')
        .filter_map(|argument| Some(argument.split_once(':')?.0.trim()));
    names.collect::<Vec<_>>().join(" ")
}

#[test]
fn the_order_of_arguments_stays() {
    let old = document("get /pets/{zone}", &[("zone", "path"), ("age", "query")]);
    let first = run(&old, None);
    assert_eq!(arguments(&first), "zone age");
    for (what, new) in [
        (
            "a query parameter becomes a part of the path",
            document("get /pets/{age}/{zone}", &[("age", "path"), ("zone", "path")]),
        ),
        (
            "a query parameter becomes a header field",
            document("get /pets/{zone}", &[("age", "header"), ("zone", "path")]),
        ),
        (
            "a part of the path becomes a query parameter",
            document("get /pets", &[("age", "query"), ("zone", "query")]),
        ),
        (
            "another path",
            document("get /animals/of/{zone}", &[("age", "query"), ("zone", "path")]),
        ),
        (
            "another path, and the other parameter is in it",
            document("get /animals/{age}", &[("age", "path"), ("zone", "query")]),
        ),
        (
            "another path with another name",
            document("get /animals/{area}/all", &[("age", "query"), ("area", "path")]),
        ),
        (
            "another method",
            document("post /pets/{zone}", &[("age", "query"), ("zone", "path")]),
        ),
        (
            "a cookie",
            document("get /pets/{zone}", &[("age", "cookie"), ("zone", "path")]),
        ),
    ] {
        let second = run(&new, Some(&first.lock));
        assert_eq!(
            arguments(&second).replace("area", "zone"),
            "zone age",
            "{what}\n{}",
            second.lock
        );
        assert_fixed_from(what, Some(&first.lock), &|lock| run(&new, lock));
        let reported: Vec<&str> = second.diagnostics.iter().map(|one| one.code.code).collect();
        assert!(!reported.contains(&"W0140"), "{what}");
        // Without the lock it would move.
        assert_eq!(
            arguments(&run(&new, None)).replace("area", "zone").split(' ').count(),
            2,
            "{what}"
        );
    }
}

#[test]
fn header_fields_in_another_case_are_the_same() {
    let old = document("get /pets", &[("X-Zone", "header"), ("X-Age", "header")]);
    let first = run(&old, None);
    let new = document("get /pets", &[("x-age", "header"), ("x-zone", "header")]);
    let second = run(&new, Some(&first.lock));
    assert_eq!(arguments(&first), arguments(&second), "{}", second.lock);
}

/// What is not one parameter, is reported.
#[test]
fn parameters_that_could_be_several_are_no_other_ones() {
    let old = document("get /pets", &[("zone", "query"), ("zone", "header"), ("age", "query")]);
    let first = run(&old, None);
    let new = document("get /pets", &[("age", "query"), ("zone", "cookie")]);
    let second = run(&new, Some(&first.lock));
    assert_fixed_from("two parameters", Some(&first.lock), &|lock| run(&new, lock));
    assert!(second.lock.contains("parameters/cookie/zone"), "{}", second.lock);
    assert!(!second.lock.contains("parameters/header/zone"), "{}", second.lock);
}
