//! Parameters outside the body, headers, and `collectionFormat`.

use super::grammar::VALUE;
use super::schema::nullable;
use super::{At, Rewrite, text};
use crate::load::{Map, Node};
use crate::normalize::grammar::ObjectKind;
use crate::pointer::Pointer;

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ListStyle {
    /// Each item on its own.
    Exploded,
    /// `a,b`.
    Commas,
    /// A style of 3.0 with another separator.
    Separated(&'static str),
    /// A separator that 3.0 cannot express.
    Unknown(&'static str),
}

impl Rewrite<'_, '_> {
    /// A parameter in query, header or path.
    pub(super) fn parameter(&mut self, map: &Map, at: &At) -> Node {
        if map.get("$ref").is_some_and(Node::is_string) {
            return Node::Object(map.clone());
        }
        self.account(ObjectKind::Parameter, map, at);
        let (mut new, mut schema) = self.value(map, at);
        let location = map.get("in").and_then(Node::as_str).unwrap_or("").to_owned();
        if let Some(written) = map.get("schema") {
            // The keywords of the parameter are kept, and reported as unknown.
            self.repaired(
                &at.old.child("schema"),
                "only a body can have a `schema`; it is read as in OpenAPI 3",
            );
            new.insert("schema".to_owned(), self.schema(written, &at.child("schema")));
            return Node::Object(new);
        }
        self.list_style(map, &mut new, &mut schema, &location, at);
        self.untyped(map, &mut schema, at);
        self.origins.read_from(&at.new.child("schema"), &at.old);
        new.insert("schema".to_owned(), Node::Object(schema));
        Node::Object(new)
    }

    /// A response header.
    pub(super) fn header(&mut self, map: &Map, at: &At) -> Node {
        self.account(ObjectKind::Header, map, at);
        if map.contains_key("schema") {
            return Node::Object(map.clone());
        }
        let (mut new, mut schema) = self.value(map, at);
        self.list_style(map, &mut new, &mut schema, "header", at);
        self.origins.read_from(&at.new.child("schema"), &at.old);
        new.insert("schema".to_owned(), Node::Object(schema));
        Node::Object(new)
    }

    /// The members that describe a parameter, and those that describe its value, as a schema.
    pub(super) fn value(&mut self, map: &Map, at: &At) -> (Map, Map) {
        let (mut new, mut schema) = (Map::new(), Map::new());
        for (key, value) in map {
            match key.as_str() {
                "collectionFormat" | "schema" => {}
                "items" => {
                    let items = self.items(value, &at.child(key));
                    schema.insert(key.clone(), items);
                }
                key if VALUE.contains(&key) => {
                    schema.insert(key.to_owned(), value.clone());
                }
                _ => {
                    new.insert(key.clone(), value.clone());
                }
            }
        }
        nullable(map, &mut schema);
        (new, schema)
    }

    /// The items of a list, which may be lists with a `collectionFormat` of their own.
    fn items(&mut self, node: &Node, at: &At) -> Node {
        let Node::Object(map) = node else { return node.clone() };
        let mut map = map.clone();
        let format = map.shift_remove("collectionFormat");
        let is_list = map.get("type").and_then(Node::as_str) == Some("array");
        if format.is_some() && is_list {
            let message = "a nested list has no format of its own in OpenAPI 3; its items are separated by commas";
            self.repaired(&at.old.child("collectionFormat"), message);
        }
        if let Some(inner) = map.get("items") {
            let inner = self.items(inner, &at.child("items"));
            map.insert("items".to_owned(), inner);
        }
        self.schema(&Node::Object(map), at)
    }

    /// A value without a type is a string.
    pub(super) fn untyped(&mut self, map: &Map, schema: &mut Map, at: &At) {
        if !["type", "enum", "items", "format"]
            .iter()
            .any(|key| schema.contains_key(*key))
        {
            let name = map.get("name").and_then(Node::as_str).unwrap_or("");
            self.repaired(
                &at.old,
                format!("parameter `{name}` has no `type`; it is read as a string"),
            );
            schema.insert("type".to_owned(), text("string"));
        }
    }

    fn list_style(&mut self, old: &Map, new: &mut Map, schema: &mut Map, location: &str, at: &At) {
        let Some(style) = self.style(old, schema, location, at) else {
            return;
        };
        let mut set = |style: &str, explode: bool| {
            new.insert("style".to_owned(), text(style));
            new.insert("explode".to_owned(), Node::Bool(explode));
        };
        match style {
            ListStyle::Exploded => set("form", true),
            ListStyle::Commas if location == "query" => set("form", false),
            ListStyle::Commas => {}
            ListStyle::Separated(style) => set(style, false),
            ListStyle::Unknown(separator) => self.as_text(new, schema, separator, &at.old),
        }
    }

    /// How a list is written; `None` if the value is not a list.
    fn style(&mut self, map: &Map, schema: &Map, location: &str, at: &At) -> Option<ListStyle> {
        let format = map.get("collectionFormat").and_then(Node::as_str);
        let pointer = at.old.child("collectionFormat");
        if schema.get("type").and_then(Node::as_str) != Some("array") {
            if format.is_some() {
                self.repaired(&pointer, "only a list can have a `collectionFormat`; it is ignored");
            }
            return None;
        }
        let is_query = location == "query";
        Some(match format.unwrap_or("csv") {
            "csv" => ListStyle::Commas,
            "multi" if is_query => ListStyle::Exploded,
            "ssv" if is_query => ListStyle::Separated("spaceDelimited"),
            "pipes" if is_query => ListStyle::Separated("pipeDelimited"),
            "ssv" => ListStyle::Unknown("spaces"),
            "pipes" => ListStyle::Unknown("`|`"),
            "tsv" => ListStyle::Unknown("tabs"),
            other => {
                let message = format!("`{other}` is not a list format here; the items are separated by commas");
                self.repaired(&pointer, message);
                ListStyle::Commas
            }
        })
    }

    /// A list that the client cannot write is a string, which the caller passes.
    pub(super) fn as_text(&mut self, owner: &mut Map, schema: &mut Map, separator: &str, at: &Pointer) {
        let message = format!("a list with {separator} between its items is read as a string here");
        self.repaired(at, message);
        schema.clear();
        schema.insert("type".to_owned(), text("string"));
        let described = owner.get("description").and_then(Node::as_str).unwrap_or("").trim_end();
        let gap = if described.is_empty() { "" } else { "\n\n" };
        let description = format!("{described}{gap}A list, with {separator} between its items.");
        owner.insert("description".to_owned(), Node::String(description));
    }
}
