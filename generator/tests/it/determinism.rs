//! The output does not depend on the order of components, the folder of the document, or its syntax.

use crate::common;
use std::path::Path;

use crate::common::Files;
use oaspen::Input;
use serde_json::{Map, Value};

const SPECS: [&str; 2] = ["specs/clerk.yaml", "specs/logto.yaml"];

#[test]
fn the_same_input_twice_gives_the_same_bytes() {
    for spec in SPECS {
        let text = common::read(spec);
        assert_same(spec, &common::generate(&text, None), &common::generate(&text, None));
    }
}

#[test]
fn the_order_of_components_paths_tags_and_responses_does_not_matter() {
    for spec in SPECS {
        let tree = common::tree(&common::read(spec));
        let first = common::generate(&tree.to_string(), None);
        for seed in 1..6 {
            let shuffled = common::generate(&shuffled(&tree, seed).to_string(), None);
            assert_same(&format!("{spec}, shuffled {seed}"), &first, &shuffled);
        }
    }
}

#[test]
fn the_order_does_not_matter_in_any_case() {
    for folder in common::case_folders() {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // A tree has each key once.
        if name == "repeated_keys" {
            continue;
        }
        let tree = common::tree(&std::fs::read_to_string(folder.join("spec.yaml")).expect("spec"));
        let first = files_of(&tree.to_string());
        for seed in 1..4 {
            let other = files_of(&shuffled(&tree, seed).to_string());
            if let Some(difference) = common::difference(&first, &other) {
                panic!("{name}, shuffled {seed}:\n{difference}");
            }
        }
    }
}

#[test]
fn another_folder_gives_the_same_bytes() {
    let elsewhere = tempfile::tempdir().expect("a folder");
    for spec in SPECS {
        let name = Path::new(spec).file_name().expect("a file");
        let (relative, absolute, copy) = (
            Path::new("..").join(spec),
            common::root().join(spec),
            elsewhere.path().join(name),
        );
        std::fs::copy(&absolute, &copy).expect("a copy");
        let outcomes =
            [relative, absolute, copy].map(|path| oaspen::generate(&Input::Path(path), &common::settings(), None));
        assert_same(spec, &outcomes[0], &outcomes[1]);
        assert_same(spec, &outcomes[0], &outcomes[2]);
    }
}

#[test]
fn json_gives_the_same_bytes_as_yaml() {
    for spec in SPECS {
        let text = common::read(spec);
        let json = serde_json::to_string_pretty(&common::tree(&text)).expect("JSON");
        assert_same(spec, &common::generate(&text, None), &common::generate(&json, None));
    }
}

#[test]
fn generating_with_the_new_lock_changes_nothing() {
    for spec in SPECS {
        let text = common::read(spec);
        let first = common::generate(&text, None);
        assert_same(spec, &first, &common::generate(&text, Some(&first.lock)));
    }
}

fn files_of(text: &str) -> Files {
    common::files(&oaspen::generate(
        &common::text_input("spec.json", text),
        &common::settings(),
        None,
    ))
}

fn assert_same(what: &str, a: &oaspen::Outcome, b: &oaspen::Outcome) {
    if let Some(difference) = common::difference(&common::files(a), &common::files(b)) {
        panic!("{what}:\n{difference}");
    }
    assert!(!a.files.is_empty(), "{what}: nothing was generated");
}

/// The document with everything in another order that has no order: not the members of a schema, and not lists.
fn shuffled(document: &Value, seed: u64) -> Value {
    let mut document = document.clone();
    let mut random = Random(seed);
    random.mix(document.as_object_mut());
    for section in document
        .get_mut("components")
        .and_then(Value::as_object_mut)
        .into_iter()
        .flatten()
        .map(|(_, s)| s)
    {
        random.mix(section.as_object_mut());
    }
    if let Some(tags) = document.get_mut("tags").and_then(Value::as_array_mut) {
        tags.reverse();
    }
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    if let Some(paths) = paths {
        random.mix(Some(paths));
        for (_, item) in paths.iter_mut() {
            random.mix(item.as_object_mut());
            for (_, operation) in item.as_object_mut().into_iter().flatten() {
                random.mix(operation.as_object_mut());
                random.mix(operation.get_mut("responses").and_then(Value::as_object_mut));
            }
        }
    }
    document
}

/// A generator of numbers that are random enough to shuffle with.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn mix(&mut self, map: Option<&mut Map<String, Value>>) {
        let Some(map) = map else { return };
        let mut members: Vec<(u64, (String, Value))> = std::mem::take(map)
            .into_iter()
            .map(|member| (self.next(), member))
            .collect();
        members.sort_by_key(|(key, _)| *key);
        map.extend(members.into_iter().map(|(_, member)| member));
    }
}
