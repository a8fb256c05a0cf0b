//! Adds overrides to a configuration: what is there stays as it is, with its comments.

use std::path::Path;

use oaspen::{Diagnostics, LearnedOverride, Project, Sources};
use toml_edit::{DocumentMut, Item, Value};

use super::super::diff::Problem;

/// Adds all overrides, or none.
pub(super) fn write(path: &Path, client: &str, overrides: &[LearnedOverride]) -> Result<(), Problem> {
    let text = std::fs::read_to_string(path).map_err(|error| Problem::Io {
        path: path.to_path_buf(),
        error,
    })?;
    let new = with(&text, client, overrides).ok_or_else(|| {
        let shown = path.display();
        Problem::Usage(format!(
            "the overrides of `{client}` in `{shown}` have a form that cannot be extended; add the printed ones by hand"
        ))
    })?;
    // The result is checked, so that nothing is written where the tables have another form.
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    if Project::parse(path, &new, &mut sources, &mut diagnostics).is_none() {
        return Err(Problem::Configuration(Box::new((diagnostics, sources))));
    }
    std::fs::write(path, new).map_err(|error| Problem::Write {
        path: path.to_path_buf(),
        error,
    })
}

/// The text with all overrides: new keys are tables at its end, the others are extended where they are.
fn with(text: &str, client: &str, overrides: &[LearnedOverride]) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let mut new = Vec::new();
    for one in overrides {
        match existing(&mut document, client, &one.key) {
            Some(item) => {
                let table = item.as_table_like_mut()?;
                for (name, value) in one.decisions() {
                    let value: Value = value.to_string().parse().ok()?;
                    table.insert(name, Item::Value(value));
                }
                comment(item, one);
            }
            None => new.push(one.to_toml(client)),
        }
    }
    let text = document.to_string();
    if new.is_empty() {
        return Some(text);
    }
    Some(format!("{}\n\n{}", text.trim_end(), new.join("\n")))
}

/// The evidence before the first new line of a table with a header; lists of `key = value` in one line have no room for it.
fn comment(item: &mut Item, learned: &LearnedOverride) {
    let Item::Table(table) = item else { return };
    let decisions = learned.decisions();
    let Some((first, _)) = decisions.first().filter(|_| !table.is_dotted()) else {
        return;
    };
    let lines = learned
        .evidence
        .iter()
        .map(|line| format!("# {}.\n", line.replace(['\n', '\r'], " ")));
    if let Some(mut key) = table.key_mut(first) {
        key.leaf_decor_mut().set_prefix(lines.collect::<String>());
    }
}

/// The override with this key, in any form of TOML.
fn existing<'d>(document: &'d mut DocumentMut, client: &str, key: &str) -> Option<&'d mut Item> {
    let clients = document.get_mut("clients")?.as_table_like_mut()?;
    let client = clients.get_mut(client)?.as_table_like_mut()?;
    let overrides = client.get_mut("overrides")?.as_table_like_mut()?;
    overrides.get_mut(key).filter(|item| item.is_table_like())
}
