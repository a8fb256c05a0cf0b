//! The public items of a client, read from its generated files: what code that uses the client can name.
//!
//! Two versions of a client are compatible for such code if every item of the old one is in the new one with the same
//! signature. The names of arguments do not matter, and items that are added break nothing: structs and enums are
//! `#[non_exhaustive]`.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;

use crate::format::File;

/// The items of a client by their paths, with their signatures.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Surface {
    pub items: BTreeMap<String, Item>,
}

/// A public item.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Item {
    /// What code that uses the item depends on, as one line of Rust.
    pub signature: String,
    pub is_deprecated: bool,
    /// The names of the arguments of a function.
    pub arguments: Vec<String>,
}

impl Surface {
    /// Reads the files of a client.
    pub(crate) fn of(files: &[File]) -> Self {
        Self {
            items: rust(files).flat_map(|file| Self::of_file(file).items).collect(),
        }
    }

    /// Reads the files of two versions of a client. Files that are equal in both, which are most of them, are read once.
    pub(crate) fn of_both(old: &[File], new: &[File]) -> (Self, Self) {
        let known: BTreeMap<(&str, &str), Self> = rust(old)
            .map(|file| ((file.path.as_str(), file.text.as_str()), Self::of_file(file)))
            .collect();
        let after = rust(new).flat_map(|file| match known.get(&(file.path.as_str(), file.text.as_str())) {
            Some(same) => same.items.clone(),
            None => Self::of_file(file).items,
        });
        let after = after.collect();
        let before = known.into_values().flat_map(|file| file.items).collect();
        (Self { items: before }, Self { items: after })
    }

    /// The public items of one file. One that is not Rust has none: it is not one of oaspen.
    fn of_file(file: &File) -> Self {
        let mut surface = Self::default();
        if let Ok(parsed) = syn::parse_file(&file.text) {
            surface.read(&parsed.items, &module(&file.path));
        }
        surface
    }

    fn read(&mut self, items: &[syn::Item], module: &str) {
        for item in items {
            match item {
                syn::Item::Struct(item) if is_public(&item.vis) => self.read_struct(item, module),
                syn::Item::Enum(item) if is_public(&item.vis) => self.read_enum(item, module),
                syn::Item::Type(item) if is_public(&item.vis) => {
                    let signature = format!("type = {}", text(&item.ty));
                    self.add(module, &item.ident.to_string(), signature, &item.attrs);
                }
                syn::Item::Const(item) if is_public(&item.vis) => {
                    let signature = format!("const {}", text(&item.ty));
                    self.add(module, &item.ident.to_string(), signature, &item.attrs);
                }
                syn::Item::Impl(item) => self.read_impl(item, module),
                syn::Item::Mod(item) if is_public(&item.vis) => {
                    if let Some((_, items)) = &item.content {
                        let inner = joined(module, &item.ident.to_string());
                        self.read(items, &inner);
                    }
                }
                syn::Item::Macro(item) => self.read_table(&item.mac, module),
                _ => {}
            }
        }
    }

