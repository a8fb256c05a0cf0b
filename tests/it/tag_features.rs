//! Packages with a feature for each tag: every feature alone compiles, and compiles what it needs and no more.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use oaspen::{Comparison, Input, Layout, Outcome, PackageFeatures, Settings, Verdict, Version};

use crate::alone::{compile, runtimes, write};

/// Tags with operations, models of their own, models that two tags share, unions, circles, and names of other features.
const TAGS: [&str; 10] = [
    "Orders",
    "Users",
    "Files",
    "stream",
    "default",
    "unused models",
    "oaspen-client",
    "type",
    "Big",
    "Last",
];

/// A document with 30 operations and about 100 types.
fn document(renamed: &str) -> String {
    let mut text = String::from("openapi: 3.1.0\ninfo: { title: Shop, version: '1' }\npaths:\n");
    let mut schemas = String::new();
    for (index, tag) in TAGS.iter().enumerate() {
        let next = (index + 1) % TAGS.len();
        let (own, shared) = (format!("Own{index}"), format!("Shared{}", index / 2));
        let response = |schema: &str| {
            format!(
                "{{ '200': {{ description: OK, headers: {{ X-Count: {{ schema: {{ type: integer }} }} }}, content: {{ application/json: {{ schema: {schema} }} }} }} }}"
            )
        };
        let reference = |name: &str| format!("{{ $ref: '#/components/schemas/{name}' }}");
        for (path, method, schema) in [
            ("one", "get", reference(&own)),
            (
                "list",
                "get",
                format!("{{ type: array, items: {} }}", reference(&shared)),
            ),
            (
                "any",
                "put",
                format!("{{ oneOf: [{}, {}] }}", reference(&own), reference(&shared)),
            ),
        ] {
            let body = match method {
                "put" => format!(
                    "requestBody: {{ content: {{ application/json: {{ schema: {} }} }} }}, ",
                    reference(&own)
                ),
                _ => String::new(),
            };
            let _ = writeln!(
                text,
                "  /{path}/{index}: {{ {method}: {{ operationId: {path}{index}, tags: ['{tag}'], {body}responses: {} }} }}",
                response(&schema)
            );
        }
        let _ = writeln!(
            schemas,
            "    {own}: {{ type: object, required: [kind], properties: {{ kind: {{ type: string, enum: [a{index}, b] }}, \
             inner: {{ type: object, properties: {{ deep: {{ type: array, items: {} }} }} }} }} }}",
            if index % 3 == 0 {
                reference(&format!("Own{next}"))
            } else {
                reference(&own)
            }
        );
    }
    for index in 0..TAGS.len() / 2 {
        let _ = writeln!(
            schemas,
            "    Shared{index}: {{ type: object, properties: {{ common: {{ $ref: '#/components/schemas/{renamed}' }} }} }}"
        );
    }
    let _ = writeln!(
        schemas,
        "    {renamed}: {{ type: object, required: [x, y], properties: {{ x: {{ type: integer }}, y: {{ type: string }}, z: {{ type: string }} }} }}"
    );
    let _ = writeln!(
        schemas,
        "    Lonely: {{ type: object, properties: {{ own: {{ $ref: '#/components/schemas/Own1' }} }} }}"
    );
    text + "components:\n  schemas:\n" + &schemas
}

fn generate(text: &str, features: PackageFeatures, lock: Option<&str>) -> Outcome {
    let input = Input::Text {
        name: "shop.yaml".to_owned(),
        text: text.to_owned(),
    };
    let settings = Settings {
        name: "shop".to_owned(),
        features,
        ..Settings::default()
    };
    let outcome = oaspen::generate(&input, &settings, lock);
    assert!(!outcome.diagnostics.has_errors(), "{:?}", outcome.diagnostics);
    outcome
}

pub(crate) fn saved(outcome: &Outcome) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    for file in &outcome.files {
        write(&folder.path().join(&file.path), &file.text);
    }
    folder
}

pub(crate) fn text<'o>(outcome: &'o Outcome, path: &str) -> &'o str {
    let file = outcome.files.iter().find(|file| file.path == path);
    file.map_or("", |file| file.text.as_str())
}

/// The features of a package that are not those of the runtime.
fn features(outcome: &Outcome) -> Vec<String> {
    let manifest = text(outcome, "Cargo.toml");
    let (_, table) = manifest.split_once("# Those of tags.\n").expect("features");
    let names = table.lines().filter_map(|line| line.strip_suffix(" = []"));
    names.map(|name| name.trim_matches('"').to_owned()).collect()
}

