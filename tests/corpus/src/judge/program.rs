//! The programs that make the calls, through the generated signatures and with all arguments.

use std::fmt::Write;
use std::path::Path;

use super::client::{self, Argument, Method, Part, Pass};
use crate::folders;

/// One call to be made.
pub(crate) struct Call<'a> {
    /// The number of the case.
    pub case: usize,
    pub method: &'a Method,
    /// The media type of the body.
    pub media_type: &'a str,
    /// The members of a multipart body.
    pub parts: Vec<Part>,
}

/// The module with the calls of one client. Each call has the imports of the generated file with its method.
pub(crate) fn calls(client: usize, calls: &[Call<'_>]) -> String {
    let mut text = String::new();
    for call in calls {
        let uses: Vec<String> = call
            .method
            .uses
            .iter()
            .map(|line| line.replace("super :: super :: super", "super :: super"))
            .map(|line| line.replace("super :: super :: models", &format!("crate::c{client}::models")))
            .collect();
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "pub mod case_{} {{\n{}\nuse crate::support::{{self, Case}};\n\npub fn run(base: &str, case: &Case) -> Result<(), String> {{\n{}}}\n}}\n",
            call.case,
            uses.join("\n"),
            body(client, call)
        );
    }
    text
}

fn body(client: usize, call: &Call<'_>) -> String {
    let mut text = format!(
        "    let client: crate::c{client}::Client = crate::c{client}::Client::builder().base_url(base).build()\
         .map_err(|error| error.to_string())?;\n"
    );
    let required: Vec<String> = call
        .method
        .required
        .iter()
        .map(|argument| value(argument, call))
        .collect();
    let _ = writeln!(
        text,
        "    let call = client.{}({});",
        call.method.path,
        required.join(", ")
    );
    for argument in &call.method.optional {
        let (key, name) = (&argument.value_key, &argument.name);
        let _ = match value_type(argument) {
            Some(ty) => writeln!(
                text,
                "    let call = match case.get_optional::<{ty}>({key:?})? {{ Some(value) => call.{name}(value), None => call }};"
            ),
            None => writeln!(text, "    let call = call.{name}({});", value(argument, call)),
        };
    }
    text.push_str("    support::send(call)\n");
    text
}

/// The type that is decoded for an argument. `None` for a multipart body, which is built from its members.
fn value_type(argument: &Argument) -> Option<String> {
    match (&argument.pass, argument.step.as_str()) {
        (_, "multipart") => None,
        (_, "bytes" | "text") => Some("String".to_owned()),
        (Pass::Value(ty) | Pass::As(ty), _) => Some(ty.clone()),
    }
}

/// The expression of a required value.
fn value(argument: &Argument, call: &Call<'_>) -> String {
    match (value_type(argument), &argument.pass) {
        // The caller chooses one of several media types.
        (Some(ty), _) if ty == "&str" => format!("{:?}", call.media_type),
        (Some(ty), _) => format!("case.get::<{ty}>({:?})?", argument.value_key),
        (None, Pass::Value(ty) | Pass::As(ty)) => form(ty, &call.parts),
    }
}

/// Builds a multipart body from its members.
fn form(ty: &str, parts: &[Part]) -> String {
    let members: Vec<String> = parts
        .iter()
        .map(|part| {
            let wire = &part.wire;
            let value = match part.ty.as_str() {
                "FilePart" => format!("case.file({wire:?}).ok_or(\"no file\")?"),
                "Option<FilePart>" => format!("case.file({wire:?})"),
                "Vec<FilePart>" => format!("case.files({wire:?}).ok_or(\"no files\")?"),
                "Option<Vec<FilePart>>" => format!("case.files({wire:?})"),
                _ => format!("case.member({wire:?})?"),
            };
            format!("{}: {value}", part.field)
        })
        .collect();
    format!("{ty} {{ {} }}", members.join(", "))
}

/// One client in a program: its number, its folder, its calls.
pub(crate) struct Mounted<'a> {
    pub client: usize,
    pub folder: &'a Path,
    pub cases: Vec<usize>,
}

/// The main file of a program.
pub(crate) fn main(support: &Path, folder: &Path, mounted: &[Mounted<'_>]) -> String {
    let mut text = format!(
        "#![allow(warnings)]\n#![recursion_limit = \"1024\"]\n\n#[path = {:?}]\nmod support;\n",
        support.display().to_string()
    );
    let mut rows = String::new();
    for one in mounted {
        let number = one.client;
        let _ = write!(
            text,
            "#[path = {:?}]\nmod c{number};\n#[path = {:?}]\nmod calls_{number};\n",
            one.folder.join("mod.rs").display().to_string(),
            folder.join(format!("calls_{number}.rs")).display().to_string()
        );
        for case in &one.cases {
            let _ = writeln!(rows, "        ({case}, calls_{number}::case_{case}::run),");
        }
    }
    let _ = write!(text, "\nfn main() {{\n    support::run(&[\n{rows}    ]);\n}}\n");
    text
}

/// The members of the multipart body of a method, if it has one.
pub(crate) fn parts_of(method: &Method, folder: &Path) -> Result<Vec<Part>, String> {
    let body = method
        .required
        .iter()
        .chain(&method.optional)
        .find(|argument| argument.step == "multipart");
    match body.map(|argument| &argument.pass) {
        Some(Pass::Value(ty) | Pass::As(ty)) => client::parts(folder, ty.rsplit("::").next().unwrap_or(ty)),
        None => Ok(Vec::new()),
    }
}

/// The package of all programs.
pub(crate) fn manifest(runtime: &Path, loopback: &Path, programs: usize) -> String {
    let mut text = format!(
        "[package]\nname = \"calls\"\nversion = \"0.0.0\"\nedition = \"2024\"\nautobins = false\n\n[dependencies]\n\
         oaspen-client = {{ path = {:?}, features = [\"blocking\"] }}\nloopback = {{ path = {:?} }}\n\n\
         [profile.dev]\ndebug = false\nincremental = false\n\n[workspace]\n",
        runtime.display().to_string(),
        loopback.display().to_string()
    );
    for number in 0..programs {
        let _ = write!(
            text,
            "\n[[bin]]\nname = \"calls-{number}\"\npath = \"main_{number}.rs\"\n"
        );
    }
    text
}

/// Writes the support file next to the programs and returns its path.
pub(crate) fn write_support(folder: &Path) -> Result<std::path::PathBuf, String> {
    let path = folder.join("support.rs");
    folders::write(&path, include_str!("../../judge/support.rs"))?;
    Ok(path)
}
