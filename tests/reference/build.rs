//! Collects the Rust examples of the committed pages under `docs/api` and front pages under `generated`, and of references,
//! READMEs and front pages that are made here: of every case, of the obstacle course of names, and of documents with
//! nothing but hostile texts.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use oaspen::{Diagnostics, Input, Layout, Project, Settings, Sources};

#[path = "../../generator/tests/common/poison.rs"]
mod poison;
#[path = "../../generator/tests/common/words.rs"]
mod words;

/// A page's name and its text.
type Page = (String, String);

fn main() -> io::Result<()> {
    let root = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    for watched in [
        "build.rs",
        "../../docs/api",
        "../../generated",
        "../cases",
        "../../generator/tests/common",
    ] {
        println!("cargo::rerun-if-changed={watched}");
    }
    let mut pages = committed(&root.join("../../docs/api"), "docs/api")?;
    for client in ["clerk", "logto"] {
        let name = format!("generated/{client}/mod.rs");
        let text = fs::read_to_string(root.join("../..").join(&name))?;
        pages.push((name, docs(&text)));
    }
    for case in folders(&root.join("../cases"))? {
        pages.extend(of_case(&case)?);
    }
    pages.extend(made("obstacle", text("obstacle", words::document().to_string()), None)?);
    for (index, poison) in poison::texts().iter().take(20).enumerate() {
        let name = format!("hostile_{index}");
        pages.extend(made(&name, text(&name, poison::document(poison).to_string()), None)?);
    }
    let runtime = root.join("../../runtime");
    println!("cargo::rerun-if-changed={}", runtime.join("README.md").display());
    println!(
        "cargo::rerun-if-changed={}",
        runtime.join("tests/shop/shop.rs").display()
    );
    let readme = fs::read_to_string(runtime.join("README.md"))?;
    fs::write(out.join("examples.rs"), examples(&pages)? + &statements(&readme))
}

/// Every page below a folder, by name.
fn committed(folder: &Path, name: &str) -> io::Result<Vec<Page>> {
    let mut pages = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = format!("{name}/{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            pages.extend(committed(&path, &name)?);
        } else if name.ends_with(".md") {
            pages.push((name, fs::read_to_string(&path)?));
        }
    }
    pages.sort();
    Ok(pages)
}

fn folders(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut folders: Vec<PathBuf> = entries.collect::<io::Result<_>>()?;
    folders.retain(|folder| folder.join("expected/mod.rs").is_file());
    folders.sort();
    Ok(folders)
}

/// The reference of a case, with the names that `tests/snapshots` compiles.
fn of_case(folder: &Path) -> io::Result<Vec<Page>> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut settings = None;
    let config = folder.join("oaspen.toml");
    if config.exists() {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let project = Project::open(&config, &mut sources, &mut diagnostics);
        if let Some(mut project) = project {
            project.adjust(|found, _| settings = Some(found.clone()));
        }
    }
    made(&name, Input::Path(folder.join("spec.yaml")), Some((folder, settings)))
}

fn text(name: &str, text: String) -> Input {
    Input::Text {
        name: format!("{name}.json"),
        text,
    }
}

fn made(name: &str, input: Input, case: Option<(&Path, Option<Settings>)>) -> io::Result<Vec<Page>> {
    let lock = case
        .as_ref()
        .and_then(|(folder, _)| fs::read_to_string(folder.join("names.lock")).ok());
    let settings = Settings {
        name: name.to_owned(),
        layout: Layout::Module,
        ..case.and_then(|(_, settings)| settings).unwrap_or_default()
    };
    let settings = Settings {
        crate_path: Some(format!("snapshots::{name}")),
        ..settings
    };
    let outcome = oaspen::reference(&input, &settings, lock.as_deref());
    let package = Settings {
        layout: Layout::Crate,
        ..settings.clone()
    };
    let package = oaspen::generate(&input, &package, lock.as_deref());
    if outcome.diagnostics.has_errors() {
        let found = outcome.diagnostics.iter().map(|one| one.message.as_str());
        return Err(io::Error::other(format!(
            "{name}: {}",
            found.collect::<Vec<_>>().join("; ")
        )));
    }
    let shown = package.files.into_iter().filter_map(|file| match file.path.as_str() {
        "README.md" => Some((format!("{name}/package/README.md"), file.text)),
        "src/lib.rs" => Some((format!("{name}/package/src/lib.rs"), docs(&file.text))),
        _ => None,
    });
    let files = outcome.files.into_iter();
    let pages = files.map(|file| (format!("{name}/{}", file.path), file.text));
    Ok(pages.chain(shown).collect())
}

