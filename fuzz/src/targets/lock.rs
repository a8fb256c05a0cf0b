//! A `names.lock` of any content, beside a document.

use crate::cases::cases;
use crate::choices::Choices;
use crate::generated::{generate, input, settings};
use crate::target::{Part, Target, join};

pub(super) const TARGET: Target = Target {
    name: "lock",
    parts: &[Part::Choices, Part::Document, Part::Lock],
    seeds,
    check,
    memory_mib: 96,
};

fn seeds() -> Vec<Vec<u8>> {
    let of_case = |case: &crate::cases::Case| {
        let locks = [case.lock.clone(), case.given.clone()].into_iter().flatten();
        locks
            .map(|lock| join(&[Vec::new(), case.document.clone(), lock]))
            .collect::<Vec<_>>()
    };
    cases().iter().flat_map(of_case).collect()
}

/// An unusable lock is an error. With any other, the new lock is a fixed point.
fn check(parts: &[&[u8]]) {
    let mut choices = Choices::new(parts[0]);
    let input = input(parts[1], &mut choices);
    let settings = settings(&mut choices);
    generate(&input, &settings, Some(&String::from_utf8_lossy(parts[2])));
}
