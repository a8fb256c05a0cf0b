//! Modules with a body: all of them in one file, or in several files that the first one includes.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;

use super::group::group_of;
use super::{HEADER, Printed, line};

/// The attribute after which rustfmt leaves an item alone.
const SKIPPED: &str = "#[rustfmt::skip]\n";

/// The text of a file with all modules, for `include!`.
pub(super) fn single(modules: &[Printed]) -> String {
    let root = modules.iter().find(|module| module.path.is_empty());
    let parts = root.into_iter().flat_map(|root| parts(modules, root));
    // A file for `include!` has no attributes of its own, so each of its items is skipped.
    let parts: Vec<String> = parts.map(|part| format!("{SKIPPED}{part}")).collect();
    format!("{HEADER}\n\n{}", parts.join("\n"))
}

/// The files of a client for `include!`, with their paths. The file of the root includes one for `api` and one for `models`, and each of
/// these includes files with groups of modules.
pub(super) fn included(modules: &[Printed], client: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for module in modules.iter().filter(|module| module.path.len() < 2) {
        let groups = groups(modules, module);
        let folder = module
            .path
            .iter()
            .fold(client.to_owned(), |folder, name| folder + "/" + name);
        let own = module.path.last().map_or(client, String::as_str);
        let contents = including(module, groups.keys(), own);
        let text = match module.path.is_empty() {
            true => contents,
            false => with_body(module, &contents),
        };
        files.push((format!("{folder}.rs"), format!("{HEADER}\n\n{text}")));
        for (name, group) in groups.iter().filter(|(_, group)| !group.is_empty()) {
            files.push((
                format!("{folder}/{name}.rs"),
                format!("{HEADER}\n\n{}", group.join("\n")),
            ));
        }
    }
    files
}

/// The names of the files that a module includes, each with the modules in it. Those that the root includes are empty here: each has
/// one module, which is written on its own.
fn groups(modules: &[Printed], module: &Printed) -> BTreeMap<String, Vec<String>> {
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for child in children(modules, module) {
        let Some(name) = child.path.last() else { continue };
        if module.path.is_empty() {
            groups.entry(name.clone()).or_default();
            continue;
        }
        let body = with_body(child, &parts(modules, child).join("\n"));
        groups.entry(group_of(name)).or_default().push(body);
    }
    groups
}

/// The items of a module, after lines that include these files of a folder. They come first, so that changes of the items do not move
/// them: rustc checks again what is included by a line that has moved.
fn including<'a>(module: &Printed, files: impl Iterator<Item = &'a String>, folder: &str) -> String {
    let lines: String = files
        .map(|name| format!("::core::include!(\"{folder}/{name}.rs\");\n"))
        .collect();
    let parts = [lines.as_str()]
        .into_iter()
        .chain(module.items.iter().map(String::as_str));
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join("\n")
}

/// Whether a line declares a module without a body.
pub(super) fn is_module_line(line: &TokenStream) -> bool {
    let words: Vec<String> = line.clone().into_iter().map(|tree| tree.to_string()).collect();
    matches!(words.as_slice(), [first, ..] if first == "mod")
        || matches!(words.as_slice(), [_, second, ..] if second == "mod")
}

/// The items of a module, and the modules below it.
fn parts(modules: &[Printed], module: &Printed) -> Vec<String> {
    let children = children(modules, module);
    let bodies = children.map(|child| with_body(child, &parts(modules, child).join("\n")));
    module.items.iter().cloned().chain(bodies).collect()
}

/// A module with a body.
fn with_body(module: &Printed, contents: &str) -> String {
    let visibility = if module.is_public { "pub " } else { "" };
    let name = module.path.last().map_or("", String::as_str);
    let mut out = format!("{visibility}mod {name} {{\n");
    push_indented(&module.docs, &mut out);
    if !module.docs.is_empty() && !contents.is_empty() {
        out.push('\n');
    }
    push_indented(contents, &mut out);
    out.push_str("}\n");
    out
}

/// The modules in the folder of a module.
fn children<'p>(modules: &'p [Printed], module: &'p Printed) -> impl Iterator<Item = &'p Printed> {
    let path = &module.path;
    let has_children = module.is_folder || path.is_empty();
    let modules = if has_children { modules } else { &[] };
    let children = modules.iter();
    children.filter(|child| child.path.len() == path.len() + 1 && child.path.starts_with(path))
}

/// Adds lines, each of which ends. Empty ones are not indented.
fn push_indented(text: &str, out: &mut String) {
    for line in text.split_inclusive('\n') {
        if line.len() > 1 {
            out.push_str(line::INDENT);
        }
        out.push_str(line);
    }
}
