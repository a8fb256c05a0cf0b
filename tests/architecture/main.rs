//! The rules of `docs/ARCHITECTURE.md`, enforced.

mod circles;
mod emission;
mod imports;
mod inline;
mod packages;
mod questions;
mod rooms;
mod sizes;
mod sources;
