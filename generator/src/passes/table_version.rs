//! The version of the tables that a client needs.

use crate::ir::Api;

/// The version that has every row of the first release. When a later version adds a row, a client without that row keeps the older
/// version, so that it still compiles with an older runtime (see "Contract of table versions" in `docs/ARCHITECTURE.md`).
const FIRST: u32 = 1;

/// The version that has the key `with` in the row `pages`, and the row `unused_schemes`.
const SECOND: u32 = 2;

pub(super) fn decide(api: &mut Api) {
    let mut pagings = api.operations.iter().filter_map(|operation| operation.paging.as_ref());
    let has_switch = pagings.any(|paging| paging.switch.is_some());
    api.table_version = if has_switch || api.schemes.iter().any(|scheme| !scheme.is_used) {
        SECOND
    } else {
        FIRST
    };
}
