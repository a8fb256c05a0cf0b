//! What a reference to nothing may have meant.

use super::node::Node;
use crate::pointer::Pointer;
use crate::text::similar;

/// The member of `owner`, the object around a target that does not exist, whose name is similar.
pub(crate) fn similar_name(owner: Option<&Node>, target: &Pointer) -> Option<Pointer> {
    let names = owner?.as_object()?.keys().map(String::as_str);
    let wanted = target.segments().pop()?;
    Some(target.parent()?.child(similar(&wanted, names)?))
}
