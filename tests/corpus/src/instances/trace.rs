//! Code that reports the branches and unknown values of a decoded value. It is appended to the generated files of a
//! program, which are otherwise unchanged.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The trait and its implementations for the types of the runtime.
pub(crate) const SUPPORT: &str = r#"
#[derive(Default)]
pub struct Tracer {
    path: String,
    out: String,
}

/// Reports branches of unions (`v` and the number of the variant) and unknown values (`u`, `e`), each with its pointer.
pub trait Trace {
    fn trace(&self, _t: &mut Tracer) {}
}

impl Tracer {
    fn note(&mut self, what: &str) {
        if !self.out.is_empty() {
            self.out.push('\u{1f}');
        }
        self.out.push_str(what);
        self.out.push_str(&self.path);
    }

    pub fn unknown_value(&mut self) {
        self.note("e ");
    }

    pub fn unknown(&mut self) {
        self.note("u ");
    }

    pub fn variant(&mut self, number: usize, value: &dyn Trace) {
        self.note(&format!("v{number} "));
        value.trace(self);
    }

    pub fn field(&mut self, name: &str, value: &dyn Trace) {
        let length = self.path.len();
        self.path.push('/');
        self.path.push_str(&name.replace('~', "~0").replace('/', "~1"));
        value.trace(self);
        self.path.truncate(length);
    }
}

macro_rules! leaves {
    ($($leaf:ty),* $(,)?) => { $( impl Trace for $leaf {} )* };
}
leaves!(
    (), bool, i32, i64, u32, u64, f64, String, oaspen_client::Json, oaspen_client::JsonMap, oaspen_client::Timestamp,
    oaspen_client::Date, oaspen_client::Time, oaspen_client::Uuid, oaspen_client::Base64, oaspen_client::SecretString, oaspen_client::Ipv4Addr,
    oaspen_client::Ipv6Addr, oaspen_client::IpAddr, oaspen_client::FilePart, oaspen_client::Bytes,
);

impl<T: Trace> Trace for Vec<T> {
    fn trace(&self, t: &mut Tracer) {
        for (index, value) in self.iter().enumerate() {
            t.field(&index.to_string(), value);
        }
    }
}

impl<T: Trace> Trace for Option<T> {
    fn trace(&self, t: &mut Tracer) {
        if let Some(value) = self {
            value.trace(t);
        }
    }
}

impl<T: Trace> Trace for Box<T> {
    fn trace(&self, t: &mut Tracer) {
        T::trace(self, t);
    }
}

impl<T: Trace> Trace for std::collections::BTreeMap<String, T> {
    fn trace(&self, t: &mut Tracer) {
        for (key, value) in self {
            t.field(key, value);
        }
    }
}

impl<T: Trace> Trace for oaspen_client::Patch<T> {
    fn trace(&self, t: &mut Tracer) {
        if let Some(value) = self.as_option() {
            value.trace(t);
        }
    }
}
"#;

/// A generated file with an implementation of `Trace` for each of its types.
pub(crate) fn with_traces(text: &str) -> String {
    let mut out = text.to_owned();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(name) = line
            .strip_prefix("oaspen_client::")
            .and_then(|rest| rest.strip_suffix("! {"))
        else {
            continue;
        };
        let body: String = lines
            .by_ref()
            .take_while(|line| *line != "}")
            .fold(String::new(), |body, line| body + line + "\n");
        let _ = out.write_str(&implementation(name, &body).unwrap_or_default());
    }
    out
}

/// What one macro call declares.
struct Call {
    name: String,
    unknown: Option<String>,
    /// The tokens of each row.
    rows: Vec<Vec<TokenTree>>,
}

fn implementation(kind: &str, body: &str) -> Option<String> {
    let call = || parse(body);
    match kind {
        "object" | "multipart" => Some(of_object(&call()?)),
        "union" => Some(of_union(&call()?)),
        "string_enum" | "integer_enum" | "value_enum" => Some(of_enum(&call()?)),
        _ => None,
    }
}

fn parse(body: &str) -> Option<Call> {
    let tokens: TokenStream = body.parse().ok()?;
    let mut tokens = tokens.into_iter();
    let name = tokens.next()?.to_string();
    let mut unknown = None;
    let mut is_else = false;
    for token in tokens {
        match token {
            TokenTree::Ident(word) if is_else => unknown = Some(word.to_string()),
            TokenTree::Ident(word) => is_else = word == "else",
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                return Some(Call {
                    name,
                    unknown,
                    rows: rows(group.stream()),
                });
            }
            _ => {}
        }
    }
    None
}

fn rows(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut rows = vec![Vec::new()];
    for token in tokens {
        match (&token, rows.last_mut()) {
            (TokenTree::Punct(mark), _) if mark.as_char() == ',' => rows.push(Vec::new()),
            (_, Some(row)) => row.push(token),
            _ => {}
        }
    }
    rows.retain(|row| !row.is_empty());
    rows
}

fn of_object(call: &Call) -> String {
    let mut body = String::new();
    for row in &call.rows {
        let [field, _, wire, ..] = row.as_slice() else { continue };
        let _ = match wire {
            TokenTree::Literal(wire) => writeln!(body, "        t.field({wire}, &self.{field});"),
            _ => writeln!(body, "        crate::Trace::trace(&self.{field}, t);"),
        };
    }
    printed(&call.name, &body)
}

fn of_union(call: &Call) -> String {
    let mut variants: Vec<String> = Vec::new();
    for row in &call.rows {
        let name = row.first().map(ToString::to_string).unwrap_or_default();
        if !variants.contains(&name) {
            variants.push(name);
        }
    }
    let mut body = String::from("        match self {\n");
    for (number, variant) in variants.iter().enumerate() {
        let _ = writeln!(
            body,
            "            Self::{variant}(value) => t.variant({number}, value),"
        );
    }
    if let Some(unknown) = &call.unknown {
        let _ = writeln!(body, "            Self::{unknown}(..) => t.unknown(),");
    }
    body.push_str("        }\n");
    printed(&call.name, &body)
}

fn of_enum(call: &Call) -> String {
    let unknown = call.unknown.as_ref().map_or_else(String::new, |unknown| {
        format!("        if let Self::{unknown}(..) = self {{\n            t.unknown_value();\n        }}\n")
    });
    printed(&call.name, &unknown)
}

fn printed(name: &str, body: &str) -> String {
    format!(
        "\nimpl crate::Trace for {name} {{\n    fn trace(&self, t: &mut crate::Tracer) {{\n        let _ = &t;\n{body}    }}\n}}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::with_traces;

    #[test]
    fn each_type_reports_its_branches() {
        let text = "oaspen_client::union! {\n    Pet mixed else Other {\n        Cat: tag \"kind\" in [\"cat\"] => from(Box<Cat>),\n        Dog: any,\n    }\n}\n\
                    oaspen_client::object! {\n    Cat {\n        r#type: \"type\" required,\n        rest: extra,\n    }\n}\n";
        let code = with_traces(text);
        assert!(code.contains("Self::Cat(value) => t.variant(0, value),"));
        assert!(code.contains("Self::Dog(value) => t.variant(1, value),"));
        assert!(code.contains("Self::Other(..) => t.unknown(),"));
        assert!(code.contains("t.field(\"type\", &self.r#type);"));
        assert!(code.contains("crate::Trace::trace(&self.rest, t);"));
    }
}
