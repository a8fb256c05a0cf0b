//! A synthetic API that looks like generated code.

use std::fmt::Write as _;

/// The form of the printed code.
#[derive(Clone, Copy, PartialEq)]
pub enum Style {
    /// Tables, as the generator prints them.
    Tables,
    /// serde's derives and attributes.
    Derive,
}

/// One member of a model.
struct Member {
    name: String,
    /// The type without `Option` or `Patch`.
    inner: String,
    presence: &'static str,
    setter: Option<&'static str>,
}

impl Member {
    fn field_type(&self) -> String {
        match self.presence {
            "optional" | "nullable" => format!("Option<{}>", self.inner),
            "patch" => format!("Patch<{}>", self.inner),
            _ => self.inner.clone(),
        }
    }
}

/// Prints the models of the crate: `count` models with their enums and unions.
pub fn print(count: usize, style: Style) -> String {
    let mut out = String::from(HEADER);
    if style == Style::Derive {
        out.push_str("use serde::{Deserialize, Serialize};\n\n");
    }
    for i in 0..count {
        if i % 3 == 0 {
            status(&mut out, i, style);
        }
        if i % 8 == 0 {
            union(&mut out, i, count, style);
        }
        model(&mut out, i, &members(i, count), style);
    }
    out
}

/// Functions that decode and encode the root types, so that the code is instantiated.
pub fn roots(count: usize, style: &str) -> String {
    let mut out = String::new();
    for i in (0..count).step_by(4) {
        let (error, decode, encode) = match style {
            "serde" => (
                "serde_json::Error",
                "serde_json::from_slice(data)",
                "serde_json::to_vec(value).unwrap_or_default()",
            ),
            _ => (
                "oaspen_client::DecodeError",
                "oaspen_client::json::from_slice(data)",
                "oaspen_client::json::to_vec(value)",
            ),
        };
        let _ = write!(
            out,
            "/// Reads a root.\n///\n/// # Errors\n/// No such value.\n\
             pub fn read_{i}(data: &[u8]) -> Result<Vec<Model{i}>, {error}> {{\n    {decode}\n}}\n\n\
             /// Writes a root.\npub fn write_{i}(value: &Vec<Model{i}>) -> Vec<u8> {{\n    {encode}\n}}\n\n"
        );
    }
    out
}

/// A JSON array of `Model0` of about `bytes` bytes.
pub fn list(bytes: usize, count: usize) -> String {
    let mut out = String::from("[");
    let mut n = 0_u64;
    while out.len() < bytes {
        if n > 0 {
            out.push(',');
        }
        value(&mut out, 0, count, 3, &mut n);
    }
    out.push(']');
    out
}

const HEADER: &str = "\
use oaspen_client::{Json, Patch};
use std::collections::BTreeMap;

";

fn members(i: usize, count: usize) -> Vec<Member> {
    let next = (i + 1) % count;
    let mut members = Vec::new();
    let mut add = |name: &str, inner: &str, presence, setter| {
        members.push(Member {
            name: name.into(),
            inner: inner.into(),
            presence,
            setter,
        });
    };
    add("id", "String", "required", None);
    add("created_at", "i64", "required", None);
    add("name", "String", "optional", Some("into"));
    add("kind", &format!("Status{}", i / 3 * 3), "optional", Some(""));
    add(
        "active",
        "bool",
        if i.is_multiple_of(2) { "required" } else { "optional" },
        None,
    );
    add("score", "f64", "optional", Some(""));
    match i % 3 {
        0 => add("tags", "Vec<String>", "required", None),
        1 => add("labels", "BTreeMap<String, String>", "optional", Some("into")),
        _ => add("items", &format!("Vec<Model{next}>"), "optional", None),
    }
    match i % 4 {
        0 | 1 => add("next", &format!("Box<Model{next}>"), "optional", None),
        2 => add("note", "String", "patch", Some("into")),
        _ => add("note", "String", "nullable", None),
    }
    match i % 8 {
        0 => add("source", &format!("Source{i}"), "optional", None),
        4 => add("metadata", "Json", "optional", Some("into")),
        _ => add("updated_at", "i64", "optional", Some("")),
    }
    if i % 20 == 7 {
        add("rest", "BTreeMap<String, Json>", "extra", None);
    }
    members
}

