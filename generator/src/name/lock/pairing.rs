//! Pairs of an old and a new key that no other pair makes doubtful.

use std::collections::BTreeMap;

/// The old key and the new one of a candidate, and how well they fit.
pub(super) type Pair<'k, S> = (&'k str, &'k str, S);

/// The candidates that are the only best one of both keys. No key may be an old and a new one.
pub(super) fn clear<'c, T, S: PartialOrd + Copy>(
    candidates: &'c [T],
    pair: impl Fn(&'c T) -> Pair<'c, S>,
) -> impl Iterator<Item = &'c T> {
    // The best score of each key, and how many pairs have it.
    let mut best: BTreeMap<&str, (S, usize)> = BTreeMap::new();
    for (old, new, score) in candidates.iter().map(&pair) {
        for key in [old, new] {
            let known = best.entry(key).or_insert((score, 0));
            if score > known.0 {
                *known = (score, 0);
            }
            known.1 += usize::from(score == known.0);
        }
    }
    candidates.iter().filter(move |candidate| {
        let (old, new, score) = pair(candidate);
        [old, new].iter().all(|key| best.get(key) == Some(&(score, 1)))
    })
}

#[cfg(test)]
mod tests {
    use super::clear;

    #[test]
    fn the_only_best_pairs_of_both_keys() {
        let all = [
            ("a", "A", 2),
            ("a", "B", 1),
            ("b", "B", 1),
            ("c", "C", 1),
            ("c", "D", 1),
            ("d", "D", 3),
        ];
        let found: Vec<_> = clear(&all, |pair| *pair).collect();
        assert_eq!(found, [&("a", "A", 2), &("d", "D", 3)]);
    }
}
