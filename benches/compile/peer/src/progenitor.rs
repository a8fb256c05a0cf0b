//! progenitor: what its README shows for a build script, as a package with the dependencies that its code uses.

use std::error::Error;
use std::fs::File;
use std::path::Path;

const DEPENDENCIES: &str = r#"[dependencies]
bytes = "1"
chrono = { version = "0.4", default-features = false, features = ["serde"] }
futures = "0.3"
progenitor-client = "=0.15.1"
rand = "0.10"
regress = "0.12"
reqwest = { version = "0.13", default-features = false, features = ["json", "query", "stream"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
serde_urlencoded = "0.7"
uuid = { version = "1", features = ["serde", "v4"] }
"#;

/// Writes a package. Returns the number of operations, which are all of the document.
pub fn generate(spec: &Path, out: &Path) -> Result<usize, Box<dyn Error>> {
    let document: openapiv3::OpenAPI = serde_json::from_reader(File::open(spec)?)?;
    let tokens = progenitor::Generator::default().generate_tokens(&document)?;
    let text = prettyplease::unparse(&syn::parse2(tokens)?);
    crate::write_package(out, DEPENDENCIES, &text)?;
    Ok(document.operations().count())
}
