//! The tables that generated code consists of, and the decoders that their rows name.
//!
//! `api!` and `operation!` write the tables; they are not meant to be written by hand.

pub(crate) mod api;
pub(crate) mod charset;
pub(crate) mod decode;
#[cfg(feature = "test-util")]
pub(crate) mod encode;
pub(crate) mod lenient;
pub(crate) mod media;
pub(crate) mod operation;
pub(crate) mod status;
