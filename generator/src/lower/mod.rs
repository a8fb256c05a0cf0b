//! Lowering: from OpenAPI to the IR, one operation at a time.
//!
//! Decides which Rust types and calls there are, and never what they are called.

mod all_of;
mod body;
mod branch_schema;
mod branch_sizes;
mod branches;
mod circles;
mod context;
mod cycles;
mod deferred;
mod described;
mod docs;
mod document;
mod encoding;
mod enums;
mod error;
mod examples;
mod foreign;
mod forms;
mod guards;
mod headers;
mod hierarchy;
mod incoming;
mod inheritance;
mod keys;
mod labels;
mod leaf;
mod leaves;
mod media;
mod members;
mod merge;
mod multipart;
mod nesting;
mod null;
mod null_in_words;
mod null_search;
mod object;
mod operation;
mod params;
mod parts;
mod path_query;
mod profile;
mod profiles;
mod referenced;
mod responses;
mod scalar;
mod schema;
mod scheme_names;
mod security;
mod segments;
mod servers;
mod shared_branches;
mod streams;
mod tag_index;
mod template;
mod union;

pub(crate) use document::lower;
#[cfg(feature = "cli")]
pub(crate) use media::preferred_response;
