//! Calls without async. Feature `blocking`.

pub(crate) mod body;
pub(crate) mod call;
pub(crate) mod iterator;
mod runtime;
