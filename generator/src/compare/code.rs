//! What breaks code that uses the old client.

use super::surface::Surface;

/// A public item that the new client does not have, or has with another signature.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Break {
    pub path: String,
    pub before: String,
    /// `None` if it is gone.
    pub after: Option<String>,
}

/// Every item of the old client that code can no longer use in the same way.
pub(crate) fn breaks(old: &Surface, new: &Surface) -> Vec<Break> {
    let changed = old.items.iter().filter_map(|(path, item)| {
        let after = new.items.get(path).map(|item| item.signature.clone());
        let is_same = after.as_ref() == Some(&item.signature) || is_alias(new, path, after.as_deref());
        (!is_same).then(|| Break {
            path: path.clone(),
            before: item.signature.clone(),
            after,
        })
    });
    changed.collect()
}

/// Whether an item is now a deprecated alias, or belongs to one: `models::Old::name` of `type Old = New`.
fn is_alias(new: &Surface, path: &str, after: Option<&str>) -> bool {
    let target = |path: &str| {
        let alias = new.items.get(path).filter(|item| item.is_deprecated)?;
        alias.signature.strip_prefix("type = ").map(str::to_owned)
    };
    if after.is_some() {
        return target(path).is_some();
    }
    let owner = path.rsplit_once("::").map(|(owner, _)| owner);
    owner.and_then(target).is_some()
}
