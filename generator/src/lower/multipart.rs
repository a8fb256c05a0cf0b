//! Multipart forms: which parts are files, text and JSON.

use std::collections::BTreeMap;

use super::context::{Known, Lower, LoweredType};
use super::members::Members;
use crate::diag::codes;
use crate::ir::{ANY_PART, Field, Hint, Shape, Type};
use crate::load::Node;
use crate::media::{is_json, is_written_as_text};
use crate::pointer::Pointer;
use crate::resolve::{Extra, SchemaType};

impl Lower<'_, '_> {
    /// A multipart form has a type of its own, because files and streams are not JSON.
    pub(super) fn multipart(&mut self, content: &Pointer, hint: &Hint) -> Type {
        let schema = content.child("schema");
        let target = self.resolver.definition(&schema).ok();
        let own = target.clone().filter(|target| self.forms.contains(target));
        if let Some(known) = own.as_ref().and_then(|target| self.known_form(target)) {
            return known;
        }
        let mut members = Members::default();
        if target.is_some() {
            self.merge(&schema, &mut members, 0);
            self.flatten_choices(&mut members);
        }
        // A schema that is only used as a form is this type, and not a model beside it.
        let own = own.and_then(|target| Some((Hint::component(&target.last_segment()?, target.clone()), target)));
        let id = match &own {
            Some((hint, target)) => self.reserve(target, hint, self.docs(target)),
            None => self.reserve(&schema, hint, self.docs(&schema)),
        };
        if let Some((_, target)) = &own {
            self.register(target, id, false);
        }
        let mut form = self.fields(id, &members);
        for field in &mut form.fields {
            self.part(field, &content.child("encoding").child(&field.wire));
        }
        match (&mut form.extra, &members.extra) {
            (Some(ty), Some(Extra::Schema(pointer))) if self.is_file(pointer) => *ty = Type::File,
            // Nothing is known about the parts.
            (extra, None | Some(Extra::Any)) if form.fields.is_empty() => *extra = Some(any_part()),
            _ => {}
        }
        self.define(id, Shape::Multipart(form));
        Type::Named(id)
    }

    /// The type of a form that another operation uses too.
    fn known_form(&self, target: &Pointer) -> Option<Type> {
        match self.known.get(target) {
            Some(Known::Done(LoweredType {
                ty: Type::Named(id), ..
            })) => Some(Type::Named(*id)),
            _ => None,
        }
    }

    /// Decides whether a member of a form is sent as a file, as text or as JSON, and with which media type.
    fn part(&mut self, field: &mut Field, encoding: &Pointer) {
        let of_schema = |lower: &Self| {
            let target = lower.resolver.definition(&field.origin).ok()?;
            lower.text(&target, "contentMediaType")
        };
        let declared = self.text(encoding, "contentType");
        let media: Vec<&str> = declared
            .or_else(|| of_schema(self))
            .unwrap_or_default()
            .split(',')
            .map(str::trim)
            .filter(|media| !media.is_empty())
            .collect();
        if field.ty.is_chosen() {
            field.part_type = only(&media);
            return;
        }
        match self.part_kind(&field.origin, &field.wire) {
            PartOf::File => field.ty = Type::File,
            PartOf::Files => field.ty = Type::List(Box::new(Type::File)),
            PartOf::Mixed => field.ty = any_part(),
            PartOf::Untyped(guess) if media.is_empty() => field.ty = guess,
            PartOf::Untyped(_) | PartOf::Value => {}
        }
        if is_of(&field.ty, &Type::File) || field.ty.is_any_part() {
            field.part_type = only(&media).filter(|media| media != "application/octet-stream" || declared.is_some());
            return;
        }
        let Some(first) = declared.and(media.first()) else {
            return;
        };
        let is_file = |media: &str| !is_json(media) && !is_written_as_text(media);
        let is_any_file = media.iter().any(|media| is_file(media));
        if !first.contains('*') && (!is_any_file || media.len() == 1) {
            field.part_type = Some((*first).to_owned());
        }
        if is_json(first) || first.contains('*') && !is_any_file {
            return;
        }
        if is_any_file || self.is_structured(&field.ty) {
            let message = format!(
                "the part `{}` is sent as `{}`; callers pass the encoded value",
                field.wire,
                media.join("`, `")
            );
            self.report(&codes::PART_AS_IT_TRAVELS, &encoding.child("contentType"), message);
            let sent = if is_any_file { Type::File } else { Type::String };
            field.ty = match self.bare(&field.ty) {
                Type::List(_) => Type::List(Box::new(sent)),
                _ => sent,
            };
        }
    }

    /// Whether a part is declared as a file, or as files.
    pub(super) fn is_file_part(&self, at: &Pointer, name: &str) -> bool {
        matches!(self.part_kind(at, name), PartOf::File | PartOf::Files)
    }

    /// What a schema of a part declares about files.
    fn part_kind(&self, at: &Pointer, name: &str) -> PartOf {
        self.part_of(at, name, &mut BTreeMap::new(), 0)
    }

    /// `known`: the schemas that were met on the way, so that each is read once.
    fn part_of(&self, at: &Pointer, name: &str, known: &mut BTreeMap<Pointer, PartOf>, depth: usize) -> PartOf {
        let target = self.target(at);
        if let Some(kind) = known.get(&target) {
            return kind.clone();
        }
        if depth >= MAX_DEPTH || self.resolver.node(&target).is_none() {
            return PartOf::Value;
        }
        known.insert(target.clone(), PartOf::Value);
        let kind = self.part_of_schema(at, &target, name, known, depth + 1);
        known.insert(target, kind.clone());
        kind
    }

