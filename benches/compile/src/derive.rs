//! Replaces the tables of generated models by serde's derives and attributes, line by line, as a generator
//! without a runtime would print the same types. Setters are unchanged. `integer_enum!`, `value_enum!`,
//! `builder!` and `multipart!` are unchanged too, because they cost the same in both variants.

use std::collections::BTreeMap;

const TABLES: [&str; 3] = ["object", "string_enum", "union"];

/// The names of the types in a file that have a table.
pub fn tabled(text: &str) -> impl Iterator<Item = &str> {
    let tables = ["object", "string_enum", "union", "integer_enum", "value_enum"];
    let mut lines = text.lines();
    std::iter::from_fn(move || {
        loop {
            let line = lines.next()?;
            if tables.iter().any(|table| opens(line, table)) {
                return lines.next()?.split_whitespace().next();
            }
        }
    })
}

fn opens(line: &str, table: &str) -> bool {
    line.strip_prefix("oaspen_client::")
        .and_then(|rest| rest.strip_prefix(table))
        == Some("! {")
}

/// The attributes of a type and of its members.
#[derive(Default)]
struct Attributes {
    ty: Option<&'static str>,
    members: BTreeMap<String, String>,
}

/// The text of a file, with derives instead of tables.
pub fn from_tables(text: &str) -> String {
    let mut attributes: BTreeMap<String, Attributes> = BTreeMap::new();
    let mut kept = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(table) = TABLES.iter().find(|table| opens(line, table)) else {
            kept.push(line.to_owned());
            continue;
        };
        let rows: Vec<&str> = lines.by_ref().take_while(|line| *line != "}").collect();
        let Some((head, rows)) = rows.split_first() else {
            continue;
        };
        let mut tokens = head.split_whitespace();
        let name = tokens.next().unwrap_or_default();
        let unknown = tokens.nth(1).filter(|_| *table != "object");
        let (of_type, setters) = read(table, rows, unknown);
        attributes.insert(name.to_owned(), of_type);
        if !setters.is_empty() {
            kept.push(format!("impl {name} {{"));
            kept.extend(
                setters
                    .iter()
                    .map(|setter| format!("    oaspen_client::__setter! {{ {setter} }}")),
            );
            kept.push("}".into());
        }
    }
    annotate(&kept, &attributes)
}

/// Reads the rows of a table: attributes and setters.
fn read(table: &str, rows: &[&str], unknown: Option<&str>) -> (Attributes, Vec<String>) {
    let mut attributes = Attributes::default();
    let mut setters = Vec::new();
    for row in joined(rows) {
        let Some((field, rest)) = row.split_once(": ") else {
            continue;
        };
        match table {
            "object" => {
                let (wire, rest) = literal(rest);
                let (presence, setter) = rest.split_once(" => ").unwrap_or((rest, ""));
                if let Some((setter, argument)) = setter.split_once('(') {
                    setters.push(format!("{field} {setter} ({argument}"));
                }
                attributes
                    .members
                    .insert(field.to_owned(), attribute(field, wire, presence.trim()));
            }
            "string_enum" => {
                attributes
                    .members
                    .insert(field.to_owned(), format!("#[serde(rename = {})]", literal(rest).0));
            }
            _ => {}
        }
    }
    match (table, unknown) {
        ("string_enum", Some(unknown)) => {
            attributes
                .members
                .insert(unknown.to_owned(), "#[serde(untagged)]".into());
        }
        ("union", _) => attributes.ty = Some("#[serde(untagged)]"),
        _ => {}
    }
    (attributes, setters)
}

/// The rows, each on one line, without the trailing comma.
fn joined(rows: &[&str]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    for row in rows.iter().map(|row| row.trim()).filter(|row| *row != "}") {
        match out.last_mut().filter(|_| open) {
            Some(last) => {
                last.push(' ');
                last.push_str(row);
            }
            None => out.push(row.to_owned()),
        }
        open = !row.ends_with(',');
    }
    out.iter().map(|row| row.trim_end_matches(',').to_owned()).collect()
}

/// Splits a text after the string literal at its start; the first part is empty if there is none.
fn literal(text: &str) -> (&str, &str) {
    if !text.starts_with('"') {
        return ("", text);
    }
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|(_, c)| {
        let closes = *c == '"' && !escaped;
        escaped = *c == '\\' && !escaped;
        closes
    });
    text.split_at(end.map_or(text.len(), |(at, _)| at + 1))
}

fn attribute(field: &str, wire: &str, presence: &str) -> String {
    if wire.is_empty() {
        return "#[serde(flatten)]".into();
    }
    let mut parts = Vec::new();
    if wire.trim_matches('"') != field.trim_start_matches("r#") {
        parts.push(format!("rename = {wire}"));
    }
    match presence {
        "optional" => parts.push("skip_serializing_if = \"Option::is_none\"".into()),
        "patch" => parts.push("default, skip_serializing_if = \"oaspen_client::Patch::is_absent\"".into()),
        _ => {}
    }
    if parts.is_empty() {
        String::new()
    } else {
        format!("#[serde({})]", parts.join(", "))
    }
}

/// Adds derives and attributes to the remaining lines of a file.
fn annotate(lines: &[String], attributes: &BTreeMap<String, Attributes>) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut inside: Option<&Attributes> = None;
    let mut derive = None;
    for line in lines {
        if line.starts_with("#[derive(") {
            derive = Some(out.len());
        }
        let declared = line.strip_prefix("pub struct ").or(line.strip_prefix("pub enum "));
        if let Some(name) = declared.map(|rest| rest.split([' ', '{', '(', ';']).next().unwrap_or(rest)) {
            inside = attributes.get(name);
            if let (Some(found), Some(at)) = (inside, derive.take()) {
                out[at] = out[at].replacen("#[derive(", "#[derive(serde::Serialize, serde::Deserialize, ", 1);
                out.extend(found.ty.map(str::to_owned));
            }
        } else if line == "}" {
            inside = None;
        } else if let Some(attributes) = inside {
            let member = line.trim_start().trim_start_matches("pub ");
            let name = member.split([':', ',', '(', ' ']).next().unwrap_or(member);
            let attribute = attributes
                .members
                .get(name)
                .filter(|_| !member.starts_with("//") && indented(line));
            out.extend(
                attribute
                    .filter(|text| !text.is_empty())
                    .map(|text| format!("    {text}")),
            );
        }
        out.push(line.clone());
    }
    out.join("\n") + "\n"
}

/// Whether the line declares a member of a type, and not a part of one.
fn indented(line: &str) -> bool {
    line.starts_with("    ") && !line.starts_with("     ")
}
