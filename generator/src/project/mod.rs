//! Clients on disk: one from a document, or several from one `oaspen.toml`.

mod clients;
mod overlap;

pub use clients::{ClientReport, Project, client_name, update, update_client, update_reference};
pub(crate) use clients::{report_write_error, with_lock};
