//! Clients on disk: one from a document, or several from one `oaspen.toml`.

mod adopt;
mod clients;
mod default_name;
mod incoming;
mod index;
mod overlap;

pub use adopt::Adoption;
pub use clients::{
    ClientReport, Project, ProjectClient, update, update_client, update_client_observed, update_reference,
};
pub(crate) use clients::{report_write_error, with_lock};
pub use default_name::{client_name, default_name};
pub use incoming::Incoming;
