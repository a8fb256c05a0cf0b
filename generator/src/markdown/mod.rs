//! Descriptions of a document as safe rustdoc.
//!
//! A description comes from the author of the document. It is parsed as Markdown and written again: code blocks
//! become `text` blocks, so that none is a doctest; HTML without a counterpart in Markdown and intra-doc brackets are
//! escaped; control and bidirectional characters are removed; the length is bounded.

mod brief;
mod cell;
mod container;
mod html;
mod lines;
mod plain;
mod summary;
mod writer;

pub(crate) use brief::brief;
pub(crate) use cell::{cell, plain_cell};
pub(crate) use lines::{lines, one_line};
pub(crate) use summary::summarized;
