//! Four calls with a client that progenitor generated.

use build_progenitor::{Client, types};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new("http://127.0.0.1:9");
    let new = types::NewPet {
        name: "Polly".to_owned(),
        kind: types::Kind::Parrot,
    };
    let pet = client.create_pet(&new).await?.into_inner();
    for pet in client.list_pets(Some(10)).await?.into_inner() {
        println!("{} {} {:?}", pet.id, pet.name, pet.weight);
    }
    println!("{}", client.get_pet(&pet.id).await?.name);
    client.delete_pet(&pet.id).await?;
    Ok(())
}
