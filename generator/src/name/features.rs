//! The features of a package: which tags compile which files.

use std::collections::BTreeSet;

use super::mentions::Mentions;
use super::names::{Features, Gate, ModelFile, TagName, TypeName};
use crate::ir::{Api, Needs, needs_of_tags, needs_of_types};

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

/// How many features compile a file of models at most. A file that more of them need is compiled in any case: it is a part of most
/// programs, and with a list of all features in each file, the lists would be most of a large client.
const MAX_FEATURES: usize = 64;

/// A feature for each tag, and the features of each file of models. A file is compiled as a whole, so everything that one
/// of its types names is compiled with it, and so is a model that a type of the configuration names. `None` for a client
/// without tags and models.
pub(crate) fn of_tags(api: &Api, tags: &[TagName], types: &[TypeName], files: &[ModelFile]) -> Option<Features> {
    let names: Vec<String> = tags.iter().map(|tag| feature_name(tag.module.bare())).collect();
    let links = links(api, types, files);
    let mut marks = Marks {
        links: &links.files,
        gates: vec![Gate::default(); files.len()],
        is_common: vec![false; files.len()],
    };
    for (name, needs) in names.iter().zip(needs_of_tags(api)) {
        marks.mark(name, links.files_of(&needs));
    }
    let unused = marks.unmarked();
    let rest = (!unused.is_empty()).then(|| UNUSED.to_owned());
    if rest.is_some() {
        marks.mark(UNUSED, unused);
    }
    let is_any = !names.is_empty() || rest.is_some();
    is_any.then_some(Features {
        tags: names,
        files: marks.gates,
        rest,
    })
}

/// The files of models, while the features that need them are collected.
struct Marks<'l> {
    links: &'l [BTreeSet<usize>],
    gates: Vec<Gate>,
    /// The files that more features need than a gate has: they are compiled in any case, and so is what they need.
    is_common: Vec<bool>,
}

impl Marks<'_> {
    /// A feature needs some files.
    fn mark(&mut self, name: &str, begin: BTreeSet<usize>) {
        let mut waiting: Vec<usize> = begin.into_iter().collect();
        while let Some(file) = waiting.pop() {
            if self.add(name, file) {
                waiting.extend(self.links.get(file).into_iter().flatten());
            }
        }
    }

    /// Returns whether what the file needs has to be marked, too.
    fn add(&mut self, name: &str, file: usize) -> bool {
        let (Some(gate), Some(is_common)) = (self.gates.get_mut(file), self.is_common.get_mut(file)) else {
            return false;
        };
        if *is_common || gate.features.last().is_some_and(|last| last == name) {
            return false;
        }
        gate.features.push(name.to_owned());
        if gate.features.len() > MAX_FEATURES {
            gate.features.clear();
            *is_common = true;
        }
        true
    }

    fn unmarked(&self) -> BTreeSet<usize> {
        let files = self.gates.iter().zip(&self.is_common).enumerate();
        let files = files.filter(|(_, (gate, is_common))| gate.features.is_empty() && !**is_common);
        files.map(|(file, _)| file).collect()
    }
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
struct Links<'n> {
    file_of: Vec<Option<usize>>,
    mentions: Mentions<'n>,
    files: Vec<BTreeSet<usize>>,
}

impl Links<'_> {
    fn files_of(&self, needs: &Needs) -> BTreeSet<usize> {
        let types = needs.types.iter();
        let files = types.filter_map(|id| self.file_of.get(id.0).copied().flatten());
        let named = needs.paths.iter().flat_map(|path| self.mentions.files_in(path));
        files.chain(named).collect()
    }
}

fn links<'n>(api: &Api, types: &'n [TypeName], files: &'n [ModelFile]) -> Links<'n> {
    let mut links = Links {
        file_of: vec![None; api.types.len()],
        mentions: Mentions::of(types, files),
        files: Vec::new(),
    };
    for (index, file) in files.iter().enumerate() {
        for id in &file.types {
            if let Some(slot) = links.file_of.get_mut(id.0) {
                *slot = Some(index);
            }
        }
    }
    let inside = needs_of_types(api);
    let files = files.iter().map(|file| {
        let needs = file.types.iter().filter_map(|id| inside.get(id.0));
        needs.flat_map(|needs| links.files_of(needs)).collect()
    });
    links.files = files.collect();
    links
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Gate, MAX_FEATURES, Marks, feature_name};

    #[test]
    fn what_many_features_need_is_compiled_in_any_case() {
        // The second file is needed by the first one.
        let links = [BTreeSet::from([1]), BTreeSet::new(), BTreeSet::new(), BTreeSet::new()];
        let mut marks = Marks {
            links: &links,
            gates: vec![Gate::default(); links.len()],
            is_common: vec![false; links.len()],
        };
        for tag in 0..=MAX_FEATURES {
            marks.mark(&format!("t{tag}"), [0].into());
        }
        (0..MAX_FEATURES).for_each(|tag| marks.mark(&format!("t{tag}"), [2].into()));
        let features: Vec<usize> = marks.gates.iter().map(|gate| gate.features.len()).collect();
        assert_eq!(features, [0, 0, MAX_FEATURES, 0]);
        assert_eq!(marks.is_common, [true, true, false, false]);
        assert_eq!(marks.unmarked(), [3].into());
    }

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
