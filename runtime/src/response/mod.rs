//! Responses: decoded with their headers, or raw.

pub(crate) mod collected;
pub(crate) mod date;
mod download;
pub(crate) mod header;
pub(crate) mod raw;
pub(crate) mod typed;
