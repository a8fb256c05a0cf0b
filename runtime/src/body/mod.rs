//! Bodies: of requests (bytes, files, streams) and of responses.

pub(crate) mod boxed;
mod concat;
#[cfg(not(target_arch = "wasm32"))]
mod file;
pub(crate) mod json_lines;
mod pieces;
pub(crate) mod request;
pub(crate) mod response;
mod source;
