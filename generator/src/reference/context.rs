//! What all pages read: the API, its names, and the sections of models and operations.

use std::collections::BTreeMap;

use super::text;
use crate::emit::{self, Emit, Links, TypePrinter};
use crate::ir::{Operation, Type, TypeDef, TypeId};
use crate::name::{OperationName, paired};

/// The kind of page that contains a link.
#[derive(Clone, Copy)]
pub(super) enum PageKind {
    Index,
    Api,
    Models,
}

/// The operations of a tag in the order of its page, each with its fragment.
pub(super) type TagOperations<'a> = Vec<(&'a Operation, &'a OperationName, String)>;

pub(super) struct Reference<'a> {
    pub emit: &'a Emit<'a>,
    /// Prints types as in files of operations.
    pub in_api: TypePrinter<'a>,
    pub in_models: TypePrinter<'a>,
    /// Page and fragment of every model.
    models: BTreeMap<TypeId, (&'a str, String)>,
    /// Of each tag.
    operations: Vec<TagOperations<'a>>,
    /// The fragment of each operation, by its index.
    anchors: BTreeMap<usize, String>,
}

impl<'a> Reference<'a> {
    pub(super) fn new(emit: &'a Emit<'a>) -> Self {
        let mut models = BTreeMap::new();
        for file in &emit.names.files {
            let idents = file.types.iter().filter_map(|id| emit.names.ty(*id));
            let anchors = text::anchors(idents.map(|name| name.ident.bare()));
            for (id, anchor) in file.types.iter().zip(anchors) {
                models.insert(*id, (file.module.bare(), anchor));
            }
        }
        let (operations, anchors) = operations(emit);
        Self {
            emit,
            in_api: TypePrinter::operations(emit),
            in_models: TypePrinter::models(emit),
            models,
            operations,
            anchors,
        }
    }

    /// The operations of a tag, by the names of their methods.
    pub(super) fn operations(&self, tag: usize) -> &[(&'a Operation, &'a OperationName, String)] {
        self.operations.get(tag).map_or(&[], Vec::as_slice)
    }

    /// The link to a model.
    pub(super) fn model(&self, from: PageKind, id: TypeId) -> Option<String> {
        let (page, anchor) = self.models.get(&id)?;
        let folder = match from {
            PageKind::Index => "models/",
            PageKind::Api => "../models/",
            PageKind::Models => "",
        };
        Some(format!("{folder}{page}.md#{anchor}"))
    }

    /// What a type is for, if it has no description: a place where it is used, with a link.
    pub(super) fn purpose(&self, from: PageKind, def: &TypeDef) -> Option<String> {
        let links = Links {
            call: &|index| self.call(from, index),
            model: &|id| self.named(from, id),
        };
        Some(emit::purpose_of(self.emit, &links, def.purpose.as_ref()?))
    }

    /// The method of an operation, with a link to its section.
    fn call(&self, from: PageKind, index: usize) -> String {
        let operation = self.emit.api.operations.get(index);
        let tag = operation.and_then(|operation| self.emit.names.tags.get(operation.tag));
        let names = self.emit.names.operations.get(index);
        let (Some(tag), Some(names), Some(anchor)) = (tag, names, self.anchors.get(&index)) else {
            return String::new();
        };
        let folder = match from {
            PageKind::Index => "api/",
            PageKind::Api => "",
            PageKind::Models => "../api/",
        };
        let shown = text::code(&format!("{}().{}", tag.accessor.bare(), names.method.bare()));
        text::link(&shown, &format!("{folder}{}.md#{anchor}", tag.module.bare()))
    }

    /// The name of a model, with a link.
    fn named(&self, from: PageKind, id: TypeId) -> String {
        let shown = self.emit.names.ty(id).map_or("", |name| name.ident.bare());
        match self.model(from, id) {
            Some(target) => text::link(&text::code(shown), &target),
            None => text::code(shown),
        }
    }

    /// A printed type as code, with a link to the model in it.
    pub(super) fn linked(&self, from: PageKind, printed: &str, ty: Option<&Type>) -> String {
        let mut target = None;
        if let Some(ty) = ty {
            ty.for_each_id(&mut |id| target = target.take().or_else(|| self.model(from, id)));
        }
        let code = text::code(printed);
        match target {
            Some(target) => text::link(&code, &target),
            None => code,
        }
    }
}

/// The operations of every tag, and the fragment of each operation by its index.
fn operations<'a>(emit: &Emit<'a>) -> (Vec<TagOperations<'a>>, BTreeMap<usize, String>) {
    let mut tags = vec![Vec::new(); emit.names.tags.len()];
    for (index, (operation, names)) in paired(&emit.api.operations, &emit.names.operations).enumerate() {
        if let Some(own) = tags.get_mut(operation.tag) {
            own.push((index, operation, names));
        }
    }
    let mut by_index = BTreeMap::new();
    let tags = tags.into_iter().zip(&emit.names.tags);
    let tags = tags.map(|(mut own, tag)| {
        own.sort_by(|a, b| a.2.method.bare().cmp(b.2.method.bare()));
        let methods = own.iter().map(|(_, _, names)| names.method.bare());
        let anchors = text::anchors(std::iter::once(tag.handle.bare()).chain(methods));
        let own = own.into_iter().zip(anchors.into_iter().skip(1));
        own.map(|((index, operation, names), anchor)| {
            by_index.insert(index, anchor.clone());
            (operation, names, anchor)
        })
        .collect()
    });
    (tags.collect(), by_index)
}
