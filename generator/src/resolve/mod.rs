//! Resolving: typed access to the normalized trees, one object at a time.
//!
//! `openapiv3` rejects a whole document for one invalid object. Objects are therefore deserialized one by one, with every
//! nested definition replaced by a reference to its own pointer. An invalid object then affects only itself, and
//! an inline schema looks like a referenced one to the next stage.

mod error;
mod objects;
mod parameter;
mod paths;
mod plain;
mod recent;
mod resolver;
mod schema;

pub(crate) use error::ResolveError;
pub(crate) use objects::{Operation, RequiredSchemes, Server};
pub(crate) use parameter::{Location, Parameter, ParameterValue, Style};
pub(crate) use paths::{DeclaredPath, all_paths};
pub(crate) use recent::Recent;
pub(crate) use resolver::Resolver;
pub(crate) use schema::{Discriminator, Extra, Range, Schema, SchemaType};
