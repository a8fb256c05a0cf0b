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

mod amend;
mod build_script;
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
mod reference;
mod resolve;
mod review;
mod step;
mod text;
mod workers;
mod write;

pub use build_script::{Configuration, configure};
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
pub use files::{FileError, read_file};
pub use format::File;
#[cfg(feature = "cli")]
pub use learn::{
    DecisionValue, Exchange, ExchangeCounts, LearnOptions, LearnedOverride, Lesson, RecordingError, UnknownRequest,
    Unrepaired, learn, read_recording,
};
pub use limits::DocumentLimits;
pub use load::{Input, MissingFile, Store, similar_file};
pub use outcome::{Outcome, Stats};
pub use pipeline::{Stage, generate, inspect, reference};
pub use pointer::Pointer;
pub use project::{
    Adoption, ClientReport, Incoming, Project, ProjectClient, client_name, default_name, update, update_client,
    update_client_observed, update_reference,
};
pub use review::{ReviewFormat, ReviewOptions, review};
pub use step::{OnStep, Step};
#[doc(hidden)]
pub use text::{columns, is_unsafe_char, padded, similar, visible, visible_json, wrapped};
pub use write::{Change, Mode, Report};
