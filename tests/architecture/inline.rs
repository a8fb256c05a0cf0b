//! What the macros of the runtime define, and functions of clients that make or take a model, are compiled only where they are used.
//!
//! A library contains machine code of every public function that is neither generic nor `#[inline]`. With the attribute, the
//! crate of a client contains none for models that no program uses, and a program contains that of the models it uses.

use std::fs;
use std::path::Path;

use super::sources::{root, sources};

/// Whether a line opens a function without parameters of types or lifetimes.
fn opens_concrete_function(line: &str) -> bool {
    let line = line.trim_start();
    let line = line.strip_prefix("pub ").unwrap_or(line);
    line.strip_prefix("fn ").is_some_and(|rest| {
        let is_generic = rest.contains("impl ") || rest.split('(').next().is_some_and(|name| name.contains('<'));
        !is_generic
    })
}

#[test]
fn functions_of_macros_are_inline() {
    let mut findings = Vec::new();
    for source in sources("runtime/src/macros") {
        let code = source.code();
        let lines: Vec<&str> = code.lines().collect();
        for (at, line) in lines
            .iter()
            .enumerate()
            .filter(|(_, line)| opens_concrete_function(line))
        {
            let mut attributes = lines[..at]
                .iter()
                .rev()
                .take_while(|line| line.trim_start().starts_with("#["));
            if !attributes.any(|line| line.trim() == "#[inline]") {
                findings.push(format!("runtime/src/macros/{}: {}", source.path, line.trim()));
            }
        }
    }
    assert!(
        findings.is_empty(),
        "Add `#[inline]`: without it, every client contains machine code of this function for each of its types.\n{}",
        findings.join("\n")
    );
}

/// The text of every file below a folder that is Rust code.
fn for_each_file(folder: &Path, visit: &mut dyn FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            for_each_file(&path, visit);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            visit(&path, &fs::read_to_string(&path).expect("a file"));
        }
    }
}

/// The public functions of a file without parameters of types that make or take a model, and whether each is inline.
fn functions_about_models(text: &str) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    let mut is_inline = false;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if !line.starts_with("    pub fn ") {
            is_inline = line == "    #[inline]" || (is_inline && line.trim_start().starts_with("#["));
            continue;
        }
        let mut head = line.to_owned();
        while !head.ends_with('{') {
            head += lines.next().expect("the rest of a function");
        }
        let arguments = head.split("->").next().unwrap_or(&head);
        let is_about_models = arguments.contains("models::") || head.starts_with("    pub fn new(");
        if is_about_models && opens_concrete_function(&head) {
            found.push((head, is_inline));
        }
        is_inline = false;
    }
    found
}

#[test]
fn generated_functions_that_make_or_take_a_model_are_inline() {
    let (mut count, mut findings) = (0, Vec::new());
    for folder in ["generated", "tests/cases"] {
        for_each_file(&root().join(folder), &mut |path, text| {
            for (head, is_inline) in functions_about_models(text) {
                count += 1;
                if !is_inline {
                    findings.push(format!("{}: {}", path.display(), head.trim()));
                }
            }
        });
    }
    assert!(count > 500, "{count} functions");
    assert!(
        findings.is_empty(),
        "Without `#[inline]`, clients contain machine code of these functions and of the codecs of their arguments.\n{}",
        findings.join("\n")
    );
}

#[test]
fn concrete_functions_are_recognized() {
    assert!(opens_concrete_function(
        "    fn encode(&self, e: &mut $crate::Encoder) {"
    ));
    assert!(!opens_concrete_function(
        "pub fn $field(mut self, $field: impl Into<$type>) -> Self {"
    ));
    assert!(!opens_concrete_function("fn serialize<S: Serializer>("));
}
