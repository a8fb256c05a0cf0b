//! The features of a package: which tags compile which files.

use std::collections::BTreeSet;

use super::names::{Features, Gate, ModelFile, TagName};
use crate::ir::{Api, TypeId, types_in_types, types_of_tags};

/// The feature of schemas that no operation sends or receives.
const UNUSED: &str = "unused-models";

/// The features of the runtime that a package passes on.
pub(crate) const RUNTIME_FEATURES: [&str; 10] = [
    "blocking",
    "brotli",
    "gzip",
    "http2",
    "native-tls",
    "rustls",
    "stream",
    "test-util",
    "tracing",
    "zstd",
];

/// Other names that a feature of a tag cannot have: those of the package's other features, and its dependency.
const RESERVED: [&str; 3] = ["default", "oaspen-client", UNUSED];

/// What a feature begins with whose name would be reserved.
const PREFIX: &str = "tag-";

/// A feature for each tag, and the features of each file of models. A file is compiled as a whole, so everything that one
/// of its types names is compiled with it. `None` for a client without tags and models.
pub(crate) fn of_tags(api: &Api, tags: &[TagName], files: &[ModelFile]) -> Option<Features> {
    let names: Vec<String> = tags.iter().map(|tag| feature_name(tag.module.bare())).collect();
    let links = links(api, files);
    let mut gates: Vec<Gate> = vec![Gate::default(); files.len()];
    let mark = |name: &str, begin: BTreeSet<usize>, gates: &mut Vec<Gate>| {
        for file in closure(begin, &links.files) {
            if let Some(gate) = gates.get_mut(file) {
                gate.features.push(name.to_owned());
            }
        }
    };
    for (name, types) in names.iter().zip(types_of_tags(api)) {
        mark(name, links.files_of(&types), &mut gates);
    }
    let is_unused = |(_, gate): &(usize, &Gate)| gate.features.is_empty();
    let unused: BTreeSet<usize> = gates
        .iter()
        .enumerate()
        .filter(is_unused)
        .map(|(file, _)| file)
        .collect();
    let rest = (!unused.is_empty()).then(|| UNUSED.to_owned());
    if rest.is_some() {
        mark(UNUSED, unused, &mut gates);
    }
    let is_any = !names.is_empty() || rest.is_some();
    is_any.then_some(Features {
        tags: names,
        files: gates,
        rest,
    })
}

/// The feature of a tag, from the name of its module. It does not depend on other tags: a name that a reserved one has with
/// the prefix gets the prefix, too.
fn feature_name(module: &str) -> String {
    let name = module.replace('_', "-");
    let bare = name.trim_start_matches(PREFIX);
    if RUNTIME_FEATURES.contains(&bare) || RESERVED.contains(&bare) {
        format!("{PREFIX}{name}")
    } else {
        name
    }
}

/// Which file has a type, and which files a file needs.
struct Links {
    file_of: Vec<Option<usize>>,
    files: Vec<BTreeSet<usize>>,
}

impl Links {
    fn files_of(&self, types: &BTreeSet<TypeId>) -> BTreeSet<usize> {
        let files = types.iter().filter_map(|id| self.file_of.get(id.0).copied().flatten());
        files.collect()
    }
}

fn links(api: &Api, files: &[ModelFile]) -> Links {
    let mut links = Links {
        file_of: vec![None; api.types.len()],
        files: Vec::new(),
    };
    for (index, file) in files.iter().enumerate() {
        for id in &file.types {
            if let Some(slot) = links.file_of.get_mut(id.0) {
                *slot = Some(index);
            }
        }
    }
    let inside = types_in_types(api);
    let files = files.iter().map(|file| {
        let types = file.types.iter().filter_map(|id| inside.get(id.0));
        types.flat_map(|types| links.files_of(types)).collect()
    });
    links.files = files.collect();
    links
}

fn closure(begin: BTreeSet<usize>, links: &[BTreeSet<usize>]) -> BTreeSet<usize> {
    let mut waiting: Vec<usize> = begin.iter().copied().collect();
    let mut found = begin;
    while let Some(file) = waiting.pop() {
        for next in links.get(file).into_iter().flatten() {
            if found.insert(*next) {
                waiting.push(*next);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::feature_name;

    #[test]
    fn the_feature_of_a_tag_depends_on_no_other_tag() {
        for (module, feature) in [
            ("orders", "orders"),
            ("tag_orders", "tag-orders"),
            ("stream", "tag-stream"),
            ("tag_stream", "tag-tag-stream"),
            ("tag_tag_stream", "tag-tag-tag-stream"),
            ("default", "tag-default"),
            ("unused_models", "tag-unused-models"),
        ] {
            assert_eq!(feature_name(module), feature);
        }
    }
}
