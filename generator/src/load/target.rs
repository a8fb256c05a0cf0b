//! What a reference names, in one canonical form: `folder/file.yaml#/pointer`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::folder::Folder;
use super::node::{self, Node};
use super::refs::Form;
use super::resources::Resources;
use crate::diag::{Code, codes};
use crate::pointer::{Pointer, percent_decode};
use crate::text::{is_printable_ascii, is_unsafe_char};

/// Why a reference is not followed.
pub(super) enum RefError {
    Remote,
    Outside,
    Absolute,
    /// It has characters that no text shows, such as line ends.
    Hidden,
}

impl RefError {
    pub(super) fn code(&self) -> &'static Code {
        match self {
            Self::Remote => &codes::REF_REMOTE,
            Self::Outside | Self::Absolute => &codes::REF_OUTSIDE,
            Self::Hidden => &codes::INVALID,
        }
    }

    /// What to do, if it is not what is to be done about the code.
    pub(super) fn help(&self) -> Option<Cow<'static, str>> {
        match self {
            Self::Remote | Self::Outside => None,
            Self::Absolute => Some(Cow::Borrowed(
                "write the path from the folder of the file that contains it",
            )),
            Self::Hidden => Some(Cow::Borrowed("remove the control characters from the reference")),
        }
    }

    pub(super) fn message(&self, target: &str) -> String {
        match self {
            Self::Remote => format!("`{target}` is not followed: it is not a local file"),
            Self::Outside => format!("`{target}` is outside the document's folder"),
            Self::Hidden => format!("`{target}` is not followed: it contains control characters"),
            Self::Absolute => format!("`{target}` is not followed: paths are relative to the file that contains them"),
        }
    }
}

/// Finds the targets of references in the files that were read so far.
pub(super) struct Targets<'t> {
    pub files: &'t BTreeMap<String, Node>,
    pub resources: &'t Resources,
    pub folder: &'t Folder,
}

impl Targets<'_> {
    /// The canonical form of a reference in the object at `at`. `None` for the name of a component in a mapping.
    pub(super) fn canonical(&self, target: &str, at: &Pointer, form: Form) -> Result<Option<Pointer>, RefError> {
        if form == Form::Mapping {
            if let Some(component) = self.component(target, at.file()) {
                return Ok(Some(component));
            }
            if !looks_like_reference(target) {
                return Ok(None);
            }
        }
        let (other, fragment) = match target.strip_prefix('#') {
            Some(fragment) => ("", fragment),
            None => target.split_once('#').unwrap_or((target, "")),
        };
        // `file.yaml#/` is written for the whole file, although it is a pointer to a member without a name.
        let fragment = percent_decode(
            fragment
                .strip_suffix('/')
                .filter(|rest| rest.is_empty())
                .unwrap_or(fragment),
        );
        let decoded = percent_decode(other);
        // The names of files are printed, by cargo's protocol for build scripts among others.
        let is_shown = is_printable_ascii(&decoded) && is_printable_ascii(&fragment);
        if !is_shown && (decoded.contains(is_unsafe_char) || fragment.contains(char::is_control)) {
            return Err(RefError::Hidden);
        }
        if other.is_empty() {
            return Ok(Some(self.local(&fragment, at)));
        }
        if let Some(resource) = self.resources.by_id(at, other) {
            return Ok(Some(self.within(resource, &fragment)));
        }
        if is_url(other) {
            return Err(RefError::Remote);
        }
        if decoded.starts_with('/') {
            return Err(RefError::Absolute);
        }
        let file = self.folder.joined(at.file(), &decoded).ok_or(RefError::Outside)?;
        Ok(Some(self.within(&Pointer::document(&file), &fragment)))
    }

    /// A component that a mapping names without a path.
    fn component(&self, name: &str, file: &str) -> Option<Pointer> {
        let find = |file: &str| {
            let at = Pointer::document(file).child("components").child("schemas").child(name);
            self.node(&at).map(|_| at)
        };
        find(file).or_else(|| find(""))
    }

    pub(super) fn node(&self, at: &Pointer) -> Option<&Node> {
        node::find(self.files.get(at.file())?, at.fragment())
    }

    /// A fragment in a resource or in the root of a file.
    fn within(&self, root: &Pointer, fragment: &str) -> Pointer {
        // A section of a text.
        if self.files.get(root.file()).is_some_and(Node::is_string) {
            return Pointer::document(root.file());
        }
        if fragment.is_empty() || fragment.starts_with('/') {
            return root.below(fragment);
        }
        if let Some(named) = self.resources.by_anchor(root, root.file(), fragment) {
            return named.clone();
        }
        // Without its first slash.
        let pointer = root.below(&format!("/{fragment}"));
        match self.node(&pointer) {
            Some(_) => pointer,
            None => Pointer::parse(&format!("{}#{fragment}", root.file())),
        }
    }

    /// A fragment as seen from an object of the same file: within the nearest schema with an `$id`, else within the file, else
    /// within the nearest object that has it.
    fn local(&self, fragment: &str, at: &Pointer) -> Pointer {
        let file = Pointer::document(at.file());
        let own = self.resources.enclosing(at).map(|(root, _)| root);
        if fragment.is_empty() {
            return own.cloned().unwrap_or_else(|| self.outermost(at));
        }
        if !fragment.starts_with('/') {
            return self.within(own.unwrap_or(&file), fragment);
        }
        let nearest = [own.cloned(), Some(file.clone())];
        let found = nearest.into_iter().flatten().map(|root| root.below(fragment));
        if let Some(found) = found.into_iter().find(|pointer| self.node(pointer).is_some()) {
            return found;
        }
        let is_local = fragment.starts_with("/$defs/") || fragment.starts_with("/definitions/");
        let mut here = Some(at.clone()).filter(|_| is_local);
        while let Some(pointer) = here {
            let inner = pointer.below(fragment);
            if self.node(&inner).is_some() {
                return inner;
            }
            here = pointer.parent();
        }
        file.below(fragment)
    }

    /// The schema that `#` means: the whole file, or in an OpenAPI document the outermost schema around the reference.
    fn outermost(&self, at: &Pointer) -> Pointer {
        let root = Pointer::document(at.file());
        let is_document = self.node(&root).is_some_and(|root| {
            ["openapi", "swagger", "components", "paths"]
                .iter()
                .any(|key| root.get(key).is_some())
        });
        if !is_document {
            return root;
        }
        let segments = at.segments();
        let length = match segments.as_slice() {
            [first, second, _, ..] if first == "components" && second == "schemas" => 3,
            [first, _, ..] if first == "definitions" => 2,
            _ => match segments.iter().position(|segment| segment == "schema") {
                Some(schema) => schema + 1,
                None => return root,
            },
        };
        segments.iter().take(length).fold(root, |at, segment| at.child(segment))
    }
}

/// Whether a value of a mapping is a reference and not the name of a component.
fn looks_like_reference(text: &str) -> bool {
    let path = text.split('#').next().unwrap_or(text);
    text.contains('#') || text.contains('/') || has_extension(path, &["yaml", "yml", "json"])
}

/// Whether a file has one of these extensions.
pub(super) fn has_extension(file: &str, extensions: &[&str]) -> bool {
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    extensions.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

pub(super) fn is_url(file: &str) -> bool {
    let scheme = file.split(':').next().unwrap_or("");
    file.starts_with("//")
        || (file.contains(':')
            && !scheme.is_empty()
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)))
}
