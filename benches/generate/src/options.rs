//! Command-line arguments.

use std::path::{Path, PathBuf};

/// The text of `--help`.
const HELP: &str = "\
usage: cargo run --release --manifest-path benches/generate/Cargo.toml -- [FILE]... [OPTION]...

Compares oaspen with progenitor in unoptimized build scripts. Without files: documents of the corpus that both read, in
the folder OASPEN_CORPUS_DIR (default: target/corpus), where `cargo run --release -p corpus -- fetch` puts them.

options
  --large [FILE]   a package from one document with a release build instead; default: the largest of the corpus
  --rounds N       number of runs of each program (default: 5; --large: 3)
  --work DIR       folder for builds and output (default: target/bench-generate)
";

/// Documents of the corpus that both read.
const DOCUMENTS: [&str; 4] = [
    "akeneo.com.json",
    "apple.com/app-store-connect.json",
    "bunq.com.json",
    "geodesystems.com.json",
];
/// The largest document of the corpus.
const LARGEST: &str = "microsoft.com/graph-beta.json";

pub struct Options {
    pub documents: Vec<PathBuf>,
    pub large: Option<PathBuf>,
    pub rounds: usize,
    pub work: PathBuf,
}

impl Options {
    /// Reads the arguments. `None` after `--help`.
    pub fn read() -> Result<Option<Self>, String> {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let corpus =
            std::env::var_os("OASPEN_CORPUS_DIR").map_or_else(|| repository.join("target/corpus"), PathBuf::from);
        let corpus = corpus.join("package/package/api");
        let mut options = Self {
            documents: Vec::new(),
            large: None,
            rounds: 0,
            work: repository.join("target/bench-generate"),
        };
        let mut arguments = std::env::args().skip(1).peekable();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--help" | "-h" => {
                    print!("{HELP}");
                    return Ok(None);
                }
                "--large" => {
                    let file = arguments.next_if(|next| !next.starts_with("--"));
                    options.large = Some(absolute(&file.map_or_else(|| corpus.join(LARGEST), PathBuf::from))?);
                }
                "--rounds" => {
                    let number = arguments.next().ok_or("--rounds requires a number")?;
                    options.rounds = number.parse().map_err(|_| format!("{number}: not a number"))?;
                }
                "--work" => options.work = arguments.next().ok_or("--work requires a folder")?.into(),
                option if option.starts_with("--") => return Err(format!("unknown option {option}; see --help")),
                file => options.documents.push(absolute(Path::new(file))?),
            }
        }
        if options.documents.is_empty() && options.large.is_none() {
            let files = DOCUMENTS.iter().map(|name| absolute(&corpus.join(name)));
            options.documents = files.collect::<Result<_, _>>()?;
        }
        if options.rounds == 0 {
            options.rounds = if options.large.is_some() { 3 } else { 5 };
        }
        std::fs::create_dir_all(&options.work).map_err(|error| format!("{}: {error}", options.work.display()))?;
        options.work = absolute(&options.work)?;
        Ok(Some(options))
    }
}

/// The last two parts of a path.
pub fn name(document: &Path) -> String {
    let file = document.file_name().unwrap_or_default().to_string_lossy();
    let folder = document
        .parent()
        .and_then(Path::file_name)
        .unwrap_or_default()
        .to_string_lossy();
    if folder.contains('.') {
        format!("{folder}/{file}")
    } else {
        file.into_owned()
    }
}

fn absolute(path: &Path) -> Result<PathBuf, String> {
    path.canonicalize().map_err(|error| {
        format!(
            "{}: {error} (`cargo run --release -p corpus -- fetch` downloads the corpus)",
            path.display()
        )
    })
}