    fn read_struct(&mut self, item: &syn::ItemStruct, module: &str) {
        let name = item.ident.to_string();
        self.add(module, &name, "struct".to_owned(), &item.attrs);
        let path = joined(module, &name);
        self.add_derives(&path, &item.attrs);
        for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
            if let Some(ident) = &field.ident {
                self.add(&path, &ident.to_string(), text(&field.ty), &field.attrs);
            }
        }
    }

    fn read_enum(&mut self, item: &syn::ItemEnum, module: &str) {
        let name = item.ident.to_string();
        self.add(module, &name, "enum".to_owned(), &item.attrs);
        let path = joined(module, &name);
        self.add_derives(&path, &item.attrs);
        for variant in &item.variants {
            let payload: Vec<String> = variant.fields.iter().map(|field| text(&field.ty)).collect();
            let signature = format!("({})", payload.join(", "));
            self.add(&path, &variant.ident.to_string(), signature, &variant.attrs);
        }
    }

    fn read_impl(&mut self, item: &syn::ItemImpl, module: &str) {
        let path = joined(module_of(&item.self_ty, module), &text(&item.self_ty));
        if let Some((of, _)) = &item.trait_ {
            self.add(&path, &text(of), "impl".to_owned(), &item.attrs);
            return;
        }
        for inner in &item.items {
            match inner {
                syn::ImplItem::Fn(function) if is_public(&function.vis) => {
                    let name = function.sig.ident.to_string();
                    self.add(&path, &name, signature(&function.sig), &function.attrs);
                    if let Some(item) = self.items.get_mut(&joined(&path, &name)) {
                        item.arguments = arguments(&function.sig);
                    }
                }
                syn::ImplItem::Const(constant) if is_public(&constant.vis) => {
                    let signature = format!("const {}", text(&constant.ty));
                    self.add(&path, &constant.ident.to_string(), signature, &constant.attrs);
                }
                _ => {}
            }
        }
    }

    /// A table of the runtime: setters, the types of responses, conversions.
    fn read_table(&mut self, table: &syn::Macro, module: &str) {
        let Some(name) = table.path.segments.last().map(|segment| segment.ident.to_string()) else {
            return;
        };
        let tokens: Vec<TokenTree> = table.tokens.clone().into_iter().collect();
        let (Some(head), Some(TokenTree::Group(rows))) = (tokens.first(), tokens.last()) else {
            return;
        };
        let path = joined(module, &head.to_string());
        match name.as_str() {
            "object" | "multipart" => {
                for row in rows_of(rows.stream()) {
                    if let Some((setter, argument)) = setter(&row).filter(|(name, _)| name.starts_with("with_")) {
                        self.add(&path, &setter, format!("fn(self, {argument}) -> Self"), &[]);
                    }
                }
            }
            "builder" => self.read_builder(&path, &tokens, rows.stream(), module),
            "union" => {
                for row in rows_of(rows.stream()) {
                    if let Some(source) = after(&row, "from") {
                        self.add(&path, &format!("From<{source}>"), "impl".to_owned(), &[]);
                    }
                }
            }
            "operation" => {
                let rows: Vec<TokenTree> = rows.stream().into_iter().collect();
                for (word, key) in [
                    ("success", "Output"),
                    ("error", "Error"),
                    ("events", "Event"),
                    ("json_lines", "Line"),
                    ("pages", "PagedCall"),
                ] {
                    if let Some(ty) = type_after(&rows, word) {
                        self.add(&path, key, format!("type = {ty}"), &[]);
                    }
                }
            }
            _ => {}
        }
    }

    /// `Item::builder()`, and a method of the builder for each row.
    fn read_builder(&mut self, path: &str, tokens: &[TokenTree], rows: TokenStream, module: &str) {
        let mut names = tokens.iter().filter(|token| matches!(token, TokenTree::Ident(_)));
        let builder = names.nth(1).map(ToString::to_string).unwrap_or_default();
        let own = joined(module, &builder);
        self.add(path, "builder", format!("fn() -> {builder}"), &[]);
        self.add(module, &builder, "struct".to_owned(), &[]);
        self.add(&own, "build", "fn(self) -> Result".to_owned(), &[]);
        for row in rows_of(rows) {
            if let (Some(field), Some((_, argument))) = (row.first(), setter(&row)) {
                let argument = argument.split('=').next().unwrap_or_default().trim();
                self.add(&own, &field.to_string(), format!("fn(self, {argument}) -> Self"), &[]);
            }
        }
    }

    fn add_derives(&mut self, path: &str, attributes: &[syn::Attribute]) {
        for attribute in attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("derive"))
        {
            let _ = attribute.parse_nested_meta(|meta| {
                self.add(path, &format!("derive {}", text(&meta.path)), "impl".to_owned(), &[]);
                Ok(())
            });
        }
    }

    fn add(&mut self, path: &str, name: &str, signature: String, attributes: &[syn::Attribute]) {
        let item = Item {
            signature,
            arguments: Vec::new(),
            is_deprecated: attributes
                .iter()
                .any(|attribute| attribute.path().is_ident("deprecated")),
        };
        self.items.insert(joined(path, name), item);
    }
}

