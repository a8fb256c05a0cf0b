//! `generate-peer SPEC` does what the README of progenitor shows for a build script, and writes to `OUT_DIR`.

use std::error::Error;
use std::fs::File;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let spec = PathBuf::from(std::env::args_os().nth(1).ok_or("usage: generate-peer SPEC")?);
    let out = std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?;
    let document: openapiv3::OpenAPI = serde_json::from_reader(File::open(&spec)?)?;
    let tokens = progenitor::Generator::default().generate_tokens(&document)?;
    let text = prettyplease::unparse(&syn::parse2(tokens)?);
    std::fs::write(Path::new(&out).join("codegen.rs"), text)?;
    Ok(())
}
