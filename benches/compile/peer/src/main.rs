//! `peer SPEC OUT` does the same as `openapi-to-rust generate SPEC` and writes a package into the folder OUT.
//!
//! It makes the same library calls as the command line without options: client enabled, server-sent events and
//! tracing disabled. It prints the number of operations that were generated and the number in the document.

use std::error::Error;
use std::path::{Path, PathBuf};

use openapi_to_rust::spec_source::{parse_spec, validate_oas_document};
use openapi_to_rust::{CodeGenerator, GeneratorConfig, SchemaAnalyzer, TypeMapper, overlay};

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [spec, out] = arguments.as_slice() else {
        return Err("usage: peer SPEC OUT".into());
    };
    let out = Path::new(out);
    let mut config = GeneratorConfig {
        spec_path: PathBuf::from(spec),
        output_dir: out.join("src/api"),
        module_name: "api".into(),
        enable_async_client: true,
        enable_sse_client: false,
        tracing_enabled: false,
        ..GeneratorConfig::default()
    };
    let document = overlay::preprocess_spec(parse_spec(&std::fs::read_to_string(spec)?, spec)?, &[], &[])?;
    validate_oas_document(&document)?;
    config.apply_spec_server_default(&document);
    let declared = declared(&document);
    let mapper = TypeMapper::new(config.types.clone());
    let mut analysis = SchemaAnalyzer::with_type_mapper(document, mapper)?.analyze()?;
    let generator = CodeGenerator::new(config);
    let result = generator.generate_all(&mut analysis)?;
    generator.write_files(&result)?;

    let dependencies = std::fs::read_to_string(out.join("src/api/REQUIRED_DEPS.toml"))?;
    let manifest = format!(
        "[package]\nname = \"peer-client\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n{dependencies}"
    );
    std::fs::write(out.join("Cargo.toml"), manifest)?;
    std::fs::write(out.join("src/lib.rs"), "pub mod api;\n")?;
    println!("{} {declared}", analysis.operations.len());
    Ok(())
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
