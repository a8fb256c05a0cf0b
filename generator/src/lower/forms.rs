//! Schemas that are used as multipart forms, and as nothing else.

use std::collections::{BTreeMap, BTreeSet};

use crate::load::{Map, Node, get};
use crate::media::mime_essence;
use crate::pointer::Pointer;
use crate::resolve::Resolver;

/// The components that are only used as multipart forms, always with the same `encoding`: such a component is the form.
pub(super) fn components_of_forms(resolver: Resolver<'_>) -> BTreeSet<Pointer> {
    let mut forms: BTreeMap<&str, Option<&Node>> = BTreeMap::new();
    let mut others: BTreeSet<&str> = BTreeSet::new();
    let mut waiting: Vec<&Node> = resolver.roots().filter_map(|root| resolver.node(&root)).collect();
    while let Some(node) = waiting.pop() {
        match node {
            Node::Array(list) => waiting.extend(list),
            Node::Object(map) => {
                others.extend(get(map, "$ref").and_then(Node::as_str));
                let mapping = get(map, "discriminator")
                    .and_then(|it| it.get("mapping"))
                    .and_then(Node::as_object);
                others.extend(
                    mapping
                        .into_iter()
                        .flat_map(|map| map.values())
                        .filter_map(Node::as_str),
                );
                for (key, inner) in map {
                    let used = (key == "content").then_some(inner).and_then(Node::as_object);
                    match used {
                        Some(content) => add_content(content, &mut forms, &mut others, &mut waiting),
                        None => waiting.push(inner),
                    }
                }
            }
            _ => {}
        }
    }
    let is_component = |at: &Pointer| at.component("schemas").is_some();
    let only = forms.into_keys().filter(|target| !others.contains(target));
    only.map(Pointer::parse).filter(is_component).collect()
}

/// Adds the references of the media types of one body.
fn add_content<'n>(
    content: &'n Map,
    forms: &mut BTreeMap<&'n str, Option<&'n Node>>,
    others: &mut BTreeSet<&'n str>,
    waiting: &mut Vec<&'n Node>,
) {
    // A property of this name may be a reference.
    others.extend(content.get("$ref").and_then(Node::as_str));
    for (media, inner) in content {
        let target = inner
            .get("schema")
            .and_then(|schema| schema.get("$ref"))
            .and_then(Node::as_str);
        match target.filter(|_| mime_essence(media).starts_with("multipart/")) {
            Some(target) => {
                let encoding = inner.get("encoding");
                if *forms.entry(target).or_insert(encoding) != encoding {
                    others.insert(target);
                }
            }
            None => waiting.push(inner),
        }
    }
}
