//! Locations in JSON, which most large documents are: read in one loop over the bytes, many times as fast as with the parser
//! for YAML.

use super::search_tree::SearchTree;
use crate::text::find_byte;

/// Containers in each other; deeper ones are read by the parser.
const MAX_DEPTH: usize = 256;

/// Finds nodes in a JSON object. `None` if the text is none.
pub(super) fn find(tree: &mut SearchTree, text: &str) -> Option<()> {
    let mut reading = Reading { tree, text, at: 0 };
    if reading.next()? != b'{' {
        return None;
    }
    reading.value(Some(0), 0)?;
    let is_whole = reading.next().is_none();
    (is_whole || reading.tree.is_complete()).then_some(())
}

struct Reading<'t, 's> {
    tree: &'s mut SearchTree,
    text: &'t str,
    /// How much was read.
    at: usize,
}

impl<'t> Reading<'t, '_> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// The next byte that is no space.
    fn next(&mut self) -> Option<u8> {
        let rest = self.rest();
        let spaces = find_byte(rest, |byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t'));
        self.at += spaces.unwrap_or(rest.len());
        self.rest().as_bytes().first().copied()
    }

    /// The same after a value. If nothing is missing, it does not matter what follows.
    fn after_value(&mut self) -> Option<u8> {
        match self.tree.is_complete() {
            true => Some(b','),
            false => self.next(),
        }
    }

    /// Reads a value, whose node is given if it has one.
    fn value(&mut self, node: Option<usize>, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        let first = self.next()?;
        let start = self.at;
        match first {
            b'{' | b'[' => {
                self.tree.found_value(node, None);
                match first {
                    b'{' => self.object(node, depth),
                    _ => self.list(node, depth),
                }
            }
            _ => {
                if first == b'"' {
                    self.string()?;
                } else {
                    self.scalar()?;
                }
                self.tree.found_value(node, Some(start..self.at));
                Some(())
            }
        }
    }

    fn object(&mut self, node: Option<usize>, depth: usize) -> Option<()> {
        self.at += 1;
        while !self.tree.is_complete() {
            match self.next()? {
                b'}' => break,
                b'"' => {}
                _ => return None,
            }
            let start = self.at;
            let key = self.string()?;
            let child = match node.is_some() && key.contains('\\') {
                true => self.tree.child(node, &unescaped(key)?),
                false => self.tree.child(node, key),
            };
            self.tree.found(child, start..self.at);
            if self.next()? != b':' {
                return None;
            }
            self.at += 1;
            self.value(child, depth + 1)?;
            match self.after_value()? {
                b',' => self.at += 1,
                b'}' => break,
                _ => return None,
            }
        }
        self.at += 1;
        Some(())
    }

    fn list(&mut self, node: Option<usize>, depth: usize) -> Option<()> {
        self.at += 1;
        let mut index = 0;
        while !self.tree.is_complete() {
            let first = self.next()?;
            if first == b']' {
                break;
            }
            let start = self.at;
            let child = node.and_then(|_| self.tree.child(node, &index.to_string()));
            if matches!(first, b'{' | b'[') {
                self.tree.found(child, start..start + 1);
                self.value(child, depth + 1)?;
            } else {
                self.value(child, depth + 1)?;
                self.tree.found(child, start..self.at);
            }
            index += 1;
            match self.after_value()? {
                b',' => self.at += 1,
                b']' => break,
                _ => return None,
            }
        }
        self.at += 1;
        Some(())
    }

    /// Reads a string, with its escapes.
    fn string(&mut self) -> Option<&'t str> {
        let start = self.at + 1;
        let mut rest = self.text.as_bytes().get(start..)?;
        loop {
            match rest {
                [b'"', ..] => break,
                [b'\\', _, after @ ..] => rest = after,
                [b'\n', ..] | [] => return None,
                [_, after @ ..] => rest = after,
            }
        }
        let end = self.text.len() - rest.len();
        self.at = end + 1;
        self.text.get(start..end)
    }

    /// Reads a number, a boolean or null.
    fn scalar(&mut self) -> Option<()> {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        let length = find_byte(self.rest(), |byte| !is_part(byte)).unwrap_or(0);
        self.at += length;
        (length > 0).then_some(())
    }
}

/// A key without its escapes. The parser for YAML does not read pairs of them, such as `\ud83d\ude00`.
fn unescaped(key: &str) -> Option<String> {
    let mut units = Vec::with_capacity(key.len());
    let mut rest = key;
    while let Some((before, after)) = rest.split_once('\\') {
        units.extend(before.encode_utf16());
        let mut chars = after.chars();
        let unit = match chars.next()? {
            'b' => 8,
            't' => 9,
            'n' => 10,
            'f' => 12,
            'r' => 13,
            'u' => {
                let unit = u16::from_str_radix(after.get(1..5)?, 16).ok()?;
                chars = after.get(5..)?.chars();
                unit
            }
            c @ ('"' | '\\' | '/') => u16::try_from(u32::from(c)).ok()?,
            _ => return None,
        };
        units.push(unit);
        rest = chars.as_str();
    }
    units.extend(rest.encode_utf16());
    String::from_utf16(&units).ok()
}

#[cfg(test)]
mod tests {
    use super::super::search_tree::SearchTree;
    use super::find;

    #[test]
    fn json_needs_no_parser() {
        let json = r#"{"a": [1, {"b": "x"}], "c": {"d\\n": null}, "e\n\ud83d\ude00\u00e9": {"f": "\ud83d\ude00"}}"#;
        for (path, is_read) in [
            (&["a", "1", "b"][..], true),
            (&["a", "0"], true),
            (&["c"], true),
            (&["z"], true),
            (&["c", "d\\n"], true),
            (&["e\n\u{1f600}é", "f"], true),
            (&["\u{fffd}"], true),
        ] {
            let mut tree = SearchTree::default();
            let path: Vec<String> = path.iter().map(|&segment| segment.to_owned()).collect();
            tree.add(&path, false);
            assert_eq!(find(&mut tree, json).is_some(), is_read, "{path:?}");
            let is_there = path
                .last()
                .is_some_and(|last| !["z", "\u{fffd}"].contains(&last.as_str()));
            assert_eq!(tree.is_complete(), is_there, "{path:?}");
        }
        // Half of a pair is no character.
        let mut tree = SearchTree::default();
        tree.add(&["b".to_owned()], false);
        assert!(find(&mut tree, r#"{"a\ud83d": 1, "b": 1}"#).is_none());
    }
}
