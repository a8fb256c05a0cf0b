//! The steps that a display of progress receives.

use std::mem::discriminant;
use std::sync::Mutex;

use oaspen::{Layout, Mode, Settings, Step, update_client_observed};

#[test]
fn steps_come_in_order_and_count_modules_and_files() {
    let folder = tempfile::tempdir().expect("folder");
    let settings = Settings {
        name: "clerk".to_owned(),
        layout: Layout::Crate,
        ..Settings::default()
    };
    let steps = || {
        let seen = Mutex::new(Vec::new());
        let spec = crate::common::root().join("specs/clerk.yaml");
        let report = update_client_observed(&spec, folder.path(), &settings, Mode::Write, &|step| {
            seen.lock().expect("no other panic").push(step);
        });
        assert!(!report.failed());
        (seen.into_inner().expect("no panic"), report.report.changes.len())
    };
    let (seen, written) = steps();
    let mut kinds = seen.clone();
    kinds.dedup_by_key(|step| discriminant(step));
    assert!(
        matches!(
            kinds.as_slice(),
            [
                Step::Reading,
                Step::Lowering,
                Step::Naming { types: 55.. },
                Step::Emitting { .. },
                Step::Writing { .. }
            ]
        ),
        "{kinds:?}"
    );
    let modules: Vec<(usize, usize)> = seen
        .iter()
        .filter_map(|step| match *step {
            Step::Emitting { done, of } => Some((done, of)),
            _ => None,
        })
        .collect();
    assert!(
        modules.len() > 10 && modules.iter().all(|(_, of)| *of == modules.len()),
        "{modules:?}"
    );
    assert_eq!(
        seen.last(),
        Some(&Step::Writing {
            done: written,
            of: written
        }),
        "every file is new"
    );
    let (seen, written) = steps();
    assert_eq!(written, 0);
    assert!(
        matches!(seen.last(), Some(Step::Writing { done: 0, of: 1.. })),
        "{seen:?}"
    );
}
