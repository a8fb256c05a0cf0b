//! Findings about a document: typed diagnostics, each with a location.

mod brackets;
pub mod codes;
mod diagnostic;
mod examples;
mod excerpt;
mod locate;
mod locate_json;
mod position;
mod positions;
mod render;
mod search_tree;
mod select;
mod severity;
mod sources;
mod spelling;

pub use codes::Code;
pub use diagnostic::{Diagnostic, Diagnostics};
pub use examples::{Example, silence, without_example};
pub(crate) use locate::locate;
pub use locate::{SourceLocation, locations};
pub use position::Position;
pub(crate) use position::{deeper_than, repeated_keys};
pub(crate) use positions::Positions;
pub use render::{RenderOptions, RenderStyle, render, render_all, render_each};
pub use select::{Selection, select};
pub use severity::Severity;
pub use sources::Sources;
pub(crate) use spelling::Spellings;
