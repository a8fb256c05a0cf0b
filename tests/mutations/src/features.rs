//! What a program can see of a decoded value, read from its `Debug` text.

use std::collections::BTreeSet;

/// Paths of members that have a value, and of variants.
#[derive(Clone, Debug, Default)]
pub(crate) struct Features {
    /// `Item.note`: a member that has a value, and what is in a list or a map.
    pub present: BTreeSet<String>,
    /// `Item.kind=Book`, and values without a declared variant.
    pub variants: BTreeSet<String>,
    /// The insides of variants.
    containers: BTreeSet<String>,
}

impl Features {
    pub(crate) fn add(&mut self, root: &str, text: &str) {
        let mut reader = Reader {
            text,
            at: 0,
            found: self,
        };
        reader.value(root);
    }

    /// What is never there any more, although what contains it is.
    pub(crate) fn lost<'a>(&'a self, new: &Self) -> Vec<&'a str> {
        let is_lost = |path: &&String| {
            let parent = path.rsplit_once(['.', '/']).map(|(parent, _)| parent);
            // A variant that does not occur any more is no value that is lost.
            let is_variant = path.rfind('|') > path.rfind(['.', '/']);
            !is_variant
                && !new.present.contains(*path)
                && parent.is_none_or(|parent| new.present.contains(parent) || new.containers.contains(parent))
        };
        self.present.iter().filter(is_lost).map(String::as_str).collect()
    }

    /// Values that no variant is declared for.
    pub(crate) fn unknown<'a>(&'a self, old: &Self) -> Vec<&'a str> {
        let is_new = |path: &&String| path.ends_with("=Unknown") && !old.variants.contains(*path);
        self.variants.iter().filter(is_new).map(String::as_str).collect()
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    found: &'a mut Features,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip(&mut self, signs: &[char]) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(signs).len();
    }

    fn word(&mut self) -> String {
        let rest = self.rest();
        let end = rest
            .find(|c: char| !c.is_alphanumeric() && c != '_' && c != '#')
            .unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or_default().to_owned();
        self.at += end;
        word
    }

    /// Reads a value, up to the sign after it.
    fn value(&mut self, path: &str) {
        self.skip(&[' ']);
        match self.rest().chars().next() {
            Some('"') => {
                self.text();
                self.found.present.insert(path.to_owned());
            }
            Some('[') => {
                self.found.present.insert(path.to_owned());
                self.list(&format!("{path}/[]"), ']');
            }
            Some('{') => {
                self.found.present.insert(path.to_owned());
                self.map(&format!("{path}/{{}}"));
            }
            Some('(') => self.list(path, ')'),
            Some(c) if c.is_alphabetic() || c == '_' => self.named(path),
            _ => {
                self.plain();
                self.found.present.insert(path.to_owned());
            }
        }
    }

    fn named(&mut self, path: &str) {
        let start = self.at;
        let name = self.word();
        match (name.as_str(), self.rest().chars().next()) {
            ("None" | "Absent", _) => {}
            ("Some" | "Value", Some('(')) => {
                self.found.present.insert(path.to_owned());
                self.at += 1;
                self.value(path);
                self.at += 1;
            }
            // A free-form value.
            ("Object" | "Array", Some(' ')) if self.rest().starts_with([' ']) && self.rest().get(1..2) != Some("}") => {
                self.found.present.insert(path.to_owned());
                self.at += 2;
                self.skipped();
                self.at += 1;
            }
            ("Object" | "Array" | "String" | "Number" | "Bool", Some('(')) => {
                self.found.present.insert(path.to_owned());
                self.at += 1;
                self.skipped();
                self.at += 1;
            }
            (_, Some('(')) => {
                self.found.present.insert(path.to_owned());
                self.found.variants.insert(format!("{path}={name}"));
                self.at += 1;
                if name == "Unknown" {
                    self.skipped();
                } else {
                    let inside = format!("{path}|{name}");
                    self.found.containers.insert(inside.clone());
                    self.value(&inside);
                }
                self.at += 1;
            }
            (_, Some(' ')) if self.rest().starts_with(" {") => {
                self.found.present.insert(path.to_owned());
                self.at += 2;
                loop {
                    self.skip(&[' ', ',']);
                    if self.rest().starts_with('}') || self.rest().is_empty() {
                        self.at += 1;
                        break;
                    }
                    if self.rest().starts_with("..") {
                        self.at += 2;
                        continue;
                    }
                    let field = self.word();
                    self.at += 1;
                    self.value(&format!("{path}.{field}"));
                }
            }
            (_, Some(',' | ')' | ']' | '}') | None) => {
                self.found.present.insert(path.to_owned());
                if !["true", "false", "Null"].contains(&name.as_str()) {
                    self.found.variants.insert(format!("{path}={name}"));
                }
            }
            _ => {
                self.at = start;
                self.plain();
                self.found.present.insert(path.to_owned());
            }
        }
    }

    fn list(&mut self, path: &str, end: char) {
        self.at += 1;
        loop {
            self.skip(&[' ', ',']);
            if self.rest().starts_with(end) || self.rest().is_empty() {
                self.at += 1;
                return;
            }
            self.value(path);
        }
    }

    fn map(&mut self, path: &str) {
        self.at += 1;
        loop {
            self.skip(&[' ', ',']);
            if self.rest().starts_with('}') || self.rest().is_empty() {
                self.at += 1;
                return;
            }
            self.text();
            self.skip(&[' ', ':']);
            self.found.present.insert(path.to_owned());
            self.value(path);
        }
    }

    fn text(&mut self) {
        let mut escaped = false;
        let rest = self.rest();
        let end = rest.char_indices().skip(1).find(|(_, c)| {
            let is_end = !escaped && *c == '"';
            escaped = !escaped && *c == '\\';
            is_end
        });
        self.at += end.map_or(rest.len(), |(at, _)| at + 1);
    }

    /// A value of unknown form: up to the end of what contains it.
    fn plain(&mut self) {
        let rest = self.rest();
        let end = rest.find([',', ')', ']', '}']).unwrap_or(rest.len());
        self.at += end.max(1).min(rest.len().max(1));
    }

    /// Skips what is in parentheses.
    fn skipped(&mut self) {
        let mut depth = 0_usize;
        while let Some(c) = self.rest().chars().next() {
            match c {
                '"' => {
                    self.text();
                    continue;
                }
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' if depth == 0 => return,
                ')' | ']' | '}' => depth -= 1,
                _ => {}
            }
            self.at += c.len_utf8();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Features;

    #[test]
    fn members_and_variants() {
        let (mut old, mut new) = (Features::default(), Features::default());
        old.add(
            "r",
            r#"Item { id: "a, \"b", note: Some("x"), kind: Book, tags: ["a"], extra: {"k": 1} }"#,
        );
        new.add(
            "r",
            r#"Item { id: "a", note: None, kind: Unknown("z"), tags: [], extra: {} }"#,
        );
        assert_eq!(old.lost(&new), ["r.extra/{}", "r.note", "r.tags/[]"]);
        assert_eq!(new.unknown(&old), ["r.kind=Unknown"]);
        assert!(old.variants.contains("r.kind=Book"));
    }
}
