//! The names of builders hold like those of their types.

use crate::common;
use crate::fixed_point::assert_fixed_from;
use oaspen::Outcome;

const PET: &str = "{type: object, required: [a, b, c, d, e], properties: {a: {type: string}, b: {type: string}, c: {type: \
                   string}, d: {type: string}, e: {type: string}}}";
const OTHER: &str = "{type: object, properties: {q: {type: string}}}";

/// Operations that send these components.
fn document(components: &[(&str, &str)]) -> String {
    let paths: String = components
        .iter()
        .map(|(name, _)| {
            format!(
                "  /{name}:\n    post: {{operationId: post{name}, tags: [t], requestBody: {{required: true, content: \
                 {{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}}}, responses: {{'204': \
                 {{description: ok}}}}}}\n"
            )
        })
        .collect();
    let schemas: String = components
        .iter()
        .map(|(name, text)| format!("    {name}: {text}\n"))
        .collect();
    format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}components:\n  schemas:\n{schemas}")
}

fn run(text: &str, lock: Option<&str>) -> Outcome {
    oaspen::generate(&common::text_input("spec.yaml", text), &common::settings(), lock)
}

/// The code of the last of some versions.
fn last(versions: &[&[(&str, &str)]]) -> String {
    let mut lock: Option<String> = None;
    let mut code = String::new();
    for components in versions {
        let text = document(components);
        code = run(&text, lock.as_deref())
            .files
            .iter()
            .map(|file| file.text.as_str())
            .collect();
        lock = Some(assert_fixed_from("builders", lock.as_deref(), &|lock| run(&text, lock)));
    }
    code
}

#[test]
fn a_new_component_takes_no_name_of_a_builder() {
    let code = last(&[&[("Pet", PET)], &[("Pet", PET), ("PetBuilder", OTHER)]]);
    assert!(code.contains("Pet => PetBuilder {"), "{code}");
    // A builder that never had the name keeps the one that it has.
    let code = last(&[&[("Pet", PET), ("PetBuilder", OTHER)], &[("Pet", PET)]]);
    assert!(code.contains("Pet => PetByName {"), "{code}");
}

#[test]
fn a_renamed_type_leaves_an_alias_of_its_builder() {
    let code = last(&[&[("Pet", PET)], &[("Animal", PET)]]);
    assert!(code.contains("Animal => AnimalBuilder {"), "{code}");
    assert!(code.contains("pub type PetBuilder = AnimalBuilder;"), "{code}");
    // The name of a component is worth more than an alias.
    let code = last(&[
        &[("Pet", PET)],
        &[("Animal", PET)],
        &[("Animal", PET), ("PetBuilder", OTHER)],
    ]);
    assert!(
        code.contains("pub struct PetBuilder {") && !code.contains("pub type PetBuilder"),
        "{code}"
    );
}
