//! Mounts the generated code of the cases that have `values.txt`, and writes a table of the types and values in these files.
//! Tells whether the code is optimized.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    let cases = root.join("../tests/cases").canonicalize()?;
    println!("cargo::rerun-if-changed=build.rs");
    // What an input may cost depends on it, and not on the assertions of a profile.
    println!("cargo::rustc-check-cfg=cfg(unoptimized)");
    if env::var_os("OPT_LEVEL").is_some_and(|level| level == "0") {
        println!("cargo::rustc-cfg=unoptimized");
    }
    println!("cargo::rerun-if-changed={}", cases.display());
    let mut list: Vec<PathBuf> = fs::read_dir(&cases)?
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<_>>()?;
    list.sort();
    let (mut modules, mut types, mut values) = (String::new(), BTreeMap::new(), String::new());
    for case in list.iter().filter(|case| case.join("values.txt").is_file()) {
        let name = case.file_name().unwrap_or_default().to_string_lossy();
        // Writing to a string cannot fail.
        let _ = writeln!(modules, "#[path = {:?}]\npub mod {name};", module(case));
        for line in fs::read_to_string(case.join("values.txt"))?.lines() {
            // As in `tests/snapshots/values.rs`: `Type JSON => text`.
            let value = line
                .trim()
                .split_once(' ')
                .and_then(|(ty, rest)| Some((ty, rest.split_once(" => ")?.0)));
            if let Some((ty, json)) = value.filter(|(ty, _)| *ty != "#") {
                types.insert(format!("{name}::{ty}"), format!("{name}::models::{ty}"));
                let _ = writeln!(values, "    (\"{name}::{ty}\", {:?}),", json.trim());
            }
        }
    }
    let mut text = format!(
        "/// Generated code.\n#[allow(missing_docs, unreachable_pub, dead_code, unused_imports, clippy::all, reason = \"checked in `tests/snapshots`\")]\npub(crate) mod cases {{\n{modules}}}\n\n"
    );
    text.push_str("const TYPES: &[(&str, Read)] = &[\n");
    for (name, path) in types {
        let _ = writeln!(text, "    ({name:?}, read::<cases::{path}>),");
    }
    let _ = write!(text, "];\n\nconst VALUES: &[(&str, &str)] = &[\n{values}];\n");
    fs::write(out.join("types.rs"), text)
}

fn module(case: &Path) -> String {
    case.join("expected/mod.rs").display().to_string()
}
