//! Clients on disk: one from a document, or several from one `oaspen.toml`.

#[cfg(feature = "reference")]
mod adopt;
mod clients;
mod default_name;
mod earlier_lock;
mod edited;
#[cfg(feature = "reference")]
mod incoming;
mod index;
mod overlap;

#[cfg(feature = "reference")]
pub use adopt::Adoption;
#[cfg(feature = "reference")]
pub use clients::update_reference;
pub use clients::{ClientReport, Project, ProjectClient, update, update_client, update_client_observed};
pub(crate) use clients::{report_write_error, with_lock};
pub use default_name::{client_name, default_name};
#[cfg(feature = "reference")]
pub use incoming::Incoming;
