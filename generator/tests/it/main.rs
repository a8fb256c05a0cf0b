//! Tests of the library and of the command line.
//!
//! All are in one binary: linking a binary takes longer than running most of these tests.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/poison.rs"]
mod poison;
#[path = "../common/safe.rs"]
mod safe;
#[path = "../common/words.rs"]
mod words;

mod arguments;
mod bounds;
mod bounds_of_files;
mod builders;
mod chains;
#[cfg(feature = "cli")]
mod chromium;
#[cfg(feature = "cli")]
mod cli;
#[cfg(feature = "cli")]
mod cli_diff;
#[cfg(feature = "cli")]
mod cli_docs;
#[cfg(feature = "cli")]
mod cli_folders;
#[cfg(feature = "cli")]
mod cli_git_diff;
#[cfg(feature = "cli")]
mod cli_init;
#[cfg(feature = "cli")]
mod cli_learn;
#[cfg(feature = "cli")]
mod cli_learn_write;
#[cfg(feature = "cli")]
mod cli_looks;
#[cfg(feature = "cli")]
mod cli_owners;
#[cfg(feature = "cli")]
mod cli_revisions;
#[cfg(feature = "cli")]
mod cli_support;
#[cfg(feature = "cli")]
mod cli_update;
#[cfg(feature = "cli")]
mod cli_workflows;
#[cfg(feature = "cli")]
mod cli_workspace;
mod compare;
mod compare_nothing;
mod compare_operations;
mod configuration;
#[cfg(feature = "cli")]
mod contained;
mod determinism;
#[cfg(feature = "cli")]
mod documents;
#[cfg(all(feature = "cli", unix))]
mod endless;
mod errors;
#[cfg(feature = "cli")]
mod example_review;
mod filters;
mod fixed_point;
mod histories;
mod hostile;
mod hostile_unions;
#[cfg(feature = "cli")]
mod learn;
#[cfg(feature = "cli")]
mod looks;
mod merges;
mod modules;
mod names_hold;
mod nesting;
mod obstacle;
mod parameters_move;
mod reference;
mod renames;
mod replay;
mod replay_changes;
mod replay_documents;
#[cfg(feature = "cli")]
mod reports;
#[cfg(feature = "cli")]
mod rerun;
#[cfg(feature = "cli")]
mod review;
mod routes;
mod runtime_examples;
mod scripts;
mod shared_parts;
mod shared_types;
mod specs;
mod stability;
mod steps;
mod wire_names;
