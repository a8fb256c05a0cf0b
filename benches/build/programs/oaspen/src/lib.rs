//! The generated client.

pub mod client {
    oaspen_client::include_client!("client");
}
