//! JSON pointers into the documents that were read, and their escaping.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Bound;

use crate::text::{contains, find_byte};

/// A JSON pointer with the file it belongs to: `#/components/schemas/Pet` in the
/// root document, `shared/errors.yaml#/Problem` in another one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(String);

impl Pointer {
    /// The root of the main document.
    pub fn root() -> Self {
        Self("#".to_owned())
    }

    /// The root of a document, named relative to the folder of the main one (`""` is the main one).
    pub fn document(file: &str) -> Self {
        Self(format!("{file}#"))
    }

    /// Reads the canonical form `file#/a/b`; text without `#` is a whole file.
    pub fn parse(text: &str) -> Self {
        if text.contains('#') {
            Self(text.to_owned())
        } else {
            Self(format!("{text}#"))
        }
    }

    /// The pointer of a member of this object.
    #[must_use]
    pub fn child(&self, key: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + key.len() + 1);
        text.push_str(&self.0);
        Self(text).into_child(key)
    }

    fn into_child(mut self, key: &str) -> Self {
        self.0.push('/');
        push_escaped(&mut self.0, key);
        self
    }

    /// The pointer of an element of this list.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// This pointer with `rest` appended, which is escaped and starts with a slash, or is empty.
    pub(crate) fn below(&self, rest: &str) -> Self {
        Self(format!("{}{rest}", self.0))
    }

    /// Where this pointer is, which is `from` or below it, once `from` is at `to`.
    pub(crate) fn moved(&self, from: &Self, to: &Self) -> Self {
        match self.0.strip_prefix(from.as_str()) {
            Some(rest) => to.below(rest),
            None => self.clone(),
        }
    }

    /// The file part; empty for the main document.
    pub fn file(&self) -> &str {
        if self.is_in_main() {
            return "";
        }
        self.0.split_once('#').map_or("", |(file, _)| file)
    }

    /// The part after `#`, escaped.
    pub fn fragment(&self) -> &str {
        if self.is_in_main() {
            return self.0.get(1..).unwrap_or("");
        }
        self.0.split_once('#').map_or("", |(_, fragment)| fragment)
    }

    /// Whether the file part is empty, as it is for most pointers.
    fn is_in_main(&self) -> bool {
        matches!(self.0.as_bytes(), [b'#', ..])
    }

    /// The unescaped segments of the fragment.
    pub fn segments(&self) -> Vec<String> {
        Segments::of(self.fragment()).map(unescape).collect()
    }

    /// The last segment of the fragment, unescaped.
    pub(crate) fn last_segment(&self) -> Option<String> {
        let (_, last) = self.fragment().rsplit_once('/')?;
        Some(unescape(last))
    }

    /// The name of the component that this is, if it is one of this kind: `Pet` of `#/components/schemas/Pet`.
    pub(crate) fn component(&self, kind: &str) -> Option<String> {
        let mut segments = Segments::of(self.fragment());
        let is_component = segments.next() == Some("components") && segments.next() == Some(kind);
        let name = segments.next().filter(|_| is_component)?;
        segments.next().is_none().then(|| unescape(name))
    }

    /// The component of this kind of the main document that this is or is inside of.
    pub(crate) fn component_around(&self, kind: &str) -> Option<Self> {
        let mut segments = Segments::of(self.fragment());
        let is_component = segments.next() == Some("components") && segments.next() == Some(kind);
        let name = segments.next().filter(|_| is_component && self.is_in_main())?;
        Some(Self::root().child("components").child(kind).below(&format!("/{name}")))
    }

    /// The canonical form, as in messages and in `names.lock`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a pointer is this one or below it.
    pub(crate) fn contains(&self, other: &Self) -> bool {
        let rest = other.as_str().strip_prefix(self.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The pointer of the parent, unless this is the root of a document.
    pub fn parent(&self) -> Option<Self> {
        let (file, fragment) = self.0.split_once('#')?;
        let (head, _) = fragment.rsplit_once('/')?;
        Some(Self(format!("{file}#{head}")))
    }
}

/// Where a node is. Its pointer is a text, which a walk makes for the few nodes that need one.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place<'p> {
    /// The root of a document, by the name of its file.
    Document(&'p str),
    /// The member of an object.
    Member(&'p Place<'p>, &'p str),
    /// The element of a list.
    Element(&'p Place<'p>, usize),
}

impl Place<'_> {
    pub(crate) fn pointer(&self) -> Pointer {
        match self {
            Self::Document(file) => Pointer::document(file),
            Self::Member(object, key) => object.pointer().into_child(key),
            Self::Element(list, index) => list.pointer().into_child(&index.to_string()),
        }
    }
}

/// Maps by pointers are searched by their texts.
impl Borrow<str> for Pointer {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The keys of a map at a pointer and below it.
pub(crate) fn within<T>(map: &BTreeMap<Pointer, T>, at: &Pointer) -> Vec<Pointer> {
    let inside = format!("{at}/");
    let below = map.range::<str, _>((Bound::Included(inside.as_str()), Bound::Unbounded));
    let below = below
        .map(|(key, _)| key)
        .take_while(|key| key.as_str().starts_with(&inside));
    let here = map.get_key_value(at).map(|(key, _)| key);
    here.into_iter().chain(below).cloned().collect()
}

/// Gives the keys of a map at `from` and below it their places at `to`.
pub(crate) fn move_within<T>(map: &mut BTreeMap<Pointer, T>, from: &Pointer, to: &Pointer) {
    for old in within(map, from) {
        if let Some(value) = map.remove(&old) {
            map.insert(old.moved(from, to), value);
        }
    }
}

/// A key as a segment of a JSON pointer.
pub(crate) fn escape(key: &str) -> String {
    let mut text = String::with_capacity(key.len());
    push_escaped(&mut text, key);
    text
}

fn push_escaped(text: &mut String, key: &str) {
    let mut rest = key;
    while let Some(at) = find_byte(rest, |byte| matches!(byte, b'~' | b'/')) {
        let (before, special) = rest.split_at(at);
        text.push_str(before);
        text.push_str(if special.starts_with('~') { "~0" } else { "~1" });
        rest = special.get(1..).unwrap_or("");
    }
    text.push_str(rest);
}

/// The key that a segment of a JSON pointer names.
pub(crate) fn unescape(segment: &str) -> String {
    let mut out = String::with_capacity(segment.len());
    let mut rest = segment;
    while let Some(at) = find_byte(rest, |byte| byte == b'~') {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let (text, length) = match escape.as_bytes() {
            [_, b'1', ..] => ("/", 2),
            [_, b'0', ..] => ("~", 2),
            _ => ("~", 1),
        };
        out.push_str(text);
        rest = escape.get(length..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

/// Whether a segment has escapes.
pub(crate) fn is_escaped(segment: &str) -> bool {
    contains(segment, b'~')
}

/// The segments of a fragment, escaped.
pub(crate) struct Segments<'f> {
    /// What follows the next slash.
    rest: Option<&'f str>,
}

impl<'f> Segments<'f> {
    /// Those of a fragment that is empty or starts with a slash. Without it, the first segment is left out.
    pub(crate) fn of(fragment: &'f str) -> Self {
        Self {
            rest: split_slash(fragment).1,
        }
    }
}

impl<'f> Iterator for Segments<'f> {
    type Item = &'f str;

    fn next(&mut self) -> Option<&'f str> {
        let (segment, rest) = split_slash(self.rest?);
        self.rest = rest;
        Some(segment)
    }
}

/// The text before the first slash, and the text after it.
fn split_slash(text: &str) -> (&str, Option<&str>) {
    match find_byte(text, |byte| byte == b'/') {
        Some(at) => (text.get(..at).unwrap_or(""), text.get(at + 1..)),
        None => (text, None),
    }
}

/// A text of a URL with its `%xx` resolved; text that is not UTF-8 then stays as it is.
pub(crate) fn percent_decode(text: &str) -> String {
    if !contains(text, b'%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).filter(|two| two.iter().all(u8::is_ascii_hexdigit));
        let hex = hex.and_then(|two| std::str::from_utf8(two).ok());
        match (first, hex.and_then(|two| u8::from_str_radix(two, 16).ok())) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or(&[]);
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Place, Pointer, escape, percent_decode, unescape, within};

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn segments_are_those_between_slashes(text in "[~/01a#ü.]{0,12}") {
            let pointer = Pointer::parse(&text);
            let (file, fragment) = text.split_once('#').unwrap_or((&text, ""));
            prop_assert_eq!((pointer.file(), pointer.fragment()), (file, fragment));
            let segments = fragment.split('/').skip(1);
            let segments: Vec<String> = segments.map(|one| one.replace("~1", "/").replace("~0", "~")).collect();
            prop_assert_eq!(pointer.last_segment(), segments.last().cloned());
            prop_assert_eq!(pointer.segments(), segments);
            prop_assert_eq!(escape(&text), text.replace('~', "~0").replace('/', "~1"));
            prop_assert_eq!(unescape(&escape(&text)), text);
        }
    }

    #[test]
    fn components_have_a_name() {
        let name = |text: &str| Pointer::parse(text).component("schemas");
        assert_eq!(name("a.json#/components/schemas/A~1b").as_deref(), Some("A/b"));
        for other in [
            "#/components/schemas",
            "#/components/responses/A",
            "#/components/schemas/A/items",
        ] {
            assert_eq!(name(other), None);
        }
    }

    #[test]
    fn the_component_around_a_pointer() {
        let around = |text: &str| Pointer::parse(text).component_around("schemas");
        let component = Some(Pointer::parse("#/components/schemas/A~1b"));
        assert_eq!(around("#/components/schemas/A~1b"), component);
        assert_eq!(around("#/components/schemas/A~1b/properties/c"), component);
        for other in [
            "#/components/schemas",
            "#/components/responses/A/content",
            "a.json#/components/schemas/A",
        ] {
            assert_eq!(around(other), None);
        }
    }

    #[test]
    fn what_is_within_a_pointer_moves_with_it() {
        let at = |text: &str| Pointer::parse(text);
        let keys = ["#/a", "#/a-b", "#/a/b", "#/a/b/c", "#/ab", "#/b"];
        let map = keys.into_iter().map(|key| (at(key), ())).collect();
        assert_eq!(within(&map, &at("#/a")), ["#/a", "#/a/b", "#/a/b/c"].map(at));
        assert_eq!(within(&map, &at("#/c")), []);
        assert_eq!(at("#/a/b/c").moved(&at("#/a/b"), &at("#/d")), at("#/d/c"));
    }

    #[test]
    fn a_place_has_the_pointer_of_its_node() {
        let root = Place::Document("a.json");
        let paths = Place::Member(&root, "paths");
        let path = Place::Member(&paths, "/a~b/{c}");
        assert_eq!(
            Place::Element(&path, 3).pointer().as_str(),
            "a.json#/paths/~1a~0b~1{c}/3"
        );
    }

    #[test]
    fn only_hexadecimal_digits_are_decoded() {
        for (text, decoded) in [
            ("%41%7e", "A~"),
            ("%+1%-1% 1", "%+1%-1% 1"),
            ("%4", "%4"),
            ("%ff", "%ff"),
        ] {
            assert_eq!(percent_decode(text), decoded);
        }
    }

    #[test]
    fn children_are_escaped_and_read_back() {
        let pointer = Pointer::root().child("paths").child("/a~b/{c}").index(3);
        assert_eq!(pointer.as_str(), "#/paths/~1a~0b~1{c}/3");
        assert_eq!(pointer.segments(), ["paths", "/a~b/{c}", "3"]);
        assert_eq!(
            pointer.parent().map(|p| p.to_string()).as_deref(),
            Some("#/paths/~1a~0b~1{c}")
        );
        assert_eq!(Pointer::root().parent(), None);
    }
}
