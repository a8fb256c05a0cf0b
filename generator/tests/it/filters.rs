//! What a filter omits keeps its names: nothing else takes them.

use crate::common;
use crate::fixed_point::assert_fixed_from;
use oaspen::{Outcome, Settings};

/// Operations: path, id, tag, and the component that they return.
fn document(operations: &[(&str, &str, &str, &str)], components: &[&str]) -> String {
    let paths: String = operations
        .iter()
        .map(|(path, id, tag, component)| {
            format!(
                "  {path}:\n    get: {{operationId: {id}, tags: [{tag}], responses: {{'200': {{description: ok, content: \
                 {{application/json: {{schema: {{$ref: '#/components/schemas/{component}'}}}}}}}}}}}}\n"
            )
        })
        .collect();
    let schemas: String = components
        .iter()
        .map(|name| format!("    {name}: {{type: object, properties: {{in-{name}: {{type: string}}}}}}\n"))
        .collect();
    format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}components:\n  schemas:\n{schemas}")
}

fn run(text: &str, filter: &dyn Fn(&mut Settings), lock: Option<&str>) -> Outcome {
    let mut settings = Settings { ..common::settings() };
    filter(&mut settings);
    oaspen::generate(&common::text_input("spec.yaml", text), &settings, lock)
}

/// Generates all of a document, then another one with a filter, then all of it, and returns the lines of the first lock
/// that the last one does not have.
fn lost(before: &str, after: &str, filter: &dyn Fn(&mut Settings)) -> Vec<String> {
    let first = run(before, &|_| {}, None);
    let filtered = assert_fixed_from("filtered", Some(&first.lock), &|lock| run(after, filter, lock));
    let last = assert_fixed_from("all", Some(&filtered), &|lock| run(after, &|_| {}, lock));
    let lines = first
        .lock
        .lines()
        .filter(|line| !last.lines().any(|other| other == *line));
    lines.map(str::to_owned).collect()
}

fn only(tag: &'static str) -> impl Fn(&mut Settings) {
    move |settings| settings.filters.include_tags = vec![tag.to_owned()]
}

#[test]
fn a_new_type_takes_no_name_of_an_omitted_one() {
    let old = [("/a", "getA", "t", "Other"), ("/b", "getB", "z", "User")];
    let new = [old[0], old[1], ("/c", "getC", "t", "user")];
    let before = document(&old, &["Other", "User"]);
    let after = document(&new, &["Other", "User", "user"]);
    assert_eq!(lost(&before, &after, &only("t")), [""; 0]);
}

#[test]
fn a_new_operation_takes_no_name_of_an_omitted_one() {
    let old = [("/a", "getA", "t", "X"), ("/b", "pets", "t", "X")];
    let new = [old[0], old[1], ("/0", "pets_", "t", "X")];
    let lost = lost(&document(&old, &["X"]), &document(&new, &["X"]), &|settings| {
        settings.filters.exclude_operations = vec!["pets".to_owned()];
    });
    assert_eq!(lost, [""; 0]);
}

#[test]
fn a_new_tag_takes_no_module_of_an_omitted_one() {
    let old = [("/a", "getA", "t", "X"), ("/b", "getB", "pets", "X")];
    let new = [old[0], old[1], ("/c", "getC", "Pets", "X")];
    let lost = lost(&document(&old, &["X"]), &document(&new, &["X"]), &|settings| {
        settings.filters.include_tags = vec!["t".to_owned(), "Pets".to_owned()];
    });
    assert_eq!(lost, [""; 0]);
}
