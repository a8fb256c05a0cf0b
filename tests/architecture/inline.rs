//! What the macros of the runtime define is compiled only where it is used.
//!
//! A library contains machine code of every public function that is neither generic nor `#[inline]`. With the attribute, the
//! crate of a client contains none for models that no program uses, and a program contains that of the models it uses.

use super::sources::sources;

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
