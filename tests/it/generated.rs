//! `generated/` is the current output for `specs/`.

use std::path::Path;

use oaspen::Mode;

#[test]
fn generated_code_is_current() {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("oaspen.toml");
    let reports = oaspen::update(&config, Mode::Check).expect("the specs are usable");
    let stale: Vec<_> = reports
        .iter()
        .flat_map(|report| &report.report.changes)
        .map(|change| change.path.display())
        .collect();
    assert!(stale.is_empty(), "not current; run `cargo oaspen generate`: {stale:?}");
    let operations: Vec<usize> = reports.iter().map(|report| report.stats.operations).collect();
    assert_eq!(operations, [18, 23]);
    assert!(reports.iter().all(|report| report.stats.skipped == 0));
}
