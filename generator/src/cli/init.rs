//! `oaspen init`: creates a configuration.

use std::io::Write as _;
use std::path::Path;

use oaspen::{Input, Settings, Severity, Stage};
use serde_json::{Value, json};

use super::args::InitArgs;
use super::attributes;
use super::exit::Exit;
use super::json;
use super::terminal::Terminal;

/// Why nothing can be written.
fn refused(options: &InitArgs) -> Option<String> {
    let (config, spec) = (options.config.display(), options.spec.display());
    if options.config.exists() {
        return Some(format!("`{config}` already exists and is not changed"));
    }
    let is_text = options.spec.to_str().is_some();
    (!is_text).then(|| format!("`{spec}` is not UTF-8, so that `{config}` cannot contain this path"))
}

pub(crate) fn run(options: &InitArgs, terminal: &mut Terminal) -> Exit {
    if let Some(message) = refused(options) {
        terminal.error(&message);
        return Exit::Unusable;
    }
    let settings = Settings {
        name: oaspen::default_name(&options.spec),
        limits: (&options.limits).into(),
        ..Settings::default()
    };
    let (text, outcome) = oaspen::inspect(&Input::Path(options.spec.clone()), &settings, Stage::Normalized);
    terminal.findings(&outcome.diagnostics, &outcome.sources, Severity::Error);
    let document = text.and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let (Some(document), false) = (document, outcome.diagnostics.has_errors()) else {
        if terminal.json() {
            let findings = json::diagnostics(&outcome.diagnostics, &outcome.sources);
            terminal.json_object(&json!({ "command": "init", "exit": 2, "diagnostics": findings }));
        }
        return Exit::Unusable;
    };
    let name = settings.name;
    let folder = options.config.parent().filter(|folder| !folder.as_os_str().is_empty());
    let attributes = match attributes::write(folder.unwrap_or(Path::new("."))) {
        Ok(attributes) => attributes,
        Err((file, error)) => {
            terminal.error(&format!("cannot write `{}`: {error}", file.display()));
            return Exit::Unusable;
        }
    };
    let written = std::fs::File::create_new(&options.config)
        .and_then(|mut file| file.write_all(configuration(options, &name, &document).as_bytes()));
    if let Err(error) = written {
        terminal.error(&format!("cannot write `{}`: {error}", options.config.display()));
        return Exit::Unusable;
    }
    if terminal.json() {
        let config = options.config.display().to_string();
        let attributes = attributes.as_ref().map(|file| file.display().to_string());
        terminal.json_object(
            &json!({ "command": "init", "exit": 0, "name": name, "config": config, "gitattributes": attributes }),
        );
    }
    let default = options.config.as_os_str() == "oaspen.toml";
    let flag = if default {
        String::new()
    } else {
        format!(" --config {}", options.config.display())
    };
    if let Some(file) = attributes {
        terminal.print_line(&format!("wrote {}: git merges names.lock by line", file.display()));
    }
    terminal.print_line(&format!(
        "wrote {}; now run `oaspen generate{flag}`",
        options.config.display()
    ));
    Exit::Success
}

/// Settings of types.
const KEPT: &str = "\
    # Dates and times without an offset: \"error\", \"utc\", or \"civil\" for types without one; types that keep the offset.\n\
    # times-without-offset = \"utc\"\n\
    # keep-offsets = true\n\
    \n\
    # Keep the members that the document does not declare, and write them back.\n\
    # keep-unknown = true\n\
    \n";

fn configuration(options: &InitArgs, name: &str, document: &Value) -> String {
    let folder = options.config.parent().unwrap_or(Path::new(""));
    let spec = oaspen::runtime_path(&options.spec, folder);
    let is_package = folder.join("src").is_dir() && folder.join("Cargo.toml").is_file();
    let (out, layout) = if is_package {
        (format!("src/{name}"), "module")
    } else {
        (name.to_owned(), "crate")
    };
    let tags = first_tags(document);
    let crate_path = quoted(&format!("my_app::{name}"));
    let name = key(name);
    format!(
        "# The clients of this project. `oaspen generate` writes all of them,\n\
         # `oaspen generate --check` checks whether they are current.\n\
         # Paths are relative to the folder of this file.\n\
         \n\
         [clients.{name}]\n\
         spec = {spec}\n\
         out = {out}\n\
         # crate: a package; module: a folder with mod.rs; file: one file for include!\n\
         layout = \"{layout}\"\n\
         {limits}\
         \n\
         # The crate for dates and times: \"jiff\", \"chrono\", \"time\", or \"string\" for plain text.\n\
         # time-crate = \"jiff\"\n\
         \n\
         {KEPT}\
         # The folder of a reference in Markdown, written by `oaspen docs`, and the path of the client in its examples.\n\
         # docs = \"docs/api\"\n\
         # crate-path = {crate_path}\n\
         \n\
         # Treat warnings as errors.\n\
         # strict = true\n\
         \n\
         # The folder that every file of the document must be in, if some are beside the document's folder.\n\
         # root = \"specs\"\n\
         \n\
         # Path parameters whose values have several segments (`projects/p/topics/t`): their `/` is kept.\n\
         # many-segments = [\"name\", \"parent\"]\n\
         \n\
         # Generate only some operations; types that none of them uses are skipped too.\n\
         # Also: include-operations, include-paths, exclude-tags, exclude-operations, exclude-paths.\n\
         # include-tags = [{tags}]\n\
         \n\
         {overrides}",
        spec = quoted(&spec),
        out = quoted(&out),
        limits = options.limits.configuration(),
        overrides = overrides(&name),
    )
}

/// Overrides, as comments.
fn overrides(name: &str) -> String {
    format!(
        "# Overrides for parts of the document that the API does in another way: by JSON pointer, operationId or pattern.\n\
         # Also: type, wire-name, rename, security, status, media-type, stream, segments, allow-empty, body,\n\
         # keep-unknown, times-without-offset, everywhere.\n\
         # One that matches nothing is an error. All of them: docs/configuration.md of oaspen.\n\
         # [clients.{name}.overrides]\n\
         # \"#/components/schemas/User/properties/email\".required = false\n\
         # \"**/properties/updated_at\".nullable = true\n\
         \n\
         # The pagination of an operation, by operationId or JSON pointer, if `oaspen lint` reports it wrongly.\n\
         # [clients.{name}.overrides.listUsers.pages]\n\
         # style = \"page\"  # or offset, cursor, next, none\n\
         # total = \"X-Total\"\n",
    )
}

/// A few tags of the document, as an example.
fn first_tags(document: &Value) -> String {
    let tags: Vec<String> = document
        .get("tags")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|tag| tag.get("name").and_then(Value::as_str))
        .take(5)
        .map(quoted)
        .collect();
    if tags.is_empty() {
        return "\"Users\"".to_owned();
    }
    tags.join(", ")
}

/// A TOML string on one line, so that it stays in its comment and shows what it contains. `toml` writes a text with
/// line breaks over several lines.
fn quoted(text: &str) -> String {
    oaspen::DecisionValue::Text(text.to_owned()).to_string()
}

/// A key of a TOML table.
fn key(name: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if !name.is_empty() && name.chars().all(is_bare) {
        name.to_owned()
    } else {
        quoted(name)
    }
}
