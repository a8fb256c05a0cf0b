//! Four calls with a client that oaspen generated.

use build_oaspen::pets::{Client, Error, models};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let client = Client::builder().build()?;
    let pets = client.pets();
    let pet = pets
        .create_pet(models::NewPet::new("Polly", models::Kind::Parrot))
        .await?;
    for pet in pets.list_pets().limit(10).await? {
        println!("{} {} {:?}", pet.id, pet.name, pet.weight);
    }
    println!("{}", pets.get_pet(&pet.id).await?.name);
    pets.delete_pet(&pet.id).await?;
    Ok(())
}
