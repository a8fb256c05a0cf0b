//! Reading a long list: the codec beside `serde_json` with derived types.

use crate::subject::SIDES;
use crate::{counting, handwritten, logto};
use std::hint::black_box;

#[allow(clippy::expect_used, reason = "a list that cannot be read is no measurement")]
pub fn run(side: &str, list: &[u8], count: usize) {
    for _ in 0..count {
        if side == SIDES[0] {
            let users: Vec<logto::models::User> = oaspen_client::json::from_slice(list).expect("users");
            black_box(users);
        } else {
            let users: Vec<handwritten::User> = serde_json::from_slice(list).expect("users");
            black_box(users);
        }
    }
}

/// Allocations and bytes of reading it once.
pub fn allocations(side: &str, list: &[u8]) -> (u64, u64) {
    let before = counting::now();
    run(side, list, 1);
    let after = counting::now();
    (after.0 - before.0, after.1 - before.1)
}
