//! Which operations are generated.

use std::collections::{BTreeMap, BTreeSet};

use crate::text::similar;

/// Which operations are generated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// Generates only operations with one of these tags.
    pub include_tags: Vec<String>,
    /// Generates only operations with one of these ids.
    pub include_operations: Vec<String>,
    /// Generates only operations whose path starts with one of these.
    pub include_paths: Vec<String>,
    /// Skips operations with one of these tags.
    pub exclude_tags: Vec<String>,
    /// Skips operations with one of these ids.
    pub exclude_operations: Vec<String>,
    /// Skips operations whose path starts with one of these.
    pub exclude_paths: Vec<String>,
}

impl Filters {
    /// Whether anything is filtered at all.
    pub fn any(&self) -> bool {
        *self != Self::default()
    }

    /// Whether an operation is generated: it matches an include, if there are any, and no exclude.
    pub fn allow(&self, id: &str, path: &str, tags: &[&str]) -> bool {
        let index = self.index();
        index.allow(&index.matching(id, path, tags))
    }

    /// For the filters of many operations.
    pub(crate) fn index(&self) -> FilterIndex<'_> {
        let mut index = FilterIndex {
            all: self.all().collect(),
            ..FilterIndex::default()
        };
        for (number, filter) in index.all.iter().enumerate() {
            let known = index.by_text.entry((filter.criterion, filter.text)).or_default();
            known.push(number);
            index.has_includes |= filter.includes;
            if filter.criterion == Criterion::Path {
                index.lengths.insert(filter.text.len());
            }
        }
        index
    }

    /// Every filter.
    pub(crate) fn all(&self) -> impl Iterator<Item = Filter<'_>> {
        let lists = [
            ("include-tags", Criterion::Tag, true, &self.include_tags),
            ("include-operations", Criterion::Id, true, &self.include_operations),
            ("include-paths", Criterion::Path, true, &self.include_paths),
            ("exclude-tags", Criterion::Tag, false, &self.exclude_tags),
            ("exclude-operations", Criterion::Id, false, &self.exclude_operations),
            ("exclude-paths", Criterion::Path, false, &self.exclude_paths),
        ];
        lists.into_iter().flat_map(|(name, criterion, includes, list)| {
            list.iter().map(move |text| Filter {
                name,
                text,
                criterion,
                includes,
            })
        })
    }
}

/// One filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Filter<'a> {
    /// Its key in the configuration.
    pub name: &'static str,
    pub text: &'a str,
    criterion: Criterion,
    includes: bool,
}

/// The filters by their texts.
#[derive(Debug, Default)]
pub(crate) struct FilterIndex<'a> {
    all: Vec<Filter<'a>>,
    by_text: BTreeMap<(Criterion, &'a str), Vec<usize>>,
    has_includes: bool,
    /// The lengths of the paths.
    lengths: BTreeSet<usize>,
}

/// What a filter compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Criterion {
    Tag,
    Id,
    /// The beginning of the path.
    Path,
}

impl<'a> FilterIndex<'a> {
    /// The numbers of the filters that match an operation.
    pub(crate) fn matching(&self, id: &str, path: &str, tags: &[&str]) -> BTreeSet<usize> {
        let tags = tags.iter().map(|tag| (Criterion::Tag, *tag));
        let lengths = self
            .lengths
            .iter()
            .map_while(|length| (*length <= path.len()).then_some(*length));
        let paths = lengths.filter_map(|length| Some((Criterion::Path, path.get(..length)?)));
        let texts = tags.chain([(Criterion::Id, id)]).chain(paths);
        texts
            .flat_map(|text| self.by_text.get(&text).into_iter().flatten().copied())
            .collect()
    }

    /// Whether an operation with these filters is generated.
    pub(crate) fn allow(&self, matching: &BTreeSet<usize>) -> bool {
        let mut filters = matching.iter().filter_map(|number| self.all.get(*number));
        let mut is_included = !self.has_includes;
        filters.all(|filter| {
            is_included |= filter.includes;
            filter.includes
        }) && is_included
    }

    /// The filters with other numbers.
    pub(crate) fn others(&self, numbers: &BTreeSet<usize>) -> impl Iterator<Item = &Filter<'a>> {
        let all = self.all.iter().enumerate();
        all.filter(|(number, _)| !numbers.contains(number))
            .map(|(_, filter)| filter)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }
}

impl Filter<'_> {
    /// What it was probably meant to match, of the ids, paths and tags of operations.
    pub(crate) fn similar<'n>(
        &self,
        operations: impl Iterator<Item = (&'n str, &'n str, &'n [String])>,
    ) -> Option<&'n str> {
        let names = operations.flat_map(|(id, path, tags)| match self.criterion {
            Criterion::Tag => tags.iter().map(String::as_str).collect(),
            Criterion::Id => vec![id],
            Criterion::Path => vec![path],
        });
        similar(self.text, names)
    }
}

#[cfg(test)]
mod tests {
    use super::Filters;

    #[test]
    fn filters_include_first_and_exclude_last() {
        let filters = Filters {
            include_tags: vec!["Users".into()],
            include_paths: vec!["/roles".into()],
            exclude_operations: vec!["DeleteUser".into()],
            ..Filters::default()
        };
        assert!(filters.allow("GetUser", "/users", &["Users"]));
        assert!(filters.allow("x", "/roles/1", &[]));
        assert!(!filters.allow("DeleteUser", "/users", &["Users"]));
        assert!(!filters.allow("x", "/apps", &["Apps"]));
        assert!(Filters::default().allow("x", "/y", &[]));
    }
}