/// The doc comments of a file as Markdown, whose examples are no doctests.
fn docs(code: &str) -> String {
    let lines = code
        .lines()
        .filter_map(|line| line.strip_prefix("//!").or_else(|| line.strip_prefix("///")));
    let lines = lines.map(|line| line.strip_prefix(' ').unwrap_or(line));
    let text: String = lines.map(|line| format!("{line}\n")).collect();
    text.replace("```ignore,no_run\n", "```rust\n")
}

/// Every example in a module of its own, and how many there are on each page.
fn examples(pages: &[Page]) -> io::Result<String> {
    let mut text = String::new();
    let mut counts = String::new();
    for (page, markdown) in pages {
        let blocks = blocks(markdown);
        let opening = blocks.iter().find(|block| block.kind == Kind::Program);
        let module: String = page
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
            .collect();
        let (mut programs, mut snippets) = (0, 0);
        for (number, block) in blocks.iter().enumerate() {
            let code = match block.kind {
                Kind::Signature => continue,
                Kind::Program => {
                    programs += 1;
                    block.text.clone()
                }
                Kind::Snippet => {
                    snippets += 1;
                    let opening = opening.filter(|opening| opening.text.contains(PLACE));
                    let opening =
                        opening.ok_or_else(|| io::Error::other(format!("{page} has no place for examples")))?;
                    opening.text.replace(PLACE, &block.text)
                }
            };
            // The program at the top of a page is made for all of its calls.
            let lints = if block.kind == Kind::Snippet || code.contains(PLACE) {
                "#[allow(deprecated, unused_imports, unused_variables)]\n"
            } else {
                ""
            };
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "{lints}/// {page}\nmod {}_{number} {{\n{code}}}\n",
                module.to_lowercase()
            );
        }
        if programs + snippets > 0 {
            let _ = writeln!(counts, "    ({page:?}, {programs}, {snippets}),");
        }
    }
    Ok(format!(
        "{text}/// Pages with examples: how many programs and how many calls they have.\n\
         pub const PAGES: &[(&str, usize, usize)] = &[\n{counts}];\n"
    ))
}

/// The blocks of the README of the runtime, each of which is the body of a function.
fn statements(readme: &str) -> String {
    let mut text = String::new();
    for (number, block) in blocks(readme).iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "/// runtime/README.md\nmod runtime_readme_{number} {{\nuse crate::shop;\n#[allow(unused)]\nasync fn example(client: \
             shop::Client) -> Result<(), Box<dyn std::error::Error>> {{\n{}Ok(())\n}}\n}}\n",
            block.text
        );
    }
    let count = blocks(readme).len();
    let _ = writeln!(
        text,
        "/// How many blocks the README of the runtime has.\npub const RUNTIME_README: usize = {count};"
    );
    text
}

/// The line of the first program of a page in whose place the calls of the page are.
const PLACE: &str = "    // The examples of this page go here.\n";

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// The first block below the heading of an operation. The client is compiled from the same tokens.
    Signature,
    /// A function with its imports.
    Program,
    /// Statements for the first program of the page.
    Snippet,
}

struct Block {
    kind: Kind,
    text: String,
}

/// The blocks of Rust of a page.
fn blocks(markdown: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<(String, Block)> = None;
    // The first block of a page is a program, too. On a page without a place for calls, all are.
    let mut next = Kind::Program;
    let other = if markdown.contains(PLACE) {
        Kind::Snippet
    } else {
        Kind::Program
    };
    for line in markdown.lines() {
        match &mut open {
            Some((fence, _)) if line == fence.as_str() => {
                blocks.extend(open.take().map(|(_, block)| block));
                next = other;
            }
            Some((_, block)) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            None if line.starts_with("## `") => next = Kind::Signature,
            None if line.starts_with("<details>") => next = Kind::Program,
            None => {
                let fence: String = line.chars().take_while(|c| *c == '`').collect();
                if fence.len() >= 3 && line.strip_prefix(&fence) == Some("rust") {
                    let text = String::new();
                    open = Some((fence, Block { kind: next, text }));
                }
            }
        }
    }
    blocks
}
