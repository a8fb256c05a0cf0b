//! Command-line arguments.

use std::path::{Path, PathBuf};

use bench::Results;
use bench::corpus::{self, document};
use bench::folders::{absolute, repository, work};

/// The text of `--help`.
const HELP: &str = "\
usage: cargo run --release --manifest-path benches/compile/Cargo.toml -- MODE... [OPTION]...

modes (default: --specs); a DOCUMENT is a file or the name of a document of the corpus
  --specs [DOCUMENT]...
                      generated clients of documents; default: the two of this repository and those in
                      the folder OASPEN_DOCUMENTS (default: ../shared/upstream, if it exists)
  --peer DOCUMENT     compares the client of a document with that of openapi-to-rust
  --large [DOCUMENT]...
                      compares `cargo check` of the clients of large documents with those of other generators, where
                      these can read them; default: documents of the corpus
  --features [DOCUMENT]...
                      `cargo check` of clients with the features of one tag; default: GitHub and Stripe of the corpus
  --scale             clients of 1,000, 2,000 and 4,000 schemas
  --synthetic         the codec candidates on 200 models (--models N)
  --quick             the same on 40 models
  --crate DIR         an existing crate (may be repeated; the others are compared with the first)

options
  --rounds N          number of runs; the minimum is used (--peer: minimum and median)
  --release-build     --specs, --large: also measures release builds, which are slow; of the default documents, a few
  --tags N            --features: only N tags of each document, evenly spread
  --no-derive         --specs: without the comparison with serde's derive
  --check-only        --specs, --crate: without dev and release builds
  --sizes N,N,...     --scale: numbers of schemas
  --only NAME         --synthetic: only candidates whose name contains NAME (may be repeated)
  --results FILE      appends the results to a file (see benches/README.md)
  --gate              exit code 1 if --peer, --large, --features or --scale prints FAIL
  --runtime DIR       another runtime crate
  --work DIR          folder for crates and builds (default: `compile` in the folder OASPEN_BENCH_DIR, which is
                      target/bench by default)
  --keep              do not remove the builds at the end
";

/// The documents of `--large`, without the extension; of some, release builds are measured, too. Each has a client of another
/// generator that compiles; digitalocean.com, for one, has none.
const LARGE: [(&str, bool); 11] = [
    ("asana.com", false),
    ("box.com", true),
    ("bunq.com", true),
    ("docusign.net", false),
    ("github.com/api.github.com", false),
    ("hetzner.cloud", true),
    ("kubernetes.io", false),
    ("sendgrid.com", false),
    ("twilio.com/api", true),
    ("vercel.com", true),
    ("zoom.us", false),
];
/// The documents of `--features`.
const FEATURES: [&str; 2] = ["github.com/api.github.com", "stripe.com"];

/// A large document.
pub struct Large {
    pub document: PathBuf,
    /// Whether `--release-build` is about it.
    pub release: bool,
}

pub struct Options {
    pub synthetic: bool,
    pub crates: Vec<PathBuf>,
    pub specs: Option<Vec<PathBuf>>,
    pub peer: Option<PathBuf>,
    pub large: Vec<Large>,
    /// Whether `--large` is about the default documents.
    pub is_default_list: bool,
    pub features: Vec<PathBuf>,
    pub tags: usize,
    pub scale: bool,
    pub models: usize,
    rounds: Option<usize>,
    pub release_build: bool,
    pub results: Results,
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
        let repository = absolute(&repository())?;
        let mut options = Self {
            synthetic: false,
            crates: Vec::new(),
            specs: None,
            peer: None,
            large: Vec::new(),
            is_default_list: false,
            features: Vec::new(),
            tags: usize::MAX,
            scale: false,
            models: 200,
            rounds: None,
            release_build: false,
            results: Results::default(),
            derive: true,
            check_only: false,
            sizes: vec![1000, 2000, 4000],
            only: Vec::new(),
            gate: false,
            runtime: repository.join("runtime"),
            work: work("compile"),
            keep: false,
        };
        let mut arguments = std::env::args().skip(1).peekable();
        while let Some(argument) = arguments.next() {
            if ["--specs", "--large", "--features"].contains(&argument.as_str()) {
                let mut files = Vec::new();
                while let Some(text) = arguments.next_if(|next| !next.starts_with("--")) {
                    files.push(corpus::argument(&text)?);
                }
                match argument.as_str() {
                    "--specs" => options.specs.get_or_insert_default().extend(files),
                    "--large" => (options.is_default_list, options.large) = (files.is_empty(), large(files)?),
                    _ if files.is_empty() => {
                        options.features = FEATURES.iter().map(|name| document(name)).collect::<Result<_, _>>()?;
                    }
                    _ => options.features = files,
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
                "--peer" => options.peer = Some(corpus::argument(&value()?)?),
                "--scale" => options.scale = true,
                "--tags" => options.tags = number(&value()?)?.max(1),
                "--results" => options.results = Results::to(value()?),
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
            || !options.features.is_empty()
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
        self.work.join("target-client")
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

/// These files, or else the default documents.
fn large(files: Vec<PathBuf>) -> Result<Vec<Large>, String> {
    if files.is_empty() {
        let defaults = LARGE.into_iter().map(|(name, release)| {
            let document = document(name)?;
            Ok(Large { document, release })
        });
        return defaults.collect();
    }
    let release = true;
    Ok(files.into_iter().map(|document| Large { document, release }).collect())
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
