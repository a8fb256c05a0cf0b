//! The generated client, under a name of our choice.

pub mod petstore {
    oaspen_client::include_client!("petstore");
}
