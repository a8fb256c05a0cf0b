//! What a user chooses: options of one client, and the file `oaspen.toml` with several.

mod file;
mod overlap;
mod pages;
mod paths;
mod settings;

pub(crate) use file::{Client, Project};
pub use pages::{Pages, PagesStyle};
pub use paths::runtime_path;
pub use settings::{Filters, Layout, Override, Segments, Settings, Times};
