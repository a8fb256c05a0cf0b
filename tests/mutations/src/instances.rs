//! Values made from schemas, and an independent validator: the code of `tests/corpus`.
#![allow(dead_code, reason = "not everything is used here")]

#[path = "../../corpus/src/instances/maker.rs"]
pub(crate) mod maker;
#[path = "../../corpus/src/instances/scalars.rs"]
mod scalars;
#[path = "../../corpus/src/instances/schemas.rs"]
pub(crate) mod schemas;
#[path = "../../corpus/src/instances/shapes.rs"]
mod shapes;
#[path = "../../corpus/src/instances/sound.rs"]
mod sound;
#[path = "../../corpus/src/instances/walk.rs"]
pub(crate) mod walk;
