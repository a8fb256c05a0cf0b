//! How scalars are written in a text: a parser turns `1.10` into a number, and its spelling is lost.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::brackets::joined;

/// The longest scalar whose spelling is kept. Numbers, booleans and dates are shorter.
const MAX_LENGTH: usize = 64;

/// The unquoted scalars of one text.
#[derive(Debug, Default)]
pub(crate) struct Spellings {
    nodes: Vec<Written>,
    root: Option<usize>,
}

#[derive(Debug)]
enum Written {
    Scalar(Option<Box<str>>),
    Map(HashMap<Box<str>, usize>),
    List(Vec<usize>),
}

/// A container that is being read.
struct Open {
    node: usize,
    /// The key whose value comes next, in a mapping.
    key: Option<Box<str>>,
    /// Whether the next value is a key.
    is_key_next: bool,
}

impl Spellings {
    /// Reads a text, YAML or JSON.
    pub(crate) fn of(text: &str) -> Self {
        let (spellings, is_complete) = Self::read(text);
        match joined(text).filter(|_| !is_complete) {
            Some(joined) => Self::read(&joined).0,
            None => spellings,
        }
    }

    /// The scalars before the first error, and whether there is none.
    fn read(text: &str) -> (Self, bool) {
        let mut spellings = Self::default();
        let mut parser = Parser::new_from_str(text);
        let mut stack: Vec<Open> = Vec::new();
        let mut anchors: HashMap<usize, usize> = HashMap::new();
        while let Some(next) = parser.next_event() {
            let Ok((event, _)) = next else {
                return (spellings, false);
            };
            let (node, anchor, is_open) = match event {
                Event::Scalar(value, style, anchor, _) => {
                    if let Some(open) = stack.last_mut().filter(|open| open.is_key_next) {
                        open.key = Some(value.as_ref().into());
                        open.is_key_next = false;
                        continue;
                    }
                    let is_plain = style == ScalarStyle::Plain && value.len() <= MAX_LENGTH;
                    let written = is_plain.then(|| value.as_ref().into());
                    (spellings.add(Written::Scalar(written)), anchor, false)
                }
                Event::Alias(anchor) => {
                    let known = anchors.get(&anchor).copied();
                    if let Some(open) = stack.last_mut().filter(|open| open.is_key_next) {
                        let key = known.and_then(|node| spellings.scalar(node));
                        open.key = Some(key.unwrap_or("").into());
                        open.is_key_next = false;
                        continue;
                    }
                    let node = known.unwrap_or_else(|| spellings.add(Written::Scalar(None)));
                    (node, 0, false)
                }
                Event::MappingStart(anchor, _) => (spellings.add(Written::Map(HashMap::new())), anchor, true),
                Event::SequenceStart(anchor, _) => (spellings.add(Written::List(Vec::new())), anchor, true),
                Event::MappingEnd | Event::SequenceEnd => {
                    stack.pop();
                    if stack.is_empty() {
                        break;
                    }
                    continue;
                }
                _ => continue,
            };
            if anchor > 0 {
                anchors.insert(anchor, node);
            }
            spellings.attach(stack.last_mut(), node);
            if is_open {
                let is_key_next = matches!(spellings.nodes.get(node), Some(Written::Map(_)));
                stack.push(Open {
                    node,
                    key: None,
                    is_key_next,
                });
            }
        }
        (spellings, true)
    }

    fn add(&mut self, node: Written) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    fn attach(&mut self, owner: Option<&mut Open>, node: usize) {
        let Some(open) = owner else {
            self.root.get_or_insert(node);
            return;
        };
        match self.nodes.get_mut(open.node) {
            Some(Written::Map(map)) => {
                if let Some(key) = open.key.take() {
                    map.insert(key, node);
                }
                open.is_key_next = true;
            }
            Some(Written::List(list)) => list.push(node),
            _ => {}
        }
    }

    fn scalar(&self, node: usize) -> Option<&str> {
        match self.nodes.get(node)? {
            Written::Scalar(text) => text.as_deref(),
            _ => None,
        }
    }

    /// The unquoted scalar at these keys and indices, as it is written.
    pub(crate) fn get(&self, segments: &[String]) -> Option<&str> {
        let mut here = self.root?;
        for segment in segments {
            here = match self.nodes.get(here)? {
                Written::Map(map) => self.member(map, segment)?,
                Written::List(list) => *list.get(segment.parse::<usize>().ok()?)?,
                Written::Scalar(_) => return None,
            };
        }
        self.scalar(here)
    }

    /// A member, or a member of what YAML's `<<` merges.
    fn member(&self, map: &HashMap<Box<str>, usize>, key: &str) -> Option<usize> {
        if let Some(node) = map.get(key) {
            return Some(*node);
        }
        let merged = match self.nodes.get(*map.get("<<")?)? {
            Written::Map(inner) => return inner.get(key).copied(),
            Written::List(list) => list,
            Written::Scalar(_) => return None,
        };
        merged.iter().find_map(|node| match self.nodes.get(*node)? {
            Written::Map(inner) => inner.get(key).copied(),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Spellings;

    #[test]
    fn scalars_as_they_are_written() {
        let text = "a: &n 1.10\nb: [2.0, 0x10, '3', *n]\nc: &m {d: 1e3, e: .5}\nf: *m\ng: {<<: *m, h: ~}\ni:\n";
        let spellings = Spellings::of(text);
        let get = |path: &str| spellings.get(&path.split('/').map(str::to_owned).collect::<Vec<_>>());
        let expected = [
            ("a", Some("1.10")),
            ("b/0", Some("2.0")),
            ("b/1", Some("0x10")),
            ("b/2", None),
            ("b/3", Some("1.10")),
            ("f/d", Some("1e3")),
            ("g/e", Some(".5")),
            ("g/h", Some("~")),
            ("i", Some("")),
            ("x", None),
        ];
        for (path, text) in expected {
            assert_eq!(get(path), text, "{path}");
        }
        assert_eq!(
            Spellings::of("{\"a\": [1.50]}").get(&["a".into(), "0".into()]),
            Some("1.50")
        );
    }
}
