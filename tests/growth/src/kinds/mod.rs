//! Documents with many items of one kind.

mod chains;
mod changes;
mod large;
mod operations;
mod pages;
mod recordings;
mod schemas;
mod settings;
mod syntax;
mod tags;
mod texts;
mod unions;

use oaspen::{Exchange, Input, LearnOptions, RenderStyle, Settings, Severity, Version, render_all};
use serde_json::{Map, Value, json};

/// A kind of document.
pub(crate) struct Kind {
    pub name: &'static str,
    /// A document with so many items.
    pub make: fn(usize) -> Case,
}

/// Every kind.
pub(crate) fn all() -> impl Iterator<Item = &'static Kind> {
    [
        schemas::KINDS,
        unions::KINDS,
        large::KINDS,
        chains::KINDS,
        operations::KINDS,
        tags::KINDS,
        texts::KINDS,
        syntax::KINDS,
        settings::KINDS,
        recordings::KINDS,
        changes::KINDS,
        pages::KINDS,
    ]
    .into_iter()
    .flatten()
}

/// The kinds whose cost grew fastest before it was linear, and one of each other sort: a sample for CI.
///
/// The cost of a link of a chain is bounded by the 64 references that are followed and the 64 levels of `allOf`. Chains are
/// linear from several times as many links on, so CI measures them apart.
pub(crate) const SAMPLE: &[&str] = &[
    "schemas-of-one-name",
    "properties-required",
    "prefix-items",
    "enum-values-of-one-name",
    "one-of-references",
    "one-of-alike",
    "one-of-arrays",
    "one-of-constants",
    "one-of-tagged",
    "unions-of-one-large-union-and-text",
    "unions-of-each-other",
    "discriminator-mapping",
    "discriminator-without-mapping",
    "discriminator-children",
    "operations-of-one-path",
    "tags-of-one-name",
    "tags-with-headers",
    "query-parameters",
    "server-variables",
    "security-alternatives",
    "swagger2-form",
    "description-brackets",
    "yaml-tags",
    "yaml-aliases",
    "dangling-references",
    "lock-of-branches",
    "references-into-branches",
    "security-together",
    "overrides",
    "overrides-wire-names",
    "overrides-everywhere",
    "overrides-of-many-patterns",
];

/// What is generated.
pub(crate) struct Case {
    pub input: Input,
    pub settings: Settings,
    /// The text of an earlier `names.lock`.
    pub lock: Option<String>,
    pub task: Task,
}

/// What is done with a document.
pub(crate) enum Task {
    Generate,
    /// The pages of the reference are made.
    Document,
    /// All findings are shown.
    Show,
    /// Exchanges are compared with it.
    Learn(Vec<Exchange>),
    /// It is compared with a newer one, of which some changes are accepted.
    Compare(Input, Accepted),
}

/// Which changes are accepted, by fingerprints.
#[derive(Clone, Copy)]
pub(crate) enum Accepted {
    None,
    All,
}

impl Case {
    /// Does the task, in a thread with the stack that threads have by default.
    pub(crate) fn run(self) {
        std::thread::spawn(move || self.done()).join().expect("no panic");
    }

    fn done(self) {
        let Self {
            input,
            settings,
            lock,
            task,
        } = self;
        match task {
            Task::Generate => drop(oaspen::generate(&input, &settings, lock.as_deref())),
            Task::Document => drop(oaspen::reference(&input, &settings, lock.as_deref())),
            Task::Show => {
                let outcome = oaspen::generate(&input, &settings, lock.as_deref());
                let least = Severity::Note;
                drop(render_all(
                    &outcome.diagnostics,
                    &outcome.sources,
                    least,
                    usize::MAX,
                    RenderStyle::Plain,
                ));
            }
            Task::Learn(exchanges) => {
                let options = LearnOptions::default();
                drop(oaspen::learn(&input, &settings, lock.as_deref(), &exchanges, &options));
            }
            Task::Compare(new, accepted) => {
                let version = |input| Version {
                    label: "growth".to_owned(),
                    input,
                    settings: settings.clone(),
                    lock: None,
                    files: None,
                };
                let mut comparison =
                    oaspen::compare(&version(input), &version(new)).expect("documents that can be read");
                let changes = comparison.changes.iter().map(|change| change.fingerprint.clone());
                let all: Vec<String> = changes.collect();
                if matches!(accepted, Accepted::All) {
                    comparison.accept(all.iter().map(|one| (one.as_str(), "known")));
                }
            }
        }
    }

    pub(crate) fn text(&self) -> &str {
        match &self.input {
            Input::Text { text, .. } => text,
            Input::Path(_) | Input::Stored { .. } => "",
        }
    }
}

/// A document of this text.
fn text(name: &str, text: String) -> Case {
    let settings = Settings {
        name: "growth".to_owned(),
        ..Settings::default()
    };
    Case {
        input: Input::Text {
            name: name.to_owned(),
            text,
        },
        settings,
        lock: None,
        task: Task::Generate,
    }
}

fn json(document: &Value) -> Case {
    text("spec.json", document.to_string())
}

/// An object with a member for each number.
fn members(count: usize, member: impl Fn(usize) -> (String, Value)) -> Value {
    Value::Object((0..count).map(member).collect::<Map<_, _>>())
}

fn list(count: usize, element: impl Fn(usize) -> Value) -> Value {
    Value::Array((0..count).map(element).collect())
}

/// A document with these members in addition to the required ones.
fn document(version: &str, with: Value) -> Value {
    let mut document = json!({"openapi": version, "info": {"title": "Growth", "version": "1"},
        "servers": [{"url": "https://api.example.com"}], "paths": {}});
    if let (Some(document), Value::Object(with)) = (document.as_object_mut(), with) {
        document.extend(with);
    }
    document
}

/// A document with components.
fn components(with: Value) -> Case {
    json(&document("3.0.3", json!({ "components": with })))
}

fn schemas(all: Value) -> Case {
    components(json!({ "schemas": all }))
}

/// A document with one schema.
fn schema(one: Value) -> Case {
    schemas(json!({ "One": one }))
}

fn paths(all: Value) -> Case {
    json(&document("3.0.3", json!({ "paths": all })))
}

/// A document with one operation.
fn operation(one: Value) -> Case {
    paths(json!({ "/one": { "post": one } }))
}

fn done() -> Value {
    json!({"204": {"description": "Done"}})
}

/// A response with a body of this schema.
fn ok(schema: &Value) -> Value {
    json!({"200": {"description": "ok", "content": {"application/json": {"schema": schema}}}})
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// One of many spellings of one identifier.
fn spelling(number: usize) -> String {
    let mut text = "a".to_owned();
    for place in 0..10 {
        text.push(['_', '-', '.', ' '][(number >> (2 * place)) & 3]);
        text.push('b');
    }
    text
}
