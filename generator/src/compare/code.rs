//! What breaks code that uses the old client.

use super::report::BrokenItem;
use super::surface::Surface;

/// Every item of the old client that code can no longer use in the same way.
pub(crate) fn breaks(old: &Surface, new: &Surface) -> Vec<BrokenItem> {
    let changed = old.items.iter().filter_map(|(path, item)| {
        let after = new.items.get(path).map(|item| item.signature.clone());
        let is_same = after.as_ref() == Some(&item.signature) || is_alias(new, path, after.as_deref());
        (!is_same).then(|| BrokenItem {
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
