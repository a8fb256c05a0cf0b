//! Recording: what a client sends and receives, for `oaspen learn`.

mod body;
pub(crate) mod layer;
mod line;
mod mask;
