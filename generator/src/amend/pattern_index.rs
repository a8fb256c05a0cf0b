//! Which patterns a key may end, found by what the key at the end of each pattern has.

use std::collections::{BTreeSet, HashMap};

use super::pattern::{Last, Pattern};

/// Indices of patterns.
#[derive(Default)]
pub(super) struct PatternIndex<'p> {
    by_last: HashMap<Last<'p>, Vec<usize>>,
    /// The bytes of the texts at the starts and at the ends of keys.
    lengths: BTreeSet<usize>,
}

impl<'p> PatternIndex<'p> {
    pub(super) fn of(patterns: &'p [Pattern]) -> Self {
        let mut found = Self::default();
        for (number, pattern) in patterns.iter().enumerate() {
            let last = pattern.last();
            if let Last::Start(text) | Last::End(text) = last {
                found.lengths.insert(text.len());
            }
            found.by_last.entry(last).or_default().push(number);
        }
        found
    }

    pub(super) fn near(&self, key: &str) -> Vec<usize> {
        let mut found = Vec::new();
        let mut add = |last: Last<'_>| found.extend(self.by_last.get(&last).into_iter().flatten());
        add(Last::Any);
        add(Last::Key(key));
        for length in self.lengths.range(..=key.len()) {
            if let Some((start, _)) = key.split_at_checked(*length) {
                add(Last::Start(start));
            }
            if let Some((_, end)) = key.split_at_checked(key.len() - length) {
                add(Last::End(end));
            }
        }
        found
    }
}
