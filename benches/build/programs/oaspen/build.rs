fn main() -> Result<(), oaspen::Error> {
    println!("cargo::rerun-if-env-changed=BENCH_SPEC");
    let spec = std::env::var_os("BENCH_SPEC").unwrap_or_else(|| "../../pets.json".into());
    oaspen::configure().name("client").generate(spec)
}
