//! Adds overrides to a configuration: what is there stays as it is, with its comments.

use std::fmt::Write as _;
use std::path::Path;

use oaspen::{Diagnostics, LearnedOverride, Project, Sources};
use toml_edit::{DocumentMut, Item, RawString, Value};

use super::super::diff::Problem;

/// A byte order mark.
const MARK: &str = "\u{feff}";

/// Adds all overrides, or none.
pub(super) fn write(path: &Path, client: &str, overrides: &[LearnedOverride]) -> Result<(), Problem> {
    let text = oaspen::read_text(path).map_err(|error| Problem::Io {
        path: path.to_path_buf(),
        error,
    })?;
    // An inline table cannot have tables with a header of their own.
    let is_toml = |text: &String| text.parse::<DocumentMut>().is_ok();
    let new = with(&text, client, overrides).filter(is_toml).ok_or_else(|| {
        let shown = path.display();
        Problem::Usage(format!(
            "the overrides of `{client}` in `{shown}` have a form that cannot be extended; add the printed ones by hand"
        ))
    })?;
    // The result is checked, so that nothing is written that the next command cannot read.
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
    let (mark, plain) = match text.strip_prefix(MARK) {
        Some(rest) => (MARK, rest),
        None => ("", text),
    };
    let mut document: DocumentMut = plain.parse().ok()?;
    let mut new = Vec::new();
    for one in overrides {
        match existing(&mut document, client, &one.key) {
            Some(item) => extend(item, one)?,
            None => new.push(one.to_toml(client)),
        }
    }
    let mut result = document.to_string();
    if !new.is_empty() {
        result = format!("{}\n\n{}", result.trim_end(), new.join("\n"));
    }
    // A document of `toml_edit` has the line ends of Unix.
    if text.contains("\r\n") {
        result = result.replace('\n', "\r\n");
    }
    Some(format!("{mark}{result}"))
}

/// Adds decisions to an override. `None` if it has no room for them.
fn extend(item: &mut Item, learned: &LearnedOverride) -> Option<()> {
    let table = item.as_table_like_mut()?;
    for (name, value) in learned.decisions() {
        let mut value: Value = value.to_string().parse().ok()?;
        if let Some(old) = table.get(name).and_then(Item::as_value) {
            *value.decor_mut() = old.decor().clone();
        }
        match table.get_mut(name) {
            Some(old) => *old = Item::Value(value),
            None => {
                table.insert(name, Item::Value(value));
            }
        }
    }
    comment(item, learned);
    Some(())
}

/// The evidence before the first new line of a table with a header, below the comments that are there; lists of `key = value` in
/// one line have no room for it.
fn comment(item: &mut Item, learned: &LearnedOverride) {
    let Item::Table(table) = item else { return };
    let decisions = learned.decisions();
    let Some((first, _)) = decisions.first().filter(|_| !table.is_dotted()) else {
        return;
    };
    if let Some(mut key) = table.key_mut(first) {
        let decor = key.leaf_decor_mut();
        let before = decor.prefix().and_then(RawString::as_str).unwrap_or_default();
        let indent = before.rsplit('\n').next().unwrap_or_default().to_owned();
        let mut prefix = before.to_owned();
        for line in learned.comments() {
            let _ = write!(prefix, "{line}\n{indent}");
        }
        decor.set_prefix(prefix);
    }
}

/// The override with this key, in any form of TOML.
fn existing<'d>(document: &'d mut DocumentMut, client: &str, key: &str) -> Option<&'d mut Item> {
    let clients = document.get_mut("clients")?.as_table_like_mut()?;
    let client = clients.get_mut(client)?.as_table_like_mut()?;
    client.get_mut("overrides")?.as_table_like_mut()?.get_mut(key)
}
