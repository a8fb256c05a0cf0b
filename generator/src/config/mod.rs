//! Configuration: the options of one client, and the file `oaspen.toml` with several clients.

mod accepted;
mod file;
mod filters;
mod overrides;
mod pages;
mod paths;
mod settings;
mod times;

pub use accepted::Accepted;
pub(crate) use file::{ClientEntry, ProjectFile};
pub(crate) use filters::Filter;
pub use filters::Filters;
pub(crate) use overrides::{Decision, Later};
pub use overrides::{Override, Requirements, Segments, Statuses, StreamOf};
pub use pages::{Pages, PagesStyle};
pub use paths::runtime_path;
pub(crate) use paths::{from as path_from, parts as path_parts};
pub(crate) use settings::LOCK_MARK;
pub use settings::{Layout, PackageFeatures, Settings};
pub use times::{TimeLibrary, TimesWithoutOffset};
