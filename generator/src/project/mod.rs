//! Clients on disk: one from a document, or several from one `oaspen.toml`.

mod adopt;
mod clients;
mod incoming;
mod overlap;

pub use adopt::Adoption;
pub use clients::{ClientReport, Project, ProjectClient, client_name, update, update_client, update_reference};
pub(crate) use clients::{report_write_error, with_lock};
pub use incoming::Incoming;
