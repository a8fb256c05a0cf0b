//! `$ref`s after the rewrite: each names the new pointer of its target.

use crate::load::{Node, for_each_ref};
use crate::origins::Origins;
use crate::pointer::Pointer;

pub(super) fn follow(file: &str, tree: &mut Node, origins: &Origins) {
    for_each_ref(tree, file, &mut |target, _| {
        *target = origins.target(&Pointer::parse(target)).to_string();
    });
}
