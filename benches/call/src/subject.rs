//! The two clients and their calls.

use crate::{counting, handwritten, logto};
use std::sync::Arc;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

/// The generated client and the handwritten one.
pub const CLIENTS: [&str; 2] = ["generated", "handwritten"];

pub const CALLS: [&str; 4] = ["get one", "list twenty", "patch with a body", "error 404"];

enum Client {
    Generated(logto::Client),
    Handwritten(handwritten::Client),
}

pub struct Subject {
    client: Arc<Client>,
    runtime: Runtime,
}

#[allow(clippy::expect_used, reason = "the measurement is invalid if a call fails")]
impl Subject {
    pub fn new(address: &str, client: &str) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let client = if client == CLIENTS[0] {
            let builder = logto::Client::builder().base_url(address).bearer_token("token");
            Client::Generated(builder.build().expect("a client"))
        } else {
            Client::Handwritten(handwritten::Client::new(address, "token").expect("a client"))
        };
        let mut subject = Self {
            client: Arc::new(client),
            runtime,
        };
        // Connects, and initializes caches.
        CALLS.iter().for_each(|call| subject.run(call, 3));
        subject
    }

    /// Makes calls sequentially.
    pub fn run(&mut self, call: &str, count: usize) {
        self.runtime.block_on(async {
            for _ in 0..count {
                self.client.call(call).await;
            }
        });
    }

    /// Makes calls at once, each on a connection of its own.
    pub fn run_at_once(&mut self, call: &'static str, count: usize) {
        self.runtime.block_on(async {
            let mut calls = JoinSet::new();
            for _ in 0..count {
                let client = Arc::clone(&self.client);
                calls.spawn(async move { client.call(call).await });
            }
            calls.join_all().await;
        });
    }

    /// Allocations and bytes per call.
    pub fn allocations(&mut self, call: &str) -> (u64, u64) {
        let before = counting::totals();
        self.run(call, 200);
        let after = counting::totals();
        ((after.0 - before.0 + 100) / 200, (after.1 - before.1 + 100) / 200)
    }
}

#[allow(clippy::expect_used, reason = "the measurement is invalid if a call fails")]
impl Client {
    async fn call(&self, call: &str) {
        match (self, call) {
            (Self::Generated(client), "get one") => {
                let user = client.users().get_user("cczuqgho0001").await.expect("a user");
                assert_eq!(user.id, "cczuqgho0001");
            }
            (Self::Handwritten(client), "get one") => {
                let user = client.get_user("cczuqgho0001").await.expect("a user");
                assert_eq!(user.id, "cczuqgho0001");
            }
            (Self::Generated(client), "list twenty") => {
                let list = client.users().list_users().page(1).page_size(20).await.expect("a list");
                assert!(list.len() > 10);
            }
            (Self::Handwritten(client), "list twenty") => {
                let list = client.list_users(1, 20).await.expect("a list");
                assert!(list.len() > 10);
            }
            (Self::Generated(client), "error 404") => {
                let error = client.users().get_user("missing").await.expect_err("an error");
                assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
            }
            (Self::Handwritten(client), "error 404") => {
                let error = client.get_user("missing").await.expect_err("an error");
                assert!(matches!(error, handwritten::Error::Status(404, _)));
            }
            (Self::Generated(client), _) => {
                let body = logto::models::UpdateUserRequest::new()
                    .with_username("bob")
                    .with_name("Bob");
                let user = client.users().update_user("cczuqgho0001", body).await.expect("a user");
                assert_eq!(user.id, "cczuqgho0001");
            }
            (Self::Handwritten(client), _) => {
                let body = handwritten::UpdateUser {
                    username: Some("bob".to_owned()),
                    name: Some("Bob".to_owned()),
                };
                let user = client.update_user("cczuqgho0001", &body).await.expect("a user");
                assert_eq!(user.id, "cczuqgho0001");
            }
        }
    }
}