/// The runtime with which a package compiles.
fn runtime(root: &Path) -> PathBuf {
    let found = runtimes();
    let fits = |runtime: &&PathBuf| compile(root, "shop", ("oaspen_client", runtime), &[]).is_ok();
    let fitting = found.iter().find(fits).cloned();
    fitting.unwrap_or_else(|| {
        let runtime = found.first().expect("a runtime");
        panic!(
            "{}",
            compile(root, "shop", ("oaspen_client", runtime), &[]).expect_err("it does not compile")
        )
    })
}

/// Compiles the package with each feature alone, without any and with all.
pub(crate) fn matrix(outcome: &Outcome) {
    let folder = saved(outcome);
    let root = folder.path().join("src/lib.rs");
    let runtime = runtime(&root);
    let names = features(outcome);
    let all: Vec<&str> = names.iter().map(String::as_str).collect();
    let alone = all.iter().map(|name| vec![*name]);
    for features in alone.chain([all.clone()]) {
        compile(&root, "shop", ("oaspen_client", &runtime), &features)
            .unwrap_or_else(|error| panic!("{features:?}: {error}"));
    }
}

#[test]
fn every_feature_alone_compiles() {
    let old = generate(&document("Common"), PackageFeatures::Tags, None);
    matrix(&old);
    // With a deprecated alias.
    let new = generate(&document("Renamed"), PackageFeatures::Tags, Some(&old.lock));
    assert!(text(&new, "src/models/mod.rs").contains("pub type Common = Renamed;"));
    matrix(&new);
}

#[test]
fn every_feature_of_a_real_document_compiles() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs/logto.yaml");
    let document = std::fs::read_to_string(path).expect("the document");
    matrix(&generate(&document, PackageFeatures::Tags, None));
}

#[test]
fn features_have_names_that_cargo_accepts() {
    let outcome = generate(&document("Common"), PackageFeatures::Tags, None);
    let names = features(&outcome);
    let expected = [
        "big",
        "last",
        "orders",
        "users",
        "files",
        "tag-stream",
        "tag-default",
        "tag-unused-models",
        "unused-models",
    ];
    for name in expected {
        assert!(names.iter().any(|known| known == name), "{name} in {names:?}");
    }
    assert_eq!(names.len(), TAGS.len() + 1);
    let unique: BTreeSet<&String> = names.iter().collect();
    assert_eq!(unique.len(), names.len());
    let manifest = text(&outcome, "Cargo.toml");
    let (_, default) = manifest.split_once("default = [").expect("default");
    let (default, _) = default.split_once(']').expect("default");
    assert!(
        names.iter().all(|name| default.contains(&format!("\"{name}\""))),
        "{default}"
    );
    for page in ["src/lib.rs", "README.md"] {
        assert!(
            names
                .iter()
                .all(|name| text(&outcome, page).contains(&format!("`{name}`"))),
            "{page}"
        );
    }
}

/// Those of what may not be compiled would be broken.
#[test]
fn documentation_links_nothing_that_has_a_feature() {
    let outcome = generate(&document("Common"), PackageFeatures::Tags, None);
    let front = text(&outcome, "src/lib.rs");
    assert!(front.contains("//! | `orders()` | "), "{front}");
    assert!(!front.contains("](Client::"), "{front}");
    for page in ["src/lib.rs", "README.md"] {
        assert!(
            text(&outcome, page).contains("features = [\"rustls\", \"gzip\", \"big\"]"),
            "{page}"
        );
    }
}

#[test]
fn a_document_without_operations_and_schemas_has_no_features() {
    let empty = "openapi: 3.1.0\ninfo: { title: Shop, version: '1' }\npaths: {}\n";
    let with = generate(empty, PackageFeatures::Tags, None);
    let without = generate(empty, PackageFeatures::None, None);
    assert_eq!(with.files, without.files);
}

/// The pages of the reference name the feature of a tag, and import everything through the package.
#[test]
fn the_reference_names_features() {
    let input = Input::Text {
        name: "shop.yaml".to_owned(),
        text: document("Common"),
    };
    let settings = Settings {
        name: "shop".to_owned(),
        features: PackageFeatures::Tags,
        ..Settings::default()
    };
    let pages = oaspen::reference(&input, &settings, None);
    assert!(text(&pages, "api/orders.md").contains("With the feature `orders`. "));
    let imports = pages
        .files
        .iter()
        .flat_map(|page| page.text.lines())
        .filter(|line| line.starts_with("use "));
    assert!(imports.clone().count() > 0 && !imports.clone().any(|line| line.starts_with("use oaspen_client")));
}

