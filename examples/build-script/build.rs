fn main() -> Result<(), oaspen::Error> {
    oaspen::configure().generate("specs/petstore.yaml")
}
