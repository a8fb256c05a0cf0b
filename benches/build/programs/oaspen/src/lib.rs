//! The generated client.

pub mod pets {
    oaspen_client::include_client!("pets");
}
