//! Reports of comparisons: each format of small comparisons against files of `tests/review`.

use crate::cli_support::root;
use oaspen::{Comparison, Input, Settings, Version};

/// Compares two documents below `tests/review`, which the reports name relative to the root of the repository.
fn compared(client: &str, old: &str, new: &str) -> Comparison {
    let version = |name: &str| Version {
        label: name.into(),
        input: Input::Path(root().join("tests/review").join(name)),
        settings: Settings {
            name: client.into(),
            ..Settings::default()
        },
        lock: None,
        files: None,
    };
    oaspen::compare(&version(old), &version(new)).expect("readable")
}

#[test]
fn show() {
    println!("{:#?}", compared("parcels", "parcels/old.yaml", "parcels/new.yaml"));
}
