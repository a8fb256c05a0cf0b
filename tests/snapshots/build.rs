//! Mounts `tests/cases/*/expected/mod.rs` and the client in one file, so that what the cases expect is compiled, and generates two documents
//! that are not cases: the obstacle course of names, and one with only hostile texts.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[path = "../../generator/tests/common/poison.rs"]
mod poison;
mod values;
#[path = "../../generator/tests/common/words.rs"]
mod words;

fn main() -> io::Result<()> {
    let root = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    let cases = root.join("../cases").canonicalize()?;
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=values.rs");
    println!("cargo::rerun-if-changed=../../generator/tests/common");
    println!("cargo::rerun-if-changed={}", cases.display());
    let mut list: Vec<PathBuf> = fs::read_dir(&cases)?
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<_>>()?;
    list.sort();
    let (mut text, mut tests) = (String::new(), String::new());
    for case in list.iter().filter(|case| case.join("expected/mod.rs").is_file()) {
        let name = case.file_name().unwrap_or_default().to_string_lossy();
        mount(&mut text, &name, &case.join("expected/mod.rs"));
        let file = case.join("values.txt");
        if file.is_file() {
            let shown = format!("tests/cases/{name}/values.txt");
            let types = format!("snapshots::{name}::models");
            let test = values::test(&name, &types, &shown, &fs::read_to_string(file)?);
            tests.push_str(&test.map_err(io::Error::other)?);
        }
    }
    write_if_changed(&out.join("values.rs"), &tests)?;
    let one_file = cases.join("layout_file/expected/shop.rs");
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "pub mod shop {{ include!({:?}); }}",
        one_file.display().to_string()
    );
    generate("obstacle", words::document().to_string(), &out)?;
    mount(&mut text, "obstacle", &out.join("obstacle/mod.rs"));
    for (index, poison) in poison::texts().iter().take(20).enumerate() {
        let name = format!("hostile_{index}");
        generate(&name, poison::document(poison).to_string(), &out)?;
        mount(&mut text, &name, &out.join(&name).join("mod.rs"));
    }
    write_if_changed(&out.join("cases.rs"), &text)
}

fn mount(text: &mut String, name: &str, module: &Path) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "#[path = {:?}]\npub mod {name};", module.display().to_string());
}

fn generate(name: &str, text: String, out: &Path) -> io::Result<()> {
    let settings = oaspen::Settings {
        name: name.into(),
        layout: oaspen::Layout::Module,
        ..oaspen::Settings::default()
    };
    let outcome = oaspen::generate(
        &oaspen::Input::Text {
            name: format!("{name}.json"),
            text,
        },
        &settings,
        None,
    );
    if outcome.diagnostics.has_errors() {
        let found = oaspen::render_all(
            &outcome.diagnostics,
            &outcome.sources,
            oaspen::Severity::Error,
            20,
            oaspen::RenderStyle::Plain,
        );
        return Err(io::Error::other(found));
    }
    for file in &outcome.files {
        let path = out.join(name).join(&file.path);
        fs::create_dir_all(path.parent().unwrap_or(out))?;
        write_if_changed(&path, &file.text)?;
    }
    Ok(())
}

fn write_if_changed(path: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        Ok(())
    } else {
        fs::write(path, text)
    }
}
