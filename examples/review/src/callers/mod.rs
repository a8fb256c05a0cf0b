//! The same program for each version: it orders bread, prints the receipt when the order is ready, and cancels it otherwise.

pub mod v1;
pub mod v2;
pub mod v3;