#[test]
fn a_feature_compiles_only_what_it_needs() {
    let outcome = generate(&document("Common"), PackageFeatures::Tags, None);
    let models = text(&outcome, "src/models/mod.rs");
    let gate = |module: &str| -> BTreeSet<&str> {
        let (before, _) = models.split_once(&format!("\nmod {module};")).expect("the module");
        let attribute = before.rsplit_once("#[cfg").map_or("", |(_, after)| after);
        attribute.split('"').skip(1).step_by(2).collect()
    };
    assert_eq!(
        gate("own1"),
        ["last", "orders", "unused-models", "users"].into(),
        "{models}"
    );
    assert_eq!(gate("own2"), ["files"].into());
    assert_eq!(gate("lonely"), ["unused-models"].into());
    assert!(gate("common").len() == TAGS.len());
    // Conditions are on modules and their re-exports, and on nothing else.
    for file in outcome.files.iter().filter(|file| file.path.ends_with(".rs")) {
        let conditions = file.text.matches("#[cfg(").count();
        let is_list = ["src/api/mod.rs", "src/models/mod.rs"].contains(&file.path.as_str());
        assert!(conditions == 0 || is_list, "{}", file.path);
    }
}

#[test]
fn without_the_setting_nothing_differs() {
    let with = generate(&document("Common"), PackageFeatures::Tags, None);
    let without = generate(&document("Common"), PackageFeatures::None, None);
    assert_eq!(with.lock, without.lock);
    let paths = |outcome: &Outcome| outcome.files.iter().map(|file| file.path.clone()).collect::<Vec<_>>();
    assert_eq!(paths(&with), paths(&without));
    assert!(
        without
            .files
            .iter()
            .all(|file| !file.text.contains("cfg(feature") && !file.text.contains("With the feature"))
    );
}

#[test]
fn only_packages_have_features() {
    let input = Input::Text {
        name: "shop.yaml".to_owned(),
        text: document("Common"),
    };
    for layout in [Layout::Module, Layout::File] {
        let settings = Settings {
            layout,
            features: PackageFeatures::Tags,
            ..Settings::default()
        };
        let outcome = oaspen::generate(&input, &settings, None);
        assert!(
            outcome
                .diagnostics
                .iter()
                .any(|one| one.message.contains("only a package has features"))
        );
    }
}

