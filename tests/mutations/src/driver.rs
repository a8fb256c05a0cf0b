//! Programs that make every call of old clients, through the generated methods.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::calls;
use crate::compiler;
use crate::folders;
use crate::judge::client::{self, Argument, Method, Part, Pass};
use crate::server::Server;

/// How the response of a call is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Whole,
    Events,
    Lines,
}

impl Way {
    /// Whether a response of this media type is read in this way.
    pub(crate) fn reads(self, media_type: &str) -> bool {
        let own = [Self::Events, Self::Lines]
            .into_iter()
            .find(|way| way.is_for(media_type));
        own.unwrap_or(Self::Whole) == self
    }

    fn is_for(self, media_type: &str) -> bool {
        match self {
            Self::Whole => false,
            Self::Events => media_type.contains("event-stream"),
            Self::Lines => media_type.contains("ndjson"),
        }
    }
}

/// A method of a client, as a case of the program.
#[derive(Clone)]
pub(crate) struct Case {
    /// No other case of the program has it.
    pub number: usize,
    pub way: Way,
    /// In lower case, and the path with `{}` for each parameter.
    pub route: (String, String),
    pub method: Method,
}

/// The key of the value of an argument: several bodies of one operation differ by how they are encoded.
pub(crate) fn value_key(argument: &Argument) -> String {
    if argument.value_key != "body" {
        return argument.value_key.clone();
    }
    let step = argument.step.as_str();
    let kind = ["json_lines", "json", "form", "multipart", "bytes", "text"];
    let kind = kind.into_iter().find(|kind| step.starts_with(kind)).unwrap_or(step);
    format!("body#{kind}")
}

/// Writes the files of a client and returns its cases, numbered from `first` on.
pub(crate) fn add(
    folder: &Path,
    client: usize,
    first: usize,
    files: &[oaspen::File],
    server: &Server,
) -> Result<Vec<Case>, String> {
    let at = folder.join(format!("c{client}"));
    for file in files {
        folders::write(&at.join(&file.path), &file.text)?;
    }
    let mut text = String::new();
    let mut cases = Vec::new();
    for (route, method) in client::read_all(&at)? {
        let parts = parts(&method, &at)?;
        for way in [Way::Events, Way::Lines, Way::Whole] {
            let case = Case {
                number: first + cases.len(),
                way,
                route: route.clone(),
                method: method.clone(),
            };
            if way == Way::Whole || is_read_in(server, &case, way) {
                text.push_str(&module(client, &case, &parts));
                cases.push(case);
            }
        }
    }
    folders::write(&folder.join(format!("calls_{client}.rs")), &text)?;
    Ok(cases)
}

/// Whether a successful response of an operation can be a stream of this kind.
fn is_read_in(server: &Server, case: &Case, way: Way) -> bool {
    let operation = calls::operation(server, case);
    let responses = operation.into_iter().flat_map(|operation| &operation.responses);
    let mut media = responses.flat_map(|response| &response.media);
    media.any(|media| way.is_for(&media.name))
}

fn parts(method: &Method, folder: &Path) -> Result<Vec<Part>, String> {
    let mut arguments = method.required.iter().chain(&method.optional);
    match arguments
        .find(|argument| argument.step.starts_with("multipart"))
        .map(|argument| &argument.pass)
    {
        Some(Pass::Value(ty) | Pass::As(ty)) => client::parts(folder, ty.rsplit("::").next().unwrap_or(ty)),
        None => Ok(Vec::new()),
    }
}