fn rust(files: &[File]) -> impl Iterator<Item = &File> {
    files.iter().filter(|file| file.path.ends_with(".rs"))
}

/// The module of a file: `api::users` of `src/api/users.rs`. The files of models and of the groups of a tag are private,
/// and their items are exported by the module above.
fn module(path: &str) -> String {
    let path = path.strip_prefix("src/").unwrap_or(path);
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let mut segments: Vec<&str> = path.split('/').filter(|name| !["mod", "lib"].contains(name)).collect();
    match segments.first() {
        Some(&"models") => segments.truncate(1),
        Some(&"api") => segments.truncate(2),
        _ => {}
    }
    segments.join("::")
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}::{name}")
    }
}

fn is_public(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}

/// The module of a type that another one names: `super::super::Client` in `api::users` is in the root.
fn module_of<'m>(ty: &syn::Type, module: &'m str) -> &'m str {
    let syn::Type::Path(ty) = ty else { return module };
    let steps = ty.path.segments.iter().take_while(|segment| segment.ident == "super");
    steps.fold(module, |module, _| {
        module.rsplit_once("::").map_or("", |(outer, _)| outer)
    })
}

/// The types of the arguments and of the result.
fn signature(function: &syn::Signature) -> String {
    let arguments = function.inputs.iter().map(|argument| match argument {
        syn::FnArg::Receiver(receiver) => text(receiver),
        syn::FnArg::Typed(argument) => text(&argument.ty),
    });
    let arguments: Vec<String> = arguments.collect();
    let result = match &function.output {
        syn::ReturnType::Default => String::new(),
        syn::ReturnType::Type(_, ty) => format!(" -> {}", text(ty)),
    };
    format!("fn({}){result}", arguments.join(", "))
}

/// The names of the arguments.
fn arguments(function: &syn::Signature) -> Vec<String> {
    let names = function.inputs.iter().filter_map(|argument| match argument {
        syn::FnArg::Typed(argument) => Some(text(&argument.pat)),
        syn::FnArg::Receiver(_) => None,
    });
    names.collect()
}

/// Rust on one line, with the last segment of each path: files refer to each other by different paths.
fn text(tokens: &impl ToTokens) -> String {
    let mut words: Vec<String> = Vec::new();
    flatten(tokens.to_token_stream(), &mut words);
    let mut out = String::new();
    let mut index = 0;
    while let Some(word) = words.get(index) {
        // `super::models::Item` is `Item`.
        if words.get(index + 1).map(String::as_str) == Some(":")
            && words.get(index + 2).map(String::as_str) == Some(":")
        {
            index += 3;
            continue;
        }
        let is_word = |text: &str| text.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        let needs_space =
            out.ends_with(',') || (is_word(word) && out.ends_with(|c: char| c.is_alphanumeric() || c == '_'));
        if needs_space {
            out.push(' ');
        }
        out.push_str(word);
        index += 1;
    }
    out
}

fn flatten(tokens: TokenStream, words: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                words.push(open.to_owned());
                flatten(group.stream(), words);
                words.push(close.to_owned());
            }
            other => words.push(other.to_string()),
        }
    }
}

/// The rows of a table, which commas separate.
fn rows_of(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut rows = vec![Vec::new()];
    for token in tokens {
        match &token {
            TokenTree::Punct(comma) if comma.as_char() == ',' => rows.push(Vec::new()),
            _ => {
                if let Some(row) = rows.last_mut() {
                    row.push(token);
                }
            }
        }
    }
    rows
}

/// The last word of a row, which is a setter of `object!`, and its argument.
fn setter(row: &[TokenTree]) -> Option<(String, String)> {
    let [.., TokenTree::Ident(name), TokenTree::Group(argument)] = row else {
        return None;
    };
    Some((name.to_string(), text(&argument.stream())))
}

/// What is in the parentheses after a word.
fn after(row: &[TokenTree], word: &str) -> Option<String> {
    let at = row
        .iter()
        .position(|token| matches!(token, TokenTree::Ident(ident) if ident == word))?;
    match row.get(at + 1) {
        Some(TokenTree::Group(group)) => Some(text(&group.stream())),
        _ => None,
    }
}

