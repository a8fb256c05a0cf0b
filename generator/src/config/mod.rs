//! Configuration: the options of one client, and the file `oaspen.toml` with several clients.

mod accepted;
mod file;
mod overrides;
mod pages;
mod paths;
mod settings;
mod times;

pub use accepted::Accepted;
pub(crate) use file::{ClientEntry, ProjectFile};
pub(crate) use overrides::{Decision, Later};
pub use overrides::{Override, Requirements, Segments, Statuses, StreamOf};
pub use pages::{Pages, PagesStyle};
pub(crate) use paths::parts as path_parts;
pub use paths::runtime_path;
pub(crate) use settings::LOCK_MARK;
pub use settings::{Filters, Layout, Settings};
pub use times::{TimeLibrary, TimesWithoutOffset};
