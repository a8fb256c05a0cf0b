//! The types of a client, read from the text form of the IR, and the walk over a value by these types.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::Value;

use super::walk::below;

/// A use of a type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ty {
    Named(usize),
    List(Box<Ty>),
    Map(Box<Ty>),
    Option(Box<Ty>),
    Format(String),
    Other,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Def {
    /// JSON pointer of its schema.
    pub origin: String,
    pub fields: Vec<(String, Ty)>,
    pub extra: Option<Ty>,
    pub alias: Option<Ty>,
    pub is_enum: bool,
    /// The type of each variant, and whether a tag selects it.
    pub variants: Vec<(Ty, bool)>,
}

/// All types of a client and the outputs of its operations.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    pub types: Vec<Def>,
    /// By the id of the operation.
    pub outputs: BTreeMap<String, Ty>,
}

/// Reads the text of `oaspen inspect --stage ir`.
pub(crate) fn parse(text: &str) -> Layout {
    let mut layout = Layout::default();
    let mut operation = String::new();
    for line in text.lines() {
        let trimmed = line.trim_start();
        let mut words = trimmed.splitn(2, ' ');
        let (word, rest) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        match (word, line.len() - trimmed.len()) {
            ("type", 0) => {
                let origin = rest.split(' ').skip(1).collect::<Vec<_>>().join(" ");
                let origin = origin
                    .rsplit_once(" usage=")
                    .map_or(origin.as_str(), |(origin, _)| origin);
                layout.types.push(Def {
                    origin: origin.trim_start_matches('#').to_owned(),
                    ..Def::default()
                });
            }
            ("operation", 0) => operation = quoted(rest).unwrap_or_default(),
            ("success", 2) => {
                // The values of a stream are bytes, not one JSON text.
                if let Some(ty) = rest.strip_prefix("One(").filter(|ty| !ty.starts_with("File")) {
                    layout.outputs.insert(operation.clone(), ty_of(ty).0);
                }
            }
            (word, 2) => {
                if let Some(def) = layout.types.last_mut() {
                    member(def, word, rest);
                }
            }
            _ => {}
        }
    }
    layout
}

fn member(def: &mut Def, word: &str, rest: &str) {
    match word {
        "field" => {
            let (name, rest) = string(rest);
            def.fields.push((name, ty_of(rest.trim_start()).0));
        }
        "extra" => def.extra = Some(ty_of(rest).0),
        "alias" => def.alias = Some(ty_of(rest).0),
        "value" => def.is_enum = true,
        "variant" => {
            let (_, after) = skip(rest);
            def.variants.push((
                ty_of(after.trim_start()).0,
                rest.starts_with("Object { tags: [GuardTag"),
            ));
        }
        _ => {}
    }
}

/// The id in `Some("id")` at the end of a line.
fn quoted(rest: &str) -> Option<String> {
    let (_, id) = rest.rsplit_once("Some(")?;
    Some(string(id).0)
}

/// A string in the format of `Debug`, and the text after it.
fn string(text: &str) -> (String, &str) {
    let mut end = 1;
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        end = at + c.len_utf8();
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => break,
            _ => {}
        }
    }
    let literal = text.get(..end).unwrap_or_default();
    let value = syn::parse_str::<syn::LitStr>(literal).map(|literal| literal.value());
    (value.unwrap_or_default(), text.get(end..).unwrap_or_default())
}

/// Skips a value in the format of `Debug`: a name, and a group in brackets if one follows.
fn skip(text: &str) -> (&str, &str) {
    let mut depth = 0_usize;
    let mut is_string = false;
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        if is_string {
            match c {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '"' => is_string = false,
                _ => {}
            }
            continue;
        }
        match c {
            '"' => is_string = true,
            '(' | '{' | '[' => depth += 1,
            ')' | '}' | ']' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    return text.split_at(at + 1);
                }
            }
            ')' => return text.split_at(at),
            ' ' if depth == 0 && !text.get(at..).unwrap_or_default().starts_with(" {") => return text.split_at(at),
            _ => {}
        }
    }
    (text, "")
}

fn ty_of(text: &str) -> (Ty, &str) {
    let (own, rest) = skip(text);
    let inner = |name: &str| own.strip_prefix(name).and_then(|rest| rest.strip_suffix(')'));
    let ty = if let Some(id) = inner("Named(TypeId(").or_else(|| inner("Boxed(TypeId(")) {
        Ty::Named(id.trim_end_matches(')').parse().unwrap_or(usize::MAX))
    } else if let Some(item) = inner("List(") {
        Ty::List(Box::new(ty_of(item).0))
    } else if let Some(value) = inner("Map(") {
        Ty::Map(Box::new(ty_of(value).0))
    } else if let Some(some) = inner("Option(") {
        Ty::Option(Box::new(ty_of(some).0))
    } else if let Some(format) = inner("Formatted(") {
        Ty::Format(format.to_owned())
    } else {
        Ty::Other
    };
    (ty, rest)
}

/// What a value was decoded into at one pointer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Seen {
    Type(usize),
    /// A union and its variant.
    Variant(usize, usize),
    UnknownVariant(usize),
    UnknownValue(usize),
}

/// What a decoded value consists of.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    pub seen: Vec<(String, Seen)>,
    pub constructs: BTreeSet<String>,
}

/// Follows the types of a client through an encoded value. `trace` is what the program reported.
pub(crate) fn walk(layout: &Layout, ty: &Ty, value: &Value, trace: &str) -> Walk {
    let mut reports: BTreeMap<&str, VecDeque<&str>> = BTreeMap::new();
    for report in trace.split('\u{1f}').filter(|report| !report.is_empty()) {
        let (what, pointer) = report.split_once(' ').unwrap_or((report, ""));
        reports.entry(pointer).or_default().push_back(what);
    }
    let mut walker = Walker {
        layout,
        reports,
        walk: Walk::default(),
        active: Vec::new(),
    };
    walker.value(ty, "", value);
    walker.walk
}

