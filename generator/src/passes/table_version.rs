//! The version of the tables that a client needs.

use crate::ir::Api;

/// The version that has every row of today. When a later version adds a row, a client without that row keeps the older
/// version, so that it still compiles with an older runtime (see "Contract of table versions" in `docs/ARCHITECTURE.md`).
const FIRST: u32 = 1;

pub(super) fn decide(api: &mut Api) {
    api.table_version = FIRST;
}
