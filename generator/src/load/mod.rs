//! Loading: from text to trees, for every file of a document, within limits.
//!
//! The owner of `serde_yaml` and `serde_json`.

mod chains;
mod digits;
mod documents;
mod duplicates;
mod folder;
mod input;
mod missing;
mod mistaken;
mod node;
mod parse;
mod read;
mod refs;
mod repairs;
mod resources;
mod similar_name;
mod target;
mod title;
mod unclosed;
mod values;

pub(crate) use chains::{Chains, End};
pub(crate) use documents::{Documents, documents};
pub use input::{Input, Store};
pub use missing::{MissingFile, cannot_read, similar_file};
pub(crate) use node::{Map, Node, Number, TypedError, below, find, get, to_text, typed};
pub(crate) use refs::for_each_ref;
pub(crate) use similar_name::similar_name;
pub(crate) use title::title;
