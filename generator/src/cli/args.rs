//! Command-line arguments.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{NonEmptyStringValueParser as NonEmpty, PathBufValueParser, TypedValueParser};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use oaspen::{Layout, PackageFeatures, Stage, TimeLibrary};

use super::limits::LimitArgs;

const EXIT_CODES: &str = "Exit codes: 0 success, 1 findings, 2 wrong usage or unusable input.";

/// Generates a Rust client from an OpenAPI document.
#[derive(Debug, Parser)]
#[command(name = "oaspen", bin_name = "oaspen", version, about, arg_required_else_help = true)]
#[command(after_help = EXIT_CODES)]
#[command(propagate_version = true, disable_help_subcommand = true, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: GlobalArgs,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of all commands.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct GlobalArgs {
    /// Print only errors.
    #[arg(long, short, global = true, conflicts_with = "all")]
    pub(crate) quiet: bool,
    /// Show all findings with their JSON pointers, not only the first three of each kind; with `generate` also the notes
    /// that `lint` shows.
    #[arg(long, short = 'v', visible_alias = "verbose", global = true)]
    pub(crate) all: bool,
    /// The output format: `text`, or `json` for one JSON object on standard output (not with `completions` and `git-diff`).
    /// `diff` and `update` also have `markdown`, `html`, `sarif`, `github` and `changelog`.
    #[arg(long, global = true, value_enum, default_value_t = OutputFormat::Text, hide_possible_values = true)]
    pub(crate) format: OutputFormat,
    /// When to use colors; `auto` uses them on a terminal, unless `NO_COLOR` is set.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    Text,
    Json,
    Markdown,
    Html,
    Sarif,
    Github,
    Changelog,
}

