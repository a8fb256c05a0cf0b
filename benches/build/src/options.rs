//! Command-line arguments.

use std::path::{Path, PathBuf};

/// The text of `--help`.
const HELP: &str = "\
usage: cargo run --release --manifest-path benches/build/Cargo.toml -- [FILE] [OPTION]...

Builds packages with the client of a document, of oaspen and of progenitor: once with nothing built before, and again after the
document has changed. Then builds programs with four calls, with both and with a client that is written by hand, and compares their
sizes. The document has to be JSON that progenitor reads; default: bunq.com.json of the corpus, in the folder OASPEN_CORPUS_DIR
(default: target/corpus).

options
  --sizes-only   only the sizes
  --builds-only  only the builds
  --work DIR     folder for builds (default: target/bench-build); its builds are removed first
";

pub struct Options {
    pub document: PathBuf,
    pub builds: bool,
    pub sizes: bool,
    pub work: PathBuf,
}

impl Options {
    /// Reads the arguments. `None` after `--help`.
    pub fn read() -> Result<Option<Self>, String> {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let corpus =
            std::env::var_os("OASPEN_CORPUS_DIR").map_or_else(|| repository.join("target/corpus"), PathBuf::from);
        let mut options = Self {
            document: corpus.join("package/package/api/bunq.com.json"),
            builds: true,
            sizes: true,
            work: repository.join("target/bench-build"),
        };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--help" | "-h" => {
                    print!("{HELP}");
                    return Ok(None);
                }
                "--sizes-only" => options.builds = false,
                "--builds-only" => options.sizes = false,
                "--work" => options.work = arguments.next().ok_or("--work needs a folder")?.into(),
                other if other.starts_with('-') => return Err(format!("unknown option {other}\n{HELP}")),
                file => options.document = file.into(),
            }
        }
        std::fs::create_dir_all(&options.work).map_err(|error| format!("{}: {error}", options.work.display()))?;
        for path in [&mut options.document, &mut options.work] {
            *path = std::path::absolute(&*path).map_err(|error| format!("{}: {error}", path.display()))?;
        }
        Ok(Some(options))
    }
}
