//! Command-line arguments.

use std::path::{Path, PathBuf};

/// The text of `--help`.
const HELP: &str = "\
usage: cargo run --release --manifest-path benches/compile/Cargo.toml -- MODE... [OPTION]...

modes (default: --specs)
  --specs [FILE]...   generated clients of documents; default: the two of this repository and those in
                      the folder OASPEN_DOCUMENTS (default: ../shared/upstream, if it exists)
  --peer FILE         compares the client of a document with that of openapi-to-rust
  --large FILE...     compares `cargo check` of the clients of large documents with those of openapi-to-rust and
                      progenitor, where these can read them
  --scale             clients of 1,000, 2,000 and 4,000 schemas
  --synthetic         the codec candidates on 200 models (--models N)
  --quick             the same on 40 models
  --crate DIR         an existing crate (may be repeated; the others are compared with the first)

options
  --rounds N          number of runs; the minimum is used (--peer: minimum and median)
  --release-build     --specs, --large: also measures release builds, which are slow
  --no-derive         --specs: without the comparison with serde's derive
  --check-only        --specs, --crate: without dev and release builds
  --sizes N,N,...     --scale: numbers of schemas
  --only NAME         --synthetic: only candidates whose name contains NAME (may be repeated)
  --gate              exit code 1 if --peer, --large or --scale prints FAIL
  --runtime DIR       another runtime crate
  --work DIR          folder for crates and builds (default: OASPEN_BENCH_DIR, else target/bench-compile)
  --keep              do not remove the builds at the end
";

pub struct Options {
    pub synthetic: bool,
    pub crates: Vec<PathBuf>,
    pub specs: Option<Vec<PathBuf>>,
    pub peer: Option<PathBuf>,
    pub large: Vec<PathBuf>,
    pub scale: bool,
    pub models: usize,
    rounds: Option<usize>,
    pub release_build: bool,
    pub derive: bool,
    pub check_only: bool,
    pub sizes: Vec<usize>,
    pub only: Vec<String>,
    pub gate: bool,
    pub runtime: PathBuf,
    pub work: PathBuf,
    pub keep: bool,
}

impl Options {
    /// Parses the command line. `None` if help was printed.
    pub fn read() -> Result<Option<Self>, String> {
        let repository = absolute(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))?;
        let work = std::env::var_os("OASPEN_BENCH_DIR").map(PathBuf::from);
        let mut options = Self {
            synthetic: false,
            crates: Vec::new(),
            specs: None,
            peer: None,
            large: Vec::new(),
            scale: false,
            models: 200,
            rounds: None,
            release_build: false,
            derive: true,
            check_only: false,
            sizes: vec![1000, 2000, 4000],
            only: Vec::new(),
            gate: false,
            runtime: repository.join("runtime"),
            work: work.unwrap_or_else(|| repository.join("target/bench-compile")),
            keep: false,
        };
        let mut arguments = std::env::args().skip(1).peekable();
        while let Some(argument) = arguments.next() {
            if argument == "--specs" {
                let list = options.specs.get_or_insert_default();
                while let Some(file) = arguments.next_if(|next| !next.starts_with("--")) {
                    list.push(absolute(Path::new(&file))?);
                }
                continue;
            }
            if argument == "--large" {
                while let Some(file) = arguments.next_if(|next| !next.starts_with("--")) {
                    options.large.push(absolute(Path::new(&file))?);
                }
                continue;
            }
            let mut value = || arguments.next().ok_or(format!("{argument} requires a value"));
            match argument.as_str() {
                "--help" | "-h" => {
                    print!("{HELP}");
                    return Ok(None);
                }
                "--synthetic" => options.synthetic = true,
                "--quick" => (options.synthetic, options.models) = (true, 40),
                "--models" => (options.synthetic, options.models) = (true, number(&value()?)?),
                "--only" => options.only.push(value()?),
                "--crate" => options.crates.push(absolute(Path::new(&value()?))?),
                "--peer" => options.peer = Some(absolute(Path::new(&value()?))?),
                "--scale" => options.scale = true,
                "--sizes" => options.sizes = value()?.split(',').map(number).collect::<Result<_, _>>()?,
                "--rounds" => options.rounds = Some(number(&value()?)?.max(1)),
                "--runtime" => options.runtime = absolute(Path::new(&value()?))?,
                "--work" => options.work = value()?.into(),
                "--check-only" => options.check_only = true,
                "--release-build" => options.release_build = true,
                "--no-derive" => options.derive = false,
                "--gate" => options.gate = true,
                "--keep" => options.keep = true,
                _ => return Err(format!("unknown argument {argument}; see --help")),
            }
        }
        std::fs::create_dir_all(&options.work).map_err(|e| format!("{}: {e}", options.work.display()))?;
        options.work = absolute(&options.work)?;
        let others = options.synthetic
            || options.scale
            || options.peer.is_some()
            || !options.large.is_empty()
            || !options.crates.is_empty();
        if options.specs.is_none() && !others {
            options.specs = Some(Vec::new());
        }
        if let Some(list) = options.specs.as_mut().filter(|list| list.is_empty()) {
            list.extend(documents(&repository)?);
        }
        Ok(Some(options))
    }

    /// The number of runs: `--rounds`, else the default.
    pub fn rounds(&self, default: usize) -> usize {
        self.rounds.unwrap_or(default)
    }

    /// The target folder of generated clients and candidates.
    pub fn target(&self) -> PathBuf {
        self.work.join("target")
    }

    /// The target folder of the competitor.
    pub fn peer_target(&self) -> PathBuf {
        self.work.join("target-peer")
    }

    /// Removes the builds, unless `--keep` is set.
    pub fn remove_builds(&self) -> Result<(), String> {
        if self.keep {
            return Ok(());
        }
        crate::measure::clear(&self.target()).and(crate::measure::clear(&self.peer_target()))
    }
}

fn number(text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| format!("{text}: not a number"))
}

fn absolute(path: &Path) -> Result<PathBuf, String> {
    path.canonicalize().map_err(|e| format!("{}: {e}", path.display()))
}

/// The documents of the repository and those of the folder of other documents.
fn documents(repository: &Path) -> Result<Vec<PathBuf>, String> {
    let own = ["specs/clerk.yaml", "specs/logto.yaml"].map(|name| repository.join(name));
    let folder = std::env::var_os("OASPEN_DOCUMENTS").map_or(repository.join("../shared/upstream"), PathBuf::from);
    let mut others: Vec<PathBuf> = match std::fs::read_dir(&folder) {
        Ok(entries) => entries
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| is_document(path))
            .collect(),
        Err(_) => Vec::new(),
    };
    others.sort();
    own.into_iter().chain(others).map(|path| absolute(&path)).collect()
}

fn is_document(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| ["yaml", "yml", "json"].iter().any(|known| extension == *known))
}
