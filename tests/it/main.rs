//! Tests of the two generated clients, of the programs under `examples/`, and of committed output.
//!
//! All are in one binary: linking a binary takes longer than running most of these tests.

mod admin;
mod alone;
mod features;
mod generated;
mod prism;
mod reference;
mod tag_features;
mod tag_features_of_overrides;
mod wire;
