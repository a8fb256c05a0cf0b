//! Calls the pet shop with the client that the build script generated.

mod server;

use pet_shop::petstore::{self, models};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address = server::start()?;
    println!("the pet shop server listens at http://{address}/v1\n");
    let client = petstore::Client::builder()
        .base_url(format!("http://{address}/v1"))
        .bearer_token("secret")
        .build()?;
    let pets = client.pets();

    let polly = pets
        .create_pet(models::NewPet::new("Polly", models::Kind::Parrot).with_nickname("Pol"))
        .await?;
    println!("created {} with id {}\n", polly.name, polly.id);

    for pet in pets
        .list_pets()
        .kind([models::Kind::Cat, models::Kind::Parrot])
        .limit(10)
        .await?
    {
        println!("{:>3}  {}  ({})", pet.id, pet.name, pet.kind);
    }
    println!();

    match pets.get_pet(99).await {
        Ok(pet) => println!("found {}", pet.name),
        Err(error) => println!(
            "as expected: {error}\nthe server says: {:?}",
            error.error_body().map(|problem| &problem.message)
        ),
    }
    Ok(())
}
