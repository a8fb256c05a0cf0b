//! Calls without async. Feature `blocking`.

pub(crate) mod call;
pub(crate) mod pages;
mod runtime;
pub(crate) mod streams;
