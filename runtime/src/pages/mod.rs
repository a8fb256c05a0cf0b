//! Pagination: `pages()`, `items()` and `stream()` on the calls of paged operations.
//!
//! The table of an operation describes how its pages follow each other (`table`); `page_info` reads what a response
//! contains about the next page; `progress` decides what to request next. Only the outermost layer is generic.

mod decoded_items;
mod error;
pub(crate) mod items;
mod link;
pub(crate) mod list;
pub(crate) mod page;
mod page_info;
pub(crate) mod paged_call;
mod pager;
mod progress;
mod request_body;
#[cfg(feature = "stream")]
mod stream;
pub(crate) mod table;
