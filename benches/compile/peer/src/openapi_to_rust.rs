//! openapi-to-rust: the library calls of its command line without options (client enabled, server-sent events and tracing
//! disabled).

use std::error::Error;
use std::path::Path;

use openapi_to_rust::spec_source::{parse_spec, validate_oas_document};
use openapi_to_rust::{CodeGenerator, GeneratorConfig, SchemaAnalyzer, TypeMapper, overlay};

/// Writes a package. Returns the number of operations.
pub fn generate(spec: &Path, out: &Path) -> Result<usize, Box<dyn Error>> {
    let mut config = GeneratorConfig {
        spec_path: spec.to_owned(),
        output_dir: out.join("src/api"),
        module_name: "api".into(),
        enable_async_client: true,
        enable_sse_client: false,
        tracing_enabled: false,
        ..GeneratorConfig::default()
    };
    let text = std::fs::read_to_string(spec)?;
    let document = overlay::preprocess_spec(parse_spec(&text, &spec.display().to_string())?, &[], &[])?;
    validate_oas_document(&document)?;
    config.apply_spec_server_default(&document);
    let mapper = TypeMapper::new(config.types.clone());
    let mut analysis = SchemaAnalyzer::with_type_mapper(document, mapper)?.analyze()?;
    let generator = CodeGenerator::new(config);
    let result = generator.generate_all(&mut analysis)?;
    generator.write_files(&result)?;
    let dependencies = std::fs::read_to_string(out.join("src/api/REQUIRED_DEPS.toml"))?;
    crate::write_package(out, &dependencies, "pub mod api;\n")?;
    Ok(analysis.operations.len())
}
