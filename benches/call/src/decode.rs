//! Decodes a long list with the codec and with `serde_json` and derived types.

use crate::subject::CLIENTS;
use crate::{handwritten, logto};
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
