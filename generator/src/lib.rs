//! Generates readable Rust clients from OpenAPI documents.
//!
//! In a build script:
//!
//! ```no_run
//! fn main() -> Result<(), oaspen::Error> {
//!     oaspen::configure().generate("specs/petstore.yaml")
//! }
//! ```
//!
//! and in the library, with `oaspen-client` among its dependencies:
//!
//! ```ignore
//! pub mod petstore {
//!     oaspen_client::include_client!("petstore");
//! }
//! ```
//!
//! [`generate`] runs the whole pipeline in memory: from a document to the files of a client. [`reference()`] returns the
//! pages of a reference in Markdown instead.
//!
//! # Features
//!
//! - `cli` (on by default): what only the commands need, with both of the following.
//! - `diff`: `compare` and `review`.
//! - `reference`: `reference` and `update_reference`, and `Adoption`, which writes the reference together with a new document.
//!
//! A build script needs none of them: with `default-features = false`, it is built in less time.

// Some functions are called only by what these features add.
#![cfg_attr(not(all(feature = "diff", feature = "reference")), allow(dead_code, unused_imports))]

mod amend;
mod build_script;
#[cfg(feature = "diff")]
mod compare;
mod config;
#[cfg(feature = "cli")]
mod decoded;
mod diag;
mod emit;
mod error;
mod files;
mod format;
mod infer;
mod ir;
#[cfg(feature = "cli")]
mod learn;
mod limits;
mod load;
mod lower;
mod manifest;
mod markdown;
mod media;
mod name;
mod normalize;
mod origins;
mod outcome;
mod passes;
mod pipeline;
mod pointer;
mod project;
#[cfg(feature = "reference")]
mod reference;
mod resolve;
#[cfg(feature = "diff")]
mod review;
mod step;
mod text;
mod workers;
mod write;

pub use build_script::{Configuration, configure};
#[cfg(feature = "diff")]
pub use compare::{
    BrokenItem, Bump, Change as ClientChange, Comparison, ItemChanges, Part, RULES, Rule, Unreadable, Verdict, Version,
    compare, item_changes, rule,
};
pub use config::{
    Accepted, Filters, Layout, Override, PackageFeatures, Pages, PagesStyle, Requirements, Segments, Settings,
    Statuses, StreamOf, TimeLibrary, TimesWithoutOffset, runtime_path,
};
pub use diag::{
    Code, Diagnostic, Diagnostics, Example, Position, RenderOptions, RenderStyle, Selection, Severity, SourceLocation,
    Sources, codes, locations, render, render_all, render_each, select, silence, without_example,
};
pub use error::Error;
pub use files::MAX_FILE_SIZE;
#[doc(hidden)]
pub use files::{FileError, read_file, read_file_up_to, read_text};
pub use format::File;
#[cfg(feature = "cli")]
pub use learn::{
    DecisionValue, Exchange, ExchangeCounts, LearnOptions, LearnedOverride, Lesson, RecordingError, UnknownRequest,
    Unrepaired, learn, read_recording,
};
pub use limits::DocumentLimits;
pub use load::{Input, MissingFile, Store, cannot_read, similar_file};
pub use outcome::{Outcome, Stats};
#[cfg(feature = "reference")]
pub use pipeline::reference;
pub use pipeline::{Stage, generate, inspect};
pub use pointer::Pointer;
#[cfg(feature = "reference")]
pub use project::{Adoption, Incoming, update_reference};
pub use project::{
    ClientReport, Project, ProjectClient, client_name, default_name, update, update_client, update_client_observed,
};
#[cfg(feature = "diff")]
pub use review::{ReviewFormat, ReviewOptions, review};
pub use step::{OnStep, Step};
#[doc(hidden)]
pub use text::{
    columns, is_unsafe_char, one_line, padded, similar, url, visible, visible_json, without_commands, wrapped,
};
pub use write::{Change, Mode, Report};
