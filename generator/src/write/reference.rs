//! Which document the reference in a folder belongs to.

use std::collections::BTreeSet;
use std::path::Path;

use super::change::{WriteError, WriteErrorReason};
use super::disk::Disk;
use crate::format::{File, PAGE_HEADER};

/// The first page of a reference.
pub(super) const FIRST_PAGE: &str = "README.md";

/// A folder with the reference of another document, or a folder of pages of any other reference.
pub(super) fn refuse_other_reference(
    folder: &Path,
    files: &[File],
    is_configured: bool,
    disk: &dyn Disk,
) -> Result<(), WriteError> {
    let old = |folder: &Path| disk.read(&folder.join(FIRST_PAGE)).unwrap_or_default();
    let refused = |page: &str| {
        Reference::of(page).map(|reference| WriteError {
            path: folder.to_path_buf(),
            reason: WriteErrorReason::Pages(reference.title.to_owned()),
        })
    };
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    if absolute.ends_with("api") || absolute.ends_with("models") {
        let around = absolute.parent().and_then(old);
        if let Some(error) = around.as_deref().and_then(refused) {
            return Err(error);
        }
    }
    let new = files.iter().find(|file| file.path == FIRST_PAGE);
    let new = new.and_then(|file| Reference::of(&file.text));
    let page = old(folder);
    match (page.as_deref().and_then(Reference::of), new) {
        (Some(old), Some(new)) if !old.continues_in(&new, is_configured) => {
            page.as_deref().and_then(refused).map_or(Ok(()), Err)
        }
        _ => Ok(()),
    }
}

/// The document of a reference, as its first page describes it.
struct Reference<'p> {
    title: &'p str,
    /// The name in code and the path of each operation.
    operations: Vec<(&'p str, &'p str)>,
}

impl<'p> Reference<'p> {
    /// `None` for any other page.
    fn of(page: &'p str) -> Option<Self> {
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

    /// Whether another document is a new version of that of this reference: it has half of its operations, or its title and half
    /// of the operations of the smaller one. The title is enough if a configuration declares it as the same reference.
    fn continues_in(&self, new: &Self, is_configured: bool) -> bool {
        let names: BTreeSet<&str> = new.operations.iter().map(|(name, _)| *name).collect();
        let paths: BTreeSet<&str> = new.operations.iter().map(|(_, path)| *path).collect();
        let is_left = |(name, path): &&(&str, &str)| names.contains(name) || paths.contains(path);
        let left = self.operations.iter().filter(is_left).count();
        let (all, current) = (self.operations.len(), new.operations.len());
        match self.title == new.title {
            true => is_configured || all == 0 || (left > 0 && 2 * left >= all.min(current)),
            false => left > 0 && 2 * left >= all,
        }
    }
}
