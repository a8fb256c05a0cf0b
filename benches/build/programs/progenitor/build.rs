use std::error::Error;
use std::fs::File;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=BENCH_SPEC");
    let spec = std::env::var_os("BENCH_SPEC").unwrap_or_else(|| "../../pets.json".into());
    println!("cargo::rerun-if-changed={}", Path::new(&spec).display());
    let out = std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?;
    let document: openapiv3::OpenAPI = serde_json::from_reader(File::open(&spec)?)?;
    let tokens = progenitor::Generator::default().generate_tokens(&document)?;
    let text = prettyplease::unparse(&syn::parse2(tokens)?);
    std::fs::write(Path::new(&out).join("codegen.rs"), text)?;
    Ok(())
}
