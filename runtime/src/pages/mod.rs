//! Pagination: `pages()`, `items()` and `stream()` on the calls of paged operations.
//!
//! The table of an operation describes how its pages follow each other (`table`); `facts` reads what a response
//! tells about the next page; `progress` decides what to request next. Only the outermost layer is generic.

mod facts;
mod found;
pub(crate) mod items;
mod link;
pub(crate) mod list;
pub(crate) mod page;
pub(crate) mod paged_call;
mod progress;
#[cfg(feature = "stream")]
mod stream;
pub(crate) mod table;
mod walk;