/// The type after a word of `operation!`, up to its rows.
fn type_after(rows: &[TokenTree], word: &str) -> Option<String> {
    let at = rows
        .iter()
        .position(|token| matches!(token, TokenTree::Ident(ident) if ident == word))?;
    // A single colon ends the type; two are a path.
    let mut was_joint = false;
    let ty = rows.iter().skip(at + 1).take_while(|token| {
        let joint = std::mem::take(&mut was_joint);
        match token {
            TokenTree::Group(group) => group.delimiter() != Delimiter::Brace,
            TokenTree::Punct(punct) if punct.as_char() == ':' => {
                was_joint = punct.spacing() == Spacing::Joint;
                joint || was_joint
            }
            TokenTree::Punct(punct) => punct.as_char() != ',',
            TokenTree::Ident(_) | TokenTree::Literal(_) => true,
        }
    });
    let ty: TokenStream = ty.cloned().collect();
    Some(text(&ty))
}

#[cfg(test)]
mod tests {
    use super::{Surface, module};
    use crate::load::Input;
    use crate::{Settings, generate};

    const DOCUMENT: &str = r##"
openapi: 3.0.3
info: { title: T, version: "1" }
paths:
  /items/{id}:
    get:
      operationId: getItem
      tags: [Items]
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: full, in: query, schema: { type: boolean } }
      responses:
        "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Item" } } } }
        "404": { description: no, content: { application/json: { schema: { type: object, properties: { why: { type: string } } } } } }
    put:
      operationId: putItem
      tags: [Items]
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/NewItem" } } } }
      responses: { "204": { description: ok } }
components:
  schemas:
    Item: { type: object, required: [id], properties: { id: { type: string }, kind: { type: string, enum: [a, b] } } }
    NewItem: { type: object, required: [name], properties: { name: { type: string }, size: { type: integer } } }
    Value: { oneOf: [{ type: string }, { type: integer }] }
"##;

    fn surface() -> Surface {
        let input = Input::Text {
            name: "spec.yaml".into(),
            text: DOCUMENT.into(),
        };
        let settings = Settings {
            name: "t".into(),
            ..Settings::default()
        };
        let outcome = generate(&input, &settings, None);
        Surface::of(&outcome.files)
    }

    #[test]
    fn everything_that_code_can_name() {
        let surface = surface();
        for (path, signature) in [
            ("Client::items", "fn(&self) -> Items"),
            ("api::items::Items::get_item", "fn(&self, impl Into<String>) -> GetItem"),
            (
                "api::items::Items::put_item",
                "fn(&self, impl Into<String>, NewItem) -> PutItem",
            ),
            ("api::items::GetItem::full", "fn(self, bool) -> Self"),
            ("api::items::GetItem::Output", "type = Item"),
            ("api::items::GetItem::Error", "type = GetItemNotFoundResponse"),
            ("models::Item::kind", "Option<ItemKind>"),
            ("models::ItemKind::A", "()"),
            ("models::ItemKind::Unknown", "(String)"),
            ("models::NewItem::new", "fn(impl Into<String>) -> Self"),
            ("models::NewItem::with_size", "fn(self, i64) -> Self"),
            ("models::Value::From<i64>", "impl"),
            ("models::Item::derive Clone", "impl"),
        ] {
            let found = surface.items.get(path).map(|item| item.signature.as_str());
            let all: Vec<String> = surface
                .items
                .iter()
                .map(|(path, item)| format!("{path}: {}", item.signature))
                .collect();
            assert_eq!(found, Some(signature), "{path}\n{}", all.join("\n"));
        }
    }

    #[test]
    fn private_modules_are_no_part_of_a_path() {
        for (path, wanted) in [
            ("src/lib.rs", ""),
            ("src/models/item.rs", "models"),
            ("src/api/items/base.rs", "api::items"),
            ("api/mod.rs", "api"),
        ] {
            assert_eq!(module(path), wanted, "{path}");
        }
    }
}
