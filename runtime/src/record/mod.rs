//! Recording: what a client sends and receives, for `oaspen learn`.

mod body;
mod known;
pub(crate) mod layer;
mod line;
mod mask;
mod names;
mod values;
