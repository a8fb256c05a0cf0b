//! Generated clients of real documents, and their models with serde's derive instead of tables.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use bench::Usage;
use oaspen::{Input, Outcome, Settings};

use crate::measure::{self, Text, crate_alone, put};
use crate::options::Options;
use crate::{derive, share};

/// A generated client on disk.
pub struct Client {
    pub folder: PathBuf,
    pub outcome: Outcome,
    pub text: Text,
    /// CPU seconds of the generator, without writing the files.
    pub seconds: f64,
}

/// The settings of a package of its own with this name.
pub fn settings(options: &Options, name: &str) -> Settings {
    Settings {
        name: name.to_owned(),
        runtime_path: Some(options.runtime.display().to_string()),
        ..Settings::default()
    }
}

/// Generates a client as a package of its own.
pub fn generate(options: &Options, input: &Input, settings: Settings) -> Result<Client, String> {
    let folder = options.work.join("clients").join(&settings.name);
    let before = Usage::of_this_process().cpu;
    let outcome = oaspen::generate(input, &settings, None);
    let seconds = Usage::of_this_process().cpu - before;
    if outcome.files.is_empty() {
        let style = oaspen::RenderStyle::Plain;
        return Err(oaspen::render_all(
            &outcome.diagnostics,
            &outcome.sources,
            oaspen::Severity::Error,
            12,
            style,
        ));
    }
    measure::clear(&folder)?;
    for file in &outcome.files {
        put(&folder.join(&file.path), &file.text)?;
    }
    let text = measure::text(&folder);
    Ok(Client {
        folder,
        outcome,
        text,
        seconds,
    })
}

/// The name of the client of a document: its file name as an identifier.
pub fn name(document: &Path) -> String {
    let stem = document
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    let word: String = stem
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    if word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        word
    } else {
        format!("api_{word}")
    }
}

/// CPU seconds of check, dev build and release build (NaN if not measured), and the memory of the check.
fn figures(options: &Options, folder: &Path) -> Result<([f64; 3], f64), String> {
    let target = options.target();
    let check = crate_alone(folder, &target, &["check", "--lib"], options.rounds(3))?;
    let (mut dev, mut release) = (f64::NAN, f64::NAN);
    if !options.check_only {
        dev = crate_alone(folder, &target, &["build", "--lib"], options.rounds(2).min(2))?.cpu;
    }
    if options.release_build {
        release = crate_alone(folder, &target, &["build", "--lib", "--release"], 1)?.cpu;
    }
    Ok(([check.cpu, dev, release], check.mib))
}

fn cell(value: f64) -> String {
    if value.is_nan() {
        "-".into()
    } else {
        format!("{value:.2}")
    }
}

