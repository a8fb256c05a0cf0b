//! Scalars where a text or a flag is expected, by how they are written.

use std::collections::BTreeMap;

use super::scalars::{Scalar, flag, is_nullable, is_text_schema};
use crate::diag::{Diagnostics, Sources, Spellings, codes};
use crate::load::Node;
use crate::pointer::Pointer;

/// A new value at a pointer; `None` if it is removed.
pub(super) type Change = (Pointer, Option<Node>);

/// Reads texts and flags. The texts of the files are parsed once, and only if a spelling is needed.
#[derive(Default)]
pub(super) struct Texts {
    spellings: BTreeMap<String, Spellings>,
    /// Objects that replaced a reference, with the pointers of their originals.
    copies: BTreeMap<Pointer, Pointer>,
}

impl Texts {
    /// The object at `new` is a copy of the one at `old`.
    pub(super) fn copied(&mut self, new: &Pointer, old: &Pointer) {
        self.copies.insert(new.clone(), old.clone());
    }

    /// What changes in a member. `owner` is the object that has it.
    pub(super) fn read(
        &mut self,
        sources: &Sources,
        owner: &Node,
        scalar: Scalar,
        value: &Node,
        at: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Change> {
        let mut reader = Reader {
            texts: self,
            sources,
            diagnostics,
            changes: Vec::new(),
        };
        match (scalar, value) {
            (Scalar::Values, Node::Array(list)) if is_text_schema(owner) => {
                reader.values(list, is_nullable(owner), at);
            }
            (Scalar::Values, Node::Bool(_) | Node::Number(_)) if is_text_schema(owner) => reader.text(value, at),
            (scalar, value) => reader.member(scalar, value, at),
        }
        reader.changes
    }

    /// The pointer of the text that a pointer of a tree comes from.
    fn original(&self, at: &Pointer) -> Pointer {
        let mut here = Some(at.clone()).filter(|_| !self.copies.is_empty());
        while let Some(pointer) = here {
            if let Some(old) = self.copies.get(&pointer) {
                return old.below(at.as_str().strip_prefix(pointer.as_str()).unwrap_or(""));
            }
            here = pointer.parent();
        }
        at.clone()
    }

    fn spelling(&mut self, sources: &Sources, at: &Pointer) -> Option<String> {
        let source = sources.get(at.file())?;
        let spellings = self.spellings.entry(at.file().to_owned());
        let spellings = spellings.or_insert_with(|| Spellings::of(source.parsed()));
        spellings.get(&at.segments()).map(str::to_owned)
    }
}

struct Reader<'r, 'd> {
    texts: &'r mut Texts,
    sources: &'r Sources,
    diagnostics: &'d mut Diagnostics,
    changes: Vec<Change>,
}

impl Reader<'_, '_> {
    fn member(&mut self, scalar: Scalar, value: &Node, at: &Pointer) {
        match scalar {
            Scalar::Prose if value.is_null() => self.changes.push((at.clone(), None)),
            Scalar::Prose if value.is_object() || value.is_array() => self.ignore(at, "a text"),
            Scalar::Prose | Scalar::Text => self.text(value, at),
            Scalar::Flag => self.flag(value, at),
            Scalar::Texts => self.texts(value, at),
            Scalar::TextMap => self.text_map(value, at),
            Scalar::Named(members) => {
                for (name, one) in value.as_object().into_iter().flatten() {
                    self.members(members, one, &at.child(name));
                }
            }
            Scalar::Members(members) => self.members(members, value, at),
            Scalar::Values | Scalar::Opaque | Scalar::Data => {}
        }
    }

    fn members(&mut self, members: &[(&str, Scalar)], value: &Node, at: &Pointer) {
        for (key, scalar) in members {
            if let Some(inner) = value.get(*key) {
                self.member(*scalar, inner, &at.child(key));
            }
        }
    }

    /// A text: numbers, booleans and null are read as they are written.
    fn text(&mut self, value: &Node, at: &Pointer) {
        if value.is_string() || value.is_object() || value.is_array() {
            return;
        }
        let original = self.texts.original(at);
        let written = self.texts.spelling(self.sources, &original);
        if value.is_null() && written.as_deref().is_none_or(|text| ["", "~", "null"].contains(&text)) {
            self.changes.push((at.clone(), None));
            return;
        }
        let text = written.unwrap_or_else(|| value.to_string());
        let message = format!("a text is expected; this is read as `\"{text}\"`");
        self.diagnostics.add(&codes::REPAIRED, &original, message);
        self.changes.push((at.clone(), Some(Node::String(text))));
    }

    /// The values of a text. Null is a value of its own.
    fn values(&mut self, list: &[Node], nullable: bool, at: &Pointer) {
        for (index, value) in list.iter().enumerate().filter(|(_, value)| !value.is_string()) {
            let at = at.index(index);
            let is_null = value.is_null() && (nullable || !self.is_shouted(&at));
            if !is_null {
                self.text(value, &at);
            }
        }
    }