impl OutputFormat {
    /// Whether every command has this format.
    pub(crate) fn is_general(self) -> bool {
        matches!(self, Self::Text | Self::Json)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Generate a client, or every client of `oaspen.toml`.
    #[command(after_help = "Examples:\n  \
        oaspen generate petstore.yaml                       a package in ./petstore\n  \
        oaspen generate petstore.yaml --layout module --out src/petstore\n  \
        oaspen generate --check                             check every client of oaspen.toml\n  \
        oaspen generate --check --stat                      the same in short, without the diff\n\n\
        Exit codes: 0 success, 1 files differ (--check) or warnings (--strict), 2 unusable input.")]
    Generate(Box<GenerateArgs>),
    /// Generate a reference in Markdown, with an example for every operation.
    #[command(after_help = "Examples:\n  \
        oaspen docs petstore.yaml --out docs/petstore       pages for a package `petstore`\n  \
        oaspen docs petstore.yaml --out docs/petstore --crate-path my_app::petstore --names src/petstore/names.lock\n  \
        oaspen docs --check                                 check every reference of oaspen.toml\n\n\
        Exit codes: 0 success, 1 files differ (--check) or warnings (--strict), 2 unusable input.")]
    Docs(Box<DocsArgs>),
    /// Compare two versions of a document: what breaks code, and what breaks deployed programs.
    #[command(after_help = "Examples:\n  \
        oaspen diff                                         every client of oaspen.toml, compared with HEAD\n  \
        oaspen diff --old origin/main --format markdown     for a comment of a pull request\n  \
        oaspen diff old.yaml new.yaml\n  \
        oaspen diff git:v1.2.0:specs/petstore.yaml specs/petstore.yaml --fail-on code\n\n\
        Exit codes: 0 success, 1 findings (--fail-on), 2 unusable input.")]
    Diff(Box<DiffArgs>),
    /// Replace the document of a client: show what changes, and write document, code, lock and docs in one step.
    #[command(after_help = "Examples:\n  \
        oaspen update petstore --from new.yaml\n  \
        curl --fail https://petstore.example/openapi.yaml | oaspen update petstore --from -\n  \
        oaspen update petstore --from new.yaml --yes --format markdown --out comment.md\n\n\
        Exit codes: 0 written or current, 1 findings (--fail-on), nothing is written, 2 unusable input.")]
    Update(Box<UpdateArgs>),
    /// Compare recorded exchanges with a document, and print the overrides with which every response decodes.
    #[command(after_help = "Examples:\n  \
        oaspen learn petstore session.har            overrides for a client, to paste into oaspen.toml\n  \
        oaspen learn petstore recorded.jsonl --write add them to oaspen.toml\n  \
        oaspen learn --spec petstore.yaml session.har\n\n\
        Recordings are HAR files of browsers and proxies, or JSON Lines of `oaspen_client::Recorder`.\n\
        Exit codes: 0 nothing to add, or written, 1 overrides to add, 2 unusable input.")]
    Learn(Box<LearnArgs>),
    /// Check a document and report findings.
    #[command(after_help = "Example:\n  oaspen lint petstore.yaml\n\n\
        Exit codes: 0 success, 1 warnings, 2 the document cannot be used.")]
    Lint(LintArgs),
    /// Print the result of a stage of the pipeline.
    #[command(after_help = "Example:\n  oaspen inspect petstore.yaml --stage names | grep User")]
    Inspect(InspectArgs),
    /// Create an `oaspen.toml` with comments.
    #[command(after_help = "Example:\n  oaspen init specs/petstore.yaml && oaspen generate")]
    Init(InitArgs),
    /// Explain a diagnostic code or a rule of `oaspen diff`, or list all of them.
    #[command(after_help = "Examples:\n  oaspen explain W0102\n  oaspen explain member-removed")]
    Explain {
        /// The code in brackets in a message, such as W0102, or the id of a rule, such as member-removed.
        code: Option<String>,
    },
    /// Show documents in `git diff`, `git log -p` and `git show` as the clients that they become.
    #[command(after_help = "Examples:\n  \
        oaspen git-diff specs/petstore.yaml                 what `textconv` prints\n  \
        git config diff.oaspen.textconv 'oaspen git-diff'\n  \
        git config diff.oaspen.command 'oaspen git-diff'\n  \
        echo 'specs/*.yaml diff=oaspen' >> .gitattributes\n\n\
        Exit codes: 0 success, 2 wrong usage.")]
    GitDiff {
        /// What git passes: a file, or the seven to nine arguments of an external diff program.
        #[arg(required = true, num_args = 1..=9, value_name = "ARGUMENT")]
        arguments: Vec<OsString>,
    },
    /// Print completions for a shell.
    #[command(after_help = "Example:\n  oaspen completions bash > ~/.local/share/bash-completion/completions/oaspen")]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Args)]
pub(crate) struct GenerateArgs {
    /// The OpenAPI document, YAML or JSON; if omitted, every client of the configuration is generated.
    pub(crate) spec: Option<PathBuf>,
    /// The folder of the client [default: its name]; with `--layout file` also the file, if it ends with `.rs`.
    #[arg(long, short, value_name = "DIR", requires = "spec", value_parser = local())]
    pub(crate) out: Option<PathBuf>,
    /// The name of the client [default: from the document's file name, or the title of the API if it is `openapi.json` or the like].
    #[arg(long, value_name = "NAME", requires = "spec", value_parser = NonEmpty::new())]
    pub(crate) name: Option<String>,
    /// The files of the client [default: crate].
    #[arg(long, value_enum, requires = "spec")]
    pub(crate) layout: Option<Layout>,
    /// The features of a package: with `tags`, one for each tag.
    #[arg(long, value_enum, requires = "spec")]
    pub(crate) features: Option<PackageFeatures>,
    /// The configuration [default: oaspen.toml].
    #[arg(long, value_name = "FILE", conflicts_with = "spec")]
    pub(crate) config: Option<PathBuf>,
    /// The folder of `oaspen-client` for a generated Cargo.toml [default: its published version].
    #[arg(long, value_name = "DIR", value_parser = local())]
    pub(crate) runtime_path: Option<PathBuf>,
    /// The crate whose types represent dates and times [default: jiff].
    #[arg(long, value_enum, value_name = "CRATE", requires = "spec")]
    pub(crate) time_crate: Option<TimeLibrary>,
    /// The folder that every file of the document must be in [default: the folder of the document].
    #[arg(long, value_name = "DIR", requires = "spec", value_parser = local())]
    pub(crate) root: Option<PathBuf>,
    /// Treat warnings as errors.
    #[arg(long)]
    pub(crate) strict: bool,
    /// Keep the Rust names of types whose schemas were renamed.
    #[arg(long)]
    pub(crate) keep_renamed: bool,
    /// Write nothing; print a diff and exit with 1 if files are not current.
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) check: bool,
    /// With `--check`: instead of the diff, list the files with the numbers of lines that are new and gone.
    #[arg(long, requires = "check")]
    pub(crate) stat: bool,
    /// Write nothing; list the files that would be written and removed.
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
    #[command(flatten)]
    pub(crate) filters: FilterArgs,
}

#[derive(Debug, Args)]
pub(crate) struct DocsArgs {
    /// The OpenAPI document, YAML or JSON; if omitted, every client of the configuration that has a `docs` folder.
    #[arg(requires = "out")]
    pub(crate) spec: Option<PathBuf>,
    /// The folder of the pages.
    #[arg(long, short, value_name = "DIR", requires = "spec", value_parser = local())]
    pub(crate) out: Option<PathBuf>,
    /// The name of the client [default: from the document's file name, or the title of the API if it is `openapi.json` or the like].
    #[arg(long, value_name = "NAME", requires = "spec", value_parser = NonEmpty::new())]
    pub(crate) name: Option<String>,
    /// The path from which examples import the client, such as `my_app::petstore` [default: its name].
    #[arg(long, value_name = "PATH", requires = "spec", value_parser = NonEmpty::new())]
    pub(crate) crate_path: Option<String>,
    /// The `names.lock` of the client, so that the reference uses its names.
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub(crate) names: Option<PathBuf>,
    /// The configuration [default: oaspen.toml].
    #[arg(long, value_name = "FILE", conflicts_with = "spec")]
    pub(crate) config: Option<PathBuf>,
    /// The crate whose types represent dates and times [default: jiff].
    #[arg(long, value_enum, value_name = "CRATE", requires = "spec")]
    pub(crate) time_crate: Option<TimeLibrary>,
    /// The folder that every file of the document must be in [default: the folder of the document].
    #[arg(long, value_name = "DIR", requires = "spec", value_parser = local())]
    pub(crate) root: Option<PathBuf>,
    /// Treat warnings as errors.
    #[arg(long)]
    pub(crate) strict: bool,
    /// Write nothing; print a diff and exit with 1 if pages are not current.
    #[arg(long)]
    pub(crate) check: bool,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
    #[command(flatten)]
    pub(crate) filters: FilterArgs,
}

/// Types that no generated operation uses are skipped too.
#[derive(Debug, Args)]
#[command(next_help_heading = "Filters (repeatable)")]
pub(crate) struct FilterArgs {
    /// Generate only operations with this tag.
    #[arg(long, value_name = "TAG", action = ArgAction::Append, requires = "spec")]
    pub(crate) include_tag: Vec<String>,
    /// Generate only the operation with this operationId.
    #[arg(long, value_name = "ID", action = ArgAction::Append, requires = "spec")]
    pub(crate) include_operation: Vec<String>,
    /// Generate only operations whose path starts with this.
    #[arg(long, value_name = "PATH", action = ArgAction::Append, requires = "spec")]
    pub(crate) include_path: Vec<String>,
    /// Skip operations with this tag.
    #[arg(long, value_name = "TAG", action = ArgAction::Append, requires = "spec")]
    pub(crate) exclude_tag: Vec<String>,
    /// Skip the operation with this operationId.
    #[arg(long, value_name = "ID", action = ArgAction::Append, requires = "spec")]
    pub(crate) exclude_operation: Vec<String>,
    /// Skip operations whose path starts with this.
    #[arg(long, value_name = "PATH", action = ArgAction::Append, requires = "spec")]
    pub(crate) exclude_path: Vec<String>,
}

impl From<&FilterArgs> for oaspen::Filters {
    fn from(filters: &FilterArgs) -> Self {
        Self {
            include_tags: filters.include_tag.clone(),
            include_operations: filters.include_operation.clone(),
            include_paths: filters.include_path.clone(),
            exclude_tags: filters.exclude_tag.clone(),
            exclude_operations: filters.exclude_operation.clone(),
            exclude_paths: filters.exclude_path.clone(),
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct LintArgs {
    /// The OpenAPI document, YAML or JSON.
    pub(crate) spec: PathBuf,
    /// The folder that every file of the document must be in [default: the folder of the document].
    #[arg(long, value_name = "DIR", value_parser = local())]
    pub(crate) root: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

#[derive(Debug, Args)]
pub(crate) struct InspectArgs {
    /// The OpenAPI document, YAML or JSON.
    pub(crate) spec: PathBuf,
    /// The stage to print.
    #[arg(long, value_enum)]
    pub(crate) stage: Stage,
    /// The folder that every file of the document must be in [default: the folder of the document].
    #[arg(long, value_name = "DIR", value_parser = local())]
    pub(crate) root: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// The OpenAPI document, YAML or JSON.
    pub(crate) spec: PathBuf,
    /// The configuration file to create; an existing file is never overwritten.
    #[arg(long, value_name = "FILE", default_value = "oaspen.toml", value_parser = local())]
    pub(crate) config: PathBuf,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

/// What makes a command exit with 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Changes that break code.
    Code,
    /// Changes that break deployed programs.
    Deployed,
    /// Nothing.
    None,
}

/// The options of reports about changes.
#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    /// Write the report to a file instead of standard output.
    #[arg(long, short, value_name = "FILE", value_parser = local())]
    pub(crate) out: Option<PathBuf>,
    /// Exit with 1 if changes that are not accepted break code, or deployed programs (repeatable).
    #[arg(long, value_enum, value_name = "WHAT", action = ArgAction::Append)]
    pub(crate) fail_on: Vec<FailOn>,
    /// What precedes the paths of files in links, such as `https://github.com/owner/name/blob/REV/`.
    #[arg(long, value_name = "BASE")]
    pub(crate) link: Option<String>,
    /// The same for the old version.
    #[arg(long, value_name = "BASE", requires = "link")]
    pub(crate) old_link: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// The old document: a file, a folder, or `git:REV:PATH`; if omitted, every client of the configuration.
    #[arg(id = "spec", value_name = "OLD", requires = "new_spec")]
    pub(crate) old_spec: Option<OsString>,
    /// The new document, in the same forms.
    #[arg(value_name = "NEW")]
    pub(crate) new_spec: Option<OsString>,
    /// The revision that clients are compared with [default: HEAD].
    #[arg(long, value_name = "REV", conflicts_with = "spec")]
    pub(crate) old: Option<String>,
    /// A revision instead of the files on disk.
    #[arg(long, value_name = "REV", conflicts_with = "spec")]
    pub(crate) new: Option<String>,
    /// Compare only this client (repeatable). With OLD and NEW: use its settings.
    #[arg(long, value_name = "CLIENT", action = ArgAction::Append)]
    pub(crate) only: Vec<String>,
    /// The configuration [default: oaspen.toml].
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) report: ReportArgs,
    /// Accept a change: add this fingerprint to the configuration, and exit.
    #[arg(long, value_name = "ID", requires = "reason", conflicts_with_all = ["spec", "out", "fail_on", "link", "old", "new"])]
    pub(crate) accept: Option<String>,
    /// Why the change is accepted.
    #[arg(long, value_name = "TEXT", requires = "accept", value_parser = NonEmpty::new())]
    pub(crate) reason: Option<String>,
    /// The crate whose types represent dates and times [default: jiff].
    #[arg(long, value_enum, value_name = "CRATE", requires = "spec")]
    pub(crate) time_crate: Option<TimeLibrary>,
    /// The folder that every file of the documents must be in [default: the folder of each document].
    #[arg(long, value_name = "DIR", requires = "spec", value_parser = local())]
    pub(crate) root: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
    #[command(flatten)]
    pub(crate) filters: FilterArgs,
}

#[derive(Debug, Args)]
pub(crate) struct UpdateArgs {
    /// The client of the configuration.
    pub(crate) client: String,
    /// The new document: a file, a folder for a document of several files, or `-` for standard input.
    #[arg(long, value_name = "FILE", required = true)]
    pub(crate) from: PathBuf,
    /// Write also if changes break what `--fail-on` names [default: code].
    #[arg(long, short)]
    pub(crate) yes: bool,
    /// Write nothing; show the report and list the files that would be written and removed.
    #[arg(long, conflicts_with = "yes")]
    pub(crate) dry_run: bool,
    /// Keep the Rust names of types whose schemas were renamed.
    #[arg(long)]
    pub(crate) keep_renamed: bool,
    /// Treat warnings as errors.
    #[arg(long)]
    pub(crate) strict: bool,
    /// The configuration [default: oaspen.toml].
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) report: ReportArgs,
}

#[derive(Debug, Args)]
pub(crate) struct LearnArgs {
    /// The client of the configuration; with `--spec`, a recording.
    pub(crate) client: PathBuf,
    /// The recordings: HAR files, or JSON Lines.
    #[arg(value_name = "RECORDING", required_unless_present = "spec")]
    pub(crate) recordings: Vec<PathBuf>,
    /// Compare with this document, without a configuration.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["config", "write"])]
    pub(crate) spec: Option<PathBuf>,
    /// The URL that the paths of the document follow [default: its servers, on any host].
    #[arg(long, value_name = "URL", value_parser = NonEmpty::new())]
    pub(crate) base: Option<String>,
    /// Compare the bodies of requests that succeeded, too.
    #[arg(long)]
    pub(crate) requests: bool,
    /// Add the overrides to the configuration, all or none.
    #[arg(long)]
    pub(crate) write: bool,
    /// The configuration [default: oaspen.toml].
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The folder that every file of the document must be in [default: the folder of the document].
    #[arg(long, value_name = "DIR", requires = "spec", value_parser = local())]
    pub(crate) root: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

/// The colors of usage messages, which are printed before arguments are parsed.
pub(crate) fn color_for_usage(arguments: &[OsString]) -> clap::ColorChoice {
    let texts: Vec<String> = arguments.iter().map(|one| one.to_string_lossy().into_owned()).collect();
    let after = texts
        .iter()
        .position(|one| one == "--color")
        .and_then(|at| texts.get(at + 1).map(String::as_str));
    match after.or_else(|| texts.iter().find_map(|one| one.strip_prefix("--color="))) {
        Some("always") => clap::ColorChoice::Always,
        Some("never") => clap::ColorChoice::Never,
        _ => clap::ColorChoice::Auto,
    }
}

/// A path, not a URL.
fn local() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| match oaspen::url(&path) {
        Some(_) => Err("it is a URL, and oaspen opens no network connection"),
        None => Ok(path),
    })
}
