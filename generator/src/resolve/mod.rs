//! The typed view of the normalized trees: any object by its pointer, one level at a time.
//!
//! The typed model reads a document as a whole or not at all, so objects are handed to it one by
//! one, with every nested definition replaced by a reference to its own pointer. One wrong object
//! then spoils only itself, and an inline schema looks like a referenced one to the next stage.

mod error;
mod resolver;

pub(crate) use error::ResolveError;
pub(crate) use resolver::Resolver;
