//! Which client the files in a folder belong to.

use std::collections::BTreeSet;

use crate::format::PAGE_HEADER;

/// The table of a client, which only its first file has.
const TABLE: &str = "oaspen_client::api! {";

/// The client of a file, and its API, as they are written in the first file of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Owner {
    pub name: String,
    pub title: String,
}

impl Owner {
    /// The owner of the first file of a client. `None` for any other file.
    pub(super) fn of(text: &str) -> Option<Self> {
        let (_, table) = text.split_once(TABLE)?;
        let value = |key: &str| {
            let mut lines = table.lines().map(str::trim);
            let line = lines.find_map(|line| line.strip_prefix(key))?;
            line.strip_suffix("\",").map(str::to_owned)
        };
        Some(Self {
            name: value("name: \"")?,
            title: value("title: \"")?,
        })
    }
}

/// What the first page of a reference says about its document.
pub(super) struct Reference<'p> {
    pub title: &'p str,
    /// The name in code and the path of each operation.
    operations: Vec<(&'p str, &'p str)>,
}

impl<'p> Reference<'p> {
    /// `None` for any other page.
    pub(super) fn of(page: &'p str) -> Option<Self> {
        let mut lines = page.strip_prefix(PAGE_HEADER)?.lines();
        let title = lines.find_map(|line| line.strip_prefix("# "))?;
        let operation = |line: &'p str| {
            let (link, path) = line.strip_prefix("| [")?.split_once(" <br> ")?;
            let name = link.split("](").next()?;
            Some((name, path.split(" | ").next()?))
        };
        Some(Self {
            title: title.trim(),
            operations: lines.filter_map(operation).collect(),
        })
    }

    /// Whether another document is a new version of that of this reference: it has its title, or half of its operations.
    pub(super) fn continues_in(&self, new: &Self) -> bool {
        let names: BTreeSet<&str> = new.operations.iter().map(|(name, _)| *name).collect();
        let paths: BTreeSet<&str> = new.operations.iter().map(|(_, path)| *path).collect();
        let is_left = |(name, path): &&(&str, &str)| names.contains(name) || paths.contains(path);
        let left = self.operations.iter().filter(is_left).count();
        self.title == new.title || 2 * left >= self.operations.len()
    }
}

/// How many operations of the earlier lock there are, and how many of them the document still has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Continuity {
    pub locked: usize,
    pub found: usize,
}

impl Continuity {
    /// Whether a document with this owner continues the client of an earlier one. Names and titles may change with a new
    /// version; an API without any of the earlier operations is another one.
    pub(super) fn continues(self, old: &Owner, new: &Owner) -> bool {
        // Documents without a title have none in common.
        let has_title_of_old = !old.title.trim().is_empty() && old.title == new.title;
        if old.name == new.name || has_title_of_old {
            self.locked == 0 || self.found > 0
        } else {
            self.locked > 0 && 2 * self.found >= self.locked
        }
    }
}
