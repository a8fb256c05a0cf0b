//! One test for each document that has a file in `checks/`.

#[path = "../../snapshots/tests/it/values.rs"]
mod values;

include!(concat!(env!("OUT_DIR"), "/outcomes.rs"));

/// What is wrong with what was generated: each line of a file in `checks/` that does not hold.
fn report(wrong: &[&str]) {
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
