//! Packages with a feature for each tag, where types of the configuration name models: every feature alone compiles.

use std::collections::BTreeMap;

use oaspen::{Input, Outcome, Override, PackageFeatures, Settings, Severity, TimeLibrary};

use crate::tag_features::{matrix, text};

/// A place whose type is one of the configuration.
struct Place {
    /// The tag of the only operation that has it.
    tag: &'static str,
    pointer: &'static str,
    /// The type, with `*` for a model that only the tag `Source` needs otherwise.
    ty: &'static str,
    /// Whether the model has to be a text, because it is the value of a parameter or a part of a form.
    is_text: bool,
}

const fn place(tag: &'static str, pointer: &'static str, ty: &'static str) -> Place {
    Place {
        tag,
        pointer,
        ty,
        is_text: false,
    }
}

const fn text_place(tag: &'static str, pointer: &'static str, ty: &'static str) -> Place {
    Place {
        tag,
        pointer,
        ty,
        is_text: true,
    }
}

const PLACES: &[Place] = &[
    place(
        "Member",
        "#/components/schemas/Member/properties/it",
        "crate::models::*",
    ),
    place(
        "Spaced",
        "#/components/schemas/Spaced/properties/it",
        "crate :: models :: *",
    ),
    place("Raw", "#/components/schemas/Raw/properties/it", "crate::r#models::r#*"),
    place("Sibling", "#/components/schemas/Sibling/properties/it", "super::*"),
    place(
        "File",
        "#/components/schemas/File/properties/it",
        "crate::models::of_file::*",
    ),
    place(
        "Nested",
        "#/components/schemas/Nested/properties/it",
        "Vec<crate::models::*>",
    ),
    place(
        "Map",
        "#/components/schemas/Map/properties/it",
        "std::collections::BTreeMap<String, crate::models::*>",
    ),
    place(
        "Items",
        "#/components/schemas/Items/properties/list/items",
        "crate::models::*",
    ),
    place(
        "Values",
        "#/components/schemas/Values/properties/map/additionalProperties",
        "crate::models::*",
    ),
    place(
        "Extra",
        "#/components/schemas/Extra/additionalProperties",
        "crate::models::*",
    ),
    place(
        "Branch",
        "#/components/schemas/Branch/properties/either/oneOf/0",
        "crate::models::*",
    ),
    place("Alias", "#/components/schemas/AliasOf", "crate::models::*"),
    place(
        "Body",
        "#/paths/~1Body/post/requestBody/content/application~1json/schema",
        "crate::models::*",
    ),
    place(
        "Success",
        "#/paths/~1Success/post/responses/200/content/application~1json/schema",
        "crate::models::*",
    ),
    place(
        "Failure",
        "#/paths/~1Failure/post/responses/400/content/application~1json/schema",
        "crate::models::*",
    ),
    place(
        "Lines",
        "#/paths/~1Lines/post/responses/200/content/application~1jsonl/schema",
        "crate::models::*",
    ),
    text_place(
        "Part",
        "#/paths/~1Part/post/requestBody/content/multipart~1form-data/schema/properties/it",
        "crate::models::*",
    ),
    text_place(
        "Parameter",
        "#/paths/~1Parameter/post/parameters/0/schema",
        "crate::models::*",
    ),
    text_place(
        "Several",
        "#/paths/~1Several/post/parameters/0/schema/items",
        "crate::models::*",
    ),
];

/// What is special about the operation of a tag: its parameters and body, and its responses.
fn operation(tag: &str) -> (&'static str, String) {
    let json = |schema: &str| format!("{{ description: D, content: {{ application/json: {{ schema: {schema} }} }} }}");
    let own = json(&format!("{{ $ref: '#/components/schemas/{tag}' }}"));
    let object = "{ type: object, properties: { own: { type: string } } }";
    let (request, responses) = match tag {
        "Body" => (
            "requestBody: { required: true, content: { application/json: { schema: { type: object } } } }, ",
            format!("'200': {own}"),
        ),
        "Part" => (
            "requestBody: { required: true, content: { multipart/form-data: { schema: { type: object, properties: { it: { type: string } } } } } }, ",
            format!("'200': {own}"),
        ),
        "Parameter" => (
            "parameters: [{ name: it, in: query, schema: { type: string } }], ",
            format!("'200': {own}"),
        ),
        "Several" => (
            "parameters: [{ name: it, in: query, schema: { type: array, items: { type: string } } }], ",
            format!("'200': {own}"),
        ),
        "Success" => ("", format!("'200': {}", json(object))),
        "Failure" => ("", format!("'200': {own}, '400': {}", json(object))),
        "Lines" => (
            "",
            format!("'200': {{ description: D, content: {{ application/jsonl: {{ schema: {object} }} }} }}"),
        ),
        _ => ("", format!("'200': {own}")),
    };
    (request, responses)
}

