//! `peer openapi-to-rust|progenitor SPEC OUT` generates a client and writes a package into the folder OUT. It prints the number of
//! operations that were generated and the number in the document.

mod openapi_to_rust;
mod progenitor;

use std::error::Error;
use std::path::Path;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, spec, out] = arguments.as_slice() else {
        return Err("usage: peer openapi-to-rust|progenitor SPEC OUT".into());
    };
    let generate = match name.as_str() {
        "openapi-to-rust" => openapi_to_rust::generate,
        "progenitor" => progenitor::generate,
        _ => return Err(format!("unknown generator {name}").into()),
    };
    let generated = generate(Path::new(spec), Path::new(out))?;
    let document = ::openapi_to_rust::spec_source::parse_spec(&std::fs::read_to_string(spec)?, spec)?;
    println!("{generated} {}", declared(&document));
    Ok(())
}

fn write_package(out: &Path, dependencies: &str, root: &str) -> std::io::Result<()> {
    let manifest = format!(
        "[package]\nname = \"peer-client\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n{dependencies}"
    );
    std::fs::create_dir_all(out.join("src"))?;
    std::fs::write(out.join("Cargo.toml"), manifest)?;
    std::fs::write(out.join("src/lib.rs"), root)
}

/// The number of operations in the document.
fn declared(document: &serde_json::Value) -> usize {
    let paths = document.get("paths").and_then(|paths| paths.as_object());
    let items = paths
        .into_iter()
        .flat_map(|paths| paths.values())
        .filter_map(|item| item.as_object());
    items
        .map(|item| METHODS.iter().filter(|method| item.contains_key(**method)).count())
        .sum()
}
