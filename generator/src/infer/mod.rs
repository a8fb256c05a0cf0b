//! What a document shows without declaring it: so far, which lists are paged.
//!
//! A stage between lowering and the passes: it completes the IR from names, types and descriptions.

mod paging;

pub(crate) use paging::find as paging;