/// The schema of the response of a tag.
fn schema(tag: &str) -> &'static str {
    match tag {
        "Items" => "{ type: object, properties: { list: { type: array, items: { type: object } } } }",
        "Values" => "{ type: object, properties: { map: { type: object, additionalProperties: { type: object } } } }",
        "Extra" => "{ type: object, properties: { a: { type: string } }, additionalProperties: { type: object } }",
        "Branch" => {
            "{ type: object, properties: { either: { oneOf: [{ type: object, properties: { a: { type: string } } }, { type: string }] } } }"
        }
        "Alias" => "{ type: object, properties: { it: { $ref: '#/components/schemas/AliasOf' } } }",
        _ => "{ type: object, properties: { it: { type: object, properties: { a: { type: string } } } } }",
    }
}

fn document() -> String {
    let mut paths = String::new();
    let mut schemas = String::from(
        "    AliasOf: { type: object }\n    Deep: { type: object, properties: { a: { type: string } } }\n",
    );
    for Place { tag, is_text, .. } in PLACES {
        let (request, responses) = operation(tag);
        let target = if *is_text {
            "{ type: string, enum: [a, b] }"
        } else {
            "{ type: object, properties: { deep: { $ref: '#/components/schemas/Deep' }, at: { type: string, format: date-time } } }"
        };
        paths += &format!(
            "  /{tag}: {{ post: {{ operationId: call{tag}, tags: [{tag}], {request}responses: {{ {responses} }} }} }}\n  \
             /of/{tag}: {{ get: {{ operationId: get{tag}, tags: [Source], responses: {{ '200': {{ description: D, \
             content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Of{tag}' }} }} }} }} }} }} }}\n"
        );
        schemas += &format!("    {tag}: {}\n    Of{tag}: {target}\n", schema(tag));
    }
    format!(
        "openapi: 3.1.0\ninfo: {{ title: Shop, version: '1' }}\nservers: [{{ url: 'https://example.com' }}]\npaths:\n{paths}components:\n  schemas:\n{schemas}"
    )
}

fn generate(text: String, settings: Settings, types: impl Iterator<Item = (String, String)>) -> Outcome {
    let input = Input::Text {
        name: "shop.yaml".to_owned(),
        text,
    };
    let overrides = types.map(|(pointer, ty)| {
        let chosen = Override {
            ty: Some(ty),
            ..Override::default()
        };
        (pointer, chosen)
    });
    let overrides: BTreeMap<String, Override> = overrides.collect();
    let settings = Settings {
        name: "shop".to_owned(),
        features: PackageFeatures::Tags,
        overrides,
        ..settings
    };
    let outcome = oaspen::generate(&input, &settings, None);
    let problems: Vec<(&str, &str)> = outcome
        .diagnostics
        .iter()
        .filter(|one| one.severity != Severity::Note)
        .map(|one| (one.code.code, one.message.as_str()))
        .collect();
    assert!(problems.is_empty(), "{problems:?}");
    outcome
}

fn with_types(settings: Settings) -> Outcome {
    let types = PLACES.iter().map(|place| {
        let ty = place.ty.replace('*', &format!("Of{}", place.tag));
        (place.pointer.to_owned(), ty)
    });
    generate(document(), settings, types)
}

/// The condition of a file of models.
fn gate<'o>(outcome: &'o Outcome, module: &str) -> Vec<&'o str> {
    let models = text(outcome, "src/models/mod.rs");
    let (before, _) = models.split_once(&format!("\nmod {module};")).expect("the module");
    let attribute = before.rsplit_once("#[cfg").map_or("", |(_, after)| after);
    attribute.split('"').skip(1).step_by(2).collect()
}

#[test]
fn a_model_that_a_type_of_the_configuration_names_is_compiled_with_it() {
    let outcome = with_types(Settings::default());
    let mut wrong = Vec::new();
    for Place { tag, .. } in PLACES {
        let feature = tag.to_lowercase();
        let gate = gate(&outcome, &format!("of_{feature}"));
        if !(gate.len() == 2 && gate.contains(&feature.as_str()) && gate.contains(&"source")) {
            wrong.push((tag, gate));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    // And what these models name.
    let texts = PLACES.iter().filter(|place| place.is_text).count();
    assert_eq!(gate(&outcome, "deep").len(), PLACES.len() - texts + 1);
}

#[test]
fn every_feature_compiles_with_types_of_the_configuration() {
    matrix(&with_types(Settings::default()));
}

#[test]
fn every_feature_compiles_with_unknown_members_kept_and_times_as_texts() {
    matrix(&with_types(Settings {
        keep_unknown: true,
        time_crate: TimeLibrary::String,
        ..Settings::default()
    }));
}

/// Types that are no models change nothing, also if a model has the same name.
#[test]
fn other_types_of_the_crate_need_no_model() {
    for ty in [
        "crate::OfMember",
        "crate::money::models::OfMember",
        "::shop::models::OfMember",
        "money::models::OfMember",
        "crate::models::Nothing",
        "String",
    ] {
        let pointer = "#/components/schemas/Member/properties/it".to_owned();
        let outcome = generate(document(), Settings::default(), [(pointer, ty.to_owned())].into_iter());
        assert_eq!(gate(&outcome, "of_member"), ["source"], "{ty}");
    }
}
