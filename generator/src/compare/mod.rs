//! What changes between two versions of a client: for the code that uses it, and for programs that are deployed.

mod access;
mod bodies;
mod branches;
mod calls;
mod changes;
mod code;
mod constraints;
mod features;
mod items;
mod objects;
mod owners;
mod pairs;
mod params;
mod reach;
mod report;
mod rules;
mod side;
mod surface;
mod taken;
mod types;
mod verdict;
mod version;

use crate::config::Settings;
use crate::diag::{Diagnostics, Sources};
use crate::format::File;
use crate::ir::Api;
use crate::load::Input;
use crate::name::Names;
use crate::outcome::Outcome;
use crate::pipeline::{Compared, compared};

pub use items::{ItemChanges, item_changes};
pub use report::{BrokenItem, Change, Comparison, Part, Verdict};
pub use rules::{RULES, Rule, rule};
pub use version::Bump;

use side::{Index, Side};
use surface::Surface;

/// One of two versions of a client.
#[derive(Clone, Debug)]
pub struct Version {
    /// How reports name it: a path, a revision.
    pub label: String,
    /// The document.
    pub input: Input,
    /// The settings of the client.
    pub settings: Settings,
    /// The text of its `names.lock`. `None` in a new version: the names of the old version are kept, as `generate` does.
    pub lock: Option<String>,
    /// The files that were generated for it, if they are known. In an old version, they show what a newer oaspen generates
    /// in another way.
    pub files: Option<Vec<File>>,
}

/// Why two versions cannot be compared: one of them cannot be generated.
#[derive(Debug)]
#[non_exhaustive]
pub struct Unreadable {
    /// [`Version::label`].
    pub label: String,
    /// The errors, and what else was found.
    pub diagnostics: Diagnostics,
    /// The texts that were read.
    pub sources: Sources,
}

/// Compares two versions of a client, in memory. Changes that differ in nothing that a Rust program can notice are not
/// listed.
///
/// ```
/// let version = |label: &str, path: &str| {
///     let spec = r#"{"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {
///         "PATH": {"get": {"operationId": "ping", "responses": {"204": {"description": "pong"}}}}}}"#;
///     oaspen::Version {
///         label: label.into(),
///         input: oaspen::Input::Text { name: "ping.json".into(), text: spec.replace("PATH", path) },
///         settings: oaspen::Settings { name: "ping".into(), ..oaspen::Settings::default() },
///         lock: None,
///         files: None,
///     }
/// };
/// let comparison = oaspen::compare(&version("old", "/ping"), &version("new", "/pong")).unwrap();
/// assert_eq!(comparison.changes[0].rule.id, "route-changed");
/// assert_eq!(comparison.changes[0].deployed, oaspen::Verdict::Breaks);
/// ```
///
/// # Errors
///
/// If one of the documents cannot be read.
pub fn compare(old: &Version, new: &Version) -> Result<Comparison, Box<Unreadable>> {
    let before = generated(old, old.lock.as_deref())?;
    let lock = new.lock.as_deref().unwrap_or(&before.outcome.lock);
    let after = generated(new, Some(lock))?;
    let (Some(one), Some(other)) = (&before.named, &after.named) else {
        return Ok(Comparison::default());
    };
    let indices = (Index::of(&one.0, &one.1), Index::of(&other.0, &other.1));
    let (one, other) = (side(one, &indices.0), side(other, &indices.1));
    let surfaces = Surface::of_both(&before.outcome.files, &after.outcome.files);
    let mut differences = calls::differences(one, other);
    differences.extend(features::differences(one, other));
    let found = changes::changes(
        (one, &before.outcome.sources),
        (other, &after.outcome.sources),
        (&surfaces.0, &surfaces.1),
        differences,
    );
    let by_generator = old
        .files
        .as_ref()
        .map(|files| code::breaks(&Surface::of(files), &surfaces.0));
    Ok(Comparison {
        client: new.settings.name.clone(),
        old: old.label.clone(),
        new: new.label.clone(),
        changes: found,
        generator: by_generator.unwrap_or_default(),
        has_additions: surfaces.1.items.keys().any(|path| !surfaces.0.items.contains_key(path)),
        operations: other.api.operations.len(),
        types: other.api.types.len(),
    })
}

fn generated(version: &Version, lock: Option<&str>) -> Result<Compared, Box<Unreadable>> {
    let found = compared(&version.input, &version.settings, lock);
    if found.named.is_some() && !found.outcome.diagnostics.has_errors() {
        return Ok(found);
    }
    let Outcome {
        diagnostics, sources, ..
    } = found.outcome;
    Err(Box::new(Unreadable {
        label: version.label.clone(),
        diagnostics,
        sources,
    }))
}

fn side<'a>((api, names): &'a (Api, Names), index: &'a Index<'a>) -> Side<'a> {
    Side { api, names, index }
}
