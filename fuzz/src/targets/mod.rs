//! The table of targets.

mod codec;
mod config;
mod diff;
mod document;
mod events;
mod json_lines;
mod link;
mod lock;
mod media_type;
mod overrides;
mod recording;
mod retry_after;
mod token;

use crate::target::Target;

pub use document::{mutated_client, mutated_package};

/// Every target.
pub const TARGETS: &[Target] = &[
    document::TARGET,
    lock::TARGET,
    config::TARGET,
    overrides::TARGET,
    diff::TARGET,
    recording::TARGET,
    codec::TARGET,
    events::TARGET,
    json_lines::TARGET,
    link::TARGET,
    retry_after::TARGET,
    media_type::TARGET,
    token::TARGET,
];

/// A target by its name.
#[must_use]
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