const SHOP: &str = "\
openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /pets: { get: { tags: [Pets], operationId: listPets, responses: { '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } } } }
  /orders: { get: { tags: [Orders], operationId: listOrders, responses: { '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } } } }
  /all: { delete: { tags: [Admin], operationId: clear, responses: { '204': { description: none } } } }
components:
  schemas:
    Pet: { type: object, properties: { owner: { $ref: '#/components/schemas/Owner' } } }
    Owner: { type: object, properties: { name: { type: string } } }
    Order: { type: object, properties: { id: { type: string } } }
    Lonely: { type: object, properties: { id: { type: string } } }
";

fn compared(old: (&str, PackageFeatures), new: (&str, PackageFeatures)) -> Comparison {
    let version = |(text, features): (&str, PackageFeatures)| Version {
        label: String::new(),
        input: Input::Text {
            name: "shop.yaml".to_owned(),
            text: text.to_owned(),
        },
        settings: Settings {
            name: "shop".to_owned(),
            features,
            ..Settings::default()
        },
        lock: None,
        files: None,
    };
    oaspen::compare(&version(old), &version(new)).expect("two documents")
}

/// The rows about features, and the rules of all others.
fn rows(comparison: &Comparison) -> (Vec<String>, BTreeSet<&'static str>) {
    let (features, others): (Vec<_>, Vec<_>) = comparison
        .changes
        .iter()
        .partition(|change| change.rule.id.starts_with("feature-"));
    for change in &features {
        let verdict = match change.rule.id {
            "feature-added" => Verdict::Fine,
            _ => Verdict::Breaks,
        };
        assert_eq!((change.code, change.deployed), (verdict, Verdict::Fine), "{change:?}");
    }
    let row = |change: &&oaspen::ClientChange| format!("{} {} {}", change.rule.id, change.item(), change.before);
    let rows = features.iter().map(row).map(|row| row.trim_end().to_owned()).collect();
    (rows, others.iter().map(|change| change.rule.id).collect())
}

/// Each edit of the document with the rows about features and the rules of the other rows.
#[test]
fn a_report_has_the_features_that_changed() {
    type Edit = (
        &'static str,
        &'static str,
        &'static [&'static str],
        &'static [&'static str],
    );
    let edits: [Edit; 8] = [
        ("[Pets]", "[Animals]", &[], &[]),
        (
            "operationId: clear",
            "operationId: clear, deprecated: true",
            &[],
            &["operation-deprecated"],
        ),
        (
            "  /all: { delete: { tags: [Admin], operationId: clear, responses: { '204': { description: none } } } }\n",
            "",
            &["feature-removed features.admin"],
            &["operation-removed"],
        ),
        (
            "components:\n",
            "  /new: { get: { tags: [stream], responses: { '204': { description: none } } } }\ncomponents:\n",
            &["feature-added features.tag-stream"],
            &["operation-added"],
        ),
        (
            "    Lonely: { type: object, properties: { id: { type: string } } }\n",
            "",
            &["feature-removed features.unused-models"],
            &["rust-item-changed"],
        ),
        // Nothing else tells that a program with `unused-models` does not compile.
        (
            "Order: { type: object, properties: {",
            "Order: { type: object, properties: { of: { $ref: '#/components/schemas/Lonely' },",
            &["feature-removed features.unused-models"],
            &["member-added"],
        ),
        (
            "Lonely: { type: object",
            "Second: { type: object }\n    Lonely: { type: object",
            &[],
            &[],
        ),
        (
            "Pet: { type: object, properties: { owner: { $ref: '#/components/schemas/Owner' } } }",
            "Pet: { type: object, properties: { owner: { type: string } } }",
            &["feature-narrowed features.pets Owner"],
            &["type-changed"],
        ),
    ];
    for (from, to, features, others) in edits {
        assert!(SHOP.contains(from), "{from}");
        let new = SHOP.replacen(from, to, 1);
        let found = compared((SHOP, PackageFeatures::Tags), (&new, PackageFeatures::Tags));
        let (rows, rules) = rows(&found);
        assert_eq!(rows, features, "{to}");
        assert_eq!(rules, others.iter().copied().collect(), "{to}");
    }
}

#[test]
fn a_report_has_the_setting_for_features() {
    let all = ["admin", "orders", "pets", "unused-models"];
    let removed: Vec<String> = all
        .iter()
        .map(|name| format!("feature-removed features.{name}"))
        .collect();
    let found = compared((SHOP, PackageFeatures::Tags), (SHOP, PackageFeatures::None));
    assert_eq!(rows(&found), (removed, BTreeSet::new()));
    let found = compared((SHOP, PackageFeatures::None), (SHOP, PackageFeatures::Tags));
    let introduced = "feature-narrowed features everything without features".to_owned();
    assert_eq!(rows(&found), (vec![introduced], BTreeSet::new()));
}

/// For `generate --check`, which knows only files.
#[test]
fn the_items_of_files_have_features() {
    let old = generate(SHOP, PackageFeatures::Tags, None);
    let used = SHOP.replacen(
        "Order: { type: object, properties: {",
        "Order: { type: object, properties: { of: { $ref: '#/components/schemas/Lonely' },",
        1,
    );
    let new = generate(&used, PackageFeatures::Tags, Some(&old.lock));
    let changes = oaspen::item_changes(&old.files, &new.files);
    let broken: Vec<&str> = changes.broken.iter().map(|item| item.path.as_str()).collect();
    assert_eq!(broken, ["features.unused-models"]);
    let changes = oaspen::item_changes(&new.files, &old.files);
    assert!(
        changes.added.contains(&"features.unused-models".to_owned()),
        "{changes:?}"
    );
}

/// What a row about fewer models says, with the compiler: the program names a model, and the package has one feature.
#[test]
fn a_feature_that_compiles_less_breaks_a_program() {
    let program = tempfile::tempdir().expect("folder");
    let program = program.path().join("program.rs");
    write(
        &program,
        "pub fn owner() -> shop::models::Owner { shop::models::Owner::new() }\n",
    );
    let changed = SHOP.replacen("properties: { owner: { $ref: '#/components/schemas/Owner' } }", "", 1);
    let changed = changed.replacen("Pet: { type: object, ", "Pet: { type: object ", 1);
    for (document, compiles) in [(SHOP, true), (changed.as_str(), false)] {
        let folder = saved(&generate(document, PackageFeatures::Tags, None));
        let root = folder.path().join("src/lib.rs");
        let runtime = runtime(&root);
        let package = compile(&root, "shop", ("oaspen_client", &runtime), &["pets"]).expect("it compiles");
        let built = compile(&program, "program", ("shop", &package), &[]);
        assert_eq!(built.is_ok(), compiles, "{built:?}");
    }
}
