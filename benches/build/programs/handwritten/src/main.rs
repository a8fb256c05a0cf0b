//! Four calls that are written by hand.

use reqwest::{Client, Response};
use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize)]
struct Pet {
    id: String,
    name: String,
    #[allow(dead_code, reason = "decoded, but not used")]
    kind: Kind,
    weight: Option<f64>,
    #[allow(dead_code, reason = "decoded, but not used")]
    tags: Option<Vec<String>>,
}

#[derive(Debug, Serialize)]
struct NewPet {
    name: String,
    kind: Kind,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Cat,
    Dog,
    Parrot,
}

#[derive(Debug)]
#[allow(dead_code, reason = "printed with `Debug`")]
enum Error {
    Transport(reqwest::Error),
    Status(u16, String),
}

impl From<reqwest::Error> for Error {
    fn from(error: reqwest::Error) -> Self {
        Self::Transport(error)
    }
}

const BASE: &str = "http://127.0.0.1:9";

async fn checked(response: Response) -> Result<Response, Error> {
    match response.status() {
        status if status.is_success() => Ok(response),
        status => Err(Error::Status(status.as_u16(), response.text().await?)),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    // Fails if there is one already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder().timeout(std::time::Duration::from_secs(30)).build()?;
    let new = NewPet {
        name: "Polly".to_owned(),
        kind: Kind::Parrot,
    };
    let response = client.post(format!("{BASE}/pets")).json(&new).send().await?;
    let pet: Pet = checked(response).await?.json().await?;
    let response = client
        .get(format!("{BASE}/pets"))
        .query(&[("limit", 10)])
        .send()
        .await?;
    let pets: Vec<Pet> = checked(response).await?.json().await?;
    for pet in pets {
        println!("{} {} {:?}", pet.id, pet.name, pet.weight);
    }
    let response = client.get(format!("{BASE}/pets/{}", pet.id)).send().await?;
    let found: Pet = checked(response).await?.json().await?;
    println!("{}", found.name);
    checked(client.delete(format!("{BASE}/pets/{}", pet.id)).send().await?).await?;
    Ok(())
}
