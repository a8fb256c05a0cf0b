//! Where a change is, for people and for hosts.

use std::path::Path;

use super::options::ReviewOptions;
use super::words::line;
use crate::compare::{Change, Comparison, Part};

/// The longest path that is shown.
const MAX_PATH: usize = 200;

/// A file with a position, in the old or in the new version.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Location {
    /// The path, relative to a root if it is below one, with `/` between its parts.
    pub(super) file: String,
    pub(super) line: Option<usize>,
    pub(super) column: Option<usize>,
    pub(super) is_old: bool,
}

impl Location {
    /// `file:line:column` in one line.
    pub(super) fn text(&self) -> String {
        format!("{}{}", line(&self.file, MAX_PATH), self.position())
    }

    /// `:line:column`.
    pub(super) fn position(&self) -> String {
        let numbers = [self.line, self.column].into_iter().flatten();
        numbers.map(|number| format!(":{number}")).collect()
    }

    /// The address of the line on the host of the repository, if it is known.
    pub(super) fn link(&self, options: &ReviewOptions) -> Option<String> {
        let base = if self.is_old { &options.old_link } else { &options.link };
        let base = base.as_deref().filter(|base| is_web(base))?;
        if Path::new(&self.file).is_absolute() {
            return None;
        }
        let line = self.line.map(|line| format!("#L{line}")).unwrap_or_default();
        Some(format!("{}{}{line}", encoded(base, "/:?=&@%"), self.uri()))
    }

    /// The path as a URI, relative if the path is.
    pub(super) fn uri(&self) -> String {
        let path = encoded(&self.file, "/");
        if path.starts_with('/') {
            format!("file://{path}")
        } else {
            path
        }
    }
}

fn is_web(base: &str) -> bool {
    base.starts_with("https://") || base.starts_with("http://")
}

/// A text in a URI: all that is not a letter, a digit or one of a few signs is percent-encoded.
fn encoded(text: &str, kept: &str) -> String {
    let mut found = String::new();
    for byte in text.bytes() {
        let c = char::from(byte);
        if byte.is_ascii_alphanumeric() || "-._~".contains(c) || kept.contains(c) {
            found.push(c);
        } else {
            found.push_str(&format!("%{byte:02X}"));
        }
    }
    found
}

/// The location of a part.
pub(super) fn location(part: Option<&Part>, is_old: bool, options: &ReviewOptions) -> Option<Location> {
    let found = part?.location.as_ref()?;
    Some(Location {
        file: relative(&found.file, options),
        line: found.position.map(|position| position.line),
        column: found.position.map(|position| position.column),
        is_old,
    })
}

/// Where to look first: in the new version, or for a removal in the old one.
pub(super) fn best(change: &Change, options: &ReviewOptions) -> Option<Location> {
    location(change.new.as_ref(), false, options).or_else(|| location(change.old.as_ref(), true, options))
}

/// Where hosts show a change: in a file of the new version, without a line if the new version does not have the part.
pub(super) fn shown(change: &Change, comparison: &Comparison, options: &ReviewOptions) -> Option<Location> {
    if let Some(found) = location(change.new.as_ref(), false, options) {
        return Some(found);
    }
    let mut others = comparison.changes.iter();
    let document = others.find_map(|other| location(other.new.as_ref(), false, options));
    let whole = document.or_else(|| location(change.old.as_ref(), true, options))?;
    Some(Location {
        line: None,
        column: None,
        ..whole
    })
}

fn relative(path: &Path, options: &ReviewOptions) -> String {
    let below = options.roots.iter().find_map(|root| path.strip_prefix(root).ok());
    let text = below.unwrap_or(path).to_string_lossy();
    let text = if std::path::MAIN_SEPARATOR == '\\' {
        text.replace('\\', "/")
    } else {
        text.into_owned()
    };
    text.strip_prefix("./").map(str::to_owned).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::{Location, ReviewOptions};

    #[test]
    fn links_and_uris_contain_no_other_characters() {
        let location = Location {
            file: "specs/a (b)%<c>.yaml".into(),
            line: Some(3),
            column: Some(1),
            is_old: false,
        };
        let mut options = ReviewOptions::default();
        assert_eq!(location.link(&options), None);
        options.link = Some("https://example.com/o/r/blob/main/".into());
        let uri = "specs/a%20%28b%29%25%3Cc%3E.yaml";
        assert_eq!(
            location.link(&options),
            Some(format!("https://example.com/o/r/blob/main/{uri}#L3"))
        );
        assert_eq!(location.uri(), uri);
        options.link = Some("javascript:alert(1)//".into());
        assert_eq!(location.link(&options), None);
    }
}