pub fn report(options: &Options, documents: &[PathBuf]) -> Result<(), String> {
    println!("\ngenerated clients; CPU seconds of the rustc of the crate\n");
    println!(
        "| document | operations | types | files | lines | generate | check | check, MiB | dev build | release build |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    let mut clients = Vec::new();
    for document in documents {
        let name = name(document);
        let client = generate(options, &Input::Path(document.clone()), settings(options, &name))?;
        let ([check, dev, release], mib) = figures(options, &client.folder)?;
        let stats = client.outcome.stats;
        let skipped = if stats.skipped > 0 {
            format!(" ({} skipped)", stats.skipped)
        } else {
            String::new()
        };
        println!(
            "| {name} | {}{skipped} | {} | {} | {} | {:.3} | {} | {mib:.0} | {} | {} |",
            stats.operations,
            stats.models,
            client.text.files,
            client.text.lines,
            client.seconds,
            cell(check),
            cell(dev),
            cell(release),
        );
        clients.push((name, client));
    }
    if options.derive {
        println!("\nmodels of these clients only; CPU seconds of the rustc of the crate (share of serde's derive)\n");
        println!("| models of | codec | lines | check | dev build | release build |");
        println!("|---|---|---|---|---|---|");
        for (name, client) in &clients {
            models(options, name, client)?;
        }
    }
    Ok(())
}

/// Prints two rows: the models of a client with derives and with tables.
fn models(options: &Options, name: &str, client: &Client) -> Result<(), String> {
    let roots = Roots::of(&client.outcome);
    let mut base = None;
    for derives in [true, false] {
        let folder = options
            .work
            .join("models")
            .join(format!("{name}-{}", if derives { "derive" } else { "tables" }));
        measure::clear(&folder)?;
        for file in client
            .outcome
            .files
            .iter()
            .filter(|file| file.path.starts_with("src/models"))
        {
            let text = if derives {
                derive::from_tables(&file.text)
            } else {
                file.text.clone()
            };
            put(&folder.join(&file.path), &text)?;
        }
        let lines = measure::text(&folder).lines;
        put(&folder.join("src/lib.rs"), &roots.print(derives))?;
        put(&folder.join("Cargo.toml"), &manifest(&options.runtime))?;
        let (figures, _) = figures(options, &folder)?;
        let [check, dev, release] = *base.get_or_insert(figures);
        println!(
            "| {name} | {} | {lines} | {} | {} | {} |",
            if derives { "serde's derive" } else { "tables" },
            share(figures[0], check),
            share(figures[1], dev),
            share(figures[2], release),
        );
    }
    Ok(())
}

fn manifest(runtime: &Path) -> String {
    format!(
        "[package]\nname = \"models\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         oaspen-client = {{ path = {:?} }}\nserde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n",
        runtime.display().to_string()
    )
}

/// The models that operations read and write, as roots of the instantiated code.
struct Roots {
    read: BTreeSet<String>,
    written: BTreeSet<String>,
}

impl Roots {
    fn of(outcome: &Outcome) -> Self {
        let mut roots = Self {
            read: BTreeSet::new(),
            written: BTreeSet::new(),
        };
        for file in outcome.files.iter().filter(|file| file.path.starts_with("src/api")) {
            for line in file.text.lines().map(str::trim_start) {
                let row = line.strip_prefix("success ").or(line.strip_prefix("error "));
                if let Some(ty) = row.and_then(|row| row.split_once(" {")) {
                    roots.read.extend(models_in(ty.0));
                } else if line.contains("body: ") {
                    roots.written.extend(line.split("body: ").skip(1).flat_map(models_in));
                }
            }
        }
        // Multipart bodies and bodies of several media types have no table.
        let tables: BTreeSet<&str> = outcome
            .files
            .iter()
            .flat_map(|file| derive::tabled(&file.text))
            .collect();
        for set in [&mut roots.read, &mut roots.written] {
            set.retain(|name| tables.contains(name.as_str()));
        }
        roots
    }

    /// Prints a crate with one function for each root.
    fn print(&self, derives: bool) -> String {
        let (error, decode, encode) = match derives {
            true => (
                "serde_json::Error",
                "serde_json::from_slice(data)",
                "serde_json::to_vec(value).unwrap_or_default()",
            ),
            false => (
                "oaspen_client::DecodeError",
                "oaspen_client::json::from_slice(data)",
                "oaspen_client::json::to_vec(value)",
            ),
        };
        let mut out = String::from("//! Models only.\n#![allow(dead_code)]\n\npub mod models;\n");
        for (number, name) in self.read.iter().enumerate() {
            out += &format!(
                "\npub fn read_{number}(data: &[u8]) -> Result<models::{name}, {error}> {{\n    {decode}\n}}\n"
            );
        }
        for (number, name) in self.written.iter().enumerate() {
            out += &format!("\npub fn write_{number}(value: &models::{name}) -> Vec<u8> {{\n    {encode}\n}}\n");
        }
        out
    }
}

/// The names after `models::` in Rust code.
fn models_in(text: &str) -> impl Iterator<Item = String> {
    text.split("models::").skip(1).map(|rest| {
        let end = rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        rest[..end].to_owned()
    })
}
