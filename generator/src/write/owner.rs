//! Which client the files in a folder belong to.

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
