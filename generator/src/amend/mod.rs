//! Amending: what the configuration corrects in the document, before anything is read from it.
//!
//! `required`, `wire-name`, `security`, `status` and `media-type` change the normalized trees, so that every later stage reads
//! what the API does. The other decisions of an override (types, names, pages) are made by the stages that need them;
//! this stage only finds the nodes that they are about.

mod compositions;
mod edit;
mod everywhere;
mod kind;
mod media;
mod member;
mod mentions;
mod nearest;
mod nodes;
mod order;
mod own;
mod parameters;
mod pattern;
mod pattern_index;
mod problem;
mod references;
mod required;
mod security;
mod select;
mod status;
mod wire_name;

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{Later, Override};
use crate::diag::{Diagnostics, codes};
use crate::load::Documents;
use crate::pointer::Pointer;
use edit::{Trees, in_tree};
use problem::Problem;
use select::Selected;

/// The overrides, by the nodes that they are about.
#[derive(Debug, Default)]
pub(crate) struct Chosen {
    /// By pointers of the text, for names.
    pub by_text: BTreeMap<String, Override>,
    /// By pointers of the tree.
    pub by_tree: BTreeMap<String, Override>,
    /// For every key of the configuration with decisions of later stages.
    pub keys: BTreeMap<String, Later>,
}

/// What a change of the trees did.
enum Effect {
    Changed,
    /// The document has it already.
    Same,
}

/// Changes the trees.
pub(crate) fn apply(
    documents: &mut Documents,
    overrides: &BTreeMap<String, Override>,
    diagnostics: &mut Diagnostics,
) -> Chosen {
    if overrides.is_empty() {
        return Chosen::default();
    }
    documents.origins.index();
    let selected = select::all(documents, overrides, diagnostics);
    let mut trees = Trees::new(documents);
    selected.iter().for_each(|one| own::copy_shared_bodies(&mut trees, one));
    for change in CHANGES {
        for one in &selected {
            one.change(change, &mut trees, diagnostics);
        }
        for (at, problem) in wire_name::settle(&mut trees) {
            diagnostics.add(&codes::CONFIG, &at, format!("`wire-name` of `{at}`: {problem}"));
        }
        trees.settle();
    }
    diagnostics.read_in(documents.origins.clone());
    chosen(documents, &selected)
}

/// For each pointer of the text, the parts that an override for it with `everywhere` is about.
#[cfg(feature = "cli")]
pub(crate) fn equal_parts(documents: &Documents, at: &[Pointer]) -> Vec<BTreeSet<Pointer>> {
    let lists = at.iter().map(|at| vec![at.clone()]).collect();
    let equal = everywhere::everywhere(documents, lists).into_iter();
    equal.map(BTreeSet::from_iter).collect()
}

/// A decision that changes the trees: its key, and how one node is changed. `None`: the override does not have it.
struct Change {
    key: &'static str,
    apply: fn(&mut Trees<'_>, &Pointer, &Override) -> Option<Result<Effect, Problem>>,
}

/// Every such decision. Keys of objects change last, so that the others find them.
const CHANGES: &[Change] = &[
    Change {
        key: "required",
        apply: |trees, at, chosen| Some(member::require(trees, at, chosen.required?)),
    },
    Change {
        key: "security",
        apply: |trees, at, chosen| Some(security::set(trees, at, chosen.security.as_ref()?)),
    },
    Change {
        key: "wire-name",
        apply: |trees, at, chosen| Some(wire_name::set(trees, at, chosen.wire_name.as_deref()?)),
    },
    Change {
        key: "media-type",
        apply: |trees, at, chosen| Some(media::set(trees, at, chosen.media_type.as_deref()?)),
    },
    Change {
        key: "status",
        apply: |trees, at, chosen| Some(status::set(trees, at, chosen.status.as_ref()?)),
    },
];

impl Selected {
    /// Changes every node, and reports what is wrong, or that nothing changes.
    fn change(&self, change: &Change, trees: &mut Trees<'_>, diagnostics: &mut Diagnostics) {
        let (mut changed, mut same) = (0, 0);
        let mut problems = Vec::new();
        for text in &self.nodes {
            for at in in_tree(trees.documents, text) {
                match (change.apply)(trees, &at, &self.chosen) {
                    None => return,
                    Some(Ok(Effect::Changed)) => changed += 1,
                    Some(Ok(Effect::Same)) => same += 1,
                    Some(Err(problem)) => problems.push(problem),
                }
            }
        }
        let at = Pointer::parse(&self.key);
        let key = change.key;
        // A pattern may match nodes of other kinds too.
        let is_found = changed + same > 0;
        let serious = problems
            .iter()
            .find(|problem| !(self.is_pattern && problem.is_other_kind() && is_found));
        if let Some(problem) = serious {
            diagnostics.add(
                &codes::CONFIG,
                &at,
                format!("`{key}` of the override `{}`: {problem}", self.key),
            );
        } else if changed == 0 && same > 0 {
            let message = format!(
                "`{key}` of the override `{}` changes nothing: the document declares the same",
                self.key
            );
            diagnostics.add(&codes::NO_EFFECT, &at, message);
        }
    }
}

/// The decisions by nodes. If several keys name one node, the more exact key decides.
fn chosen(documents: &Documents, selected: &[Selected]) -> Chosen {
    let mut found = Chosen::default();
    let add = |map: &mut BTreeMap<String, Override>, at: String, chosen: &Override| {
        let before = map.remove(&at).unwrap_or_default();
        map.insert(at, chosen.clone().or(before));
    };
    for one in selected {
        let mut nodes = BTreeSet::new();
        for text in &one.nodes {
            add(&mut found.by_text, text.to_string(), &one.chosen);
            for at in in_tree(documents, text) {
                for (at, chosen) in kind::spread(documents, &at, &one.chosen) {
                    let original = documents.origins.original(&at);
                    if original != *text && chosen.rename.is_some() {
                        add(&mut found.by_text, original.to_string(), &chosen);
                    }
                    add(&mut found.by_tree, at.to_string(), &chosen);
                    nodes.insert(at.to_string());
                }
            }
        }
        let decisions = one.chosen.later();
        if !decisions.is_empty() {
            found.keys.insert(one.key.clone(), Later { decisions, nodes });
        }
    }
    found
}