fn model(out: &mut String, i: usize, members: &[Member], style: Style) {
    let serde = if style == Style::Derive {
        ", Serialize, Deserialize"
    } else {
        ""
    };
    let _ = write!(
        out,
        "/// Model number {i}.\n#[derive(Clone, Debug, PartialEq{serde})]\n#[non_exhaustive]\npub struct Model{i} {{\n"
    );
    for member in members {
        let _ = writeln!(out, "    /// The member `{}`.", member.name);
        if style == Style::Derive {
            match member.presence {
                "optional" => out.push_str("    #[serde(skip_serializing_if = \"Option::is_none\")]\n"),
                "patch" => out.push_str("    #[serde(default, skip_serializing_if = \"Patch::is_absent\")]\n"),
                "extra" => out.push_str("    #[serde(flatten)]\n"),
                _ => {}
            }
        }
        let _ = writeln!(out, "    pub {}: {},", member.name, member.field_type());
    }
    out.push_str("}\n\n");
    if style == Style::Tables {
        let _ = write!(out, "oaspen_client::object! {{\n    Model{i} {{\n");
        for member in members {
            if member.presence == "extra" {
                let _ = writeln!(out, "        {}: extra,", member.name);
                continue;
            }
            let _ = write!(out, "        {0}: \"{0}\" {1}", member.name, member.presence);
            if let Some(into) = member.setter {
                let argument = if member.presence == "patch" {
                    member.field_type()
                } else {
                    member.inner.clone()
                };
                let into = if into.is_empty() {
                    String::new()
                } else {
                    format!("{into} ")
                };
                let _ = write!(out, " => with_{}({into}{argument})", member.name);
            }
            out.push_str(",\n");
        }
        out.push_str("    }\n}\n\n");
    } else {
        derive_setters(out, i, members);
    }
}

fn derive_setters(out: &mut String, i: usize, members: &[Member]) {
    let _ = writeln!(out, "impl Model{i} {{");
    for member in members {
        let Some(into) = member.setter else { continue };
        let name = &member.name;
        let inner = if member.presence == "patch" {
            member.field_type()
        } else {
            member.inner.clone()
        };
        let (argument, value) = match into {
            "" => (inner, name.clone()),
            _ => (format!("impl Into<{inner}>"), format!("{name}.into()")),
        };
        let value = if member.presence == "patch" {
            value
        } else {
            format!("Some({value})")
        };
        let _ = write!(
            out,
            "    /// Sets [`{name}`](Self::{name}).\n    #[must_use]\n    pub fn with_{name}(mut self, {name}: {argument}) -> Self {{\n        self.{name} = {value};\n        self\n    }}\n\n"
        );
    }
    out.push_str("}\n\n");
}

fn status(out: &mut String, i: usize, style: Style) {
    const VALUES: [(&str, &str); 4] = [
        ("Active", "active"),
        ("OnHold", "on hold"),
        ("Gone", "gone"),
        ("Other", "other"),
    ];
    // The table implements the order.
    let serde = if style == Style::Derive {
        ", PartialOrd, Ord, Serialize, Deserialize"
    } else {
        ""
    };
    let _ = write!(
        out,
        "/// Status of model {i}.\n#[derive(Clone, Debug, PartialEq, Eq, Hash{serde})]\n#[non_exhaustive]\npub enum Status{i} {{\n"
    );
    for (variant, value) in VALUES {
        let _ = writeln!(out, "    /// `\"{value}\"`");
        if style == Style::Derive {
            let _ = writeln!(out, "    #[serde(rename = \"{value}\")]");
        }
        let _ = writeln!(out, "    {variant},");
    }
    if style == Style::Derive {
        out.push_str("    /// A value this version of the client does not know.\n    #[serde(untagged)]\n    Unknown(String),\n}\n\n");
        return;
    }
    out.push_str("    /// A value this version of the client does not know.\n    Unknown(String),\n}\n\n");
    let _ = write!(out, "oaspen_client::string_enum! {{\n    Status{i} else Unknown {{\n");
    for (variant, value) in VALUES {
        let _ = writeln!(out, "        {variant}: \"{value}\",");
    }
    out.push_str("    }\n}\n\n");
}

