//! Collects the Rust blocks of README.md and of docs/*.md, and generates the client that some of them use.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// The variables that a block of statements may use, and the traits and types that it does not import.
const FUNCTION: &str = "#[allow(unused, clippy::all)]\nasync fn example(key: String, token: String, \
                        client: context::Examples) -> Result<(), Box<dyn std::error::Error>> {\nuse context::*;\n";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let root = root.join("../..");
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    oaspen::configure().generate("../../examples/build-script/specs/petstore.yaml")?;
    for watched in ["build.rs", "../../README.md", "../../docs"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    let mut text = String::new();
    let mut counts = String::new();
    for page in pages(&root)? {
        let name = page.strip_prefix(&root).unwrap_or(&page).display().to_string();
        let blocks = blocks(&fs::read_to_string(&page)?);
        for (number, block) in blocks.iter().enumerate() {
            writeln!(text, "/// {name}\n{}", module(&name, number, block))?;
        }
        if !blocks.is_empty() {
            writeln!(counts, "    ({name:?}, {}),", blocks.len())?;
        }
    }
    let counts = format!(
        "/// Pages with examples, and how many they have.\npub const PAGES: &[(&str, usize)] = &[\n{counts}];\n"
    );
    Ok(fs::write(out.join("examples.rs"), text + &counts)?)
}

fn pages(root: &Path) -> io::Result<Vec<PathBuf>> {
    let docs = fs::read_dir(root.join("docs"))?.map(|entry| Ok(entry?.path()));
    let mut pages = docs.collect::<io::Result<Vec<_>>>()?;
    pages.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    pages.push(root.join("README.md"));
    pages.sort();
    Ok(pages)
}

fn blocks(markdown: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut open: Option<String> = None;
    for event in Parser::new(markdown) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if &*info == "rust" => open = Some(String::new()),
            Event::Text(text) => {
                if let Some(block) = &mut open {
                    block.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => blocks.extend(open.take()),
            _ => {}
        }
    }
    blocks
}

/// Items are a module as they are; statements become the body of a function.
fn module(page: &str, number: usize, block: &str) -> String {
    let page: String = page
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    let content = match syn::parse_file(block) {
        Ok(_) => block.to_owned(),
        Err(_) => format!("use crate::context;\n{FUNCTION}{block}Ok(())\n}}\n"),
    };
    format!("mod {}_{number} {{\n{content}}}\n", page.to_lowercase())
}
