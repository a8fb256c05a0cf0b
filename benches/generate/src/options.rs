//! Command-line arguments.

use std::path::PathBuf;

use bench::Results;
use bench::corpus::{self, document};
use bench::folders::{absolute, work};

/// The text of `--help`.
const HELP: &str = "\
usage: cargo run --release --manifest-path benches/generate/Cargo.toml -- [DOCUMENT]... [OPTION]...

Compares oaspen with progenitor in unoptimized build scripts. A document is a file or the name of a document of the corpus; default:
those of the corpus that both read. The corpus is in the folder OASPEN_CORPUS_DIR (default: target/corpus), where
`cargo run --release -p corpus -- fetch` puts it.

options
  --large [DOCUMENT]
                   a package from one document with a release build instead; default: the largest of the corpus
  --commands       packages with release builds instead, beside ploidy and oas3-gen, which are programs (no limit)
  --rounds N       number of runs of each program (default: 5; --large: 3)
  --results FILE   appends the results to a file (see benches/README.md)
  --work DIR       folder for builds and output (default: `generate` in the folder OASPEN_BENCH_DIR, which is
                   target/bench by default)
";

/// Documents of the corpus that oaspen and progenitor read.
const DOCUMENTS: [&str; 9] = [
    "akeneo.com",
    "apple.com/app-store-connect",
    "bunq.com",
    "geodesystems.com",
    "googleapis.com/apigee",
    "meraki.com",
    "monarchinitiative.org",
    "netbox.dev",
    "payrun.io",
];
/// Documents for the programs.
const FOR_COMMANDS: [&str; 4] = ["bunq.com", "github.com/api.github.com", "kubernetes.io", "stripe.com"];
/// The largest document of the corpus.
const LARGEST: &str = "microsoft.com/graph-beta";

/// What is measured.
pub enum Mode {
    Scripts,
    Large(PathBuf),
    Commands,
}

pub struct Options {
    pub mode: Mode,
    pub documents: Vec<PathBuf>,
    pub rounds: usize,
    pub results: Results,
    pub work: PathBuf,
}

impl Options {
    /// Reads the arguments. `None` after `--help`.
    pub fn read() -> Result<Option<Self>, String> {
        let mut options = Self {
            mode: Mode::Scripts,
            documents: Vec::new(),
            rounds: 0,
            results: Results::default(),
            work: work("generate"),
        };
        let mut arguments = std::env::args().skip(1).peekable();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--help" | "-h" => {
                    print!("{HELP}");
                    return Ok(None);
                }
                "--large" => {
                    let given = arguments.next_if(|next| !next.starts_with("--"));
                    options.mode =
                        Mode::Large(given.map_or_else(|| document(LARGEST), |text| corpus::argument(&text))?);
                }
                "--commands" => options.mode = Mode::Commands,
                "--rounds" => {
                    let number = arguments.next().ok_or("--rounds requires a number")?;
                    options.rounds = number.parse().map_err(|_| format!("{number}: not a number"))?;
                }
                "--results" => options.results = Results::to(arguments.next().ok_or("--results requires a file")?),
                "--work" => options.work = arguments.next().ok_or("--work requires a folder")?.into(),
                option if option.starts_with("--") => return Err(format!("unknown option {option}; see --help")),
                text => options.documents.push(corpus::argument(text)?),
            }
        }
        if options.documents.is_empty() {
            let names: &[&str] = match options.mode {
                Mode::Scripts => &DOCUMENTS,
                Mode::Commands => &FOR_COMMANDS,
                Mode::Large(_) => &[],
            };
            options.documents = names.iter().map(|name| document(name)).collect::<Result<_, _>>()?;
        }
        if options.rounds == 0 {
            options.rounds = if matches!(options.mode, Mode::Large(_)) { 3 } else { 5 };
        }
        std::fs::create_dir_all(&options.work).map_err(|error| format!("{}: {error}", options.work.display()))?;
        options.work = absolute(&options.work)?;
        Ok(Some(options))
    }
}
