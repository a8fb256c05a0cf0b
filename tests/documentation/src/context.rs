//! What examples use without declaring it.

pub use oaspen_client::{FakeResponse, FakeServer};
pub use petstore::models::{Kind, NewPet};
pub use user_apis::clerk::{self, Client};

/// The client of the example of build scripts, by another name in some pages.
pub mod petstore {
    oaspen_client::include_client!("petstore");
}
pub use petstore as shop;

/// A client with the operations of several APIs.
pub struct Examples {
    pub clerk: clerk::Client,
    pub petstore: petstore::Client,
}

impl Examples {
    pub fn users(&self) -> clerk::api::users::Users {
        self.clerk.users()
    }

    pub fn pets(&self) -> petstore::api::pets::Pets {
        self.petstore.pets()
    }
}

pub fn ada() -> clerk::models::User {
    clerk::models::User::new()
}

pub async fn run_the_program(_: clerk::Client) {}
