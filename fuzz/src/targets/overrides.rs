//! Overrides of a document.

use crate::cases::cases;
use crate::choices::Choices;
use crate::generated::{generate, input, settings};
use crate::target::{Part, Target, join};
use crate::tree;
use oaspen::{Override, Settings};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

pub(super) const TARGET: Target = Target {
    name: "overrides",
    parts: &[Part::Choices, Part::Document, Part::Toml],
    seeds,
    check,
    memory_mib: 96,
};

/// The overrides of each case; none for a case without options.
fn seeds() -> Vec<Vec<u8>> {
    let of_case = |case: &crate::cases::Case| {
        let config = case.config.as_deref().and_then(tree::read_toml).unwrap_or_default();
        let clients = config.get("clients").and_then(Value::as_object);
        let client = clients.and_then(|clients| clients.values().next());
        let overrides = client.and_then(|client| client.get("overrides")).cloned();
        let overrides = json!({"overrides": overrides.unwrap_or_else(|| Map::new().into())});
        join(&[
            Vec::new(),
            case.document.clone(),
            tree::to_toml(&overrides).unwrap_or_default(),
        ])
    };
    cases().iter().map(of_case).collect()
}

/// Every override is applied, or reported.
fn check(parts: &[&[u8]]) {
    let mut choices = Choices::new(parts[0]);
    let input = input(parts[1], &mut choices);
    let settings = settings(&mut choices);
    let table = std::str::from_utf8(parts[2])
        .ok()
        .and_then(|text| text.parse::<toml::Table>().ok());
    let Some(overrides) = table.and_then(|mut table| table.remove("overrides")) else {
        return;
    };
    let Ok(overrides) = overrides.try_into::<BTreeMap<String, Override>>() else {
        return;
    };
    generate(&input, &Settings { overrides, ..settings }, None);
}
