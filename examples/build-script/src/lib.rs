//! The generated client, in a module with a chosen name.

pub mod petstore {
    oaspen_client::include_client!("petstore");
}