    fn part_of_schema(
        &self,
        at: &Pointer,
        target: &Pointer,
        name: &str,
        known: &mut BTreeMap<Pointer, PartOf>,
        depth: usize,
    ) -> PartOf {
        if self.is_file(target) || self.has_file_content(target) {
            return PartOf::File;
        }
        let schema = self.resolved(target);
        if schema.kind == Some(SchemaType::Array) {
            return match self.part_of(&target.child("items"), name, known, depth) {
                PartOf::File => PartOf::Files,
                PartOf::Untyped(guess) => PartOf::Untyped(Type::List(Box::new(guess))),
                PartOf::Files | PartOf::Mixed | PartOf::Value => PartOf::Value,
            };
        }
        let lists = [&schema.any_of, &schema.one_of, &schema.all_of].into_iter().flatten();
        let branches: Vec<PartOf> = lists
            .filter(|branch| !self.is_nothing(branch))
            .map(|branch| self.part_of(branch, name, known, depth))
            .collect();
        let has = |kind: &PartOf| branches.contains(kind);
        let are = |test: fn(&PartOf) -> bool| !branches.is_empty() && branches.iter().all(test);
        if are(|kind| *kind == PartOf::File) {
            PartOf::File
        } else if are(|kind| matches!(kind, PartOf::File | PartOf::Files)) {
            PartOf::Files
        } else if has(&PartOf::File) || has(&PartOf::Files) || has(&PartOf::Mixed) {
            // Beside `allOf`, the other parts describe the same file.
            if !schema.all_of.is_empty() {
                PartOf::File
            } else {
                PartOf::Mixed
            }
        } else if self.resolver.node(target).is_some_and(is_untyped) {
            PartOf::Untyped(
                if mentions_file(name, self.text(at, "description").or(self.text(target, "description"))) {
                    Type::File
                } else {
                    any_part()
                },
            )
        } else {
            PartOf::Value
        }
    }

    /// Whether `contentMediaType` describes bytes: no text, no JSON, and not encoded as text.
    fn has_file_content(&self, at: &Pointer) -> bool {
        let Some(media) = self.text(at, "contentMediaType") else {
            return false;
        };
        let kind = self.text(at, "type");
        self.text(at, "contentEncoding").is_none()
            && !is_json(media)
            && match kind {
                None => true,
                Some("string") => !is_written_as_text(media),
                Some(_) => false,
            }
    }

    /// Whether a value has no text form.
    fn is_structured(&self, ty: &Type) -> bool {
        match self.bare(ty) {
            Type::Json | Type::JsonMap | Type::Map(_) => true,
            Type::List(inner) => self.is_structured(&inner) || matches!(self.bare(&inner), Type::List(_)),
            Type::Option(inner) => self.is_structured(&inner),
            Type::Named(id) => !matches!(self.types.get(id.0).map(|def| &def.shape), Some(Shape::Enum(_))),
            _ => false,
        }
    }

    /// Whether a value is bytes rather than JSON.
    pub(super) fn is_file(&self, at: &Pointer) -> bool {
        self.text(&self.target(at), "format").map(str::trim) == Some("binary")
    }
}

/// How deep lists and branches of parts are read.
const MAX_DEPTH: usize = 8;

/// What the schema of a part declares.
#[derive(Clone, Debug, PartialEq)]
enum PartOf {
    File,
    Files,
    /// A file or something else.
    Mixed,
    /// Nothing: the type that its name and its description suggest.
    Untyped(Type),
    /// Anything but a file.
    Value,
}

fn any_part() -> Type {
    Type::Custom(ANY_PART.to_owned())
}

/// The media type, if there is one and it is no wildcard.
fn only(media: &[&str]) -> Option<String> {
    match media {
        [one] if !one.contains('*') => Some((*one).to_owned()),
        _ => None,
    }
}

/// Whether a schema has only descriptions.
fn is_untyped(node: &Node) -> bool {
    const DESCRIPTIONS: [&str; 9] = [
        "title",
        "description",
        "example",
        "examples",
        "default",
        "nullable",
        "deprecated",
        "readOnly",
        "writeOnly",
    ];
    let map = node.as_object();
    map.is_some_and(|map| {
        map.keys()
            .all(|key| DESCRIPTIONS.contains(&key.as_str()) || key.starts_with("x-"))
    })
}

/// Whether the name or the description of a part is about a file, and not about an attribute of one.
fn mentions_file(name: &str, text: Option<&str>) -> bool {
    const FILES: [&str; 14] = [
        "file",
        "files",
        "upload",
        "attachment",
        "attachments",
        "image",
        "images",
        "photo",
        "picture",
        "avatar",
        "logo",
        "binary",
        "video",
        "audio",
    ];
    const ATTRIBUTES: [&str; 12] = [
        "name", "names", "id", "ids", "type", "url", "path", "size", "count", "format", "title", "hash",
    ];
    let words = words(name);
    if words.last().is_some_and(|word| ATTRIBUTES.contains(&word.as_str())) {
        return false;
    }
    let is_about = |word: &String| FILES.contains(&word.as_str());
    words.iter().any(is_about)
        || text.is_some_and(|text| {
            let text = text.to_ascii_lowercase();
            let words = text.split(|c: char| !c.is_ascii_alphanumeric());
            words
                .into_iter()
                .any(|word| matches!(word, "file" | "files" | "upload" | "binary" | "attachment"))
        })
}

/// The words of `uploadFile`, `upload_file` and `upload-file`, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut was_lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() && was_lower {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
        was_lower = c.is_lowercase() || c.is_numeric();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a type is the wanted one, or a list of it.
fn is_of(ty: &Type, wanted: &Type) -> bool {
    match ty {
        Type::List(inner) => is_of(inner, wanted),
        ty => ty == wanted,
    }
}
