//! Every target with its committed inputs, its seeds and some mutations: the properties hold, and nothing panics.

#![allow(clippy::expect_used, reason = "tests")]

use fuzz::{Input, TARGETS, inputs, limit_address_space, target};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

/// The seed of the mutations.
const SEED: u64 = 1;

/// Time and memory are those of the whole process, so targets run one after the other.
static TURN: Mutex<()> = Mutex::new(());

/// Runs the inputs, every `step`-th of the seeds, and so many mutations.
fn run(name: &str, step: usize, mutations: u64) {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let target = target(name).expect("a target");
    let all = inputs(target);
    let is_seed = |input: &&Input| input.name.starts_with("seed ");
    let committed = all.iter().filter(|input| !is_seed(input)).cloned();
    let seeds = all.iter().filter(is_seed).step_by(step).cloned();
    let mutated = (0..mutations).map(|index| Input::mutated(target, &all, SEED, index));
    let mut failed = Vec::new();
    for input in committed.chain(seeds).chain(mutated) {
        if catch_unwind(AssertUnwindSafe(|| target.run(&input.bytes))).is_err() {
            failed.push(input.name);
        }
    }
    assert!(failed.is_empty(), "{name}: {failed:#?}");
}

#[test]
fn document() {
    run("document", 16, 120);
}

#[test]
fn lock() {
    run("lock", 16, 60);
}

#[test]
fn config() {
    run("config", 4, 100);
}

#[test]
fn overrides() {
    run("overrides", 16, 60);
}

#[test]
fn diff() {
    run("diff", 32, 30);
}

#[test]
fn recording() {
    run("recording", 3, 60);
}

#[test]
fn codec() {
    run("codec", 1, 1000);
}

#[test]
fn events() {
    run("events", 1, 300);
}

#[test]
fn json_lines() {
    run("json_lines", 1, 300);
}

#[test]
fn link() {
    run("link", 1, 300);
}

#[test]
fn retry_after() {
    run("retry_after", 1, 500);
}

#[test]
fn media_type() {
    run("media_type", 1, 500);
}

#[test]
fn token() {
    run("token", 1, 500);
}

/// Memory is bounded while an input runs: this test runs itself in another process, which has to end.
#[test]
fn a_process_that_allocates_too_much_ends() {
    const CHILD: &str = "FUZZ_TEST_ALLOCATES";
    const GIB: usize = 1 << 30;
    if std::env::var_os(CHILD).is_some() {
        limit_address_space(GIB as u64);
        std::hint::black_box(Vec::<u8>::with_capacity(2 * GIB));
        return;
    }
    let program = std::env::current_exe().expect("the path of this program");
    let mut child = Command::new(program);
    child.args(["--exact", "a_process_that_allocates_too_much_ends", "--nocapture"]);
    let output = child.env(CHILD, "1").output().expect("a process");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{errors}");
    assert!(errors.contains("memory allocation of"), "{errors}");
}

/// A target has a test above, a program for libFuzzer and a row in the manifest.
#[test]
fn every_target_has_its_programs() {
    let manifest = include_str!("../Cargo.toml");
    let tests = include_str!("it.rs");
    for target in TARGETS {
        let name = target.name;
        assert!(
            manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")),
            "Cargo.toml: {name}"
        );
        assert!(tests.contains(&format!("run(\"{name}\"")), "tests/it.rs: {name}");
    }
}