    /// Whether null is written as `NULL` or `Null`, which YAML allows and few expect.
    fn is_shouted(&mut self, at: &Pointer) -> bool {
        let original = self.texts.original(at);
        let written = self.texts.spelling(self.sources, &original);
        written.is_some_and(|text| ["NULL", "Null"].contains(&text.as_str()))
    }

    fn flag(&mut self, value: &Node, at: &Pointer) {
        match (value, flag(value)) {
            (Node::Bool(_), _) => {}
            (Node::Null, _) => self.changes.push((at.clone(), None)),
            (_, Some(flag)) => {
                let original = self.texts.original(at);
                let message = format!("`true` or `false` is expected; this is read as `{flag}`");
                self.diagnostics.add(&codes::REPAIRED, &original, message);
                self.changes.push((at.clone(), Some(Node::Bool(flag))));
            }
            _ => self.ignore(at, "`true` or `false`"),
        }
    }

    fn texts(&mut self, value: &Node, at: &Pointer) {
        match value {
            Node::Array(list) => {
                for (index, one) in list.iter().enumerate().filter(|(_, one)| !one.is_string()) {
                    let at = at.index(index);
                    // Some tools write tags as objects.
                    match (one, one.get("name").and_then(Node::as_str)) {
                        (Node::Object(_), Some(name)) => self.replace(&at, Node::String(name.to_owned())),
                        (Node::Object(_) | Node::Array(_), _) => self.ignore(&at, "a text"),
                        (Node::Null, _) => self.name(&at),
                        _ => self.text(one, &at),
                    }
                }
            }
            Node::Null => self.ignore(at, "a list of texts"),
            // `required: true` of older drafts is not a name.
            Node::String(text) if flag(value).is_none() => {
                self.replace(at, Node::Array(vec![Node::String(text.clone())]));
            }
            _ => {}
        }
    }

    /// A null in a list of names: one that is written out is a name.
    fn name(&mut self, at: &Pointer) {
        let original = self.texts.original(at);
        match self
            .texts
            .spelling(self.sources, &original)
            .filter(|text| text.len() > 1)
        {
            Some(text) => self.replace(at, Node::String(text)),
            None => self.changes.push((at.clone(), None)),
        }
    }

    fn text_map(&mut self, value: &Node, at: &Pointer) {
        for (name, one) in value.as_object().into_iter().flatten() {
            let at = at.child(name);
            if one.is_null() {
                self.changes.push((at, Some(Node::String(String::new()))));
            } else {
                self.text(one, &at);
            }
        }
    }

    fn replace(&mut self, at: &Pointer, new: Node) {
        let original = self.texts.original(at);
        let message = format!("this is read as `{new}`");
        self.diagnostics.add(&codes::REPAIRED, &original, message);
        self.changes.push((at.clone(), Some(new)));
    }

    fn ignore(&mut self, at: &Pointer, wanted: &str) {
        let original = self.texts.original(at);
        let message = format!("{wanted} is expected; this value is ignored");
        self.diagnostics.add(&codes::INVALID, &original, message);
        self.changes.push((at.clone(), None));
    }
}

#[cfg(test)]
mod tests {
    use super::super::scalars::is_as_expected;
    use super::{Diagnostics, Node, Pointer, Scalar, Sources, Texts};

    /// `Follow` does not read what is as expected.
    #[test]
    fn a_value_that_is_as_expected_stays() {
        let scalars = [
            Scalar::Prose,
            Scalar::Text,
            Scalar::Flag,
            Scalar::Texts,
            Scalar::TextMap,
            Scalar::Values,
            Scalar::Named(&[("a", Scalar::Text)]),
            Scalar::Members(&[("a", Scalar::Text)]),
            Scalar::Opaque,
            Scalar::Data,
        ];
        let values = [
            Node::Null,
            Node::from(true),
            Node::from(1),
            Node::from("a"),
            Node::from("true"),
            Node::from(vec![1]),
            Node::Object([("a".to_owned(), Node::from(1))].into_iter().collect()),
        ];
        let mut skipped = 0;
        for scalar in scalars {
            for value in values.iter().filter(|value| is_as_expected(scalar, value)) {
                let mut diagnostics = Diagnostics::default();
                let (sources, at) = (Sources::default(), Pointer::root());
                let changes = Texts::default().read(&sources, &Node::Null, scalar, value, &at, &mut diagnostics);
                assert!(changes.is_empty(), "{scalar:?} {value}");
                assert!(diagnostics.is_empty(), "{scalar:?} {value}");
                skipped += 1;
            }
        }
        assert_eq!(skipped, 13);
    }
}