struct Walker<'a> {
    layout: &'a Layout,
    reports: BTreeMap<&'a str, VecDeque<&'a str>>,
    walk: Walk,
    active: Vec<usize>,
}

impl Walker<'_> {
    fn construct(&mut self, name: &str) {
        if !self.walk.constructs.contains(name) {
            self.walk.constructs.insert(name.to_owned());
        }
    }

    fn value(&mut self, ty: &Ty, pointer: &str, value: &Value) {
        match (ty, value) {
            (Ty::Named(id), value) => self.named(*id, pointer, value),
            (Ty::Option(inner), value) => {
                self.construct("null in list or map");
                if !value.is_null() {
                    self.value(inner, pointer, value);
                }
            }
            (Ty::List(item), Value::Array(values)) => {
                self.construct(if values.is_empty() { "list, empty" } else { "list" });
                for (index, value) in values.iter().enumerate() {
                    self.value(item, &format!("{pointer}/{index}"), value);
                }
            }
            (Ty::Map(inner), Value::Object(members)) => {
                self.construct("map");
                for (key, value) in members {
                    self.value(inner, &below(pointer, key), value);
                }
            }
            (Ty::Format(name), _) => self.construct(&format!("format {name}")),
            _ => {}
        }
    }

    fn named(&mut self, id: usize, pointer: &str, value: &Value) {
        let Some(def) = self.layout.types.get(id) else { return };
        if self.active.iter().filter(|other| **other == id).count() > 0 {
            self.construct("recursion");
        }
        self.active.push(id);
        self.walk.seen.push((pointer.to_owned(), Seen::Type(id)));
        if let Some(alias) = &def.alias {
            self.value(alias, pointer, value);
        } else if def.is_enum {
            self.construct("enum");
            if self.take(pointer, &["e"]).is_some() {
                self.walk.seen.push((pointer.to_owned(), Seen::UnknownValue(id)));
            }
        } else if !def.variants.is_empty() {
            self.union(id, def, pointer, value);
        } else if let Value::Object(members) = value {
            self.members(def, pointer, members);
        }
        self.active.pop();
    }

    fn take(&mut self, pointer: &str, kinds: &[&str]) -> Option<String> {
        let queue = self.reports.get_mut(pointer)?;
        let next = queue.front()?;
        if kinds.iter().any(|kind| next.starts_with(kind)) {
            return queue.pop_front().map(str::to_owned);
        }
        None
    }

    fn union(&mut self, id: usize, def: &Def, pointer: &str, value: &Value) {
        let report = self.take(pointer, &["v", "u"]);
        let number = report
            .as_deref()
            .and_then(|report| report.strip_prefix('v')?.parse::<usize>().ok());
        match number.and_then(|number| Some((number, def.variants.get(number)?))) {
            Some((number, (ty, is_tagged))) => {
                self.construct(if *is_tagged { "union, by tag" } else { "union, tried" });
                self.walk.seen.push((pointer.to_owned(), Seen::Variant(id, number)));
                self.value(&ty.clone(), pointer, value);
            }
            None => {
                self.construct("union, unknown");
                self.walk.seen.push((pointer.to_owned(), Seen::UnknownVariant(id)));
            }
        }
    }

    fn members(&mut self, def: &Def, pointer: &str, members: &serde_json::Map<String, Value>) {
        self.construct("object");
        for (name, ty) in &def.fields {
            match members.get(name) {
                Some(Value::Null) | None => {}
                Some(value) => self.value(ty, &below(pointer, name), value),
            }
        }
        if let Some(extra) = &def.extra {
            for (name, value) in members {
                if !def.fields.iter().any(|(known, _)| known == name) {
                    self.construct("additional properties");
                    self.value(extra, &below(pointer, name), value);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Seen, Ty, parse, walk};
    use serde_json::json;

    #[test]
    fn the_types_of_a_client_are_read() {
        let text = "api \"A\" \"1\"\ntype 0 #/components/schemas/A b usage=Usage { request: false }\n  \
                    variant Object { tags: [GuardTag { key: \"k (\", values: [String(\"a\")] }], keys: [] } Named(TypeId(1))\n  variant Any List(Boxed(TypeId(0)))\n\
                    type 1 #/x usage=Usage { }\n  field \"a \\\" b\" Map(Option(I64)) OptionalNullable { patch: false }\n\
                    operation POST /r/0 Some(\"rt0\")\n  success One(Named(TypeId(0)))\n    200 Json Some(Named(TypeId(0)))\n";
        let layout = parse(text);
        assert_eq!(layout.outputs.get("rt0"), Some(&Ty::Named(0)));
        assert_eq!(layout.types[0].origin, "/components/schemas/A b");
        assert_eq!(layout.types[0].variants[0], (Ty::Named(1), true));
        assert_eq!(layout.types[0].variants[1], (Ty::List(Box::new(Ty::Named(0))), false));
        assert_eq!(layout.types[1].fields[0].0, "a \" b");
        assert!(matches!(&layout.types[1].fields[0].1, Ty::Map(inner) if matches!(**inner, Ty::Option(_))));
        let seen = walk(&layout, &Ty::Named(0), &json!([{ "k (": "a" }]), "v1 \u{1f}v0 /0").seen;
        assert!(seen.contains(&("/0".to_owned(), Seen::Variant(0, 0))));
        assert!(seen.contains(&("/0".to_owned(), Seen::Type(1))));
    }
}
