//! Command-line arguments.

use std::path::PathBuf;

use bench::Results;
use bench::corpus;
use bench::folders::{absolute, work};

/// The text of `--help`.
const HELP: &str = "\
usage: cargo run --release --manifest-path benches/build/Cargo.toml -- [DOCUMENT] [OPTION]...

Builds packages with the client of a document, of oaspen and of progenitor: once with nothing built before, and again after the
document has changed. Then builds programs with four calls, with both and with a client that is written by hand, and compares their
sizes and release builds: with the client of a small document, and with that of bunq.com. Each build is done once.
The document is a file or the name of a document of the corpus, in the folder OASPEN_CORPUS_DIR (default: target/corpus). It has to
be JSON that progenitor reads; default: bunq.com.

options
  --sizes-only   only the sizes and the release builds
  --large-only   only the release build with the client of bunq.com, beside that of the program that is written by hand
  --builds-only  only the builds
  --results FILE appends the results to a file (see benches/README.md)
  --work DIR     folder for builds, which are removed first (default: `build` in the folder OASPEN_BENCH_DIR, which is target/bench
                 by default)
";

pub struct Options {
    /// The document whose client is built.
    pub builds: Option<PathBuf>,
    pub sizes: bool,
    /// Whether only the release build with the client of a large document is measured.
    pub large_only: bool,
    pub results: Results,
    pub work: PathBuf,
}

impl Options {
    /// Reads the arguments. `None` after `--help`.
    pub fn read() -> Result<Option<Self>, String> {
        let (mut file, mut builds) = (None, true);
        let mut options = Self {
            builds: None,
            sizes: true,
            large_only: false,
            results: Results::default(),
            work: work("build"),
        };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--help" | "-h" => {
                    print!("{HELP}");
                    return Ok(None);
                }
                "--sizes-only" => builds = false,
                "--large-only" => (builds, options.sizes, options.large_only) = (false, false, true),
                "--builds-only" => options.sizes = false,
                "--results" => options.results = Results::to(arguments.next().ok_or("--results needs a file")?),
                "--work" => options.work = arguments.next().ok_or("--work needs a folder")?.into(),
                other if other.starts_with('-') => return Err(format!("unknown option {other}\n{HELP}")),
                other => file = Some(corpus::argument(other)?),
            }
        }
        if builds {
            options.builds = Some(file.map_or_else(|| corpus::document("bunq.com"), Ok)?);
        }
        std::fs::create_dir_all(&options.work).map_err(|error| format!("{}: {error}", options.work.display()))?;
        options.work = absolute(&options.work)?;
        Ok(Some(options))
    }
}