fn module(client: usize, case: &Case, parts: &[Part]) -> String {
    let Case { number, method, .. } = case;
    let uses = method.uses.iter().map(|line| {
        line.replace("super :: super :: super", "super :: super")
            .replace("super :: super :: models", &format!("crate::c{client}::models"))
    });
    let uses: Vec<String> = uses.collect();
    let mut text = format!(
        "pub mod case_{number} {{\n{}\nuse crate::support::{{self, Case}};\n\
         pub fn run(case: &Case) -> Result<oaspen_client::JsonMap, String> {{\n\
         let client: crate::c{client}::Client = case.client(crate::c{client}::Client::builder())?;\n",
        uses.join("\n")
    );
    let required: Vec<String> = method
        .required
        .iter()
        .map(|argument| required(argument, parts))
        .collect();
    let _ = writeln!(text, "let call = client.{}({});", method.path, required.join(", "));
    for argument in &method.optional {
        let (key, name) = (value_key(argument), &argument.name);
        let _ = match (value_type(argument), &argument.pass) {
            (Some(ty), _) => writeln!(
                text,
                "let call = match case.get_optional::<{ty}>({key:?})? {{ Some(value) => call.{name}(value), None => call }};"
            ),
            (None, Pass::Value(ty) | Pass::As(ty)) => writeln!(
                text,
                "let call = if case.has_body() {{ call.{name}({}) }} else {{ call }};",
                form(ty, parts)
            ),
        };
    }
    text.push_str(match case.way {
        Way::Whole => "support::send(case, call)\n}\n}\n",
        Way::Events => "support::stream(case, call.events().blocking())\n}\n}\n",
        Way::Lines => "support::stream(case, call.json_lines().blocking())\n}\n}\n",
    });
    text
}

/// The type that is decoded for an argument. `None` for a multipart body, which is built from its members.
fn value_type(argument: &Argument) -> Option<String> {
    match (&argument.pass, argument.step.as_str()) {
        (_, step) if step.starts_with("multipart") => None,
        (_, "bytes" | "text") => Some("String".to_owned()),
        (Pass::Value(ty) | Pass::As(ty), _) => Some(ty.clone()),
    }
}

fn required(argument: &Argument, parts: &[Part]) -> String {
    match (value_type(argument), &argument.pass) {
        (Some(ty), _) => format!("case.get::<{ty}>({:?})?", value_key(argument)),
        (None, Pass::Value(ty) | Pass::As(ty)) => form(ty, parts),
    }
}

/// Builds a multipart body from its members.
fn form(ty: &str, parts: &[Part]) -> String {
    let members = parts.iter().map(|part| {
        let wire = &part.wire;
        let value = match part.ty.as_str() {
            "FilePart" => format!("case.file({wire:?}).ok_or(\"no file\")?"),
            "Option<FilePart>" => format!("case.file({wire:?})"),
            "Vec<FilePart>" => format!("case.files({wire:?}).ok_or(\"no files\")?"),
            "Option<Vec<FilePart>>" => format!("case.files({wire:?})"),
            _ => format!("case.member({wire:?})?"),
        };
        format!("{}: {value}", part.field)
    });
    format!("{ty} {{ {} }}", members.collect::<Vec<_>>().join(", "))
}

/// Compiles the program of several clients.
pub(crate) fn build<'a>(
    folder: &Path,
    clients: impl Iterator<Item = &'a [Case]>,
    library: &Path,
) -> Result<PathBuf, String> {
    let mut text = String::from("#![allow(warnings)]\n#![recursion_limit = \"1024\"]\nmod support;\n");
    let mut rows = String::new();
    for (client, cases) in clients.enumerate() {
        let _ = writeln!(
            text,
            "#[path = \"c{client}/mod.rs\"]\nmod c{client};\nmod calls_{client};"
        );
        for case in cases {
            let number = case.number;
            let _ = writeln!(rows, "({number}, calls_{client}::case_{number}::run),");
        }
    }
    let _ = write!(text, "fn main() {{\nsupport::run(&[\n{rows}]);\n}}\n");
    folders::write(&folder.join("support.rs"), include_str!("../program/support.rs"))?;
    folders::write(&folder.join("main.rs"), &text)?;
    compiler::program(&folder.join("main.rs"), &folder.join("program"), library)
}

/// Runs the program on input lines. It prints one line for each.
pub(crate) fn run(program: &Path, lines: &[Value]) -> Result<Vec<Value>, String> {
    if lines.is_empty() {
        return Ok(Vec::new());
    }
    let mut child = Command::new(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("cannot start the program: {error}"))?;
    let mut stdin = child.stdin.take();
    let input: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || {
            // A write error means that the program ended early. The missing output lines show this.
            let _ = stdin.as_mut().map(|stdin| stdin.write_all(input.as_bytes()));
        });
        child.wait_with_output()
    });
    let output = output.map_err(|error| error.to_string())?;
    let found: Vec<Value> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    if found.len() != lines.len() {
        return Err(format!("{} results of {} calls", found.len(), lines.len()));
    }
    Ok(found)
}
