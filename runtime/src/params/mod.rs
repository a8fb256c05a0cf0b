//! Parameters as text: styles, paths, forms, multipart bodies, and the URLs that requests go to.

pub(crate) mod any_part;
pub(crate) mod base_url;
pub(crate) mod error;
pub(crate) mod form;
pub(crate) mod multipart;
pub(crate) mod param;
pub(crate) mod path;
pub(crate) mod server;
pub(crate) mod style;
