//! What a user chooses: options of one client, and the file `oaspen.toml` with several.

mod file;
mod settings;

pub(crate) use file::Project;
pub use settings::{Filters, Layout, Override, Settings, Times};
