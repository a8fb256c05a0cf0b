//! `consumes` and `produces`: media types that 2.0 declares for a whole operation or a whole document.

use super::Rewrite;
use crate::load::{Map, Node};
use crate::media::{is_json, mime_essence};
use crate::pointer::Pointer;

/// Media types, and the list that declares them.
#[derive(Clone, Debug, Default)]
pub(super) struct Media {
    pub types: Vec<String>,
    pub at: Option<Pointer>,
}

impl Media {
    /// The index of the media type whose `schema` is the definition; the others reference it. It is the media type that
    /// the client chooses, so that an inline type is named after its use.
    pub(super) fn holder(&self) -> usize {
        let tests: [fn(&str) -> bool; 5] = [
            |essence| essence == "application/json",
            is_json,
            |essence| essence == FORM,
            |essence| essence == MULTIPART,
            |essence| essence == "*/*",
        ];
        let find = |test: &fn(&str) -> bool| self.types.iter().position(|media| test(&mime_essence(media)));
        tests.iter().find_map(find).unwrap_or(0)
    }

    pub(super) fn has_json(&self) -> bool {
        self.types.iter().any(|media| is_json(media))
    }

    /// Whether any of them can represent an object.
    pub(super) fn has_structure(&self) -> bool {
        let can = |essence: &str| {
            [
                "json",
                "xml",
                "yaml",
                "*/*",
                "application/*",
                "form",
                "pack",
                "cbor",
                "protobuf",
                "hal",
                "text/*",
            ]
            .iter()
            .any(|word| essence.contains(word))
        };
        self.types.iter().any(|media| can(&mime_essence(media)))
    }

    pub(super) fn only(media: &str) -> Self {
        Self {
            types: vec![media.to_owned()],
            at: None,
        }
    }
}

pub(super) const FORM: &str = "application/x-www-form-urlencoded";
pub(super) const MULTIPART: &str = "multipart/form-data";

impl Rewrite<'_, '_> {
    /// The list of an operation, or else that of its document.
    pub(super) fn media(&mut self, key: &str, operation: &Map, at: &Pointer) -> Media {
        match operation.get(key) {
            Some(list) => self.media_list(list, at.child(key)),
            None => self.root_media(key, at.file()),
        }
    }

    /// The list of a document; parts of other files use that of the main document.
    pub(super) fn root_media(&mut self, key: &str, file: &str) -> Media {
        let file = if self.is_document(file) { file } else { "" };
        let at = Pointer::document(file).child(key);
        match self.node(&at) {
            Some(list) => self.media_list(list, at),
            None => Media::default(),
        }
    }

    fn media_list(&mut self, list: &Node, at: Pointer) -> Media {
        let mut types: Vec<String> = Vec::new();
        let listed = match list {
            Node::Array(list) => list.as_slice(),
            Node::String(_) => {
                self.repaired(&at, "this must be a list of media types; it is read as a list of one");
                std::slice::from_ref(list)
            }
            _ => {
                self.invalid(&at, "this must be a list of media types; it is ignored");
                &[]
            }
        };
        for media in listed.iter().filter_map(Node::as_str).map(str::trim) {
            if !media.is_empty() && !types.iter().any(|known| known == media) {
                types.push(media.to_owned());
            }
        }
        Media { types, at: Some(at) }
    }
}
