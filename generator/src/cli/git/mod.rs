//! Files of a revision of a git repository, read by the program `git`.

mod error;
mod objects;
mod repository;
mod revision;

pub(super) use error::GitError;
pub(super) use repository::Repository;
pub(super) use revision::{Kind, Revision};
