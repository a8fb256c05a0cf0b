//! Which client the files in a folder belong to.

use crate::outcome::Continuity;

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

    /// Whether the client of a document with this owner continues this one. Names and titles may change with a new version, and
    /// many APIs have operations such as a health check in common. In a configuration, both are declared as one client, and one of
    /// the earlier operations is enough.
    pub(super) fn is_continued_by(&self, new: &Self, continuity: Continuity, is_configured: bool) -> bool {
        let Continuity {
            has_lock,
            locked,
            current,
            kept,
        } = continuity;
        // Documents without a title have none in common.
        let has_same_title = !self.title.trim().is_empty() && self.title == new.title;
        if self.name == new.name || has_same_title {
            !has_lock || (kept > 0 && (is_configured || 2 * kept >= locked.min(current)))
        } else {
            kept > 0 && 2 * kept >= locked
        }
    }
}
