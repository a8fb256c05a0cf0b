//! The two clients and their calls.

use crate::{counting, handwritten, logto};
use tokio::runtime::{Builder, Runtime};

/// The generated client and the handwritten one.
pub const CLIENTS: [&str; 2] = ["generated", "handwritten"];

pub const CALLS: [&str; 3] = ["get one", "list twenty", "patch with a body"];

enum Client {
    Generated(logto::Client),
    Handwritten(handwritten::Client),
}

pub struct Subject {
    client: Client,
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
        let mut subject = Self { client, runtime };
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
