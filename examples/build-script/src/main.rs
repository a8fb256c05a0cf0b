//! Calls the pet shop with the client that the build script generated.

mod server;

/// The generated code, in the folder that cargo gives to the build script.
const GENERATED: &str = concat!(env!("OUT_DIR"), "/petstore.rs");

use pet_shop::petstore::{self, models};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("The build script generated a client from specs/petstore.yaml:\n  {GENERATED}\n");
    let address = server::start()?;
    println!("A server of this program listens at http://{address}/v1. The client calls it:\n");
    let client = petstore::Client::builder()
        .base_url(format!("http://{address}/v1"))
        .bearer_token("secret")
        .build()?;
    let pets = client.pets();

    let polly = pets
        .create_pet(models::NewPet::new("Polly", models::Kind::Parrot).with_nickname("Pol"))
        .await?;
    println!("create_pet: created {} with id {}\n", polly.name, polly.id);

    for pet in pets
        .list_pets()
        .kind([models::Kind::Cat, models::Kind::Parrot])
        .limit(10)
        .await?
    {
        println!("list_pets: {}  {}  ({})", pet.id, pet.name, pet.kind);
    }
    println!();

    match pets.get_pet(99).await {
        Ok(pet) => println!("get_pet: found {}", pet.name),
        Err(error) => {
            println!("get_pet: {error}");
            if let Some(problem) = error.error_body() {
                println!("  its typed body: {:?}", problem.message);
            }
        }
    }

    println!(
        "\nNext:\n\
         - read the calls: examples/build-script/src/main.rs\n\
         - change examples/build-script/specs/petstore.yaml, and run `cargo demo` again\n\
         - generate a package from a document of yours: cargo oaspen generate FILE --out FOLDER --runtime-path runtime"
    );
    Ok(())
}
