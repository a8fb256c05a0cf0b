//! Reads the files `values.txt` of the cases, and writes a test for each of them.

use std::fmt::Write as _;

/// A test that decodes every value of a file. A line is `Type JSON => text`:
///
/// - `text` starts with `error`: the value must not decode, and the message contains what follows;
/// - else the value decodes, its `Debug` text starts with `text` (contains it, after `..`), and it encodes to the same
///   JSON, or to what follows ` -> `.
pub(crate) fn test(module: &str, types: &str, file: &str, text: &str) -> Result<String, String> {
    let mut code = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(code, "#[test]\nfn {module}() {{\n    let mut wrong = Vec::new();");
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let at = format!("{file}:{}", index + 1);
        let (ty, rest) = line
            .split_once(' ')
            .ok_or_else(|| format!("{at}: a line is `Type JSON => text`"))?;
        let (json, expected) = rest
            .split_once(" => ")
            .ok_or_else(|| format!("{at}: ` => ` is missing"))?;
        let (expected, encoded) = expected.split_once(" -> ").unwrap_or((expected, json));
        let (json, expected, encoded) = (json.trim(), expected.trim(), encoded.trim());
        let _ = writeln!(
            code,
            "    wrong.extend(check::<{types}::{ty}>({json:?}, {expected:?}, {encoded:?}).map(|found| format!(\"{at}: {{found}}\")));"
        );
    }
    code.push_str("    assert!(wrong.is_empty(), \"{}\", wrong.join(\"\\n\"));\n}\n");
    Ok(code)
}