fn union(out: &mut String, i: usize, count: usize, style: Style) {
    let (a, b) = ((i + 2) % count, (i + 3) % count);
    let serde = if style == Style::Derive {
        ", Serialize, Deserialize"
    } else {
        ""
    };
    let untagged = if style == Style::Derive {
        "#[serde(untagged)]\n"
    } else {
        ""
    };
    let _ = write!(
        out,
        "/// Source of model {i}.\n#[derive(Clone, Debug, PartialEq{serde})]\n{untagged}#[non_exhaustive]\npub enum Source{i} {{\n    \
         /// One.\n    One(Box<Model{a}>),\n    /// Two.\n    Two(Box<Model{b}>),\n    \
         /// A shape this version of the client does not know, kept as it came.\n    Unknown(Json),\n}}\n\n"
    );
    if style == Style::Tables {
        let _ = write!(
            out,
            "oaspen_client::union! {{\n    Source{i} else Unknown {{\n        \
             One: tag \"id\" in [\"one\"] => from(Box<Model{a}>),\n        \
             Two: tag \"id\" in [\"two\", \"deux\"] => from(Box<Model{b}>),\n    }}\n}}\n\n"
        );
    }
}

fn value(out: &mut String, i: usize, count: usize, depth: usize, n: &mut u64) {
    *n += 1;
    let number = *n;
    let next = (i + 1) % count;
    let _ = write!(
        out,
        "{{\"id\":\"user_{number:016x}\",\"created_at\":{}",
        1_700_000_000_000 + number * 977
    );
    let _ = write!(out, ",\"name\":\"Jane \\\"JD\\\" Doe number {number}\"");
    out.push_str(",\"kind\":\"on hold\",\"active\":true");
    let _ = write!(out, ",\"score\":{}.{}", number % 100, number % 997);
    match i % 3 {
        0 => out.push_str(",\"tags\":[\"alpha\",\"beta\",\"gämma\"]"),
        1 => out.push_str(",\"labels\":{\"team\":\"blue\",\"region\":\"eu-west-1\"}"),
        _ if depth > 0 => {
            out.push_str(",\"items\":[");
            value(out, next, count, depth - 1, n);
            out.push(',');
            value(out, next, count, 0, n);
            out.push(']');
        }
        _ => {}
    }
    match i % 4 {
        0 | 1 if depth > 0 => {
            out.push_str(",\"next\":");
            value(out, next, count, depth - 1, n);
        }
        0 | 1 => out.push_str(",\"next\":null"),
        _ => out.push_str(",\"note\":\"call back on Monday, https://example.com/a/b?c=d\""),
    }
    match i % 8 {
        0 if depth > 0 => {
            let mut inside = String::new();
            value(&mut inside, (i + 2) % count, count, 0, n);
            let tagged = inside.replacen(&inside[6..inside.find(",").unwrap_or(6)], "\"one\"", 1);
            let _ = write!(out, ",\"source\":{tagged}");
        }
        0 => {}
        4 => out.push_str(",\"metadata\":{\"a\":[1,2.5,null],\"b\":{\"c\":\"d\"}}"),
        _ => out.push_str(",\"updated_at\":1700000000000"),
    }
    out.push_str(",\"not_in_the_schema\":{\"x\":[1,2,3]}}");
}
