//! Decodes a long list with the codec and with `serde_json` and derived types.

use crate::subject::CLIENTS;
use crate::{counting, handwritten, logto};
use std::hint::black_box;

#[allow(clippy::expect_used, reason = "the measurement is invalid if decoding fails")]
pub fn run(client: &str, list: &[u8], count: usize) {
    for _ in 0..count {
        if client == CLIENTS[0] {
            let users: Vec<logto::models::User> = oaspen_client::json::from_slice(list).expect("users");
            black_box(users);
        } else {
            let users: Vec<handwritten::User> = serde_json::from_slice(list).expect("users");
            black_box(users);
        }
    }
}

/// Allocations and bytes of decoding the list once.
pub fn allocations(client: &str, list: &[u8]) -> (u64, u64) {
    let before = counting::totals();
    run(client, list, 1);
    let after = counting::totals();
    (after.0 - before.0, after.1 - before.1)
}
